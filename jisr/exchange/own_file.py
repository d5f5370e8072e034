"""Everything kept of one person, for herself: a documented shape (docs/guides/own-file.md), read under the walls.

Nothing of another member of the household is in it but what they are to each other; the workers are told by their
role and centre. What stands in a compartment is left out, unless its keeper takes it in for somebody of age.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.conditions import known_words, vocabulary
from jisr.common.database import outside_compartments
from jisr.common.errors import Refusal
from jisr.families import queries as families
from jisr.families.models import Consent, DeclaredFact, Person, RightsRequest
from jisr.families.rules import age
from jisr.staff.models import Post
from jisr.staff.queries import with_places
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation.choices import SEEN_BY_PERSON
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import Aid, Goal, Score, Step, TrainingUnit
from jisr.window.reception.models import Visit

FORMAT, VERSION = "jisr-own-file", 1
OF_AGE = 18


class ProtectedOfAMinor(Refusal):
    """What is protected of a child leaves on no paper."""


def is_minor(person: Person) -> bool:
    """Whether she is under 18, or nobody knows how old she is."""
    years = age(person.born_on, timezone.localdate())
    return years is None or years < OF_AGE


def gathered(person: Person, *, protected: bool = False) -> dict[str, Any]:
    """The file of one person, as the reader may read it.

    Args:
        protected: also what stands in compartments that the reader keeps.

    Raises:
        ProtectedOfAMinor: asked for of somebody under 18.
    """
    if (protected or person.compartment) and is_minor(person):
        raise ProtectedOfAMinor
    if protected:
        return _gathered(person, {})
    with outside_compartments():  # telephones, and who opened it, tell of a compartment as well
        return _gathered(person, {"compartment": ""})


def _gathered(person: Person, kept: Mapping[str, str]) -> dict[str, Any]:
    household = person.household
    return {
        "format": FORMAT, "version": VERSION, "made_at": timezone.now().isoformat(),
        "person": _person(person), "household": _household(person, shut=bool(kept) and household.compartment != ""),
        "identities": [{"kind": one.kind, "number": one.number} for one in person.identities.order_by("kind", "id")],
        "phones": list(person.phones.order_by("id").values("number", "owner", "is_safe")),
        "declared": [_declared(one) for one in _of(DeclaredFact, person, kept).order_by("said_at", "id")],
        "consents": [_consent(one) for one in _of(Consent, person, kept, "centre").order_by("given_at", "id")],
        "visits": [_visit(one) for one in _of(Visit, person, kept, "centre").order_by("came_at", "id")],
        "interviews": [_interview(one) for one in _interviews(person, kept)],
        "needs": [_need(one) for one in _of(Need, person, kept).order_by("id")],
        "referrals": [_referral(one) for one in _referrals(person, kept)],
        "steps": [_step(one) for one in _of(Step, person, kept).order_by("due_on", "id")],
        "aids": [_aid(one) for one in Aid.objects.filter(step__person=person, **kept).order_by("given_on", "id")],
        "levels": [_level(one) for one in _of(Score, person, kept).order_by("on", "id")],
        "goals": [{"domain": one.domain, "words": one.words} for one in _of(Goal, person, kept).order_by("id")],
        "units": [_unit(one) for one in TrainingUnit.objects.filter(step__person=person, **kept).order_by("id")],
        "requests": [_request(one) for one in _of(RightsRequest, person, kept).order_by("asked_on", "id")],
        "opened": list(_opened(household)),
    }  # fmt: skip


def _of(model: Any, person: Person, kept: Mapping[str, str], *beside: str) -> Any:
    return model.objects.filter(person=person, **kept).select_related(*beside or [None])  # no name: everything


def _person(person: Person) -> dict[str, Any]:
    plain = ("given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_about", "marital_state", "literacy",
             "schooled", "disability")  # fmt: skip
    return {name: getattr(person, name) for name in plain} | {"born_on": _day(person.born_on)}


def _household(person: Person, *, shut: bool) -> dict[str, Any]:
    household = person.household
    relations = household.memberships.filter(until=None)
    own = relations.filter(person=person).values_list("relation", flat=True).first()
    others = relations.exclude(person=person).order_by("relation").values_list("relation", flat=True)
    nowhere = {"ar": "", "fr": ""}
    return {
        "reference": "" if shut else household.reference, "commune": nowhere if shut else _place(household.commune),
        "locality": "" if shut else household.locality,
        "language": household.language, "rsu": household.rsu, "rnp": household.rnp, "relation": own or "",
        "others": list(others),
    }  # fmt: skip


def _declared(one: DeclaredFact) -> dict[str, Any]:
    fact = vocabulary().facts.get(one.fact)
    value = None if fact is None else families.read_value(fact, one.value)
    said = {language: known_words(one.fact, value, language) if fact else one.value for language in ("ar", "fr")}
    label = {language: fact.label[language] if fact else one.fact for language in ("ar", "fr")}
    return {"fact": label, "value": said, "said_on": _day(one.said_at)}


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "purpose": one.purpose, "covers": one.covers, "manner": one.manner, "channel": one.channel,
        "proof": one.proof, "script": one.script, "given_on": _day(one.given_at), "centre": _place(one.centre),
        "withdrawn_on": _day(one.withdrawn_at),
    }  # fmt: skip


def _visit(one: Visit) -> dict[str, Any]:
    return {
        "receipt": one.receipt, "came_on": _day(one.came_at), "centre": _place(one.centre), "channel": one.channel,
        "reasons": one.reasons, "words": one.words, "urgency": one.urgency, "state": one.state,
    }  # fmt: skip


def _interviews(person: Person, kept: Mapping[str, str]) -> Any:
    return _of(Interview, person, kept, "centre").prefetch_related("notes__interview").order_by("held_at", "id")


def _interview(one: Interview) -> dict[str, Any]:
    notes = sorted(one.notes.all(), key=lambda note: (note.written_at, note.pk))
    return {
        "held_on": _day(one.held_at), "centre": _place(one.centre), "place": one.place, "strengths": one.strengths,
        "risks": one.risks, "notes": [{"written_on": _day(note.written_at), "text": note.text} for note in notes],
    }  # fmt: skip


def _need(one: Need) -> dict[str, Any]:
    return {"theme": one.theme, "gravity": one.gravity, "words": one.words, "state": one.state}


def _referrals(person: Person, kept: Mapping[str, str]) -> Any:
    return _of(Referral, person, kept, "service", "from_centre", "to_centre").order_by("sent_at", "id")


def _referral(one: Referral) -> dict[str, Any]:
    # of the household, only that it was told: who the others are is theirs
    shared = {name: value for name, value in one.shared.items() if name != "household"}
    # what professionals told each other about why is theirs: that it was refused is hers
    seen = not one.refusal or SEEN_BY_PERSON[one.refusal]
    return {
        "code": one.code, "theme": one.theme, "service": _place(one.service), "from": _place(one.from_centre),
        "to": _place(one.to_centre), "sent_on": _day(one.sent_at), "state": one.state, "shares": one.shares,
        "shared": shared, "answered_on": _day(one.answered_at), "refusal": one.refusal if seen else "",
        "failure": one.failure, "obstacles": one.obstacles, "answer": one.answer_words if seen else "",
        "paper_on": _day(one.paper_on), "decide_by": _day(one.decide_by), "withdrawal": one.withdrawal,
        "got_it": one.confirmed_by_person, "face": one.face, "confirmed_on": _day(one.confirmed_on),
    }  # fmt: skip


def _step(one: Step) -> dict[str, Any]:
    return {
        "kind": one.kind, "what": one.what, "due_on": _day(one.due_on), "state": one.state, "outcome": one.outcome,
        "outcome_words": one.outcome_words, "ended_on": _day(one.ended_on),
    }  # fmt: skip


def _aid(one: Aid) -> dict[str, Any]:
    return {"kind": one.kind, "what": one.what, "amount": one.amount, "given_on": _day(one.given_on)}


def _level(one: Score) -> dict[str, Any]:
    return {"domain": one.domain, "level": one.level, "on": _day(one.on)}


def _unit(one: TrainingUnit) -> dict[str, Any]:
    return {
        "unit": one.name, "hours": one.hours, "result": one.result, "result_on": _day(one.result_on),
        "certificate": one.certificate, "certified_on": _day(one.certified_on),
    }  # fmt: skip


def _request(one: RightsRequest) -> dict[str, Any]:
    return {
        "code": one.code, "right": one.right, "asked_on": _day(one.asked_on), "due_on": _day(one.due_on),
        "words": one.words, "state": one.state, "ground": one.ground, "reason": one.reason,
        "answered_on": _day(one.answered_at),
    }  # fmt: skip


def _opened(household: Any) -> Iterable[dict[str, Any]]:
    """Who opened the file, by role and centre and day; never by name (docs/decisions/0089)."""
    lines = families.readers(household, limit=1000)
    keys = {int(line.by) for line in lines if line.by.isdigit()}
    posts: dict[str, Post] = {}
    for post in with_places(Post.objects.filter(user__in=User.objects.filter(pk__in=keys)).order_by("since", "id")):
        posts[str(post.user_id)] = post
    said = set()
    for line in lines:
        held = posts.get(line.by)
        one = (_day(line.at), held.role if held else "", held.place_name if held else "", line.verb)
        if one not in said:
            said.add(one)
            yield {"day": one[0], "role": one[1], "place": str(one[2]), "what": one[3]}


def _place(place: Any) -> dict[str, str]:
    return {"ar": place.name_ar, "fr": place.name_fr}


def _day(value: Any) -> str | None:
    if value is None:
        return None
    local = timezone.localtime(value).date() if hasattr(value, "hour") else value
    return str(local.isoformat())
