"""The file of a family: what each role reads of it, corrections by two people at once, who opened it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.families import actions as families
from jisr.families.models import Consent, Household, Identity, Person, Phone
from jisr.window.pathways import actions as pathways
from tests.access.people import entered
from tests.ground import LALLA_AZIZA, SERVICE_SISTER
from tests.reading import text
from tests.stories import listened, received, referred, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


@pytest.fixture
def story():
    """A family received, listened to and sent on, with a plan."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
        interview = listened(held, visit, (boy, "disability"), (girl, "student_lodging"), note="سر بيننا")
        referred(held, interview, SERVICE_SISTER)
        plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="تمدرس", by=held.user)
        pathways.add_step(
            plan=plan, person=girl, kind="school", what="التسجيل", due_on=timezone.localdate() - timedelta(days=3),
            by=held.user,
        )  # fmt: skip
    return visit


def page_of(client, visit, **options):
    """The file as somebody sees it."""
    return client.get(f"/families/household/{visit.household_id}/", **options)


def test_the_file_reads_as_a_path(story):
    """Four steps across the top; the first one not done is where the family stands."""
    page = page_of(entered("worker"), story)

    file = page.context["file"]
    assert [step.state for step in file.steps] == ["done", "done", "now", "later"]
    assert [one.status for one in file.needs] in (["oriented", "open"], ["open", "oriented"])
    assert file.ahead[0].tone == "late"
    assert "إيمان" in text(page) and "التسجيل" in text(page)


@pytest.mark.parametrize("reader", ["officer", "director"])
def test_listening_is_read_by_those_who_listen(story, reader):
    """A director or an officer sees the file, not what was confided; the page says so."""
    page = page_of(entered(reader), story, **FRENCH)

    assert page.status_code == 200
    assert "Les notes d'écoute sont lues par les travailleurs sociaux de ce dossier." in text(page)
    assert page.context["file"].needs == []
    for confided in ("بكلماتها", "سر بيننا"):
        assert confided not in text(page)
    assert "/listening/" not in text(page)


def test_a_role_is_offered_only_what_it_may_do(story):
    """A link that ends in a refusal is a broken promise."""
    for reader in ("worker", "officer", "director"):
        client = entered(reader)
        page = text(page_of(client, story)).split("<main")[1]
        for href in {part.split('"')[0] for part in page.split('href="')[1:]}:
            if href.startswith("/") and not href.startswith("/static"):
                assert client.get(href).status_code < 400, (reader, href)


def test_a_file_of_another_centre_is_not_there(story):
    """The same page as for a file that never was."""
    stranger = entered("far_worker")

    hidden, never = page_of(stranger, story), stranger.get(f"/families/household/{uuid.uuid4()}/")

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert len(hidden.content) == len(never.content)


def test_the_file_makes_a_fixed_number_of_queries(story):
    """Two members or eight, one visit or ten: as many questions to the database."""
    client = entered("worker")
    page_of(client, story)
    with CaptureQueriesContext(connection) as few:
        page_of(client, story)
    with under("worker") as held:
        for _ in range(3):
            with_children(held, story.household)
            families.consent(person=story.person, covers=["name"], manner="spoken", centre=held.centre, by=held.user)
            families.add_phone(household=story.household, number="0612345678", owner="own", is_safe=True, by=held.user)
            families.add_identity(person=story.person, kind="cin", number="ZZ000123", by=held.user)
        for _ in range(4):
            interview = listened(held, story, (story.person, "health"), (story.person, "disability"))
            referred(held, interview, SERVICE_SISTER)

    with CaptureQueriesContext(connection) as many:
        page_of(client, story)

    assert len(many) == len(few)


def test_an_identity_number_is_shown_masked(story):
    """Enough to compare with a card in the hand, too little to copy."""
    worker = entered("worker")

    answer = worker.post(f"/families/person/{story.person_id}/identity/new/", act(kind="cin", number="ZZ000123"))

    page = text(page_of(worker, story))
    assert answer.status_code == 302
    assert "•••••123" in page and "ZZ000" not in page
    with under("worker"):
        assert b"ZZ000123" not in bytes(Identity.objects.get().sealed)


def test_a_telephone_says_whose_it_is_and_whether_it_is_safe(story):
    """Nothing is ever sent to a number that others answer."""
    officer = entered("officer")
    new = f"/families/household/{story.household_id}/phone/new/"

    wrong = officer.post(new, act(number="douze", owner="own"), **FRENCH)
    officer.post(new, act(number="06 12 34 56 78", owner="neighbour"))

    assert "Écrivez un numéro de téléphone en chiffres" in text(wrong) and "douze" in text(wrong)
    with under("officer"):
        assert [(phone.owner, phone.is_safe) for phone in Phone.objects.all()] == [("neighbour", False)]
    assert "ne rien envoyer" in text(page_of(officer, story, **FRENCH))


def test_a_consent_is_taken_back_once(story):
    """From then on nothing more is shared on its ground; the time line keeps both days."""
    officer = entered("officer")
    with under("officer"):
        consent = Consent.objects.get()
    withdraw = f"/families/consent/{consent.pk}/withdraw/"
    assert officer.get(withdraw).status_code == 200

    first = officer.post(withdraw, act())
    second = officer.post(withdraw, act(), follow=True, **FRENCH)

    assert first.status_code == 302
    assert "a déjà été retiré" in text(second)
    with under("officer"):
        assert Consent.objects.get().withdrawn_at is not None


def _person_form(**changes):
    return act(
        given_ar="فاطمة", family_ar="أيت وكريم", given_fr="", family_fr="", relation="head", sex="f", age="",
        born_on="1988-05-02", marital_state="widowed", literacy="", schooled="", disability="", version="1",
    ) | changes  # fmt: skip


def test_two_people_who_correct_the_same_person_lose_nothing(story):
    """The second sees both versions, changes what she wants, and saves."""
    edit = f"/families/person/{story.person_id}/edit/"
    first, second = entered("worker"), entered("keeper")
    assert first.post(edit, _person_form(given_fr="Fatima")).status_code == 302

    stale = second.post(edit, _person_form(given_fr="Fadma", literacy="no"), **FRENCH)
    page = text(stale)

    assert stale.status_code == 409
    assert "Fadma" in page and "Fatima" in page and 'name="version" value="2"' in page
    assert second.post(edit, _person_form(given_fr="Fadma", literacy="no", version="2")).status_code == 302
    with under("worker"):
        person = Person.objects.get(pk=story.person_id)
    assert (person.given_fr, person.literacy, person.version) == ("Fadma", "no", 3)


def test_two_people_who_correct_the_same_household_lose_nothing(story):
    """The commune as typed stays beside the one stored now."""
    edit = f"/families/household/{story.household_id}/edit/"
    form = {"commune": LALLA_AZIZA, "locality": "دوار أول", "language": "tachelhit", "rsu": "no", "rnp": ""}
    first, second = entered("worker"), entered("keeper")
    assert first.post(edit, act(version="1", **form)).status_code == 302

    stale = second.post(edit, act(version="1", **form | {"locality": "دوار ثان"}))

    assert stale.status_code == 409
    assert "دوار أول" in text(stale) and "دوار ثان" in text(stale)
    with under("worker"):
        assert Household.objects.get().locality == "دوار أول"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"given_ar": "", "family_ar": ""}, "Écrivez un nom, en arabe ou en lettres latines."),
        ({"given_ar": "ف" * 300}, "Ce nom dépasse 120 lettres."),
        ({"born_on": "2999-01-01"}, "Cette date de naissance est dans le futur."),
        ({"relation": "emperor"}, "relation"),
    ],
)
def test_a_wrong_correction_is_told_beside_its_field(story, changes, said):
    """Nothing is half-written, and what was typed stays."""
    page = entered("worker").post(
        f"/families/person/{story.person_id}/edit/", _person_form(**changes), **FRENCH
    )  # fmt: skip

    assert page.status_code == 200 and said in text(page)
    with under("worker"):
        assert Person.objects.get(pk=story.person_id).version == 1


def test_a_member_is_added_by_about_how_old(story):
    """Nobody need know a birth date."""
    new = f"/families/household/{story.household_id}/person/new/"

    answer = entered("worker").post(new, _person_form(given_ar="رقية", relation="parent", born_on="", age="70"))

    assert answer.status_code == 302
    with under("worker"):
        person = Person.objects.get(given_ar="رقية")
        assert person.born_about and person.born_on.year == timezone.localdate().year - 70
        assert person.memberships.get().relation == "parent"


def test_the_person_is_shown_who_opened_her_file(story):
    """Each opening has its line, told in words; a compartment leaves none for those outside it."""
    page_of(entered("officer"), story)
    with under("keeper") as held:
        listened(held, story, (story.person, "violence"), compartment="violence", note="سر")

    worker = text(entered("worker").get(f"/families/household/{story.household_id}/readers/", **FRENCH))
    again = text(entered("worker").get(f"/families/household/{story.household_id}/readers/", **FRENCH))

    assert "Test officer" in worker and "a ouvert le dossier" in worker
    assert "Test keeper" not in worker and "Test keeper" not in again
    assert "Test keeper" in text(entered("keeper").get(f"/families/household/{story.household_id}/readers/"))


def test_a_page_of_a_file_writes_no_name_into_its_title(story):
    """Titles go to the history of the browser and to the title bar of a projector."""
    worker = entered("worker")
    for path in ("", "edit/", "readers/", "person/new/", "phone/new/"):
        page = text(worker.get(f"/families/household/{story.household_id}/{path}"))
        title = page.split("<title>")[1].split("</title>")[0]
        assert "فاطمة" not in title and "وكريم" not in title
