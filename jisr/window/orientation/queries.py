"""Reads of orientation: services for a need, referrals of both sides."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from jisr.centres.models import Service
from jisr.centres.rules import Facts, Reason
from jisr.common.database import call, scope
from jisr.common.parameters import values
from jisr.common.shortlist import first
from jisr.families import queries as family_queries
from jisr.families.models import Household
from jisr.window.listening.models import Need
from jisr.window.orientation import memory, reading
from jisr.window.orientation.models import LeftOut, OpenOffer, Referral
from jisr.window.orientation.ranking import Asked, Ranked, excluded_by, order, weigh
from jisr.window.orientation.shortlist import Wanted, kept_out, shortlist


def weights(on: date | None = None) -> dict[str, float]:
    """Weights and delays of orientation in force on a day (parameters/ranking.yaml)."""
    return values("jisr.window.orientation", "ranking", on=on or timezone.localdate())


def limits(on: date | None = None) -> dict[str, float]:
    """Delays of a referral beyond its answer, in force on a day (parameters/referral.yaml)."""
    return values("jisr.window.orientation", "referral", on=on or timezone.localdate())


@dataclass(frozen=True)
class NearMiss:
    """A service that is near and keeps this person out, with the first thing that does."""

    service: Service
    km: float | None
    because: Reason


@dataclass(frozen=True)
class Found:
    """What the catalogue has for one need: services in their order, and the nearest that keep the person out."""

    ranked: list[Ranked]
    misses: list[NearMiss]
    asked: Asked


def left_out(household: UUID) -> dict[int, list[LeftOut]]:
    """The centres that a family leaves out, by their keys, as far as the reader may know; one query."""
    found: dict[int, list[LeftOut]] = {}
    for row in LeftOut.objects.filter(household=household, ended_on=None).order_by("said_on", "id"):
        found.setdefault(row.centre_id, []).append(row)
    return found


def services_left_out(household: UUID) -> list[int]:
    """Services of the centres that a family leaves out: proposed by nothing that chooses without asking; one query."""
    out = LeftOut.objects.filter(household=household, ended_on=None)
    return list(Service.objects.filter(centre__in=out.values("centre")).values_list("pk", flat=True))


def services_for(need: Need, *, limit: int = 8, without: Sequence[int] = ()) -> list[Ranked]:
    """Services that may answer a need, ranked, each with its reasons and what is unknown.

    Args:
        need: read by ``listening.queries.need``.
        without: keys of services to leave out (already refused).
    """
    [found] = services_for_needs([need], limit=limit, without={need.pk: without})
    return found.ranked


def services_for_needs(
    needs: Sequence[Need], *, limit: int = 8, without: Mapping[UUID, Sequence[int]] | None = None, misses: int = 0
) -> list[Found]:
    """The same for several needs of one household, in as many queries as for one.

    Args:
        misses: how many of the nearest services that keep the person out are told; one of another compartment does
            not exist.
    """
    if not needs:
        return []
    today, without = timezone.localdate(), without or {}
    limits, known = weights(today), memory.held(today)
    told = asked_by(needs, today, names=known.catalogue.facts)
    wanted = [
        Wanted(need.theme, need.compartment, asked, without.get(need.pk, ()))
        for need, asked in zip(needs, told, strict=True)
    ]
    few = shortlist(known.catalogue, wanted, limits, most=limit)
    near = [kept_out(known.catalogue, one, limits, most=misses) if misses else [] for one in wanted]
    read = _Read(reading.shown({key for keys in (*few, *near) for key in keys}), known.beside)
    return [
        Found(read.ranked(keys, one.asked, limits)[:limit], read.missed(out, one.asked, limits), one.asked)
        for keys, out, one in zip(few, near, wanted, strict=True)
    ]


def asked_by(needs: Sequence[Need], today: date, *, names: Collection[str] = ()) -> list[Asked]:
    """What needs of one household ask of the catalogue: facts of the file first, then what was asked for.

    Args:
        names: facts that conditions speak of; what is in a compartment counts for needs of that compartment alone.
    """
    household = needs[0].household
    members = family_queries.known_members(household)
    commune = household.commune
    people = {need.person_id: need.person for need in needs}
    known = {key: family_queries.facts(one, household, members, today=today) for key, one in people.items()}
    told = {
        part: family_queries.condition_facts_of(
            list(people.values()), household, members, on=today, compartment=part, names=names
        )
        for part in ({need.compartment for need in needs} if names else ())
    }
    point = (commune.lat, commune.lon)
    return [
        Asked(
            _with_asked(known[need.person_id], need), today, point, need.staff_gender,
            told[need.compartment][need.person_id] if names else {},
        )
        for need in needs
    ]  # fmt: skip


def _with_asked(facts: Facts, need: Need) -> Facts:
    """What the file says the person cannot do without, and what she asks for beside."""
    return replace(facts, needs=list(dict.fromkeys([*facts.needs, *need.access])))


@dataclass(frozen=True)
class _Read:
    """Services that are shown, with what stands beside them."""

    rows: Mapping[int, Service]
    known: reading.Beside

    def ranked(self, keys: Iterable[int], asked: Asked, limits: Mapping[str, float]) -> list[Ranked]:
        """Those that may be proposed, in their order."""
        return order([one for one in self._weighed(keys, asked, limits) if one.verdict != "no"], asked)

    def missed(self, keys: Iterable[int], asked: Asked, limits: Mapping[str, float]) -> list[NearMiss]:
        """Those that keep the person out, with the first reason."""
        found = ((one, excluded_by(one.reasons)) for one in self._weighed(keys, asked, limits))
        return [NearMiss(one.service, one.km, because) for one, because in found if because is not None]

    def _weighed(self, keys: Iterable[int], asked: Asked, limits: Mapping[str, float]) -> Iterator[Ranked]:
        """Each of them for one person; one that is gone in between is left out."""
        found = (self.rows[key] for key in keys if key in self.rows)
        return (
            weigh(reading.candidate(row, self.known.stands[row.pk], self.known, asked), asked, limits) for row in found
        )


_BOTH_SIDES = ("service", "from_centre", "to_centre", "sent_by")
#: A person without her name, and the commune of her household.
_WHO_AND_WHERE = (
    "person__sex", "person__born_on", "household__commune__name_ar", "household__commune__name_fr",
)  # fmt: skip


def referral(pk: UUID) -> Referral | None:
    """One referral, whichever side reads it; the household is not joined: the receiver may not open it yet."""
    return Referral.objects.select_related(*_BOTH_SIDES).filter(pk=pk).first()


def needs_to_orient(centres: Sequence[int], *, most: int) -> Any:
    """Open needs heard at these centres that no referral was ever sent for, and that are not offered now."""
    sent, offered = Referral.objects.filter(need=OuterRef("pk")), OpenOffer.objects.filter(need=OuterRef("pk"))
    untried = Need.objects.filter(~Exists(sent), ~Exists(offered.filter(state="open")))
    rows = untried.filter(interview__centre__in=centres, state="open")
    return first(rows.order_by("-gravity", "id"), most, "theme", "gravity", *_WHO_AND_WHERE, "interview__held_at")


def referrals(household: Household) -> Any:
    """Referrals of a household that the reader may see, newest first."""
    rows = Referral.objects.filter(household=household).select_related(*_BOTH_SIDES, "need__person")
    return rows.order_by("-sent_at", "-id")


def of_need(need: Need) -> Any:
    """Referrals of one need that the reader may see, newest first."""
    return Referral.objects.filter(need=need).select_related(*_BOTH_SIDES).order_by("-sent_at", "-id")


def due() -> list[tuple[UUID, int, str, str]]:
    """What a job must treat: (key, sending centre, compartment, what); keys only.

    What: remind, decide (a study past its day), expire, news (it moved) of a referral; of an open offer lapse, and
    close (its sender may no longer open the file).

    Speaks as the keeper; each row is then treated under the scope of its own centre.
    """
    delays, more = weights(), limits()
    waits = (delays["remind_after_days"], delays["expire_after_days"], more["study_grace_days"])
    with scope(speaking="keeper"):
        return call("jisr_due_referrals", *map(int, waits))
