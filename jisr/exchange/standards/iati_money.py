"""The money of an agreement in IATI: budgets by year, planned disbursements, commitments and disbursements. Pure.

What is called, approved and justified has no place there: a justified dirham given as expenditure would be counted a
second time beside its disbursement. Our own tables have them.
"""

from collections import defaultdict
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.standards import facts
from jisr.exchange.standards.codes import iati, mapped, said
from jisr.exchange.standards.narrative import narrate
from jisr.exchange.standards.rows import Agreement, Instalment, Party, Words


def money(found: Element, row: Agreement, today: date) -> None:
    """Append what was planned, pledged and paid; nothing of what is not known."""
    of_text = {"type": "2" if len(row.versions) > 1 else "1"}
    _budgets(found, row, of_text)
    for one in row.instalments:
        _planned(found, one, of_text)
    for pledge in facts.commitments(row, today):
        _transaction(found, "commitment", pledge.day, pledge.amount, pledge.note, pledge.party)
    for payment in row.payments:
        words = said("taken_back" if payment.amount < 0 else "paid", n=payment.number)
        _transaction(found, "payment", payment.day, payment.amount, words, payment.party)


def _budgets(found: Element, row: Agreement, of_text: dict[str, str]) -> None:
    """What is due in each year: the standard takes no budget of more than one, and nobody cuts an envelope by years."""
    by_year: dict[int, int] = defaultdict(int)
    for one in row.instalments:
        by_year[one.due_on.year] += one.amount
    for year, amount in sorted(by_year.items()):
        status = "2" if row.state in mapped()["bound"] else "1"
        node = SubElement(found, "budget", {"status": status, **of_text})
        _period(node, date(year, 1, 1), date(year, 12, 31))
        _value(node, amount, date(year, 1, 1))


def _planned(found: Element, one: Instalment, of_text: dict[str, str]) -> None:
    node = SubElement(found, "planned-disbursement", of_text)
    _period(node, one.due_on, one.due_on)
    _value(node, one.amount, one.due_on)
    _provider(node, one.party)


def _transaction(found: Element, kind: str, day: date, amount: int, words: Words, party: Party | None) -> None:
    node = SubElement(found, "transaction")
    SubElement(node, "transaction-type", {"code": iati("transaction", kind)})
    SubElement(node, "transaction-date", {"iso-date": day.isoformat()})
    _value(node, amount, day)
    narrate(node, "description", words)
    if party is not None:
        _provider(node, party)


def _provider(node: Element, party: Party) -> None:
    narrate(node, "provider-org", party.name, {"type": iati("party", party.kind)})


def _period(node: Element, begins: date, ends: date) -> None:
    SubElement(node, "period-start", {"iso-date": begins.isoformat()})
    SubElement(node, "period-end", {"iso-date": ends.isoformat()})


def _value(node: Element, amount: int, day: date) -> None:
    SubElement(node, "value", {"value-date": day.isoformat()}).text = facts.units(amount)
