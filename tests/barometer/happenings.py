"""Events as the acts write them, by the login of a worker and for her own centre."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from jisr.barometer.queries import Area, report
from jisr.barometer.rules import Shape
from jisr.common import events
from jisr.common.database import scope
from jisr.web.barometer import reading
from tests.ground import OWN, SERVICE_OWN, SERVICE_SISTER, SISTER

FACTS = {"sex": "f", "age_band": "25-59", "rural": True}
_subjects = count(1)


def next_week():
    """The day on which what happens today is counted."""
    return timezone.localdate() + timedelta(days=7)


def served_next_week(monkeypatch):
    """Pages tell whom money reached as they will when this week is over."""
    counted = reading.queries.served
    monkeypatch.setattr(
        reading.queries, "served", lambda funded, today, **asked: counted(funded, today + timedelta(days=7), **asked)
    )


def shape(**changes):
    """Twelve months as one looks at them next week; late after eight days."""
    return Shape(**{"today": next_week(), "late_days": 8, "gone_days": 60} | changes)


def area(*centres, communes=True):
    """The figures of some centres, each a unit."""
    services = {SERVICE_OWN: OWN, SERVICE_SISTER: SISTER}
    return Area({key: str(key) for key in centres}, {s: c for s, c in services.items() if c in centres}, communes)


def counted(*centres, **values):
    """The report of some centres, as it will be next week."""
    return report(area(*(centres or (OWN, SISTER))), shape(), **values)


def received(person, *, centre=OWN, days=0, themes=("papers",), compartment="", **facts):
    """Somebody is received, for one or several reasons; the events."""
    subject = f"visit {next(_subjects)}"
    return [
        _told("received", centre, subject, person, days, theme=theme, compartment=compartment, facts=FACTS | facts)
        for theme in themes
    ]


def oriented(person, *, centre=OWN, service=SERVICE_SISTER, days=0, theme="papers", compartment="", **facts):
    """A referral is sent; its subject, with which it is answered."""
    subject = f"referral {next(_subjects)}"
    _told(
        "oriented", centre, subject, person, days, theme=theme, service=service, compartment=compartment,
        facts=FACTS | facts,
    )  # fmt: skip
    return subject


def answered(subject, *, centre=SISTER, days=0, accepted=True, person="p", compartment=""):
    """It is answered by the other side; the events."""
    return [
        _told(code, centre, subject, person, days, compartment=compartment, facts=FACTS)
        for code in ("answered", "accepted" if accepted else "refused")
    ]


def given(person, *, programme="", days=0, code="started", centre=OWN, compartment="", commune="07.161.05.09", **facts):
    """Something is given to somebody, under a programme or under none; the event."""
    return _told(
        code, centre, f"service {next(_subjects)}", person, days, programme=programme, compartment=compartment,
        commune=commune, facts=FACTS | facts,
    )  # fmt: skip


def _told(code, centre, subject, person, days, *, compartment="", commune="07.161.05.09", **values):
    with scope(centres=[centre], compartments=[compartment] if compartment else []):
        return events.emit(
            code, centre=centre, subject=subject, person=person, commune=commune,
            happened_on=timezone.localdate() - timedelta(days=days), compartment=compartment, **values,
        )  # fmt: skip
