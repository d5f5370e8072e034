"""What the invented centres offer, with how many places, and what was said of them when."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from jisr.centres.choices import Document, PlacesSource, Theme, Welcome, Zone
from jisr.centres.models import Centre, Operator, PlacesStatement, Programme, Service
from jisr.exchange.demonstration import words
from jisr.exchange.demonstration.sketches import SOURCE, Sketch

#: Share of services that are full, that ever stated their places, and that name their programme.
FULL, SAID, PAID = 0.35, 0.85, 0.7
SAID_DAYS_AGO, OLDEST_STATEMENT_DAYS = 25, 300
PROGRAMME_DAYS = 3 * 365


def programmes(owner: Operator, today: date) -> dict[str, Programme]:
    """Invented programmes by the theme that they pay for."""
    since = today - timedelta(days=400)
    by_theme: dict[str, Programme] = {}
    for code, (arabic, french, themes) in words.PROGRAMMES.items():
        programme = Programme(
            code=code, name_ar=arabic, name_fr=french, themes=list(themes), owner=owner, since=since,
            until=since + timedelta(days=PROGRAMME_DAYS), is_demonstration=True, source=SOURCE,
        )  # fmt: skip
        by_theme |= dict.fromkeys(themes, programme)
    return by_theme


class Offers:
    """Draws services from the patterns of ``services.yaml``."""

    def __init__(
        self, patterns: Mapping[str, Any], by_theme: Mapping[str, Programme], dice: random.Random, today: date
    ) -> None:
        self.patterns, self.by_theme, self.dice, self.today = patterns, by_theme, dice, today

    def of(self, sketch: Sketch) -> Iterator[Service]:
        """The services of one centre; a centre that a story names has all of its kind."""
        centre = sketch.centre
        for number, pattern in enumerate(self.patterns[centre.type], start=1):
            if not sketch.row and self.dice.random() >= pattern.get("share", 1.0):
                continue
            service = _service(centre, pattern, f"{centre.code}-{number}", sketch.sex)
            if sketch.row or self.dice.random() < PAID:
                service.programme = self.by_theme.get(service.theme)
            if "places" in pattern:
                self._places(service, pattern["places"], sketch)
            yield service

    def _places(self, service: Service, limits: list[int], sketch: Sketch) -> None:
        said = sketch.row.get("places", {}).get(service.theme)
        if said:
            total, free, days = said
        else:
            total = self.dice.randint(*limits)
            free = 0 if self.dice.random() < FULL else self.dice.randint(1, max(1, total // 4))
            days = int(self.dice.expovariate(1 / SAID_DAYS_AGO))
        service.places_total = total
        if said or self.dice.random() < SAID:
            service.places_free = free
            service.places_confirmed_on = self.today - timedelta(days=min(days, OLDEST_STATEMENT_DAYS))
            service.places_waiting = 0 if free else self.dice.randint(0, 25)


def fit_published_places(services: Iterable[Service], calibration: Mapping[str, Any]) -> None:
    """Make the places of Tinghir's student homes, and of care institutions, add up to what is published."""
    homes: dict[str, list[Service]] = defaultdict(list)
    care: list[Service] = []
    for service in services:
        if service.theme == Theme.STUDENT_LODGING:
            homes[service.centre.province_id].append(service)
        elif service.centre.type.startswith("care_") and service.places_total and service.code.endswith("-1"):
            care.append(service)
    for province, facts in calibration["provinces"].items():
        if "student_places" in facts:
            _scale(homes[province], facts["student_places"])
    _scale(care, calibration["care_places"])


def statements(services: Iterable[Service]) -> Iterator[PlacesStatement]:
    """What was said of places, as the current values of services tell it."""
    for service in services:
        total, free, said_on = service.places_total, service.places_free, service.places_confirmed_on
        if total is not None and free is not None and said_on is not None:
            yield PlacesStatement(
                service=service, said_on=said_on, through=PlacesSource.DEMONSTRATION, total=total, free=free,
                waiting=service.places_waiting,
            )  # fmt: skip


def _service(centre: Centre, pattern: Mapping[str, Any], code: str, sex: str) -> Service:
    low, high = pattern.get("ages", (None, None))
    return Service(
        code=code, centre=centre, name_ar=pattern["ar"], name_fr=pattern["fr"], theme=pattern["theme"],
        about_ar=pattern.get("about_ar", ""), about_fr=pattern.get("about_fr", ""), publics=pattern.get("publics", []),
        topics=pattern.get("topics", []), welcomes=_welcome(pattern), age_min=low, age_max=high,
        sex=pattern.get("sex", sex),
        zone=pattern.get("zone", Zone.PROVINCE), hours="24/7" if pattern.get("always") else "",
        languages=centre.languages, accessibility=centre.accessibility,
        documents=pattern.get("documents", [Document.NOTHING]), professional_only=pattern.get("professional", False),
        compartment=pattern.get("compartment", ""), since=centre.opened_on, is_demonstration=True, source=SOURCE,
    )  # fmt: skip


def _welcome(pattern: Mapping[str, Any]) -> str:
    if not pattern.get("publics"):
        return Welcome.UNCONDITIONAL
    return Welcome.EXCLUSIVE if pattern.get("only") else Welcome.PREFERENTIAL


def _scale(services: list[Service], total: int) -> None:
    """Scale the places of services so that they add up to ``total`` exactly."""
    before, left = sum(service.places_total or 0 for service in services), total
    for position, service in enumerate(services):
        last = position == len(services) - 1
        places = left if last else round((service.places_total or 0) * total / before)
        service.places_total = places
        left -= places
        if service.places_free is not None:
            service.places_free = min(service.places_free, places)
