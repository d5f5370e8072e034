"""Acts on an advisory body: set up, members and their names, the programme."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.forum.choices import ITEM_TRANSITIONS, ItemState
from jisr.forum.models import AdvisoryBody, BodyMember, BodySeat, ProgrammeItem
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.territory.models import Region

#: Roles of the access table that keep the bodies of a region, and that answer them.
KEEPER, ANSWERER, MEMBER = "wave_secretary", "answering_body", "advisory_body_member"
#: What may be said of a body, when it is set up and later.
BODY_FIELDS = frozenset(
    {"name_ar", "name_fr", "mandate_ar", "mandate_fr", "mandate_since", "mandate_until", "founding_act"}
)
MEMBER_FIELDS = frozenset({"part", "function_ar", "function_fr", "organisation", "sex", "since", "until"})
_LONG = {"mandate_ar", "mandate_fr"}


class NotOfTheBody(Refusal):
    """The writer does not sit in the body."""

    message = _("Only its members do this. Ask the secretary of the region to name you, or a member to do it.")


class NotOfTheRegion(Refusal):
    """The writer holds no post for this in the region of the body."""

    message = _("This is done by the region of this body. Ask the secretary of its consultations.")


class NoSuchPost(Refusal):
    """The account cannot speak for a member."""

    message = _(
        "This colleague has no post of member of an advisory body in this region, or is yourself. Ask an administrator"
        " for the post first."
    )


def sits_in(body_id: Any, by: User) -> None:
    """Refuse whoever does not sit in a body today.

    Raises:
        NotOfTheBody: she does not.
    """
    today = timezone.localdate()
    held = Q(member__until=None) | Q(member__until__gt=today)
    if not BodySeat.objects.filter(held, body=body_id, user=by, member__since__lte=today).exists():
        raise NotOfTheBody


def of_its_region(body: AdvisoryBody, by: User, *roles: str) -> None:
    """Refuse whoever holds none of these roles in the region of a body.

    Raises:
        NotOfTheRegion: she holds none, or one of two is invented and the other is not.
    """
    place = {} if body.region_id is None else {"region": body.region_id}
    posts = Post.objects.filter(
        holding(), user=by, role__in=roles, is_demonstration=body.is_demonstration, region__isnull=False, **place
    )
    if not posts.exists():
        raise NotOfTheRegion


@transaction.atomic
def open_body(
    *, code: str, region: Region, kind: str, values: Mapping[str, Any], by: User,
    sources: Sequence[Mapping[str, str]] = (),
) -> AdvisoryBody:  # fmt: skip
    """Give a body of a region its page.

    Args:
        values: some of ``BODY_FIELDS``; both names are needed.
        by: the secretary of the consultations of the region; an invented one keeps invented bodies only.

    Raises:
        NotOfTheRegion: she holds no such post there.
        Unacceptable: a name is missing, the code is taken, or the mandate ends before it begins.
    """
    body = AdvisoryBody(
        code=code, region=region, kind=kind, is_demonstration=by.is_demonstration, sources=list(sources),
        **_said(values, BODY_FIELDS),
    )  # fmt: skip
    of_its_region(body, by, KEEPER)
    _check_body(body)
    try:
        with transaction.atomic():
            body.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"code": _("This code is taken. Choose another one.")}) from fault
    journal.record("forum.opened_body", body, by=by, reason=kind)
    return body


@transaction.atomic
def edit_body(*, body: AdvisoryBody, expected: int, values: Mapping[str, Any], by: User) -> AdvisoryBody:
    """Say more, or better, of a body and its mandate.

    Raises:
        Stale: somebody saved it in between.
        NotOfTheRegion, Unacceptable: as for ``open_body``.
    """
    of_its_region(body, by, KEEPER)
    said = _said(values, BODY_FIELDS)
    for name, value in said.items():
        setattr(body, name, value)
    _check_body(body)
    body.save_version(expected, **said)
    journal.record("forum.edited_body", body, by=by)
    return body


@transaction.atomic
def name_member(
    *, body: AdvisoryBody, values: Mapping[str, Any], by: User, user: User | None = None, name_ar: str = "",
    name_fr: str = "",
) -> BodyMember:  # fmt: skip
    """Write down that somebody sits in a body, as the council decided.

    Args:
        values: some of ``MEMBER_FIELDS``; the part, a function and the first day are needed.
        user: the account that speaks for her, with the post for it.
        name_ar, name_fr: only where she agreed that her name be published.

    Raises:
        NotOfTheRegion: the writer is not the secretary of its region.
        NoSuchPost: the account cannot speak for a member.
        Unacceptable: she has no function, the days do not fit the mandate, or the chair is held.
    """
    of_its_region(body, by, KEEPER)
    named = {"name_ar": clean_typed(name_ar), "name_fr": clean_typed(name_fr)}
    member = BodyMember(
        body=body, is_demonstration=body.is_demonstration,
        name_agreed_on=timezone.localdate() if any(named.values()) else None, **named, **_said(values, MEMBER_FIELDS),
    )  # fmt: skip
    _check_member(member)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"part": _("This body has a chair. End that membership first.")}) from fault
    if user is not None:
        _seat(member, user, by)
    journal.record("forum.named_member", member, by=by, reason=member.part)
    return member


def _seat(member: BodyMember, user: User, by: User) -> None:
    posts = Post.objects.filter(holding(), user=user, role=MEMBER)
    if member.body.region_id is not None:
        posts = posts.filter(region=member.body.region_id)
    if user.pk == by.pk or user.is_demonstration != member.is_demonstration or not posts.exists():
        raise NoSuchPost
    try:
        with transaction.atomic():
            BodySeat(member=member, body_id=member.body_id, user=user, is_demonstration=member.is_demonstration).save(
                force_insert=True
            )
    except DatabaseError as fault:  # the wall knows better than this program
        raise NoSuchPost from fault


@transaction.atomic
def end_member(*, member: BodyMember, expected: int, until: date, by: User) -> BodyMember:
    """End somebody's membership on a day; her account speaks for the body until then.

    Raises:
        Stale: somebody saved it in between.
        Unacceptable: the day is before her first one, or she left already.
    """
    of_its_region(member.body, by, KEEPER)
    if until < member.since:
        raise Unacceptable({"until": _("This day is before the first one.")})
    if member.until is not None and member.until <= timezone.localdate():
        raise OutOfReach
    member.save_version(expected, until=until)
    journal.record("forum.ended_member", member, by=by)
    return member


@transaction.atomic
def publish_name(*, member: BodyMember, expected: int, by: User, name_ar: str = "", name_fr: str = "") -> BodyMember:
    """Publish the name of a member who agreed, or take it back: nothing of it is then kept.

    Args:
        by: the member herself, or the secretary of the region for one who agreed on paper.

    Raises:
        NotOfTheRegion: she is neither.
        Stale: somebody saved it in between.
    """
    names = {"name_ar": clean_typed(name_ar), "name_fr": clean_typed(name_fr)}
    if BodySeat.objects.filter(member=member, user=by).exists():
        ((answer,),) = call("jisr_forum_own_name", member.pk, names["name_ar"], names["name_fr"])
        if answer:
            raise OutOfReach
        member.refresh_from_db()
    else:
        of_its_region(member.body, by, KEEPER)
        agreed = timezone.localdate() if any(names.values()) else None
        member.save_version(expected, name_agreed_on=agreed, **names)
    journal.record("forum.agreed_name" if any(names.values()) else "forum.withdrew_name", member, by=by)
    return member


@transaction.atomic
def plan_item(
    *, body: AdvisoryBody, due_on: date | None, by: User, what_ar: str = "", what_fr: str = ""
) -> ProgrammeItem:
    """Write a line of a body's programme, with its day.

    Raises:
        NotOfTheBody: she does not sit in it.
        Unacceptable: nothing is said, or the day is outside the mandate.
    """
    sits_in(body.pk, by)
    words = {"what_ar": clean_typed(what_ar), "what_fr": clean_typed(what_fr)}
    wrong: dict[str, Any] = {}
    if not any(words.values()):
        wrong["what_ar"] = _("Say what is planned, in Arabic or in French.")
    if due_on is None:
        wrong["due_on"] = _("Say by when: what has no day cannot be late.")
    else:
        wrong |= outside(body, due_on=due_on)
    if wrong or due_on is None:
        raise Unacceptable(wrong)
    item = ProgrammeItem(body=body, due_on=due_on, is_demonstration=body.is_demonstration, **words)
    item.save(force_insert=True)
    journal.record("forum.planned_item", item, by=by)
    return item


@transaction.atomic
def settle_item(
    *, item: ProgrammeItem, expected: int, state: str, evidence: str, by: User, done_on: date | None = None
) -> ProgrammeItem:
    """A line of the programme was done, or given up, and what shows it or why.

    Args:
        state: done or dropped.

    Raises:
        NotOfTheBody: she does not sit in the body.
        OutOfReach: it was settled already.
        Stale: somebody saved it in between.
        Unacceptable: nothing shows it, or the day is one to come or before it was planned.
    """
    sits_in(item.body_id, by)
    today = timezone.localdate()
    shown, day = clean_typed(evidence, lines=True), done_on or today
    wrong: dict[str, Any] = {}
    if not shown:
        wrong["evidence"] = _("Say what shows it, or why it was given up.")
    if day > today:
        wrong["done_on"] = _("This day is still to come.")
    elif item.body.mandate_since and day < item.body.mandate_since:
        wrong["done_on"] = _("This day is before the mandate of the body began.")
    if wrong:
        raise Unacceptable(wrong)
    if state not in ITEM_TRANSITIONS[ItemState(item.state)]:
        raise OutOfReach
    item.save_version(expected, state=state, evidence=shown, done_on=day)
    journal.record("forum.settled_item", item, by=by, reason=state)
    return item


def outside(body: AdvisoryBody, **days: date | None) -> dict[str, Any]:
    """The days that lie before or after the mandate of a body, each with what is wrong."""
    wrong: dict[str, Any] = {}
    for name, day in days.items():
        if day is not None and body.mandate_since and day < body.mandate_since:
            wrong[name] = _("This day is before the mandate of the body began.")
        elif day is not None and body.mandate_until and day > body.mandate_until:
            wrong[name] = _("This day is after the mandate of the body ends.")
    return wrong


def _said(values: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    unknown = set(values) - known
    if unknown:
        raise ValueError(f"nothing is kept of {sorted(unknown)}")
    return {
        name: clean_typed(value, lines=name in _LONG) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _check_body(body: AdvisoryBody) -> None:
    wrong: dict[str, Any] = {}
    for name in ("name_ar", "name_fr"):
        if not getattr(body, name):
            wrong[name] = _("Give the name of the body in Arabic and in French.")
    if body.mandate_since and body.mandate_until and body.mandate_until < body.mandate_since:
        wrong["mandate_until"] = _("The mandate ends before it begins.")
    if wrong:
        raise Unacceptable(wrong)


def _check_member(member: BodyMember) -> None:
    wrong = outside(member.body, since=member.since)
    if not member.function_ar and not member.function_fr:
        wrong["function_ar"] = _("Say the public function, in Arabic or in French.")
    if member.until is not None and member.until < member.since:
        wrong["until"] = _("This day is before the first one.")
    if wrong:
        raise Unacceptable(wrong)
