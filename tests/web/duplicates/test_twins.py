"""Two worlds that differ by one disclosure: files are joined and taken apart by an outsider, who notices nothing."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from jisr.families import actions as families
from jisr.families.models import Merge, Review
from tests.families.joined import proposed
from tests.journeys.twins import empty, looked_at, plain, same_world, told_by
from tests.stories import listened, received, under

#: Who looks, and at what; everything where nothing is said.
WHO = {"worker": None, "director": {"file", "readers", "figures"}}


def _world(monkeypatch, *, disclosure):
    with same_world(monkeypatch) as (keys, clock):
        empty()
        with under("keeper") as keeper:
            stays, goes = received(keeper), received(keeper, given="Fatima", family="Ait Ouakrim")
        clock.set(30)
        keys.set(1)
        if disclosure:
            with under("keeper") as keeper:
                listened(keeper, goes, (goes.person, "violence"), compartment="violence", note="سر")
                hidden = received(keeper, given="Fatima", family="Ait Ouakrim", compartment="violence")
                families.propose([(stays.person_id, hidden.person_id, 0.99, ["names"])], source="batch")
        clock.set(60)
        keys.set(2)
        seen = []
        with under("worker"):
            review = proposed(stays.person, goes.person)

        def look():
            pages = {
                "work": reverse("work:list"), "pairs": reverse("duplicates:list"),
                "pair": reverse("duplicates:pair", args=[review.pk]),
                "file": reverse("families:household", args=[stays.household_id]),
                "other file": reverse("families:household", args=[goes.household_id]),
                "other person": reverse("families:edit_person", args=[goes.person_id]),
                "readers": reverse("families:readers", args=[stays.household_id]),
                "figures": reverse("barometer:page"),
            }  # fmt: skip
            asked = [(name, lambda client, path=path: client.get(path)) for name, path in pages.items()]
            search = {"name": "Fatima Ait Ouakrim"}
            asked.append(("search", lambda client: client.post(reverse("families:search"), search)))
            cache.clear()  # figures are counted anew, not remembered from the look before
            for who, what in WHO.items():
                theirs = [one for one in asked if what is None or one[0] in what]
                seen.extend((name, plain(text)) for name, text in looked_at(who, theirs))

        look()
        clock.set(90)
        with under("worker") as worker:
            seen.append(("answer", families.decide(
                review=review, answer="same", kept=stays.person_id, by=worker.user).encode()))  # fmt: skip
        look()
        clock.set(120)
        with under("worker") as worker:
            families.take_apart(merge=Merge.objects.get(), reason="two", by=worker.user)
            seen.append(("pairs there are", str(Review.objects.count()).encode()))
        look()
        with under("keeper"):
            kept = Review.objects.count()
    return seen, kept


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
def test_whoever_joins_files_does_not_notice_what_is_kept_beside_them(monkeypatch):
    """Lists, counts, answers, redirects and figures are the same, byte for byte; the keeper does see more."""
    without, few = _world(monkeypatch, disclosure=False)
    with_it, more = _world(monkeypatch, disclosure=True)

    told = [told_by(name, one, other) for (name, one), (_, other) in zip(without, with_it, strict=True) if one != other]
    assert not told, "\n\n".join(told)
    assert more > few
