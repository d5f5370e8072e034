"""The time line of a file: what happened, the newest first, and what is ahead, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.centres.choices import THEMES
from jisr.families.choices import ConsentScope
from jisr.families.models import Consent
from jisr.web import wording
from jisr.web.families.rows import Rows
from jisr.web.markup import fill
from jisr.web.templatetags.face import named, typed
from jisr.window.orientation.choices import WAITING
from jisr.window.pathways.choices import StepState
from jisr.window.pathways.models import Plan


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the time line.

    Attributes:
        at: the moment, or the day where only that is known.
        icon: the drawing beside it.
        detail: what is known beyond the fact itself; safe text.
        tone: "late", "soon", "done" or "".
    """

    at: date
    icon: str
    text: Any
    detail: Any = ""
    href: str = ""
    tone: str = ""


def past(rows: Rows) -> list[Entry]:
    """Everything that happened and that the reader may see, the newest first."""
    parts = (_visits(rows), _interviews(rows), _referrals(rows), _consents(rows), _plans(rows), _times(rows))
    return sorted((entry for part in parts for entry in part), key=lambda entry: _moment(entry.at), reverse=True)


def by_day(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    """Entries gathered under their day, in the order in which they come."""
    return [(day, list(group)) for day, group in groupby(entries, key=lambda entry: wording.local_day(entry.at))]


def covered(consent: Consent, referrals: Iterable[Any]) -> str:
    """What a consent covers and for what, in words: "name, telephone · housing".

    Args:
        referrals: of the household, that the reader may see; what was sent on its ground says its theme.
    """
    labels = dict(ConsentScope.choices)
    shared = wording.listed([str(labels[code]) for code in consent.covers if code in labels])
    sent = {referral.service.theme for referral in referrals if referral.consent_id == consent.pk}
    return f"{shared} · {_themes(sorted(sent))}" if sent else shared


def ahead(rows: Rows) -> list[Entry]:
    """Open steps, booked days and the next look back, the nearest first."""
    entries = [entry for plan in rows.plans if plan.closed_on is None for entry in _planned(rows, plan)]
    booked = [
        Entry(
            referral.booked_on, "calendar", fill(_("expected at %(centre)s"), centre=named(referral.to_centre)),
            named(referral.service), rows.link("orientation:referral", referral.pk), _tone(referral.booked_on),
        )
        for referral in _booked(rows)
    ]  # fmt: skip
    timed = {row.referral_id for row in rows.appointments if row.state == "booked" and row.referral_id}
    booked = [entry for entry, row in zip(booked, _booked(rows), strict=True) if row.pk not in timed]
    return sorted([*entries, *booked, *_expected(rows)], key=lambda entry: _moment(entry.at))


def _booked(rows: Rows) -> list[Any]:
    return [referral for referral in rows.referrals if referral.state == "booked" and referral.booked_on]


def _expected(rows: Rows) -> Iterable[Entry]:
    """Appointments of which nobody said yet whether she came."""
    for row in rows.appointments:
        if row.state == "booked":
            yield Entry(
                row.starts_at, "calendar", fill(_("expected at %(centre)s"), centre=named(row.centre)),
                fill("%(when)s · %(who)s", when=wording.moment(row.starts_at), who=typed(row.person.given)),
                rows.link("appointments:appointment", row.pk), _tone(wording.local_day(row.starts_at)),
            )  # fmt: skip


def _times(rows: Rows) -> Iterable[Entry]:
    """Appointments to which she came, and those that she missed."""
    for row in rows.appointments:
        if row.state in {"kept", "missed"}:
            what = _("came to an appointment") if row.state == "kept" else _("did not come to an appointment")
            yield Entry(
                row.starts_at, "calendar", what, typed(row.person.given),
                rows.link("appointments:appointment", row.pk), "done" if row.state == "kept" else "late",
            )  # fmt: skip


def _moment(at: date) -> datetime:
    """A moment to sort by; a day without an hour is put at its noon."""
    return at if isinstance(at, datetime) else timezone.make_aware(datetime.combine(at, time(12)))


def _themes(codes: Iterable[str]) -> str:
    return wording.listed([str(THEMES[code]) for code in codes if code in THEMES])


def _visits(rows: Rows) -> Iterable[Entry]:
    for visit in rows.visits:
        yield Entry(
            visit.came_at, "person", fill(_("received at %(centre)s"), centre=named(visit.centre)),
            _themes(visit.reasons), rows.link("reception:visit", visit.pk),
            "soon" if visit.state == "waiting" else "",
        )  # fmt: skip


def _interviews(rows: Rows) -> Iterable[Entry]:
    themes: dict[Any, list[str]] = {}
    for need in rows.needs:
        themes.setdefault(need.interview_id, []).append(need.theme)
    for interview in rows.interviews:
        yield Entry(
            interview.held_at, "listen", fill(_("listened to, %(place)s"), place=interview.get_place_display()),
            _themes(sorted(set(themes.get(interview.pk, ())))), rows.link("listening:interview", interview.pk),
        )  # fmt: skip


def _referrals(rows: Rows) -> Iterable[Entry]:
    for referral in rows.referrals:
        href, where = rows.link("orientation:referral", referral.pk), named(referral.to_centre)
        yield Entry(
            referral.sent_at, "send", fill(_("referral sent to %(centre)s"), centre=where), named(referral.service),
            href,
        )  # fmt: skip
        if referral.answered_at is not None and referral.state not in WAITING:
            yield Entry(
                referral.answered_at, "check", fill(_("answer of %(centre)s"), centre=where), _answer(referral), href,
                "late" if referral.state in {"refused", "failed"} else "done",
            )  # fmt: skip


def _answer(referral: Any) -> str:
    """The answer, with its reason where somebody was refused."""
    reason = referral.get_refusal_display() if referral.refusal else ""
    return wording.listed([part for part in (referral.get_state_display(), reason) if part])


def _consents(rows: Rows) -> Iterable[Entry]:
    for consent in rows.household.consents.all():
        covers = covered(consent, rows.referrals)
        yield Entry(consent.given_at, "document", _("agreed to share"), covers)
        if consent.withdrawn_at is not None:
            yield Entry(consent.withdrawn_at, "close", _("took the consent back"), covers)


def _plans(rows: Rows) -> Iterable[Entry]:
    for plan in rows.plans:
        href = rows.link("pathways:plan", plan.pk)
        yield Entry(plan.opened_on, "path", _("the family's plan began"), "", href)
        for step in plan.steps.all():
            if step.ended_on is not None:
                tone = "done" if step.state == StepState.DONE else "late"
                yield Entry(step.ended_on, "check", step.get_outcome_display(), typed(step.what), href, tone)
            for aid in step.aids.all():
                yield Entry(aid.given_on, "hand", _("aid given"), typed(aid.what), href)
        for follow in plan.follow_ups.all():
            if follow.done_on is not None:
                yield Entry(follow.done_on, "clock", _look_back(follow), follow.get_state_display(), href)
        if plan.closed_on is not None:
            yield Entry(plan.closed_on, "path", _("the family's plan was closed"), "", href, "done")


def _planned(rows: Rows, plan: Plan) -> Iterable[Entry]:
    for step in plan.steps.all():
        if step.ended_on is None:
            href = rows.link("pathways:step", step.pk)
            yield Entry(step.due_on, "check", typed(step.what), typed(step.person.given), href, _tone(step.due_on))
    follow = next(
        (row for row in sorted(plan.follow_ups.all(), key=lambda row: row.month) if row.done_on is None), None
    )
    if follow is not None:
        href = rows.link("pathways:follow_up", follow.pk)
        yield Entry(follow.due_on, "clock", _look_back(follow), "", href, _tone(follow.due_on))


def _look_back(follow: Any) -> str:
    return ngettext("follow-up at %(n)s month", "follow-up at %(n)s months", follow.month) % {"n": follow.month}


def _tone(due: date) -> str:
    return "late" if due < timezone.localdate() else ""
