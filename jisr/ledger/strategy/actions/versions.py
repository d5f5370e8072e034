"""Beginning a strategy, preparing its next version, putting a version in force."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Unacceptable
from jisr.common.keys import new_key, readable_code
from jisr.common.text import clean_typed
from jisr.ledger.strategy.actions.reach import DraftThere, NoMeasures, NothingInForce, drafted, on_same_side
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import (
    Axis,
    Measure,
    MeasureBudget,
    MeasureIndicator,
    MeasureProgramme,
    MeasureStatement,
    Objective,
    PairDecision,
    Strategy,
    StrategyVersion,
)
from jisr.territory.models import Region

_CODE, _SIGNS = 40, 4


def code_of(name: str) -> str:
    """An address for something new: its name in Latin letters, and signs that no other has."""
    return "-".join(filter(None, [slugify(name)[:_CODE], readable_code(_SIGNS).lower()]))


@transaction.atomic
def begin_strategy(
    *, by: User, name_ar: str, name_fr: str, owner_ar: str = "", owner_fr: str = "", region: Region | None = None,
    since: date | None = None, until: date | None = None,
) -> StrategyVersion:  # fmt: skip
    """Begin a strategy with its first version, a draft.

    Raises:
        Unacceptable: it has no name in one of the two languages, or ends before it begins.
    """
    names = {"name_ar": clean_typed(name_ar), "name_fr": clean_typed(name_fr)}
    wrong: dict[str, Any] = {name: _("Write its name.") for name, value in names.items() if not value}
    if since and until and until < since:
        wrong["until"] = _("It ends before it begins.")
    if wrong:
        raise Unacceptable(wrong)
    strategy = Strategy.objects.create(
        code=code_of(name_fr), region=region, is_demonstration=by.is_demonstration, **names,
        owner_ar=clean_typed(owner_ar), owner_fr=clean_typed(owner_fr),
    )  # fmt: skip
    version = StrategyVersion.objects.create(
        strategy=strategy, number=1, since=since, until=until, is_demonstration=by.is_demonstration
    )
    journal.record("strategy.begun", strategy, by=by)
    return version


@transaction.atomic
def begin_version(*, strategy: Strategy, by: User, said_ar: str = "", said_fr: str = "") -> StrategyVersion:
    """Prepare the next version: a copy of the one in force, what was decided about its measures included.

    Raises:
        NothingInForce, DraftThere.
    """
    on_same_side(strategy, by)
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    versions = StrategyVersion.objects.filter(strategy=strategy)
    current = versions.filter(state=VersionState.CURRENT).first()
    if versions.filter(state=VersionState.DRAFT).exists():
        raise DraftThere
    if current is None:
        raise NothingInForce
    version = StrategyVersion.objects.create(
        strategy=strategy, number=current.number + 1, since=current.since, until=current.until,
        said_ar=clean_typed(said_ar, lines=True), said_fr=clean_typed(said_fr, lines=True),
        is_demonstration=strategy.is_demonstration,
    )  # fmt: skip
    _copy(current, version)
    journal.record("strategy.version_begun", version, by=by)
    return version


@transaction.atomic
def put_in_force(*, version: StrategyVersion, on: date, by: User) -> StrategyVersion:
    """The draft is decided: it replaces the version in force, and is not rewritten any more.

    Args:
        on: the day of the decision.

    Raises:
        InForce: it is no draft.
        NoMeasures: it says nothing.
    """
    held = drafted(version, by)
    if not Measure.objects.filter(of=held, dropped=False).exists():
        raise NoMeasures
    StrategyVersion.objects.filter(strategy=held.strategy_id, state=VersionState.CURRENT).update(
        state=VersionState.REPLACED
    )
    held.state, held.decided_on = VersionState.CURRENT, on
    held.save(update_fields=["state", "decided_on"])
    journal.record("strategy.put_in_force", held, by=by)
    return held


def _copy(old: StrategyVersion, new: StrategyVersion) -> None:
    """Everything of one version into another, under new keys; measures left out stay behind."""
    axes = _copied(Axis.objects.filter(of=old), of_id=new.pk)
    objectives = _copied(Objective.objects.filter(of=old), of_id=new.pk, axis_id=axes)
    kept = Measure.objects.filter(of=old, dropped=False)
    measures = _copied(kept, of_id=new.pk, axis_id=axes, objective_id=objectives, version=1)
    for model in (MeasureBudget, MeasureIndicator, MeasureProgramme, MeasureStatement):
        _copied(model._default_manager.filter(measure__in=kept), measure_id=measures)
    _copied(PairDecision.objects.filter(measure__in=kept, undone_at=None), measure_id=measures)


def _copied(rows: Any, **changed: Any) -> dict[UUID, UUID]:
    """Copy rows; what they point at is looked up where a table old key -> new key is given."""
    keys: dict[UUID, UUID] = {}
    copies = []
    for row in rows:
        keys[row.pk] = key = new_key()
        for name, value in changed.items():
            setattr(row, name, value.get(getattr(row, name)) if isinstance(value, dict) else value)
        row.pk = key
        row._state.adding = True
        copies.append(row)
    rows.model._default_manager.bulk_create(copies)
    return keys
