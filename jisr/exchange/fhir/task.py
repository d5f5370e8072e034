"""A referral as a FHIR R4 Task (https://hl7.org/fhir/R4/task.html), for either of its two sides.

No name is in it unless the person agreed that her name goes along, and none once nothing is shown to the receiver any
more. The invariants of the closed loop are those of Gravity SDOH Clinical Care: a status that ends badly has a reason.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from jisr.families.choices import ConsentScope
from jisr.window.orientation.choices import (
    CLOSED_UNMET,
    NEEDS_A_REASON,
    TASK_STATUS,
    ReferralState,
)  # fmt: skip
from jisr.window.orientation.models import Referral

VERSION = "4.0.1"
#: Systems of our own codes; addresses that name, not pages that open.
SYSTEM = "urn:jisr:{}"
_GENDER = {"f": "female", "m": "male"}
S = ReferralState


def task_of(referral: Referral, *, receives: bool = False) -> dict[str, Any]:
    """The Task of a referral.

    Args:
        referral: with ``service``, ``from_centre`` and ``to_centre``; in no compartment.
        receives: for the side that answers: what was shared is left out once the referral has closed unmet.

    Raises:
        ValueError: it is protected, and a file at rest would tell.
    """
    if referral.compartment:
        raise ValueError("a protected referral leaves in no file")
    status, business = TASK_STATUS[referral.state]
    why = reason_of(referral)
    task: dict[str, Any] = {
        "resourceType": "Task",
        "id": str(referral.pk),
        "meta": {"versionId": str(referral.version), "lastUpdated": _moment(_moved(referral))},
        "contained": [_patient(referral, tells=not (receives and referral.state in CLOSED_UNMET)), _request(referral)],
        "identifier": [{"system": SYSTEM.format("referral"), "value": referral.code}],
        "status": status,
        "businessStatus": _concept("referral-state", referral.state, business),
        "intent": "order",
        "priority": "urgent" if referral.urgent else "routine",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": "#request"},
        "for": {"reference": "#person"},
        "authoredOn": _moment(referral.sent_at),
        "lastModified": _moment(_moved(referral)),
        "requester": _organisation(referral.from_centre),
        "owner": _organisation(referral.to_centre),
        "restriction": {"repetitions": 1, "period": {"end": referral.answer_by.isoformat()}},
    }
    if why:
        task["statusReason"] = _concept("referral-reason", *why)
    period = {"start": referral.booked_on, "end": referral.ended_on}
    if any(period.values()):
        task["executionPeriod"] = {name: day.isoformat() for name, day in period.items() if day}
    if outputs := _outputs(referral):
        task["output"] = outputs
    if settings.DEMONSTRATION:
        task["meta"]["tag"] = [
            {"system": SYSTEM.format("kind"), "code": "demonstration", "display": "Invented persons"}
        ]
    return task


def reason_of(referral: Referral) -> tuple[str, str] | None:
    """(code, words) of why it ended badly; None where no reason is asked for."""
    if TASK_STATUS[referral.state][0] not in NEEDS_A_REASON:
        return None
    if referral.state == S.EXPIRED:
        return "no_answer", "Nobody answered in time"
    code = {S.REFUSED: referral.refusal, S.FAILED: referral.failure, S.WITHDRAWN: referral.withdrawal}[
        S(referral.state)
    ]
    return code, _plain(code)


def _plain(code: str) -> str:
    """The words of a code that need no translation: a file is read by machines, under one spelling."""
    return code.replace("_", " ").capitalize()


def _patient(referral: Referral, *, tells: bool) -> dict[str, Any]:
    """Somebody without a name, unless hers goes along; never a key of the file."""
    facts: Mapping[str, Any] = referral.shared.get("facts", {})
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "person"}
    if facts.get("sex") in _GENDER:
        patient["gender"] = _GENDER[facts["sex"]]
    name = referral.shared.get(ConsentScope.NAME, {}) if tells and ConsentScope.NAME in referral.shares else {}
    names = [
        {"use": "official", "family": name[f"family_{script}"], "given": [name[f"given_{script}"]]}
        for script in ("ar", "fr")
        if name.get(f"given_{script}") or name.get(f"family_{script}")
    ]
    if names:
        patient["name"] = names
    return patient


def _request(referral: Referral) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "id": "request",
        "status": "active" if TASK_STATUS[referral.state][0] not in NEEDS_A_REASON | {"completed"} else "completed",
        "intent": "order",
        "category": [_concept("theme", referral.theme, _plain(referral.theme))],
        "code": {"coding": [{"system": SYSTEM.format("service"), "code": referral.service.code}]},
        "subject": {"reference": "#person"},
    }


def _outputs(referral: Referral) -> list[dict[str, Any]]:
    """What the person herself said of it."""
    if referral.confirmed_by_person is None:
        return []
    said = [{"type": _concept("outcome", "served", "The person got it"), "valueBoolean": referral.confirmed_by_person}]
    if referral.face is not None:
        said.append({"type": _concept("outcome", "face", "One of three faces, 1 to 3"), "valueInteger": referral.face})
    return said


def _organisation(centre: Any) -> dict[str, Any]:
    return {
        "type": "Organization",
        "identifier": {"system": SYSTEM.format("centre"), "value": centre.code},
        "display": centre.name_fr or centre.name_ar,
    }


def _concept(system: str, code: str, text: str) -> dict[str, Any]:
    return {"coding": [{"system": SYSTEM.format(system), "code": str(code)}], "text": text}


def _moved(referral: Referral) -> Any:
    # the database tells the moment at which its transaction began
    return max(referral.moved_at or referral.answered_at or referral.sent_at, referral.sent_at)


def _moment(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds"))
