"""Who finds something behind a route, and what a route of the product is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from jisr.centres.rules import may_edit
from jisr.forum.choices import POST_OF_SEAT
from jisr.staff.choices import Level
from jisr.staff.models import Post
from tests.access.world import World
from tests.ground import OWN, user_of

Finds = Callable[[Post], bool]


def anywhere(post: Post) -> bool:
    """A page without a row behind it, or whose rows depend on the reader."""
    return True


def at(*centres: int) -> Finds:
    """A row of these centres."""
    return lambda post: post.centre_id in centres


def covers_province(post: Post) -> bool:
    """Whoever looks at the province of ``OWN``: from itself, its region or the country."""
    return not post.centre_id and (post.province_id or "07.161") == "07.161" and (post.region_id or "07") == "07"


def of_province(post: Post) -> bool:
    """Whoever keeps the catalogue of a province."""
    return post.level == Level.PROVINCE


def keeps_province(post: Post) -> bool:
    """Whoever keeps the catalogue of the province of ``OWN``."""
    return post.province_id == "07.161"


def keeps_own(post: Post) -> bool:
    """Whoever keeps the catalogue where ``OWN`` is: its centre, its province, its region, the country."""
    return may_edit(
        OWN, "07.161", "07", of_centre=post.centre_id, of_province=post.province_id, of_region=post.region_id
    )


def sees_photos(post: Post) -> bool:
    """Whoever may look at photographs of ``OWN``: itself and its delegation."""
    return post.centre_id == OWN or post.province_id == "07.161"


def keeps_protected(post: Post) -> bool:
    """Whoever keeps a compartment at ``OWN``."""
    return post.centre_id == OWN and bool(post.compartments)


def on_team(post: Post) -> bool:
    """Whoever sits on the team of the consultation of region 07."""
    return post.region_id == "07" and post.role in POST_OF_SEAT.values()


def at_body(post: Post) -> bool:
    """Whoever sits in the advisory body of region 07, or keeps or answers it there."""
    return post.region_id == "07" and post.role in {"wave_secretary", "answering_body", "advisory_body_member"}


def at_treasury(post: Post) -> bool:
    """Whoever keeps or approves the agreements of region 07."""
    return post.region_id == "07" and post.role in {"regional_council", "first_approver", "second_approver"}


def keeps_calls(post: Post) -> bool:
    """Whoever keeps the calls of region 07, or decides on them."""
    return post.region_id == "07"


def at_results(post: Post) -> bool:
    """Whoever reports or approves the results of region 07."""
    return (post.region_id or (post.province_id or "")[:2]) == "07"


def knows_draft(post: Post) -> bool:
    """Whoever reports the indicator of the story, or will approve it."""
    return post.region_id == "07" and post.role in {"incubator", "regional_council"}


def keeps_targets(post: Post) -> bool:
    """Whoever keeps the targets of region 07."""
    return post.region_id == "07" and post.role == "regional_council"


def by(name: str) -> Finds:
    """What one person made for herself alone."""
    return lambda post: post.user_id == user_of(name).pk


@dataclass(frozen=True)
class Route:
    """A route of the product.

    Attributes:
        arguments: the arguments of its address, of the world's rows.
        finds: whether a post whose role may come finds something behind it; otherwise it does not exist (404).
        sees: whether a post that does not find it may at least see its row; it is then told no (403).
        query: the query string.
    """

    name: str
    arguments: Callable[[World], list[Any]] = field(default=lambda world: [])
    finds: Finds = anywhere
    sees: Finds = field(default=lambda post: False)
    query: Callable[[World], str] = field(default=lambda world: "")

    def path(self, world: World) -> str:
        """The address at which the test knocks."""
        return reverse(self.name, args=self.arguments(world)) + self.query(world)
