"""Noting somebody else's programme, so that its lines can be taken in."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.strategy.actions.versions import code_of
from jisr.ledger.strategy.choices import PlanKind
from jisr.ledger.strategy.models import Plan
from jisr.territory.models import Province, Region


@transaction.atomic
def begin_plan(
    *, by: User, kind: str, name_ar: str, name_fr: str, owner_ar: str = "", owner_fr: str = "",
    region: Region | None = None, province: Province | None = None, since: date | None = None,
    until: date | None = None,
) -> Plan:  # fmt: skip
    """Note a programme of others; its lines come from a sheet.

    Raises:
        Unacceptable: it has no name, or ends before it begins.
    """
    wrong: dict[str, Any] = {}
    if kind not in PlanKind.values:
        wrong["kind"] = _("Choose whose programme it is.")
    names = {"name_ar": clean_typed(name_ar), "name_fr": clean_typed(name_fr)}
    if not any(names.values()):
        wrong["name_ar"] = _("Write its name.")
    if since and until and until < since:
        wrong["until"] = _("It ends before it begins.")
    if wrong:
        raise Unacceptable(wrong)
    plan = Plan.objects.create(
        code=code_of(name_fr), kind=kind, region=region or (province.region if province else None), province=province,
        since=since, until=until, owner_ar=clean_typed(owner_ar), owner_fr=clean_typed(owner_fr),
        is_demonstration=by.is_demonstration, **names,
    )  # fmt: skip
    journal.record("strategy.plan_noted", plan, by=by)
    return plan
