"""The keeper of a call prepares it and announces it; from then on its terms stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.calls.choices import CallState
from jisr.ledger.calls.models import Call, Criterion, Extension, Quota
from jisr.ledger.calls.rules.asked import NotInForce, frozen, standard
from jisr.territory.models import Region


class ClosedAlready(Refusal):
    """Its last moment is past."""

    message = _("This call is closed: its last moment is not put off any more. Announce another call instead.")


#: What may be said of a call while it is prepared.
FIELDS = frozenset(
    {
        "name_ar", "name_fr", "about_ar", "about_fr", "office_ar", "office_fr", "opens_at", "closes_at", "kinds",
        "provinces", "budget", "most_each", "places", "least_points", "gap", "is_blind", "appeal_days",
    }
)  # fmt: skip


@transaction.atomic
def prepare(
    *, code: str, region: Region | None, values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]],
    quotas: Sequence[Mapping[str, Any]], by: User, line: Any = None,
) -> Call:  # fmt: skip
    """Begin a call; nobody else sees it before it is announced.

    Args:
        values: some of ``FIELDS``.
        criteria: name_ar, name_fr and most of each.
        quotas: kind, of, at_least and heads of each.
        line: the object line of an agreement that pays for it.

    Raises:
        Unacceptable: field by field.
        OutOfReach: she does not keep the calls of this region.
    """
    call = Call(
        code=code, region=region, prepared_by=by, line=line, is_demonstration=by.is_demonstration,
        programme_id=getattr(line, "programme_id", None), **_said(values),
    )  # fmt: skip
    _check(call, criteria)
    try:
        with transaction.atomic():
            call.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"code": _("This code is taken. Choose another one.")}) from fault
    except DatabaseError as fault:
        raise OutOfReach from fault
    _terms(call, criteria, quotas)
    journal.record("calls.prepared", call, by=by)
    return call


@transaction.atomic
def edit(
    *, call: Call, expected: int, values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]],
    quotas: Sequence[Mapping[str, Any]], by: User,
) -> Call:  # fmt: skip
    """Say otherwise what a call will be, as long as it was not announced.

    Raises:
        Stale: somebody saved it in between.
        OutOfReach: it was announced: what people apply under does not change.
    """
    if call.state != CallState.DRAFTED:
        raise OutOfReach
    said = _said(values)
    for name, value in said.items():
        setattr(call, name, value)
    _check(call, criteria)
    call.save_version(expected, **said)
    Criterion.objects.filter(call=call).delete()
    Quota.objects.filter(call=call).delete()
    _terms(call, criteria, quotas)
    journal.record("calls.edited", call, by=by)
    return call


@transaction.atomic
def announce(
    *, call: Call, expected: int, by: User, files: Mapping[str, Mapping[str, str]] | None = None
) -> Call:  # fmt: skip
    """Publish a call with its terms; nothing of them changes any more.

    Args:
        files: for each kind of applicant its rule file and its list of papers, {rules, papers}; kinds that are not
            named get the files made for them. The versions in force today are kept with the call.

    Raises:
        OutOfReach: it was announced before.
        Unacceptable: something that people have to know is missing.
    """
    if call.state != CallState.DRAFTED:
        raise OutOfReach
    if call.closes_at <= timezone.now():
        raise Unacceptable({"closes_at": _("This moment is past. Choose a later one.")})
    if not (call.budget and call.most_each and call.kinds and call.provinces and call.criteria.exists()):
        raise Unacceptable(
            {"budget": _("Say the budget, the most for one project, who may apply, where, and the criteria first.")}
        )
    call.save_version(expected, state=CallState.ANNOUNCED, files=_files(call, files or {}))
    journal.record("calls.announced", call, by=by)
    return call


def _files(call: Call, chosen: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    today = timezone.localdate()
    try:
        return frozen({kind: chosen.get(kind) or standard(kind, today) for kind in call.kinds}, today)
    except NotInForce as fault:
        raise Unacceptable(
            {"files": _("One of these files is not in force today for this kind of applicant. Choose another one.")}
        ) from fault


@transaction.atomic
def extend(*, call: Call, closes_at: datetime, reason_ar: str, reason_fr: str, by: User) -> Extension:
    """Put off the last moment of an announced call, with the reason that everybody reads; never earlier.

    Raises:
        Unacceptable: a moment that is not later, or no reason in one of the two languages.
        ClosedAlready: its last moment is past: whoever counted on it is not overtaken.
        OutOfReach: she does not keep it, or a colleague put it off in between.
    """
    reasons = {"reason_ar": clean_typed(reason_ar), "reason_fr": clean_typed(reason_fr)}
    wrong: dict[str, Any] = {name: _("Say why: everybody reads it.") for name, said in reasons.items() if not said}
    if closes_at <= call.closes_at:
        wrong["closes_at"] = _("A call is never closed earlier than it was announced. Choose a later moment.")
    if call.state != CallState.ANNOUNCED or call.is_over():
        raise ClosedAlready
    if wrong:
        raise Unacceptable(wrong)
    row = Extension(
        call=call, was=call.closes_at, until=closes_at, by=by, is_demonstration=call.is_demonstration, **reasons
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError as fault:
        raise OutOfReach from fault
    journal.record("calls.extended", call, by=by)
    return row


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise ValueError(f"not said of a call: {sorted(unknown)}")
    return dict(values)


def _check(call: Call, criteria: Sequence[Mapping[str, Any]]) -> None:
    wrong: dict[str, Any] = {}
    if not call.name_ar or not call.name_fr:
        wrong["name_fr" if call.name_ar else "name_ar"] = _("Give its name in Arabic and in French.")
    if call.opens_at >= call.closes_at:
        wrong["closes_at"] = _("It would close before it opens. Choose a later moment.")
    if call.budget and call.most_each and call.most_each > call.budget:
        wrong["most_each"] = _("One project alone would get more than the whole budget.")
    most = sum(int(one["most"]) for one in criteria)
    if criteria and call.least_points > most:
        wrong["least_points"] = _("More than all criteria together give.")
    if wrong:
        raise Unacceptable(wrong)


def _terms(call: Call, criteria: Sequence[Mapping[str, Any]], quotas: Sequence[Mapping[str, Any]]) -> None:
    alike: dict[str, Any] = {"call": call, "is_demonstration": call.is_demonstration}
    Criterion.objects.bulk_create([Criterion(place=n, **alike, **one) for n, one in enumerate(criteria, 1)])
    Quota.objects.bulk_create([Quota(**alike, **one) for one in quotas])
