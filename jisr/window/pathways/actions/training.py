"""Acts on a training unit: its result, its certificate."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.window.pathways.actions.telling import tell
from jisr.window.pathways.choices import UnitResult
from jisr.window.pathways.models import TrainingUnit
from jisr.window.pathways.queries.certificates import holder
from jisr.window.pathways.rules import lacks_for_certificate

_DIGITS = 10


class NotCertifiable(Refusal):
    """Something is missing before a certificate."""

    message = _("The certificate waits: days of presence and the result are noted first, and reach what is asked.")


class Certified(Refusal):
    """A certificate was given."""

    message = _("The certificate of this unit was given. What it says stays.")


class NotTheIssuer(Refusal):
    """The paper would bear the name of another centre."""

    message = _("The certificate bears the name of the centre that keeps the plan: it is given there.")


@transaction.atomic
def set_result(
    *, unit: TrainingUnit, version: int, result: str, by: User, result_on: date | None = None
) -> TrainingUnit:
    """Write how a unit ended.

    Raises:
        Certified: its certificate was given.
        Unacceptable: no result, or a day to come.
        Stale: somebody else wrote it in between.
    """
    day = result_on or timezone.localdate()
    if unit.certificate:
        raise Certified
    if result not in UnitResult.values:
        raise Unacceptable({"result": _("Choose how it ended.")})
    if day > timezone.localdate():
        raise Unacceptable({"result_on": _("This day is in the future.")})
    unit.save_version(version, result=result, result_on=day)
    journal.record("pathways.noted_result", unit, by=by, reason=result)
    return unit


@transaction.atomic
def certify(*, unit: TrainingUnit, version: int, centre: Centre, by: User) -> TrainingUnit:
    """Give the certificate of a unit, under a number that can be checked together with the name on the paper.

    Raises:
        Certified: it was given.
        NotTheIssuer: another centre keeps the plan.
        NotCertifiable: presence or result do not reach what is asked.
    """
    if unit.certificate:
        raise Certified
    if unit.step.plan.centre_id != centre.pk:
        raise NotTheIssuer
    days = list(unit.days.values_list("present", flat=True))
    if lacks_for_certificate(days, asked=unit.attendance, result=unit.result):
        raise NotCertifiable
    code, person = readable_code(_DIGITS), unit.step.person
    names = {person.shown, person.shown_latin} - {""}
    unit.save_version(
        version, certificate=code, certified_on=timezone.localdate(), certified_by=by,
        holder=sorted(holder(code, name) for name in names),
    )  # fmt: skip
    journal.record("pathways.certified", unit, by=by)
    tell("certified", unit.step, centre.pk)
    return unit
