"""Writing posts: assign one, end one. The database does it, and decides once more whether it may be done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.keys import new_key
from jisr.staff import rules
from jisr.staff.choices import Level
from jisr.staff.models import Post
from jisr.staff.queries import holding


class NotForOneself(Refusal):
    """Nobody gives herself a post that opens files."""

    message = _("Nobody gives herself a post that opens files. Ask another administrator.")


class FilesAndPostsApart(Refusal):
    """Who gives posts opens no file."""

    message = _(
        "An administrator opens no family's file, so one person cannot hold both posts. End the other post first."
    )


class HeldAlready(Refusal):
    """The same post in the same days."""

    message = _("This person already holds this post in these days. End it first, or choose later days.")


class NoCompartment(Refusal):
    """The role keeps no protected files."""

    message = _("This role keeps no protected files. Choose a social worker, or leave the boxes empty.")


class InThePast(Refusal):
    """A post is not given backwards."""

    message = _("A post begins today or later, and ends after it has begun. Choose another day.")


class LastAdministrator(Refusal):
    """Somebody must be able to give posts."""

    message = _("This is the only administrator left. Give the post to someone else first, then end this one.")


class WrongPlace(ValueError):
    """A fault of the caller: the place is not of the level at which the role is held."""


#: What the functions of the database answer, other than nothing.
_REFUSALS: dict[str, type[Refusal]] = {
    "not_yours": OutOfReach,
    "gone": OutOfReach,
    "oneself": NotForOneself,
    "apart": FilesAndPostsApart,
    "held": HeldAlready,
    "past": InThePast,
    "last": LastAdministrator,
}


@transaction.atomic
def assign(
    *, user: User, role: str, place: Any, by: User, since: date | None = None, until: date | None = None,
    compartments: Sequence[str] = (),
) -> Post:  # fmt: skip
    """Give a user a post, from a day until a day.

    Args:
        place: the centre, province or region; None for a role held over the nation.
        since: today when left out.
        until: first day on which it no longer holds; open when left out.
        by: who gives it; must hold a current post that gives posts.

    Raises:
        WrongPlace: the place is not of the role's level.
        Refusal: NotForOneself, FilesAndPostsApart, HeldAlready, NoCompartment, InThePast or OutOfReach.
    """
    level = rules.level_of(role)
    if level is None or (place is None) != (level == Level.NATION):
        raise WrongPlace(f"{role} is not held at {place!r}")
    if not rules.may_keep(role, compartments):
        raise NoCompartment
    if rules.exclude_each_other(role, _roles_held(user)):
        raise FilesAndPostsApart
    places: dict[str, Any] = {"centre": None, "province": None, "region": None}
    if level != Level.NATION:
        places[level.value] = place.pk
    key = new_key()
    _obey(
        "staff_assign", key, user.pk, role, places["centre"], places["province"], places["region"],
        since or timezone.localdate(), until, list(compartments),
    )  # fmt: skip
    post = Post.objects.get(pk=key)
    journal.record("staff.assigned", post, by=by, reason=role)
    return post


@transaction.atomic
def end(*, post: Post, by: User, on: date | None = None) -> Post:
    """End a post: from this day on it no longer holds; today when left out.

    Raises:
        Refusal: LastAdministrator, InThePast, or OutOfReach when it has ended already.
    """
    _obey("staff_end", post.pk, on or timezone.localdate())
    post.refresh_from_db()
    journal.record("staff.ended", post, by=by, reason=post.role)
    return post


def _roles_held(user: User) -> list[str]:
    return list(Post.objects.filter(holding(), user=user).values_list("role", flat=True))


def _obey(function: str, *values: Any) -> None:
    """Call a function of the database that answers '' or the code of its refusal."""
    ((answer,),) = call(function, *values)
    if answer:
        raise _REFUSALS[answer]
