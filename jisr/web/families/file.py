"""A family's file gathered for one page: the four steps, who is in it, what comes next. A fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.families import queries as families
from jisr.families.models import Consent, Household, Person
from jisr.families.rules import age
from jisr.web import people, wording
from jisr.web.families import timeline
from jisr.web.families.rows import Able, Rows, rows_of
from jisr.web.parts import Step
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import WAITING
from jisr.window.orientation.models import Referral
from jisr.window.orientation.rules import need_status
from jisr.window.pathways.models import Plan
from jisr.window.pathways.rules import progress

_SCHOOL_AGE = range(6, 18)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word beside a person: what is known of her that calls for something."""

    text: Any
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household, as the family's card shows her."""

    person: Person
    relation: str
    years: int | None
    signs: list[Sign]
    identities: list[tuple[str, str]]
    minor: bool = False
    elsewhere: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who no longer belongs to the household: what happened, since when."""

    person: Person
    ended: str
    until: date
    elsewhere: list[Person]


@dataclass(frozen=True, slots=True)
class Heard:
    """A need and where it stands, told from its referrals."""

    need: Need
    status: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Way:
    """The one thing to do next, or one of the other things that can be done."""

    label: Any
    href: str
    icon: str = "arrow"


@dataclass(frozen=True, slots=True)
class File:
    """Everything the page of a file shows."""

    title: str
    steps: list[Step]
    members: list[Member]
    needs: list[Heard]
    days: list[tuple[date, list[timeline.Entry]]]
    ahead: list[timeline.Entry]
    first_came: date | None
    reads_aloud: bool
    agreed: list[tuple[Consent, str]]
    next_way: Way | None
    other_ways: list[Way] = field(default_factory=list)
    past: list[Gone] = field(default_factory=list)
    referent: Any = None


def of(household: Household, *, able: Able, keeps: bool = False) -> File:
    """The file of a household, read by ``families.queries.household``.

    Args:
        able: whether the reader's role may do a verb; without ``listening.read`` no need is even loaded.
        keeps: whether the reader's post keeps a compartment.
    """
    rows = rows_of(household, able)
    heard = [_heard(need, rows.states(need)) for need in rows.needs]
    ways = list(_ways(rows, heard, able))
    members = household.members
    elsewhere = rows.elsewhere
    return File(
        title=people.family_of(len(members)), steps=_steps(rows, heard, able),
        members=[_member(person, rows, heard) for person in members], needs=heard,
        past=[_gone(person, elsewhere) for person in household.persons.all() if person.membership is None],
        referent=rows.referent,
        days=timeline.by_day(timeline.past(rows)), ahead=timeline.ahead(rows),
        agreed=[(consent, timeline.covered(consent, rows.referrals)) for consent in household.consents.all()],
        first_came=wording.local_day(rows.visits[-1].came_at) if rows.visits else None,
        reads_aloud=any(person.literacy == "no" for person in members),
        next_way=ways[0] if ways else None, other_ways=[*ways[1:], *(_protected(household, able) if keeps else ())],
    )  # fmt: skip


_STATUS: dict[str, tuple[Any, str]] = {
    "open": (gettext_lazy("to be oriented"), "soon"),
    "oriented": (gettext_lazy("sent, waits for an answer"), ""),
    "served": (gettext_lazy("accepted by a service"), "done"),
    "met": (gettext_lazy("met"), "done"),
    "closed": (gettext_lazy("closed without being met"), ""),
}


def _heard(need: Need, states: Sequence[str]) -> Heard:
    status = need_status(need.state, states)
    words, tone = _STATUS[status]
    return Heard(need, status, Sign(words, tone))


def _member(person: Person, rows: Rows, heard: Iterable[Heard]) -> Member:
    own = person.membership
    years = age(person.born_on, timezone.localdate())
    return Member(
        person=person, relation=own.get_relation_display() if own else "", years=years,
        signs=list(_signs(person, years, rows.household, own, heard)),
        identities=[(kind, number) for key, kind, number in rows.identities if key == person.pk],
        minor=families.is_minor(person, timezone.localdate()), elsewhere=rows.elsewhere.get(person.pk, []),
    )  # fmt: skip


def _gone(person: Person, elsewhere: Mapping[UUID, list[Person]]) -> Gone:
    until, ended = max((row.until or date.min, row.get_ended_display()) for row in person.memberships.all())
    return Gone(person, ended, until, elsewhere.get(person.pk, []))


def _signs(person: Person, years: int | None, household: Household, own: Any, heard: Iterable[Heard]) -> Iterable[Sign]:
    """Visible rules, never a score: what stands in the file and calls for something."""
    if own is not None and own.relation == "head" and household.rsu == "no":
        yield Sign(_("not in the social register"), "soon")
    if person.disability:
        yield Sign(person.get_disability_display())
    if person.schooled is False and years in _SCHOOL_AGE:
        yield Sign(_("does not go to school"), "soon")
    for one in heard:
        if one.need.person_id == person.pk and one.status not in {"met", "closed"}:
            yield Sign(one.need.get_theme_display(), one.sign.tone)


def _steps(rows: Rows, heard: Sequence[Heard], able: Able) -> list[Step]:
    """The four steps; the first one not done is the one where the family stands."""
    sent = rows.referrals
    answered = [referral for referral in sent if referral.state not in WAITING]
    listened = bool(rows.interviews) and rows.waiting is None
    oriented = bool(sent) and len(answered) == len(sent) and all(one.status != "open" for one in heard)
    plan = rows.plan
    done = [bool(rows.visits), listened, oriented, plan is not None and plan.closed_on is not None]
    now = done.index(False) if False in done else -1
    said = [
        (_("Reception"), _reception_note(rows)), (_("Listening"), _listening_note(rows, heard, able)),
        (_("Orientation"), _orientation_note(answered, sent)), (_("Integration"), _integration_note(plan)),
    ]  # fmt: skip
    hrefs = ["", "", "", rows.link("pathways:plan", plan.pk) if plan else ""]
    return [
        Step(label, "done" if done[place] else "now" if place == now else "later", note, hrefs[place])
        for place, (label, note) in enumerate(said)
    ]


def _reception_note(rows: Rows) -> str:
    if not rows.visits:
        return _("not received yet")
    last = rows.visits[0]
    day = wording.day(last.came_at)
    if last.receipt_read_aloud:
        return _("%(day)s, the receipt was given and read aloud") % {"day": day}
    return _("%(day)s, the receipt was given") % {"day": day}


def _listening_note(rows: Rows, heard: Sequence[Heard], able: Able) -> str:
    if rows.waiting is not None:
        return _("waits to be listened to")
    if not rows.interviews:
        return _("not listened to yet")
    if not able("listening.read"):
        return wording.day(rows.interviews[0].held_at)
    return ngettext("%(n)s need", "%(n)s needs", len(heard)) % {"n": len(heard)}


def _orientation_note(answered: Sequence[Referral], sent: Sequence[Referral]) -> str:
    if not sent:
        return _("nothing sent yet")
    return ngettext("%(answered)s answer of %(n)s", "%(answered)s answers of %(n)s", len(answered)) % {
        "answered": len(answered), "n": len(sent),
    }  # fmt: skip


def _integration_note(plan: Plan | None) -> str:
    if plan is None:
        return _("the family's plan has not begun")
    if plan.closed_on is not None:
        return _("closed on %(day)s") % {"day": wording.day(plan.closed_on)}
    ended, steps = progress([step.state for step in plan.steps.all()])
    return _("%(done)s of %(n)s steps ended") % {"done": ended, "n": steps}


def _ways(rows: Rows, heard: Sequence[Heard], able: Able) -> Iterable[Way]:
    """What the reader can do next; the first is the one primary button of the page."""
    waiting = rows.waiting
    if waiting is not None and able("listening.listen"):
        yield Way(_("Listen now"), reverse("listening:after_visit", args=[waiting.pk]), "listen")
    first_open = next((one for one in heard if one.status == "open"), None)
    if first_open is not None and able("orientation.propose"):
        yield Way(_("Find a service"), reverse("orientation:need", args=[first_open.need.pk]), "send")
        yield Way(_("One bundle for the family"), reverse("orientation:bundle", args=[rows.household.pk]), "path")
    if able("pathways.follow"):
        if rows.plan is not None and rows.plan.closed_on is None:
            yield Way(_("The family's plan"), reverse("pathways:plan", args=[rows.plan.pk]), "path")
        elif rows.interviews:
            yield Way(_("Begin the family's plan"), reverse("pathways:new", args=[rows.household.pk]), "path")
    if able("appointments.book") and rows.household.members:
        yield Way(_("Give an appointment"), reverse("appointments:new", args=[rows.household.pk]), "calendar")
    if waiting is None and able("listening.listen"):
        yield Way(_("Listen"), reverse("listening:new", args=[rows.household.pk]), "listen")


def _protected(household: Household, able: Able) -> Iterable[Way]:
    """For whoever keeps a compartment: what is told in confidence goes there, not into the open file."""
    if able("listening.listen") and not household.compartment:
        yield Way(_("Record a disclosure"), reverse("listening:disclosure", args=[household.pk]), "lock")
    if able("families.edit") and not household.compartment and household.members:
        yield Way(_("Bring people to safety"), reverse("families:safety", args=[household.pk]), "lock")
