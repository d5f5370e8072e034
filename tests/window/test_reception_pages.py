"""The counter, as a browser meets it: somebody is received once, nothing typed is lost, the paper names nobody."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.families.models import Household, Person
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.ground import LALLA_AZIZA
from tests.reading import text
from tests.stories import received, under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
NEW = "/reception/new/"
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


def typed(**changes):
    """What an officer types for somebody new, with a key of the act as the page makes it."""
    return {
        "name": "Lhoussine", "surname": "", "sex": "m", "age": "41", "born_on": "", "commune": LALLA_AZIZA,
        "locality": "", "reasons": ["schooling"], "words": "", "urgency": "normal", "language": "tachelhit",
        "channel": "walk_in", "seen": "", "act_key": str(uuid.uuid4()),
    } | changes  # fmt: skip


def test_somebody_new_is_received_and_given_a_receipt():
    """Slice one of the window: the counter, the paper, the file."""
    officer = entered("officer")

    answer = officer.post(NEW, typed())
    receipt = officer.get(answer["Location"])

    with under("officer"):
        visit = Visit.objects.select_related("person").get()
    assert (visit.person.given_fr, visit.person.given_ar, visit.person.born_about) == ("Lhoussine", "", True)
    assert visit.receipt in text(receipt)
    assert officer.get(f"/families/household/{visit.household_id}/").status_code == 200


def test_each_script_goes_to_its_own_field():
    """An officer writes as she hears; what is searched later is in the right place."""
    officer = entered("officer")

    officer.post(NEW, typed(name="Fatima فاطمة", surname="أيت وكريم"))

    with under("officer"):
        person = Person.objects.get()
    assert (person.given_ar, person.given_fr, person.family_ar, person.family_fr) == (
        "فاطمة", "Fatima", "أيت وكريم", ""
    )  # fmt: skip
    assert person.shown == "فاطمة أيت وكريم"


def test_letters_of_old_machines_are_kept_as_ordinary_ones():
    """Presentation forms look right and are found by nobody."""
    officer = entered("officer")

    officer.post(NEW, typed(name="ﻓﺎﻃﻤﺔ\u202e"))

    with under("officer"):
        assert Person.objects.get().given_ar == "فاطمة"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Écrivez un nom, en arabe ou en lettres latines."),
        ({"name": "   "}, "Écrivez un nom, en arabe ou en lettres latines."),
        ({"name": "123 !"}, "Écrivez un nom, en arabe ou en lettres latines."),
        ({"name": "f" * 300}, "Ce nom dépasse 120 lettres. Raccourcissez-le."),
        ({"surname": "ع" * 300}, "Ce nom dépasse 120 lettres. Raccourcissez-le."),
        ({"born_on": str(timezone.localdate() + timedelta(days=1))}, "Cette date de naissance est dans le futur."),
        ({"born_on": "1850-01-01"}, "Cette date de naissance remonte à plus de 120 ans."),
        ({"born_on": "2020-02-31"}, "Ce jour n'existe pas."),
        ({"age": "-3"}, "Un âge est un nombre de 0 à 120."),
        ({"age": "quarante"}, "Un âge est un nombre de 0 à 120."),
        ({"reasons": [], "words": "  "}, "Choisissez au moins un motif"),
        ({"words": "x" * 5000}, "Limitez-vous à 4000 lettres"),
        ({"commune": "Atlantis"}, "commune"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_written(changes, said):
    """Each mistake has its sentence, what was typed stays, and no half file is left behind."""
    officer = entered("officer")

    answer = officer.post(NEW, typed(**changes), **FRENCH)

    page = text(answer)
    assert answer.status_code == 200
    assert said in page
    assert 'aria-invalid="true"' in page
    for value in changes.values():
        assert not isinstance(value, str) or not value.strip() or value.strip() in page
    with under("officer"):
        assert not Household.objects.exists()


def test_the_same_form_sent_twice_is_one_visit():
    """A tired finger presses twice; the second answer is the first one's receipt."""
    officer, form = entered("officer"), typed()

    first, second = officer.post(NEW, form), officer.post(NEW, form)

    assert (first["Location"], second.status_code) == (second["Location"], 303)
    with under("officer"):
        assert Visit.objects.count() == 1


def test_a_browser_that_goes_back_and_sends_again_is_shown_whom_it_just_received():
    """A new key of the act is a new act: the search before creating catches the twin."""
    officer = entered("officer")
    officer.post(NEW, typed())

    again = officer.post(NEW, typed())

    with under("officer"):
        person = Person.objects.get()
    assert again.status_code == 200
    assert f"/reception/person/{person.pk}/new/" in text(again)
    assert "Lhoussine" in text(again)


def test_whoever_was_looked_at_does_not_stand_in_the_way_again():
    """Namesakes exist: the officer says once that it is none of these."""
    officer = entered("officer")
    officer.post(NEW, typed())
    shown = officer.post(NEW, typed()).context["found"]

    answer = officer.post(NEW, typed(seen=shown.traces))

    assert answer.status_code == 302
    with under("officer"):
        assert Household.objects.count() == 2


def test_what_was_typed_in_the_search_is_taken_over_and_writes_nothing():
    """Nothing is typed twice, and nothing travels in an address."""
    officer = entered("officer")

    typed = {"name": "فاطمة الزهراء آيت علي", "age": "38", "born_on": "", "commune": "شيشاوة", "seen": ""}
    page = officer.post(NEW, typed)

    assert page.context["form"].initial | {"seen": ""} == {
        "name": "فاطمة الزهراء", "surname": "آيت علي", "age": "38", "born_on": "", "commune": "شيشاوة", "seen": "",
    }  # fmt: skip
    with under("officer"):
        assert not Household.objects.exists()


def test_a_known_person_is_received_without_telling_again_who_she_is():
    """The second visit asks only why."""
    officer = entered("officer")
    with under("officer") as held:
        visit = received(held)
    page = officer.get(f"/reception/person/{visit.person_id}/new/")

    answer = officer.post(
        f"/reception/person/{visit.person_id}/new/",
        {"reasons": ["health"], "urgency": "week", "channel": "phone", "act_key": str(uuid.uuid4())},
    )  # fmt: skip

    assert page.context["form"].initial == {"language": "tachelhit"}
    assert answer.status_code == 302
    with under("officer"):
        assert Visit.objects.filter(person=visit.person_id).count() == 2
        assert Household.objects.count() == 1


def test_the_receipt_names_nobody_and_no_need():
    """Whoever finds the paper learns nothing, so a paper about a compartment looks like any other."""
    officer = entered("officer")
    with under("officer") as held:
        visit = received(held, given="فاطمة", visit={"words": "ليس لنا ما نأكل", "reasons": ["goods"]})

    for size in ("a4", "slip"):
        paper = text(officer.get(f"/reception/visit/{visit.pk}/print/?size={size}", **FRENCH))
        assert visit.receipt in paper
        assert "فاطمة" not in paper
        assert "ليس لنا" not in paper
        assert "Denrées" not in paper and "goods" not in paper


def test_the_receipt_is_read_aloud_once_and_said_so():
    """A quarter of the visitors do not read: the worker notes that she read it."""
    officer = entered("officer")
    with under("officer") as held:
        visit = received(held)

    answer = officer.post(f"/reception/visit/{visit.pk}/read/", {"act_key": str(uuid.uuid4())})

    assert answer["Location"] == f"/reception/visit/{visit.pk}/"
    with under("officer"):
        assert Visit.objects.get().receipt_read_aloud


def test_somebody_who_left_waits_no_more_and_cannot_leave_twice():
    """The second officer is told the present state instead of an error page."""
    officer = entered("officer")
    with under("officer") as held:
        visit = received(held)
    leave = f"/reception/visit/{visit.pk}/left/"
    officer.post(leave, {"act_key": str(uuid.uuid4())})

    again = officer.post(leave, {"act_key": str(uuid.uuid4())}, follow=True)

    assert again.status_code == 200
    with under("officer"):
        assert Visit.objects.get().state == "left"


def test_a_child_at_risk_is_received_for_the_protection_team_alone():
    """J6: first name, about-age, place, danger; for everybody else of the centre it never happened."""
    keeper = entered("child_keeper")
    form = typed(
        name="ياسين", age="11", commune="09.541.01.13", locality="المحطة الطرقية", reasons=["child_protection"],
        urgency="now", channel="round", compartment="child",
    )  # fmt: skip

    answer = keeper.post(NEW, form)

    assert answer.status_code == 302
    with under("child_keeper"):
        visit = Visit.objects.select_related("household", "person").get()
        assert {visit.compartment, visit.household.compartment, visit.person.compartment} == {"child"}
    colleague = entered("far_worker")
    assert colleague.get(answer["Location"]).status_code == 404
    assert colleague.get(f"/families/household/{visit.household_id}/").status_code == 404
    assert "ياسين" not in text(colleague.get("/work/"))
    found = colleague.post("/families/", {"name": "ياسين"})
    assert not found.context["found"]


def test_a_guarded_reason_is_not_offered_where_it_would_be_read_by_all():
    """An officer who keeps no compartment is not led to write a disclosure at the counter."""
    officer, keeper = entered("officer"), entered("keeper")

    plain, kept = text(officer.get(NEW)), text(keeper.get(NEW))

    assert 'value="violence"' not in plain and 'name="compartment"' not in plain
    assert 'value="violence"' in kept and 'value="child_protection"' not in kept
    answer = officer.post(NEW, typed(reasons=["violence"], compartment="violence"))
    assert answer.status_code == 200
    with under("officer"):
        assert not Visit.objects.exists()


def test_with_a_guarded_reason_its_team_must_be_chosen():
    """A keeper in a hurry does not leave a disclosure in the open file."""
    keeper = entered("keeper")

    answer = keeper.post(NEW, typed(reasons=["violence"], compartment=""), **FRENCH)

    assert "choisissez l'équipe" in text(answer)
    with under("keeper"):
        assert not Visit.objects.exists()


def test_the_visit_of_another_centre_is_not_there():
    """No refusal, no hint: the page does not exist."""
    with under("officer") as held:
        visit = received(held)

    stranger = entered("far_officer")

    for path in ("", "print/"):
        assert stranger.get(f"/reception/visit/{visit.pk}/{path}").status_code == 404
    assert stranger.get(f"/reception/person/{visit.person_id}/new/").status_code == 404
    assert stranger.post(f"/reception/visit/{visit.pk}/left/").status_code == 404
