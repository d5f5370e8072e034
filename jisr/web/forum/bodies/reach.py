"""Who comes to which body: a member to hers, the people of a region to the bodies of that region."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from jisr.accounts.models import User
from jisr.forum import queries
from jisr.forum.choices import OpinionState
from jisr.forum.models import AdvisoryBody, BodyMember, MeansRequest, Opinion, ProgrammeItem
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.staff.rules import may
from jisr.web.window import found


def bodies(request: HttpRequest) -> QuerySet[AdvisoryBody]:
    """The bodies of the reader, in the post from which she speaks: two posts are worn one at a time."""
    if may(request.post.role, "forum.advise"):
        return queries.bodies_of(request.user)
    return queries.bodies_kept(request.user, request.post.region_id)


def body(request: HttpRequest, code: str) -> AdvisoryBody:
    """A body of the reader.

    Raises:
        Http404: it is not hers, or there is none.
    """
    return found(bodies(request).filter(code=code).first())


def item(request: HttpRequest, key: UUID) -> ProgrammeItem:
    """A line of the programme of a body of the reader."""
    return found(ProgrammeItem.objects.select_related("body").filter(body__in=bodies(request), pk=key).first())


def means(request: HttpRequest, key: UUID) -> MeansRequest:
    """A request for means of a body of the reader."""
    return found(MeansRequest.objects.select_related("body").filter(body__in=bodies(request), pk=key).first())


def opinion(request: HttpRequest, key: UUID, *, given: bool) -> Opinion:
    """An opinion of a body of the reader: one that was given, or one that is being written."""
    rows = Opinion.objects.select_related("body", "contribution", "outcome", "replaces")
    state = OpinionState.GIVEN if given else OpinionState.DRAFT
    return found(rows.filter(body__in=bodies(request), pk=key, state=state).first())


def member(request: HttpRequest, key: UUID) -> BodyMember:
    """A member of a body: any of them for the region, herself for a member."""
    rows = BodyMember.objects.select_related("body").filter(body__in=bodies(request), pk=key)
    if may(request.post.role, "forum.advise"):
        rows = rows.filter(seat__user=request.user.pk)
    return found(rows.first())


def accounts(request: HttpRequest, of: AdvisoryBody) -> list[User]:
    """Accounts that may speak for a member of a body: they hold the post for it in its region."""
    posts = Post.objects.filter(holding(), role="advisory_body_member", is_demonstration=of.is_demonstration)
    posts = posts.filter(region=of.region_id) if of.region_id else posts
    users = User.objects.filter(pk__in=posts.values("user")).exclude(email=getattr(request.user, "email", ""))
    return list(users.exclude(pk__in=of.seats.values("user")).order_by("display_name", "pk"))
