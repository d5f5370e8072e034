"""The pages of a person's rights: asked at the counter, answered with reasons, handed over, kept no longer."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange import own_file
from jisr.families import actions as families
from jisr.families import jobs, queries
from jisr.families.choices import RetentionRule
from jisr.families.models import Consent, Person, RetentionBatch, RightsRequest
from jisr.window.listening import actions as listening
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.ground import FAR, OWN, SERVICE_SISTER
from tests.stories import listened, received, referred, under, with_children
from tests.window.forms import act

here = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
committed = pytest.mark.django_db(transaction=True, databases=["default", "owner", "keeper"])
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


@here
def test_a_request_is_asked_at_the_counter_and_refused_with_reasons_and_an_appeal():
    """The officer writes it down, the director finds it on the list, overdue first, and answers; the letter says it."""
    with under("worker") as held:
        visit = received(held)
        person = visit.person
    asked = entered("officer").post(
        reverse("families:ask_right", args=[person.pk]),
        act(right="rectification", words="اسمي يكتب هكذا", speaks="herself", checked="card",
            asked_on=(timezone.localdate() - timedelta(days=20)).isoformat()),
    )  # fmt: skip
    assert asked.status_code == 302
    with under("worker"):
        row = RightsRequest.objects.get()
        assert (row.words, row.state, row.words_plain) == ("اسمي يكتب هكذا", "received", "")
    director = entered("director")
    work = director.get("/work/", **FRENCH).content.decode()
    assert reverse("families:right", args=[row.pk]) in work and "10 jours de retard" in work
    waiting = director.get(reverse("families:erasures"), **FRENCH).content.decode()
    assert 'class="tag late"' in waiting
    assert entered("officer").post(reverse("families:answer_right", args=[row.pk]), act()).status_code == 403
    page = reverse("families:answer_right", args=[row.pk])
    empty = director.post(page, act(answer="refuse", version=1, ground="true", reason=" "), **FRENCH)
    assert empty.status_code == 200 and "aria-invalid" in empty.content.decode()
    assert director.post(page, act(answer="refuse", version=1, ground="true", reason="تم التحقق")).status_code == 302
    letter = director.get(reverse("families:right_letter", args=[row.pk]))
    assert letter["Content-Type"] == "application/pdf" and letter.content.startswith(b"%PDF")
    with under("director"):
        row = RightsRequest.objects.get()
        assert (row.state, row.ground, row.reason) == ("refused", "true", "تم التحقق")
        with pytest.raises(families.AlreadyAnswered):
            families.grant_right(request=row, version=row.version, by=row.answered_by)


@here
@pytest.mark.parametrize(
    ("fields", "wrong"), [({"right": "opposition", "words": ""}, "words"), ({"asked_on": "2090-01-01"}, "asked_on")]
)
def test_a_request_that_says_nothing_or_comes_from_the_future_is_written_again(fields, wrong):
    with under("worker") as held:
        person = received(held).person
    said = act(right="access", words="x", speaks="herself", checked="card", asked_on=timezone.localdate().isoformat())
    answer = entered("worker").post(reverse("families:ask_right", args=[person.pk]), said | fields)
    assert answer.status_code == 200 and re.search(f'name="{wrong}"[^>]*aria-invalid', answer.content.decode())
    with under("worker"):
        assert not RightsRequest.objects.exists()


def _file(account, person, **fields):
    answer = entered(account).post(
        reverse("families:own_file", args=[person.pk]), {"shape": "json", "language": "ar"} | fields
    )
    assert answer.status_code == 200, answer
    return json.loads(answer.content)


@here
def test_her_own_file_holds_all_of_her_and_nothing_of_the_others_nor_a_name_of_a_worker():
    with under("keeper") as held:
        visit = received(held, names={"disability": "motor"}, visit={"words": "رُفضت ابنتي"})
        _girl, boy = with_children(held, visit.household)
        families.add_phone(
            household=visit.household, person=visit.person, number="+212612345678", owner="own", is_safe=True,
            by=held.user,
        )  # fmt: skip
        families.add_identity(person=visit.person, kind="cin", number="JB123456", by=held.user)
        interview = listened(held, visit, (visit.person, "training"), (boy, "disability"), note="سر بيننا")
        referred(held, interview, SERVICE_SISTER, shares=("name", "need", "household"))
        listening.listen(
            person=visit.person, centre=held.centre, by=held.user, note="إفصاح محمي", compartment="violence",
            needs=[{"person": visit.person, "theme": "shelter", "words": "مأوى"}],
        )  # fmt: skip
        families.add_identity(person=boy, kind="birth", number="XX99", by=held.user)
    file = _file("worker", visit.person)
    said = json.dumps(file, ensure_ascii=False)
    assert (file["format"], file["version"], file["person"]["disability"]) == ("jisr-own-file", 1, "motor")
    for hers in ("JB123456", "+212612345678", "سر بيننا", "رُفضت ابنتي", "name"):
        assert hers in said
    for other in ("XX99", "hearing", "ياسين", "إيمان", "إفصاح محمي", "مأوى", "shelter", "Test worker", "Test keeper"):
        assert other not in said, other
    assert {one["role"] for one in file["opened"]} >= {"social_worker"}
    # the keeper takes it in when the person asks, never by itself; outside nobody is even asked
    assert "إفصاح محمي" not in json.dumps(_file("keeper", visit.person), ensure_ascii=False)
    assert "إفصاح محمي" in json.dumps(_file("keeper", visit.person, protected="on"), ensure_ascii=False)
    assert "إفصاح محمي" not in json.dumps(_file("worker", visit.person, protected="on"), ensure_ascii=False)
    # of a child: an adult is named, and what is protected never leaves
    page = reverse("families:own_file", args=[boy.pk])
    assert entered("worker").post(page, {"shape": "json", "language": "ar"}).content.startswith(b"<!")
    assert _file("worker", boy, safe="adult")["person"]["disability"] == "hearing"
    with under("keeper"), pytest.raises(own_file.ProtectedOfAMinor):
        own_file.gathered(Person.objects.get(pk=boy.pk), protected=True)
    for language in ("ar", "fr"):
        paper = entered("worker").post(
            reverse("families:own_file", args=[visit.person_id]), {"shape": "pdf", "language": language}
        )
        assert paper.content.startswith(b"%PDF") and b"/StructTreeRoot" in paper.content


@here
def test_outside_a_compartment_the_file_is_the_same_with_and_without_a_disclosure():
    """The twin: every part, every line."""
    files = []
    for disclosed in (True, False):
        with under("keeper") as held:
            visit = received(held)
            listened(held, visit, note="عادي")
            if disclosed:
                listening.listen(
                    person=visit.person, centre=held.centre, by=held.user, note="سر", compartment="violence"
                )
        file = _file("worker", visit.person)
        for name in ("made_at",):
            file.pop(name)
        said = json.dumps(file, ensure_ascii=False)
        for once in (file["household"]["reference"], file["visits"][0]["receipt"]):
            said = said.replace(once, "…")
        files.append(said)

    assert files[0] == files[1]


@here
def test_a_consent_says_for_what_where_and_by_what_proof():
    """Signed, it names its paper; spoken, the version of the text; shown in plain words, and taken back."""
    with under("worker") as held:
        person = received(held).person
    client, page = entered("worker"), reverse("families:add_consent", args=[person.pk])
    said = {"purpose": "contact", "covers": ["contact"], "manner": "signed", "channel": "counter", "proof": ""}
    assert "aria-invalid" in client.post(page, act(**said)).content.decode()
    assert client.post(page, act(**said | {"proof": "7/2026"})).status_code == 302
    assert client.post(page, act(**said | {"manner": "spoken"})).status_code == 302
    with under("worker"):
        kept = Consent.objects.order_by("id").values_list("purpose", "proof", "script")
        assert [*kept] == [("contact", "7/2026", ""), ("contact", "", "2026-11")]
    shown = client.get(reverse("families:consents", args=[person.household_id]), **FRENCH).content.decode()
    assert "7/2026" in shown and "2026-11" in shown


@committed
def test_the_preview_is_what_is_erased_and_nothing_without_a_signature():
    """Found by the keeper at each centre, signed by its director, erased once; a silent file waits for a person."""
    old = timezone.now() - timedelta(days=6000)
    with under("worker") as held:
        visits = [received(held, given=f"قديمة{n}", visit={"words": f"كلام {n}"}) for n in range(3)]
        for visit in visits:
            interview = listened(held, visit, (visit.person, "disability"))
            orientation.withdraw(referral=referred(held, interview, SERVICE_SISTER), reason="declined", by=held.user)
    with under("far_worker") as held:
        far = received(held, visit={"words": "بعيد"})
        listened(held, far, note="x")
    with scope(speaking="owner"):
        Visit.objects.exclude(pk=visits[2].pk).update(came_at=old)
        Referral.objects.filter(person=visits[0].person_id).update(answered_at=old)

    found = jobs.find_due()

    assert found == {"shared": 1, "answers": 0, "messages": 0, "arrival_words": 3, "silent_file": 0}
    assert jobs.apply_signed() == {} and jobs.find_due() == found
    with under("director") as held:
        batches = {row.rule: row for row in RetentionBatch.objects.all()}
        assert {name: len(row.keys) for name, row in batches.items()} == {"shared": 1, "arrival_words": 2}
        due = set(batches["arrival_words"].keys)
    assert entered("worker").get(reverse("families:retention")).status_code == 403
    page = entered("director").get(reverse("families:retention")).content.decode()
    sign = reverse("families:sign_retention", args=[batches["arrival_words"].pk])
    assert sign in page and "09-08" in page and "docs/decisions" not in page
    assert entered("far_director").post(sign, act()).status_code == 404
    assert entered("director").post(sign, act()).status_code == 302
    assert list(jobs.apply_signed().values()) == [2] and jobs.apply_signed() == {}

    with scope(speaking="owner"):
        assert {str(row.pk) for row in Visit.objects.filter(words="")} == due
        assert Referral.objects.filter(shared={}).count() == 0
        [done] = RetentionBatch.objects.exclude(signed_at=None)
        assert (done.erased, done.keys, done.centre_id) == (2, [], OWN)
    assert jobs.find_due()["arrival_words"] == 1 and queries.cutoff("messages") < timezone.localdate()
    assert set(found) == set(RetentionRule.values) and FAR != OWN
