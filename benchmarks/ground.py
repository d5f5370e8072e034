"""The busiest desk of the invented network, who works there, and rows of each kind that its people open."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from jisr.common import events
from jisr.common.choices import EventCode
from jisr.common.database import scope
from jisr.common.models import Event
from jisr.families.models import Household, Person
from jisr.staff.models import Post
from jisr.staff.queries import demonstration_posts
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import Plan, Step
from jisr.window.reception.models import Visit

#: Rows of one kind that are opened in turn.
MOST = 25
AT_THE_DESK = ("reception_officer", "social_worker", "centre_director")
AWAY = ("provincial_delegate", "regional_coordinator", "strategist", "auditor", "administrator")


@dataclass(frozen=True)
class Desk:
    """Where the journey is walked.

    Attributes:
        posts: role -> key of the post that walks it.
        keys: name of a model -> keys of its rows, drawn by lot, among those of this desk.
        names: kind of name -> what is typed in the search.
        communes: codes of communes people come from.
    """

    centre: int
    posts: dict[str, Any]
    keys: dict[str, list[Any]]
    names: dict[str, list[str]] = field(repr=False)
    communes: list[str] = field(default_factory=list)


def busiest() -> Desk:
    """The desk with the most receptions, read through the walls as its own worker."""
    with scope(speaking="counter"):
        rows = Event.objects.filter(code="received").values("centre_id").annotate(count=Count("*"))
        order = [row["centre_id"] for row in rows.order_by("-count", "centre_id")[:200]]
    with scope():
        posts = demonstration_posts()
        centre, held = _staffed(order, posts)
        chosen = held | _above(held["social_worker"], posts)
        worker = held["social_worker"]
    with scope(user=worker.user_id, centres=[centre]):
        return Desk(
            centre, {role: post.pk for role, post in chosen.items()}, _keys(centre), _names(), _communes(centre)
        )


def something_happens(centre: int) -> None:
    """Somebody is received at a desk."""
    with scope(centres=[centre]):
        events.emit(EventCode.RECEIVED, centre=centre)


def _staffed(order: Sequence[int], posts: Sequence[Post]) -> tuple[int, dict[str, Post]]:
    """The first centre at which each role of a desk is held."""
    for centre in order:
        held = {post.role: post for post in posts if post.centre_id == centre and not post.compartments}
        if all(role in held for role in AT_THE_DESK):
            return centre, {role: held[role] for role in AT_THE_DESK}
    raise SystemExit("no busy centre has an officer, a worker and a director")


def _above(worker: Post, posts: Sequence[Post]) -> dict[str, Post]:
    """Those who answer for the place of the centre, else for another one."""
    province = worker.centre.province_id
    chosen: dict[str, Post] = {}
    for post in posts:
        near = post.province_id == province or post.region_id == province.partition(".")[0]
        if post.role in AWAY and (near or post.role not in chosen):
            chosen[post.role] = post
    return chosen


def _keys(centre: int) -> dict[str, list[Any]]:
    asked = {
        "household": Household.objects.all(), "person": Person.objects.all(),
        "visit": Visit.objects.filter(centre=centre), "interview": Interview.objects.filter(centre=centre),
        "need": Need.objects.filter(interview__centre=centre, state="open"), "plan": Plan.objects.filter(centre=centre),
        "step": Step.objects.filter(plan__centre=centre), "sent": Referral.objects.filter(from_centre=centre),
        "got": Referral.objects.filter(to_centre=centre),
        "to_answer": Referral.objects.filter(to_centre=centre, state="offered"),
    }  # fmt: skip
    lot = random.Random(7)  # noqa: S311 - the same rows each time
    found = {}
    for name, rows in asked.items():
        keys = list(rows.order_by("id").values_list("pk", flat=True)[:5_000])
        found[name] = lot.sample(keys, min(MOST, len(keys)))
    services = list(Referral.objects.filter(from_centre=centre).values_list("need", "service")[:MOST])
    return found | {"refer": services, "busy_household": _busy()}


def _busy() -> list[Any]:
    """Households to whom most happened: their files are the longest pages."""
    rows = Step.objects.values("household").annotate(count=Count("*")).order_by("-count", "household")
    return [row["household"] for row in rows[:5]]


def _names() -> dict[str, list[str]]:
    """Names as they are typed: the commonest and the rarest of the desk, in both scripts, alone and together."""
    rows = list(Person.objects.values_list("given_ar", "family_ar", "given_fr", "family_fr")[:20_000])
    places = {
        name: Counter(row[place] for row in rows if row[place]) for place, name in enumerate(("ga", "fa", "gf", "ff"))
    }
    common = {name: [word for word, _ in counts.most_common(5)] for name, counts in places.items()}
    rare = {name: [word for word, _ in counts.most_common()[-5:]] for name, counts in places.items()}
    return {
        "commonest given name": ["محمد", "فاطمة", *common["ga"][:3]],
        "commonest in Latin letters": ["Mohamed", "Fatima", *common["gf"][:3]],
        "common name and surname": [f"{a} {b}" for a, b in zip(common["ga"], common["fa"], strict=False)],
        "common, four words": [f"محمد {a} {b} فاطمة" for a, b in zip(common["ga"], common["fa"], strict=False)],
        "rare name": [f"{a} {b}" for a, b in zip(rare["ga"], rare["fa"], strict=False)],
        "rare in Latin letters": [f"{a} {b}" for a, b in zip(rare["gf"], rare["ff"], strict=False)],
    }


def _communes(centre: int) -> list[str]:
    rows = Household.objects.values("commune").annotate(count=Count("*")).order_by("-count", "commune")
    return [row["commune"] for row in rows[:10]]
