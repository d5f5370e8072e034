"""Acts on an agreement and its versions: registered, written, put in force, carried on, amended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import KEEPER, BrokenLaw, lawful, of_its_region
from jisr.ledger.agreements.actions.two import of_our_age, past
from jisr.ledger.agreements.choices import AGREEMENT_TRANSITIONS, AgreementState, MilestoneKind
from jisr.ledger.agreements.models import (
    Agreement,
    InstalmentTerm,
    LineTerm,
    Milestone,
    Party,
    Provision,
    Share,
    Target,
    Version,
)
from jisr.staff.models import Post
from jisr.territory.models import Region

#: What may be said of an agreement, when it is registered and later.
AGREEMENT_FIELDS = frozenset({"name_ar", "name_fr", "about_ar", "about_fr", "since", "until"})
#: The state that is also a milestone.
_MARKED = {AgreementState.INITIALLED: MilestoneKind.INITIALLED, AgreementState.SIGNED: MilestoneKind.SIGNED}
#: What a version is made of, and what an amendment begins from.
PARTS = (Share, LineTerm, Target, Provision, InstalmentTerm)


class NotInForce(Refusal):
    """An amendment of what was never agreed."""

    message = _("Nothing is in force yet: change the draft itself, it needs no amendment.")


def add_party(*, kind: str, name_ar: str, name_fr: str, by: Post) -> Party:
    """Write down an institution that may be party to agreements.

    Raises:
        Unacceptable: a name is missing.
        OutOfReach: the writer keeps no agreements.
    """
    names = {"name_ar": clean_typed(name_ar), "name_fr": clean_typed(name_fr)}
    _both(names)
    party = Party(code=f"{kind}-{readable_code(6).lower()}", kind=kind, is_demonstration=by.is_demonstration, **names)
    with lawful():
        party.save(force_insert=True)
        journal.record("agreements.added_party", party, by=by.user, reason=kind)
    return party


def register(
    *, region: Region | None, values: Mapping[str, Any], by: Post, place_ar: str = "", place_fr: str = "",
) -> Agreement:  # fmt: skip
    """Begin the draft of an agreement, with a first version to be written.

    Args:
        region: None for an invented one, which the territory does not know; its name then stands in ``place_*``.
        values: some of ``AGREEMENT_FIELDS``; both names are needed.
        by: the post of the council of the region.

    Raises:
        Unacceptable: a name is missing, or it ends before it begins.
        NotOfThisRegion, OutOfReach: the post is not of that region.
    """
    agreement = Agreement(
        code=f"a-{readable_code(7).lower()}", region=region, place_ar=place_ar, place_fr=place_fr,
        is_demonstration=by.is_demonstration, **_said(values),
    )  # fmt: skip
    of_its_region(agreement, by, KEEPER)
    _check(agreement)
    with lawful():
        agreement.save(force_insert=True)
        Version.objects.create(agreement=agreement, number=1, is_demonstration=agreement.is_demonstration)
        journal.record("agreements.registered", agreement, by=by.user)
    return agreement


def edit(*, agreement: Agreement, expected: int, values: Mapping[str, Any], by: Post) -> Agreement:
    """Say more, or better, of what an agreement is about; what was agreed is changed by amendments alone.

    Raises:
        Stale: somebody saved it in between.
        Unacceptable, NotOfThisRegion: as for ``register``.
    """
    of_its_region(agreement, by, KEEPER)
    said = _said(values)
    for name, value in said.items():
        setattr(agreement, name, value)
    _check(agreement)
    with lawful():
        agreement.save_version(expected, **said)
        journal.record("agreements.edited", agreement, by=by.user)
    return agreement


def carry_on(*, agreement: Agreement, to: str, on: date, by: Post) -> Agreement:
    """Take an agreement to its next state; initialled, its first version holds and is kept as it is.

    Args:
        on: the day on which it was done, today or before; a milestone where it is one.

    Raises:
        OutOfReach: another state follows, or somebody was quicker.
        BrokenLaw: amounts that must be one another's sum are not.
        Unacceptable: the day is still to come, or before the state that went before it.
    """
    of_its_region(agreement, by, KEEPER)
    if to not in AGREEMENT_TRANSITIONS[agreement.state]:
        raise OutOfReach
    before = agreement.milestones.filter(kind__in=_MARKED.values(), taken_back_at=None)
    last = before.aggregate(day=Max("happened_on"))["day"]
    if past(on) < (last or on):
        raise Unacceptable({"on": _("This is before the step that goes before it. Check the day.")})
    with lawful():
        if to == AgreementState.INITIALLED:
            agreement.versions.filter(in_force=False).update(in_force=True, effective_on=on)
        changed = Agreement.objects.filter(pk=agreement.pk, state=agreement.state).update(
            state=to, version=agreement.version + 1
        )
        if not changed:
            raise OutOfReach
        if to in _MARKED:
            Milestone.objects.create(
                agreement=agreement, kind=_MARKED[AgreementState(to)], happened_on=on,
                is_demonstration=agreement.is_demonstration,
            )  # fmt: skip
        journal.record("agreements.carried_on", agreement, by=by.user, reason=to)
    agreement.refresh_from_db()
    return agreement


def begin_amendment(*, agreement: Agreement, by: Post) -> Version:
    """Prepare an amendment: a copy of what holds, to be changed until it is put in force.

    Raises:
        NotInForce: nothing holds yet.
        BrokenLaw: one is being prepared already.
        NotOfThisRegion: the post is of another region.
        OutOfReach: the agreement is closed.
    """
    of_its_region(agreement, by, KEEPER)
    if agreement.state == AgreementState.CLOSED:
        raise OutOfReach
    held = agreement.versions.filter(in_force=True).order_by("-number").first()
    if held is None:
        raise NotInForce
    if agreement.versions.filter(in_force=False).exists():
        raise BrokenLaw("agreementversion_one_in_preparation")
    version = Version(
        agreement=agreement, number=held.number + 1, envelope=held.envelope,
        is_demonstration=agreement.is_demonstration,
    )  # fmt: skip
    with lawful():
        version.save(force_insert=True)
        for part in PARTS:
            part.objects.bulk_create([_copied(row, version) for row in part.objects.filter(version=held)])
        journal.record("agreements.began_amendment", version, by=by.user)
    return version


def drop_amendment(*, version: Version, by: Post) -> None:
    """Give an amendment up before it holds; what is in force stays as it is.

    Raises:
        BrokenLaw: it is in force.
        NotInForce: it is the draft itself.
    """
    of_its_region(version.agreement, by, KEEPER)
    if version.number == 1:
        raise NotInForce
    with lawful():
        for part in PARTS:
            part.objects.filter(version=version).delete()
        Version.objects.filter(pk=version.pk).delete()
        journal.record("agreements.dropped_amendment", version, by=by.user)


def put_in_force(*, version: Version, on: date, why_ar: str, why_fr: str, by: Post) -> Version:
    """Let an amendment hold from a day on; the version before it stays readable.

    Raises:
        BrokenLaw: a sum does not come out, or less would be due than was called.
        Unacceptable: no reason in either language, or a day still to come or before the version that it replaces.
        OutOfReach: it is the draft itself, which holds when the agreement is initialled.
    """
    of_its_region(version.agreement, by, KEEPER)
    if version.number == 1:
        raise OutOfReach
    why = {"why_ar": clean_typed(why_ar, lines=True), "why_fr": clean_typed(why_fr, lines=True)}
    if not any(why.values()):
        raise Unacceptable({"why_ar": _("Say in one of the two languages why the agreement is amended.")})
    held = version.agreement.versions.filter(in_force=True).aggregate(day=Max("effective_on"))["day"]
    if past(on) < (held or on):
        raise Unacceptable({"on": _("This is before the version that it replaces held. Check the day.")})
    with lawful():
        if not Version.objects.filter(pk=version.pk, in_force=False).update(in_force=True, effective_on=on, **why):
            raise BrokenLaw("agreementversion_kept_once_in_force")
        journal.record("agreements.amended", version, by=by.user)
    version.refresh_from_db()
    return version


def _copied(row: Any, version: Version) -> Any:
    """The same row for another version, with a key of its own."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "version"}
    }
    return type(row)(version=version, **values)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - AGREEMENT_FIELDS
    if unknown:
        raise ValueError(f"not said of an agreement: {sorted(unknown)}")
    return {
        name: clean_typed(value, lines=name.startswith("about")) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _both(names: Mapping[str, str]) -> None:
    missing = {name: _("Both names are needed: it is shown in both languages.") for name in names if not names[name]}
    if missing:
        raise Unacceptable(missing)


def _check(agreement: Agreement) -> None:
    _both({"name_ar": agreement.name_ar, "name_fr": agreement.name_fr})
    for name in ("since", "until"):
        of_our_age(name, getattr(agreement, name))
    if agreement.since and agreement.until and agreement.until < agreement.since:
        raise Unacceptable({"until": _("It cannot end before it begins.")})
