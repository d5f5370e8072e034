"""What waits about referrals: one kind for each list of ``orientation.lists`` in which something is to be done."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.centres.choices import THEMES
from jisr.web import people, wording
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import named, phone
from jisr.web.work.desk import LOOKED_AT, Desk, Item, Kind, due_item
from jisr.window.appointments import queries as appointments
from jisr.window.orientation import lists, offer_queries
from jisr.window.orientation.choices import ReferralState
from jisr.window.orientation.models import Referral


def _of(desk: Desk, name: str) -> Any:
    return lists.rows(name, desk.centres, desk.today, most=LOOKED_AT)


def _to_answer(desk: Desk) -> Iterable[Item]:
    """Referrals that this centre must answer."""
    for referral in _of(desk, lists.List.ANSWER):
        who = people.who_was_sent(referral.shared)
        studied = referral.state == ReferralState.UNDER_STUDY
        what = _("Decide on a referral under study: %(who)s") if studied else _("Answer a referral: %(who)s")
        yield due_item(
            desk, referral.decide_by if studied else referral.answer_by, what=fill(what, who=who),
            why=_sent_by(referral), urgent=referral.urgent, verb=pgettext("button", "Answer"),
            href=reverse("orientation:answer", args=[referral.pk]),
        )  # fmt: skip


def _sent_by(referral: Referral) -> Any:
    """From where a referral came, for which service, and whether there is room."""
    said = fill(
        _("Sent by %(centre)s on %(day)s · %(service)s"), centre=named(referral.from_centre),
        day=wording.day(referral.sent_at), service=named(referral.service),
    )  # fmt: skip
    return _with_room(said, referral.service.places_free)


def _with_room(said: Any, free: int | None) -> Any:
    if free is None:
        return said
    room = ngettext("%(n)s place is free", "%(n)s places are free", free) % {"n": free}
    return fill("%(said)s · %(room)s", said=said, room=room)


def _to_carry_out(desk: Desk) -> Iterable[Item]:
    """Referrals accepted here: a day to give, an arrival to note, an end to tell."""
    words = {
        ReferralState.ACCEPTED: _("Accepted: say when %(who)s is expected"),
        ReferralState.BOOKED: _("Expected: say whether %(who)s came"),
        ReferralState.STARTED: _("Under way: say how it ended for %(who)s"),
    }
    waiting = list(_of(desk, lists.List.CARRY_OUT))
    # whoever has an hour stands in the agenda, and after it in its own list
    timed = appointments.with_times([row.pk for row in waiting if row.state == ReferralState.BOOKED])
    for referral in (row for row in waiting if row.pk not in timed):
        expected = referral.booked_on if referral.state == ReferralState.BOOKED else None
        yield due_item(
            desk, expected, what=fill(words[ReferralState(referral.state)], who=people.who_was_sent(referral.shared)),
            why=_sent_by(referral), verb=pgettext("button", "Open"),
            href=reverse("orientation:referral", args=[referral.pk]),
        )  # fmt: skip


def _owed(desk: Desk) -> Iterable[Item]:
    """Referrals of this centre that another one leaves without an answer, or without the decision it promised."""
    for referral in _of(desk, lists.List.OWED):
        number, studied = referral.to_centre.phone, referral.state == ReferralState.UNDER_STUDY
        sent = fill(
            _("Sent on %(day)s for %(who)s"), day=wording.day(referral.sent_at),
            who=people.who_was_sent(referral.shared),
        )  # fmt: skip
        what = _("%(centre)s has not decided: call") if studied else _("%(centre)s has not answered: call")
        yield due_item(
            desk, referral.decide_by if studied else referral.answer_by,
            what=fill(what, centre=named(referral.to_centre)),
            why=fill("%(sent)s · %(phone)s", sent=sent, phone=phone(number)) if number else sent, verb=_("Call"),
            href=reverse("orientation:referral", args=[referral.pk]),
        )  # fmt: skip


def _to_orient_again(desk: Desk) -> Iterable[Item]:
    """Needs whose referral was refused, expired, withdrawn or failed: the next best service, where there is one."""
    for referral in _of(desk, lists.List.AGAIN):
        reason = referral.get_refusal_display() if referral.refusal else referral.get_state_display()
        following = referral.next_service
        why = fill(
            _("%(who)s · %(centre)s: %(reason)s"), who=people.who_was_sent(referral.shared),
            centre=named(referral.to_centre), reason=reason,
        )  # fmt: skip
        if following is not None:
            why = fill(_("%(why)s · next: %(service)s"), why=why, service=named(following))
        yield Item(
            Task(
                what=fill(_("Orient again: %(theme)s"), theme=referral.need.get_theme_display()),
                href=(
                    reverse("orientation:refer", args=[referral.need_id, following.pk]) if following
                    else reverse("orientation:need", args=[referral.need_id])
                ),
                verb=_("Orient"), why=why, tone="soon", tag=referral.get_state_display(),
            ),
            since=(referral.answered_at or referral.sent_at).isoformat(),
        )  # fmt: skip


def _to_confirm(desk: Desk) -> Iterable[Item]:
    """Services that were given, says the centre: the person is asked, at the counter or by telephone."""
    for referral in _of(desk, lists.List.CONFIRM):
        yield Item(
            Task(
                what=fill(_("Ask %(who)s: did you get what you were sent for?"),
                          who=people.who_was_sent(referral.shared)),
                href=reverse("orientation:confirm", args=[referral.pk]), verb=pgettext("button", "Ask"),
                why=fill(
                    _("%(centre)s · given on %(day)s"), centre=named(referral.to_centre),
                    day=wording.day(referral.ended_on),
                ),
            ),
            since=referral.ended_on.isoformat(),
        )  # fmt: skip


def _open_offers(desk: Desk) -> Iterable[Item]:
    """Needs without a name that this centre may take: whoever is first receives the person."""
    for card in offer_queries.cards(desk.centres, most=LOOKED_AT):
        yield due_item(
            desk, card.until, urgent=card.urgent, verb=pgettext("button", "Open"),
            what=fill(_("Open offer: %(theme)s"), theme=THEMES.get(card.theme, card.theme)),
            why=_with_room(fill(
                _("Sent by %(centre)s on %(day)s · %(service)s"), centre=named(card.from_centre),
                day=wording.day(card.made_at), service=named(card.service),
            ), card.service.places_free),
            href=reverse("orientation:card", args=[card.pk]),
        )  # fmt: skip


KINDS = (
    Kind(_to_answer, ("orientation.answer",)),
    Kind(_open_offers, ("orientation.answer",)),
    Kind(_to_carry_out, ("orientation.answer",)),
    Kind(_owed, ("orientation.propose",)),
    Kind(_to_orient_again, ("orientation.propose",), overseen=False),
    Kind(_to_confirm, ("orientation.propose",), overseen=False),
)
