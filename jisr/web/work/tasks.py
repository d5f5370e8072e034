"""What waits for a post, kind by kind: each thing is found by one kind alone, so it stands in one place.

Names stay off the list, but for the given name by which somebody in the waiting room is called.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.families import queries as families
from jisr.messages import outlets
from jisr.messages import queries as outbox
from jisr.messages.choices import MessageState
from jisr.staff.models import Post
from jisr.web import people, wording
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import named, typed
from jisr.web.work import sections, tasks_appointments, tasks_bundle, tasks_catalogue, tasks_pathways, tasks_referral
from jisr.web.work.desk import LOOKED_AT, MOST, Desk, Item, Kind, due_item
from jisr.web.work.tasks_deposits import DEPOSITS
from jisr.window.listening.choices import Gravity
from jisr.window.orientation import queries as orientation
from jisr.window.pathways import queries as pathways
from jisr.window.reception import queries as reception
from jisr.window.reception.choices import AlertState, Urgency

#: In the waiting room, only what is late concerns whoever oversees: more are looked at than shown.
_OVERSEEN = 200
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Listed:
    """The tasks of a post, overdue first.

    Attributes:
        sections: the same tasks by their kind, where they are many.
        more: there are others of some kind, less urgent than those shown.
    """

    tasks: list[Task]
    sections: list[sections.Section]
    more: bool = False


def of(post: Post) -> Listed:
    """What waits for a post."""
    desk = Desk(post.role, [post.centre_id] if post.centre_id else [], post=post)
    found = {group: [_of_kind(kind, desk) for kind in kinds if kind.meant_for(desk)] for group, kinds in GROUPS.items()}
    waits = {group: [item for items in kinds for item in items[:MOST]] for group, kinds in found.items()}
    every = [item for items in waits.values() for item in items]
    return Listed(
        [item.task for item in sorted(every, key=lambda item: item.order)], sections.parted(waits),
        more=any(len(items) > MOST for kinds in found.values() for items in kinds),
    )  # fmt: skip


def _of_kind(kind: Kind, desk: Desk) -> list[Item]:
    """Items of one kind, one more than is shown where there are more; of the daily work, the late ones to overseers."""
    items = kind.find(desk)
    if desk.oversees and kind.only_late:
        items = (item for item in items if item.task.tone == "late")
    return list(islice(items, LOOKED_AT))


def _waiting(desk: Desk) -> Iterable[Item]:
    """People in the waiting room, or to be called back."""
    for visit in reception.waiting(desk.centres, most=_OVERSEEN if desk.oversees else LOOKED_AT):
        waited = (desk.today - wording.local_day(visit.came_at)).days
        late = visit.urgency == Urgency.NOW or (visit.urgency == Urgency.WEEK and waited > _WEEK)
        tone = "late" if late else "soon" if visit.urgency == Urgency.WEEK else ""
        listens = desk.able("listening.listen")
        yield Item(
            Task(
                what=fill(_("%(name)s waits to be listened to"), name=typed(visit.person.given)),
                href=(
                    reverse("listening:after_visit", args=[visit.pk]) if listens
                    else desk.way("reception.receive", "reception:visit", visit.pk, visit.household_id)
                ),
                verb=_("Listen") if listens else pgettext("button", "Open"),
                why=fill(
                    _("received %(when)s · %(commune)s"), when=wording.when(visit.came_at),
                    commune=named(visit.household.commune),
                ),
                tone=tone, tag="" if visit.urgency == Urgency.NORMAL else visit.get_urgency_display(),
            ),
            late=_DANGER if visit.urgency == Urgency.NOW else waited, since=visit.came_at.isoformat(),
        )  # fmt: skip


#: Danger now stands before anything that is merely late.
_DANGER = 10_000


def _to_orient(desk: Desk) -> Iterable[Item]:
    """Needs that were heard and sent nowhere yet."""
    for need in orientation.needs_to_orient(desk.centres, most=LOOKED_AT):
        crisis = need.gravity == Gravity.CRISIS
        yield Item(
            Task(
                what=fill(_("Find a service: %(theme)s"), theme=need.get_theme_display()),
                href=reverse("orientation:need", args=[need.pk]), verb=_("Orient"),
                why=fill(
                    _("%(who)s · %(commune)s · heard on %(day)s"), who=people.who_is(need.person, desk.today),
                    commune=named(need.household.commune), day=wording.day(need.interview.held_at),
                ),
                tone="soon" if crisis else "", tag=_("crisis") if crisis else "",
            ),
            since=need.interview.held_at.isoformat(),
        )  # fmt: skip


def _steps(desk: Desk) -> Iterable[Item]:
    """Steps of plans that are due this week or overdue."""
    for step in pathways.steps_due(desk.centres, today=desk.today, most=LOOKED_AT):
        yield due_item(
            desk, step.due_on, what=typed(step.what), verb=pgettext("button", "Open"),
            why=fill(
                _("%(who)s · %(commune)s · done by: %(responsible)s"), who=people.who_is(step.person, desk.today),
                commune=named(step.household.commune), responsible=step.get_responsible_display(),
            ),
            href=desk.way("pathways.follow", "pathways:step", step.pk, step.household_id),
        )  # fmt: skip


def _follow_ups(desk: Desk) -> Iterable[Item]:
    """Looks back at 1, 3, 6 and 12 months that are due."""
    for follow in pathways.follow_ups_due(desk.centres, today=desk.today, most=LOOKED_AT):
        months = ngettext("Follow-up at %(n)s month", "Follow-up at %(n)s months", follow.month) % {"n": follow.month}
        yield due_item(
            desk, follow.due_on, what=months, verb=_("Follow up"),
            why=fill(
                _("%(commune)s · plan opened on %(day)s"), commune=named(follow.household.commune),
                day=wording.day(follow.plan.opened_on),
            ),
            href=desk.way("pathways.follow", "pathways:follow_up", follow.pk, follow.household_id),
        )  # fmt: skip


def _requests(desk: Desk) -> Iterable[Item]:
    """Centres that ask to open a file of this one."""
    for asked in families.requests_to(desk.centres)[:LOOKED_AT]:
        yield Item(
            Task(
                what=_("Another centre asks to open a file"), href=reverse("families:answer", args=[asked.pk]),
                verb=pgettext("button", "Answer"),
                why=fill(
                    _("Asked by %(centre)s %(when)s"), centre=named(asked.from_centre),
                    when=wording.when(asked.asked_at),
                ),
            ),
            since=asked.asked_at.isoformat(),
        )  # fmt: skip


def _rights(desk: Desk) -> Iterable[Item]:
    """Requests of persons about their own data, with the day of the answer."""
    for asked in families.rights_waiting(desk.centres)[:LOOKED_AT]:
        proposed = asked.state == "proposed"
        yield due_item(
            desk, asked.due_on, what=_("Decide on an erasure") if proposed else fill(
                _("A person asks: %(what)s"), what=asked.get_right_display()
            ),
            why=fill(_("asked on %(day)s · %(code)s"), day=wording.day(asked.asked_on), code=asked.code),
            verb=pgettext("button", "Answer"), href=reverse("families:right", args=[asked.pk]),
        )  # fmt: skip


def _kept_long_enough(desk: Desk) -> Iterable[Item]:
    """Words that a rule would erase, once somebody signs."""
    if desk.able("families.retain") and any(rule.waiting for rule in families.retention(desk.centres)):
        yield Item(
            Task(
                what=_("What has been kept long enough"),
                href=reverse("families:retention"),
                verb=pgettext("button", "Open"),
                why=_("Nothing is erased until you sign."),
            )
        )


def _pairs(desk: Desk) -> Iterable[Item]:
    """Files that may be one person's: one line, however many pairs a comparison of the whole register found."""
    pairs = list(families.waiting_pairs(desk.centres).order_by("-score", "pk")[:LOOKED_AT])
    if not pairs:
        return
    n = len(pairs)
    said = ngettext("%(n)s pair of files may be one person's", "%(n)s pairs of files may be one person's", n) % {"n": n}
    yield Item(
        Task(
            what=said if n < LOOKED_AT else _("Many pairs of files may be one person's"),
            href=reverse("duplicates:list"), verb=pgettext("button", "Compare"),
            why=fill(_("the first proposed %(when)s"), when=wording.when(min(one.proposed_at for one in pairs))),
        ),
        since=min(one.proposed_at for one in pairs).isoformat(),
    )  # fmt: skip


def _messages(desk: Desk) -> Iterable[Item]:
    """Messages that somebody must pass on by hand, those that a gateway did not take among them."""
    for message in outbox.waiting(desk.centres, carried=outlets.reaching())[:LOOKED_AT]:
        given_back = message.state == MessageState.FAILED
        yield Item(
            Task(
                what=_("A message that could not be sent: pass it on") if given_back else _("A message to pass on"),
                tone="soon" if given_back else "", tag=str(message.get_fault_display()) if given_back else "",
                href=reverse("work:message", args=[message.pk]), verb=_("Pass on"),
                why=fill(
                    _("%(channel)s · ready %(when)s"), channel=message.get_channel_display(),
                    when=wording.when(message.made_at),
                ),
            ),
            since=message.made_at.isoformat(),
        )  # fmt: skip


def _alerts(desk: Desk) -> Iterable[Item]:
    """Reports of danger that nobody has ended: before everything else, those that nobody took on first."""
    for alert in reception.open_alerts(desk.centres, most=LOOKED_AT):
        waits = alert.state == AlertState.WAITING
        where = named(alert.commune) if alert.commune_id else _("commune not said")
        yield Item(
            Task(
                what=_("Report of danger: take it on") if waits else _("Report of danger: see that it ends well"),
                href=reverse("reception:alert", args=[alert.pk]), verb=pgettext("button", "Open"),
                why=fill(_("came %(when)s · %(commune)s"), when=wording.when(alert.came_at), commune=where),
                tone="late", tag=str(Urgency.NOW.label) if waits else fill(
                    _("taken on by %(who)s"), who=typed(alert.taken_by.display_name)
                ),
            ),
            late=_DANGER * (3 if waits else 2), since=alert.came_at.isoformat(),
        )  # fmt: skip


#: section of ``sections`` -> the kinds that stand in it.
GROUPS: dict[str, tuple[Kind, ...]] = {
    "people": (
        Kind(_alerts, ("reception.receive",), overseen=False),
        Kind(_waiting, ("reception.receive", "listening.listen")),
    ),
    "appointments": tasks_appointments.KINDS,
    "referrals": tasks_referral.KINDS,
    "needs": (Kind(_to_orient, ("orientation.propose",), overseen=False),),
    "plans": (
        Kind(_steps, ("pathways.follow",)),
        Kind(_follow_ups, ("pathways.follow",)),
        *tasks_pathways.KINDS,
    ),
    "deposits": DEPOSITS,
    "files": (
        Kind(_requests, ("families.grant",), only_late=False),
        Kind(_rights, ("families.grant",), only_late=False),
        Kind(_kept_long_enough, ("families.retain",), only_late=False),
        Kind(_pairs, ("families.decide",), overseen=False),
    ),
    "messages": (Kind(_messages, ("reception.receive", "orientation.propose"), overseen=False),),
    "centre": (*tasks_catalogue.KINDS, *tasks_bundle.KINDS),
}
