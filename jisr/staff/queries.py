"""Reading posts: which ones a user holds today, and which rows each of them lets her see."""

from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.prepared import Prepared
from jisr.staff.choices import ROLES
from jisr.staff.models import Post
from jisr.territory.models import Province, Region


def holding(on: date | None = None) -> Q:
    """Condition on posts that hold on a day; today when left out."""
    day = on or timezone.localdate()
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


#: What is said of a province or region; its census figures stay where they are.
_SAID = frozenset({"code", "name_ar", "name_fr", "region", "type"})


def _unsaid(place: str, model: type[Model]) -> list[str]:
    return [f"{place}__{field.name}" for field in model._meta.concrete_fields if field.name not in _SAID]


_FIGURES = [*_unsaid("province", Province), *_unsaid("region", Region)]


def with_places(posts: QuerySet[Post]) -> QuerySet[Post]:
    """The posts with what a page says of them, in one query."""
    return posts.select_related("user", "centre", "province", "region").defer(*_FIGURES)


def _posts_of(user: int, day: date) -> QuerySet[Post]:
    posts = Post.objects.filter(holding(day), user_id=user).select_related("centre", "province", "region")
    return posts.defer(*_FIGURES).order_by("-since", "-id")


_POSTS_OF: Prepared[Post] = Prepared(_posts_of, user=-1, day=date(1, 1, 1))


def current_posts(user: User) -> list[Post]:
    """The posts that the user holds today, the newest first; asked at every request of somebody signed in."""
    posts = _POSTS_OF(user=user.pk, day=timezone.localdate())
    for post in posts:
        post.user = user
    return posts


def all_posts(*, ended: bool = False) -> QuerySet[Post]:
    """Posts that hold today or will, or those that have ended, with their places."""
    over = Q(until__isnull=False, until__lte=timezone.localdate())
    return with_places(Post.objects.filter(over if ended else ~over)).order_by("role", "user__email", "id")


def places(sought: str, *, most: int = 12) -> list[Any]:
    """Regions, provinces and centres whose name or code holds these words, the widest first.

    Args:
        sought: part of an Arabic or French name, or a code.
        most: how many of each level at most.
    """
    named = Q(name_ar__icontains=sought) | Q(name_fr__icontains=sought) | Q(code=sought)
    return [
        place for model in (Region, Province, Centre) for place in model.objects.filter(named).order_by("code")[:most]
    ]


def scope_of(post: Post | None, *, user: User) -> dict[str, Any]:
    """What ``jisr.common.database.scope`` takes for this post.

    A post at a centre sees the rows of that centre and the compartments it keeps. Whoever holds a wider place
    holds no centre: delegates, coordinators, strategists, auditors and administrators read figures, never rows.
    """
    if post is None or post.centre_id is None:
        return {"user": str(user.pk)}
    return {"user": str(user.pk), "centres": [post.centre_id], "compartments": list(post.compartments)}


def demonstration_posts() -> list[Post]:
    """Posts of the invented people, in the order of the access table; for the entrances of the demonstration."""
    order = {code: place for place, code in enumerate(ROLES)}
    posts = with_places(Post.objects.filter(holding(), user__is_demonstration=True, user__is_active=True))
    return sorted(posts, key=lambda post: (order[post.role], post.user_id, post.pk))
