"""What waits in pathways: a yes to give, what was allowed, low levels without a goal and a step, signals."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.families.models import Household, Person
from jisr.web import people, wording
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.pathway_words import signal_facts
from jisr.web.templatetags.face import named, typed
from jisr.web.work.desk import Desk, Item, Kind
from jisr.window.pathways import library
from jisr.window.pathways import queries as pathways
from jisr.window.pathways.choices import ApprovalKind

#: More of one kind than anybody does in a day, and one more to say so.
_LOOKED_AT = 26


def _to_decide(desk: Desk) -> Iterable[Item]:
    """What somebody else asks to give: the director's, and in a compartment another keeper's."""
    protected = not desk.able("pathways.approve")
    for asked in pathways.to_decide(desk.centres, protected=protected, most=_LOOKED_AT):
        money = asked.kind == ApprovalKind.MONEY
        yield Item(
            Task(
                what=fill(_("Allow or refuse: %(amount)s"), amount=wording.mad(asked.amount)) if money
                else _("Allow or refuse: lodging"),
                href=reverse("pathways:approval", args=[asked.pk]), verb=pgettext("button", "Answer"),
                why=fill(
                    _("%(who)s · %(commune)s · asked by %(asker)s"), who=people.who_is(asked.step.person, desk.today),
                    commune=named(asked.household.commune), asker=typed(asked.asked_by.display_name),
                ),
                tone="soon", tag=_("nothing is given before"),
            ),
            since=asked.asked_at.isoformat(),
        )  # fmt: skip


def _allowed(desk: Desk) -> Iterable[Item]:
    """What was allowed and is not given yet."""
    for asked in pathways.allowed(desk.centres, most=_LOOKED_AT):
        money = asked.kind == ApprovalKind.MONEY
        yield Item(
            Task(
                what=_("Allowed: give the aid") if money else _("Allowed: begin the lodging"),
                href=reverse("pathways:step", args=[asked.step_id]), verb=pgettext("button", "Open"),
                why=fill(
                    _("%(who)s · %(commune)s"), who=people.who_is(asked.step.person, desk.today),
                    commune=named(asked.household.commune),
                ),
            ),
            since=asked.decided_at.isoformat(),
        )  # fmt: skip


def _refused(desk: Desk) -> Iterable[Item]:
    """What was refused lately: whoever asked tells the family, for the director was not there."""
    for asked in pathways.lately_refused(desk.centres, most=_LOOKED_AT):
        money = asked.kind == ApprovalKind.MONEY
        yield Item(
            Task(
                what=fill(_("Refused: %(amount)s. Tell the family"), amount=wording.mad(asked.amount)) if money
                else _("Refused: lodging. Tell the family"),
                href=reverse("pathways:step", args=[asked.step_id]), verb=pgettext("button", "Open"),
                why=fill(
                    _("%(who)s · %(commune)s · %(reason)s"), who=people.who_is(asked.step.person, desk.today),
                    commune=named(asked.household.commune), reason=asked.get_refused_because_display(),
                ),
                tone="soon", tag=wording.ago(wording.local_day(asked.decided_at)),
            ),
            since=asked.decided_at.isoformat(),
        )  # fmt: skip


def _low(desk: Desk) -> Iterable[Item]:
    """Plans in which a low level has no goal or no step."""
    for plan, scores in pathways.plans_lacking(desk.centres, most=_LOOKED_AT):
        n, scale = len(scores), library.scale()
        names = [wording.of_file(one.name) for score in scores if (one := scale.domain(score.domain))]
        what = ngettext("%(n)s low level has no goal and step", "%(n)s low levels have no goal and step", n) % {"n": n}
        yield Item(
            Task(
                what=what, href=reverse("pathways:levels", args=[plan.pk]), verb=pgettext("button", "Open"),
                why=fill(
                    "%(where)s · %(names)s", names=wording.listed(names),
                    where=fill(
                        _("%(commune)s · plan opened on %(day)s"), commune=named(plan.household.commune),
                        day=wording.day(plan.opened_on),
                    ),
                ),
                tone="soon", tag=_("low level"),
            ),
            since=scores[0].on.isoformat(),
        )  # fmt: skip


def _signals(desk: Desk) -> Iterable[Item]:
    """Rules of prevention that fired; a worker acts, or sets them aside."""
    found = pathways.of_centres(desk.centres, most=_LOOKED_AT, today=desk.today)
    homes = Household.objects.select_related("commune").in_bulk({signal.household for signal in found})
    named_ones = Person.objects.in_bulk({signal.person for signal in found if signal.person})
    for signal in found:
        where = named(homes[signal.household].commune)
        if signal.person in named_ones:
            who = people.who_is(named_ones[signal.person], desk.today)
            where = fill(_("%(who)s · %(commune)s"), who=who, commune=where)
        yield Item(
            Task(
                what=fill(_("Signal: %(rule)s"), rule=wording.of_file(signal.rule.name)),
                href=reverse("pathways:signals", args=[signal.household]), verb=pgettext("button", "Open"),
                why=fill("%(where)s · %(facts)s", where=where, facts=signal_facts(signal)),
            ),
            since=signal.newest.isoformat(),
        )  # fmt: skip


KINDS = (
    Kind(_to_decide, ("pathways.approve", "pathways.follow"), only_late=False),
    Kind(_allowed, ("pathways.follow",), overseen=False),
    Kind(_refused, ("pathways.follow",), overseen=False),
    Kind(_low, ("pathways.follow",), overseen=False),
    Kind(_signals, ("pathways.follow",), overseen=False),
)
