"""What is written into a version while it is in preparation: shares, object lines, targets, provisions, instalments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jisr.centres.models import Programme
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import KEEPER, lawful, of_its_region
from jisr.ledger.agreements.actions.two import of_our_age
from jisr.ledger.agreements.models import (
    Instalment,
    InstalmentTerm,
    LineTerm,
    ObjectLine,
    Party,
    Provision,
    Share,
    Target,
    Version,
)
from jisr.ledger.agreements.rules.money import Rate
from jisr.staff.models import Post
from jisr.territory.models import Province

Part = Share | LineTerm | Target | Provision | InstalmentTerm


class HasPayments(Refusal):
    """Something that money already hangs on."""

    message = _("Instalments of this party stand in this version. Take them off first.")


def set_envelope(*, version: Version, envelope: int, by: Post) -> Version:
    """Say how much the whole agreement is.

    Raises:
        Unacceptable: nothing, or less.
        BrokenLaw: the version is in force.
    """
    of_its_region(version.agreement, by, KEEPER)
    if envelope <= 0:
        raise Unacceptable({"envelope": _("Give an amount above zero.")})
    with lawful():
        version.envelope = envelope
        version.save(update_fields=["envelope"])
        journal.record("agreements.set_envelope", version, by=by.user)
    return version


def pledge(*, version: Version, party: Party, by: Post, amount: int | None = None, rate: Rate | None = None) -> Share:
    """Write down what a party pledges; the same party again replaces what stood there.

    Args:
        amount: minor units of the agreement's currency; left out where a rate gives it.

    Raises:
        Unacceptable: no amount, or one below zero.
        BrokenLaw: the version is in force.
    """
    of_its_region(version.agreement, by, KEEPER)
    worth = rate.amount if rate else amount
    if worth is None or worth < 0:
        raise Unacceptable({"amount": _("Give the share, or 0 for a party that pays nothing.")})
    share = Share(party=party, amount=worth, **_under(version), **(rate.values if rate else {}))
    with lawful():
        Share.objects.filter(version=version, party=party).delete()
        share.save(force_insert=True)
        journal.record("agreements.pledged", share, by=by.user)
    return share


def fund(
    *, version: Version, by: Post, amount: int | None, line: ObjectLine | None = None, name_ar: str = "",
    name_fr: str = "", programme: Programme | None = None,
) -> LineTerm:  # fmt: skip
    """Write down what the money is for: a new object line, or another amount for one that is there.

    Args:
        line: one of the agreement; a new one is made from the names when left out.
        programme: the one that the line pays for.

    Raises:
        Unacceptable: a name is missing, or the amount is below zero.
        BrokenLaw: the version is in force.
    """
    of_its_region(version.agreement, by, KEEPER)
    if amount is not None and amount < 0:
        raise Unacceptable({"amount": _("Give an amount above zero.")})
    with lawful():
        row = line or _new_line(version, clean_typed(name_ar), clean_typed(name_fr), programme)
        LineTerm.objects.filter(version=version, line=row).delete()
        term = LineTerm(line=row, amount=amount, **_under(version))
        term.save(force_insert=True)
        journal.record("agreements.funded", term, by=by.user)
    return term


def promise(
    *, version: Version, unit: str, number: int, by: Post, public: str = "", province: Province | None = None,
    place_ar: str = "", place_fr: str = "",
) -> Target:  # fmt: skip
    """Write down how many are to be reached; the same place and public again replaces what stood there.

    Raises:
        BrokenLaw: the version is in force.
    """
    of_its_region(version.agreement, by, KEEPER)
    where = {"province": province, "place_ar": place_ar, "place_fr": place_fr}
    target = Target(unit=unit, public=public, number=number, **where, **_under(version))
    with lawful():
        Target.objects.filter(version=version, unit=unit, public=public, **where).delete()
        target.save(force_insert=True)
        journal.record("agreements.promised", target, by=by.user)
    return target


def provide(*, version: Version, kind: str, text_ar: str, text_fr: str, by: Post) -> Provision:
    """Write down how the agreement is governed, or on what it depends.

    Raises:
        Unacceptable: one of the two languages is missing.
        BrokenLaw: the version is in force.
    """
    of_its_region(version.agreement, by, KEEPER)
    texts = {"text_ar": clean_typed(text_ar, lines=True), "text_fr": clean_typed(text_fr, lines=True)}
    missing = {name: _("Both languages are needed: everybody reads it.") for name, text in texts.items() if not text}
    if missing:
        raise Unacceptable(missing)
    provision = Provision(kind=kind, **texts, **_under(version))
    with lawful():
        provision.save(force_insert=True)
        journal.record("agreements.provided", provision, by=by.user, reason=kind)
    return provision


def plan(
    *, version: Version, party: Party, due_on: date, amount: int, by: Post, instalment: Instalment | None = None
) -> InstalmentTerm:
    """Write down what a party owes by a day: a new instalment, or another day or amount for one that is there.

    Raises:
        Unacceptable: no amount, or the party pledges nothing.
        BrokenLaw: the version is in force, or the agreement is known from publications alone.
    """
    of_its_region(version.agreement, by, KEEPER)
    of_our_age("due_on", due_on)
    if amount <= 0:
        raise Unacceptable({"amount": _("Give an amount above zero.")})
    if not Share.objects.filter(version=version, party=party, amount__gt=0).exists():
        raise Unacceptable({"party": _("This party pledges nothing in this version. Write its share first.")})
    with lawful():
        row = instalment or _next_instalment(version, party)
        InstalmentTerm.objects.filter(version=version, instalment=row).delete()
        term = InstalmentTerm(instalment=row, due_on=due_on, amount=amount, **_under(version))
        term.save(force_insert=True)
        journal.record("agreements.planned", term, by=by.user)
    return term


def take_off(*, part: Part, by: Post) -> None:
    """Take something off a version in preparation; an instalment taken off is cancelled when the version holds.

    Raises:
        HasPayments: a share with instalments.
        BrokenLaw: the version is in force.
    """
    of_its_region(part.agreement, by, KEEPER)
    planned = InstalmentTerm.objects.filter(version=part.version_id)
    if isinstance(part, Share) and planned.filter(instalment__party=part.party_id).exists():
        raise HasPayments
    with lawful():
        type(part)._base_manager.filter(pk=part.pk).delete()
        journal.record("agreements.took_off", part, by=by.user, reason=part._meta.model_name or "")


def _under(version: Version) -> Mapping[str, Any]:
    return {
        "version": version, "agreement_id": version.agreement_id, "is_demonstration": version.is_demonstration,
    }  # fmt: skip


def _new_line(version: Version, name_ar: str, name_fr: str, programme: Programme | None) -> ObjectLine:
    names = {"name_ar": name_ar, "name_fr": name_fr}
    missing = {name: _("Both names are needed: it is shown in both languages.") for name in names if not names[name]}
    if missing:
        raise Unacceptable(missing)
    return ObjectLine.objects.create(
        agreement_id=version.agreement_id, is_demonstration=version.is_demonstration, programme=programme,
        code=f"l-{readable_code(5).lower()}", **names,
    )  # fmt: skip


def _next_instalment(version: Version, party: Party) -> Instalment:
    """The next number of a party; one that was taken off every version is taken up again."""
    rows = Instalment.objects.filter(agreement=version.agreement_id, party=party)
    if left := rows.filter(terms=None).order_by("number").first():
        return left
    held = rows.aggregate(last=Max("number"))
    return Instalment.objects.create(
        agreement_id=version.agreement_id, party=party, number=(held["last"] or 0) + 1,
        is_demonstration=version.is_demonstration,
    )  # fmt: skip
