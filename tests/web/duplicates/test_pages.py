"""The pages on which people decide whether two files are one person's, and where yesterday's addresses lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jisr.families import actions as families
from jisr.families.models import Household, Merge, Person, Review
from tests.access.people import entered
from tests.families.joined import proposed
from tests.stories import received, under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def asked(client, path, form=None):
    """What the page says; an answer that leads on is followed."""
    answer = client.post(path, form, follow=True) if form else client.get(path, follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_a_worker_asks_another_decides_and_a_third_takes_apart():
    """From search results to one file and back, by forms alone."""
    with under("worker") as worker:
        stays, goes = received(worker), received(worker, given="فاطنة", names={"given_fr": "Fatna"})
    officer, client = entered("officer"), entered("worker")
    ask = reverse("duplicates:ask", args=[stays.person_id])
    assert str(goes.person_id) in asked(officer, ask, {"name": "فاطنة أيت وكريم"})
    sent = asked(officer, ask, {"other": str(goes.person_id)})
    unknown = asked(officer, ask, {"other": str(stays.household_id)})
    assert "أُرسل للمراجعة" in sent and "أُرسل للمراجعة" in unknown
    with under("worker"):
        review = Review.objects.get()
    pair = reverse("duplicates:pair", args=[review.pk])
    assert pair in asked(client, reverse("duplicates:list"))
    assert reverse("duplicates:list") in asked(client, reverse("work:list"))
    page = asked(client, pair)
    assert "Fatna" in page and 'name="take_given_ar"' in page and 'name="take_family_ar"' not in page

    old = {name: reverse(name, args=[goes.household_id]) for name in ("families:household", "families:readers")}
    old["families:edit_person"] = reverse("families:edit_person", args=[goes.person_id])
    far = entered("far_worker")
    refused = far.get(old["families:household"])
    stands = [review.one, review.other].index(stays.person_id)
    form = {"answer": "same", "kept": str(stands), "take_given_fr": str(1 - stands), "take_given_ar": str(stands)}
    assert "Fatna" in asked(client, pair, form)
    for name, path in old.items():
        today = stays.person_id if "person" in name else stays.household_id
        assert client.get(path)["Location"] == reverse(name, args=[today])
        assert client.get(path + "?draft=x").status_code == 404, "a draft that is kept there is shown first"
    found = asked(client, reverse("families:search"), {"number": goes.household.reference})
    assert reverse("families:household", args=[stays.household_id]) in found
    assert far.get(old["families:household"]).status_code == refused.status_code == 404
    assert client.post(old["families:edit_person"], {}).status_code == 404

    with under("worker"):
        merge = Merge.objects.get()
        assert Person.objects.get(pk=stays.person_id).given_fr == "Fatna"
    apart = reverse("duplicates:apart", args=[merge.pk])
    assert apart in asked(client, reverse("families:household", args=[stays.household_id]))
    assert "المرجو بيان السبب" in asked(client, apart, {"reason": "because"})
    asked(client, apart, {"reason": "two"})
    assert client.get(old["families:household"]).status_code == 200
    asked(client, apart, {"reason": "two"})
    with under("worker"):
        assert Household.objects.count() == 2


def test_each_side_sees_its_own_half_until_both_say_yes():
    with under("sister_worker") as sister:
        theirs = received(sister, given="خديجة", family="السرية")
    with under("worker") as worker:
        mine = received(worker)
        review = proposed(mine.person, theirs.person)
    here, there = entered("worker"), entered("sister_worker")
    pair = reverse("duplicates:pair", args=[review.pk])
    page = asked(here, pair)
    assert "فاطمة" in page and "خديجة" not in page and "السرية" not in page
    assert "أُرسل للمراجعة" in asked(here, pair, {"answer": "same", "kept": "1", "whole": "1"})
    assert "لم يجب المركز الآخر بعد" in asked(here, reverse("duplicates:list"))
    assert "فاطمة" not in asked(there, pair)
    assert "شخص واحد الآن" in asked(there, pair, {"answer": "same"})
    with under("worker"):
        assert Merge.objects.get().person_id in {mine.person_id, theirs.person_id}
        assert Person.objects.count() == 1
    assert entered("far_worker").get(pair).status_code == 404


def test_pages_ask_as_many_questions_for_many_pairs_as_for_few():
    with under("worker") as worker:
        people = [received(worker, given=f"مكررة {n}").person for n in "12"]
        proposed(*people)
    client = entered("worker")

    def counted():
        found = []
        for path in (reverse("duplicates:list"), reverse("work:list"),
                     reverse("duplicates:pair", args=[_newest()])):  # fmt: skip
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    few = counted()
    with under("worker") as worker:
        more = [received(worker, given=f"مكررة {n}").person for n in "3456"]
        for one in more:
            proposed(people[0], one)
    assert counted() == few


def _newest():
    with under("worker"):
        return Review.objects.latest("proposed_at").pk


def test_a_decision_on_an_old_page_says_that_somebody_was_quicker():
    with under("worker") as worker:
        review = proposed(received(worker).person, received(worker, given="Fatima").person)
        families.decide(review=review, answer="different", by=worker.user)
    page = asked(entered("worker"), reverse("duplicates:pair", args=[review.pk]), {"answer": "same", "kept": "0"})
    assert "بتّ أحد الزملاء" in page
