"""The bundle of a family, as its reader may know it: of the needs that she sees, and of no other."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from jisr.centres.models import Service, Site
from jisr.common.parameters import values
from jisr.families import queries as families
from jisr.families.models import Household
from jisr.territory.rules import travel_min
from jisr.window.listening import queries as listening
from jisr.window.listening.choices import NeedState
from jisr.window.listening.models import Need
from jisr.window.orientation import queries as orientation
from jisr.window.orientation.bundling.rules import Bundle, Candidate, Terms, bundle, why_not
from jisr.window.orientation.choices import CLOSED_UNMET, LIVE, ReferralState
from jisr.window.orientation.gaps import queries as gaps
from jisr.window.orientation.gaps.models import Gap
from jisr.window.orientation.models import Referral
from jisr.window.orientation.offer_models import OpenOffer
from jisr.window.orientation.ranking import Ranked


@dataclass(frozen=True)
class Place:
    """A ranked service for one need, with its place in the list from 1."""

    ranked: Ranked
    position: int


@dataclass(frozen=True)
class FamilyBundle:
    """One bundle: of the open needs of a household that are in one compartment, or in none.

    Attributes:
        compartment: of its needs; each has a bundle, a paper and a proposal of its own.
        needs: key -> need, as told; none of them waits for an answer.
        places: (need, service) -> the service as it is ranked for the need.
        why: need -> why nothing covers it, for those that the plan leaves.
        gaps: need -> its gap, where one was noted before.
        first_on: the day that the first weekday of the plan is counted from.
    """

    compartment: str
    needs: Mapping[str, Need]
    made: Bundle
    places: Mapping[tuple[str, str], Place]
    why: Mapping[str, str]
    gaps: Mapping[UUID, Gap]
    first_on: date

    def day(self, weekday: int, off: Container[date] = ()) -> date:
        """The first such day from tomorrow on; a week later where it is off."""
        on = self.first_on + timedelta(days=(weekday - self.first_on.weekday()) % 7)
        while on in off:
            on += timedelta(weeks=1)
        return on


def terms(on: date | None = None) -> Terms:
    """Under what bundles are made on a day (parameters/bundle.yaml)."""
    told = values("jisr.window.orientation", "bundle", on=on or timezone.localdate())
    return Terms(
        leave_home=round(60 * told["leave_home_hour"]), first_visit=round(60 * told["first_visit_hour"]),
        back_home=round(60 * told["back_home_hour"]),
        between=told["between_min"], visit=told["visit_min"], loss=told["loss_points"], assumed=told["assumed_hours"],
        assumed_km=told["assumed_km"], trip_km=told["trip_km"], co2_g_km=told["co2_g_km"],
    )  # fmt: skip


def open_needs(household: Household) -> list[Need]:
    """Open needs of a household that the reader sees and that wait for a service, the gravest first.

    A need waits for none while an answer is owed or a centre may take it, nor once the service was given: unless the
    person says that she did not get it.
    """
    needs = [need for need in listening.needs_at(household.pk) if need.state == NeedState.OPEN]
    if not needs:
        return []
    given = Q(state=ReferralState.COMPLETED) & ~Q(confirmed_by_person=False)
    sent = Referral.objects.filter(Q(state__in=LIVE) | given, need__in=needs)
    offered = OpenOffer.objects.filter(need__in=needs, state="open")
    waiting = {*sent.values_list("need_id", flat=True), *offered.values_list("need_id", flat=True)}
    return [need for need in needs if need.pk not in waiting]


def bundles(household: Household) -> list[FamilyBundle]:
    """The bundles of a household, read by ``families.queries.household``.

    That of the needs in the household's own compartment first; then one for each protected one: what is protected
    never stands on one paper with the rest, whoever reads both. The catalogue is asked once for all needs.
    """
    found = open_needs(household)
    limits = values("jisr.window.orientation", "bundle", on=timezone.localdate())
    ranked = _ranked(found, int(limits["candidates"]))
    parts = sorted({need.compartment for need in found} | {household.compartment})
    parts.sort(key=lambda part: part != household.compartment)
    return [_of(household, part, {need: ranked[need] for need in found if need.compartment == part}) for part in parts]


def _of(household: Household, compartment: str, found: Mapping[Need, Sequence[Ranked]]) -> FamilyBundle:
    today = timezone.localdate()
    on, ranked = terms(today), {str(need.pk): services for need, services in found.items()}
    places = {
        (key, str(one.service.pk)): Place(one, position)
        for key, services in ranked.items() for position, one in enumerate(services, 1)
    }  # fmt: skip
    candidates = [_candidate(key, place.ranked, on) for (key, _), place in places.items() if not _is_full(place.ranked)]
    made = bundle(
        list(ranked), candidates, on, who={str(need.pk): str(need.person_id) for need in found},
        adults=frozenset(str(one.pk) for one in household.persons.all() if not families.is_minor(one, today)),
        first_day=(today + timedelta(days=1)).weekday(),
    )  # fmt: skip
    needs = {str(need.pk): need for need in found}
    left = made.plan.uncovered
    excluding = _themes_in_reach(household, [needs[key] for key in left if not ranked[key]])
    why = {
        key: why_not(len(ranked[key]), [()] * (needs[key].theme in excluding), sum(map(_is_full, ranked[key])))
        for key in left
    }
    return FamilyBundle(
        compartment, needs, made, places, why, gaps.open_of(need.pk for need in found), today + timedelta(days=1)
    )


def _ranked(needs: Sequence[Need], limit: int) -> dict[Need, Sequence[Ranked]]:
    """What answers each need, in as many queries as for one.

    Without the services that did not take it before, and those of centres that the family leaves out.
    """
    out = orientation.services_left_out(needs[0].household_id) if needs else []
    without: dict[UUID, list[int]] = {need.pk: list(out) for need in needs}
    tried = Referral.objects.filter(need__in=[need.pk for need in needs], state__in=CLOSED_UNMET)
    for need, service in tried.values_list("need", "service"):
        without[need].append(service)
    found = orientation.services_for_needs(needs, limit=limit, without=without)
    sites = Site.objects.select_related("commune")
    prefetch_related_objects(
        [one.service for there in found for one in there.ranked],
        Prefetch("intake_site", sites), Prefetch("centre__site", sites),
    )  # fmt: skip
    return {need: one.ranked for need, one in zip(needs, found, strict=True)}


def _is_full(one: Ranked) -> bool:
    return any(reason.about == "places" and reason.verdict == "no" for reason in one.reasons)


def site_of(service: Service) -> Site | None:
    """Where one goes first for a service; None where its place is not shown to the reader, or not recorded."""
    return service.intake_site or getattr(service.centre, "site", None)


def minutes_of(one: Ranked, on: Terms | None = None) -> int:
    """Minutes on the way to a service, as the bundle counts them."""
    today = timezone.localdate()
    return round(travel_min((on or terms(today)).assumed_km if one.km is None else one.km, on=today))


def _candidate(need: str, one: Ranked, on: Terms) -> Candidate:
    service: Service = one.service
    site = site_of(service)
    house = f"centre:{site.pk if site else service.centre_id}"
    place = f"commune:{site.commune_id}" if site and one.km is not None else house
    return Candidate(
        need=need, service=str(service.pk), place=place,
        site=house, points=one.total, km=one.km, minutes=minutes_of(one, on),
        hours=service.hours or service.centre.hours,
    )  # fmt: skip


def _themes_in_reach(household: Household, left: Sequence[Any]) -> set[str]:
    """Themes of needs without any service, of which there is one in the province all the same: it takes others."""
    if not left:
        return set()
    rows = Service.objects.filter(theme__in={need.theme for need in left}, compartment="", hidden_on=None)
    return set(rows.filter(centre__province=household.commune.province_id).values_list("theme", flat=True))
