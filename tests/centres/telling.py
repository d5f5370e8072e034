"""What a centre tells for some days, and a campaign of its delegation: rows for the tests of many pages."""

from dataclasses import dataclass
from datetime import time

from django.utils import timezone

from jisr.centres import actions
from jisr.centres.models import Notice, Stop
from jisr.territory.models import Commune
from tests.ground import IMINTANOUTE
from tests.stories import under


@dataclass(frozen=True)
class Told:
    """Keys of a closure and a stop of ``OWN``, and of a campaign of its province."""

    notice: int
    stop: int
    campaign: int


def closed(held, **values) -> Notice:
    """The centre of a post is closed from today on."""
    days = {"kind": "closure", "since": timezone.localdate(), "until": None}
    return actions.add_notice(centre=held.centre, values=days | values, by=held.user)


def halting(held, **values) -> Stop:
    """The centre of a post halts at a weekly market from today on."""
    stop = {
        "commune": Commune.objects.get(pk=IMINTANOUTE), "place_ar": "السوق الأسبوعي", "place_fr": "Souk",
        "since": timezone.localdate(), "until": None, "every_weeks": 1, "opens": time(9), "closes": time(12),
    }  # fmt: skip
    return actions.add_stop(centre=held.centre, values=stop | values, by=held.user)


def addresses() -> Told:
    """One of each."""
    with under("director") as director:
        notice, stop = closed(director), halting(director)
    with under("delegate") as delegate:
        asked = actions.open_campaign(
            province=delegate.province, values={"until": timezone.localdate()}, by=delegate.user
        )
    return Told(notice.pk, stop.pk, asked.pk)
