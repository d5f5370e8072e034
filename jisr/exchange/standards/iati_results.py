"""Targets and counts of an agreement as results of IATI: one for each thing counted, place by place. Pure."""

from collections import defaultdict
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.standards import facts
from jisr.exchange.standards.codes import iati, said
from jisr.exchange.standards.narrative import narrate
from jisr.exchange.standards.rows import Agreement, Counted


def results(found: Element, row: Agreement, today: date) -> None:
    """Append what was promised and reached; nothing where no days are known between which it stands.

    A figure without a place is of the whole agreement, and is not the sum of the others.
    """
    between = facts.period(row, today)
    if between is None:
        return
    about: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for one in (*row.targets, *row.reached):
        about[one.unit, one.public].append(one)
    for rows in about.values():
        node = SubElement(found, "result", {"type": iati("result")})
        narrate(node, "title", rows[0].label)
        indicator = SubElement(node, "indicator", {"measure": "1"})
        narrate(indicator, "title", rows[0].label)
        period = SubElement(indicator, "period")
        for name, day in zip(("period-start", "period-end"), between, strict=True):
            SubElement(period, name, {"iso-date": day.isoformat()})
        for one in sorted(rows, key=lambda one: one.as_of is not None):
            _figure(period, one)


def _figure(period: Element, one: Counted) -> None:
    name = "target" if one.as_of is None else "actual"
    node = _number(period, name, one, one.number)
    if one.as_of is not None:
        narrate(node, "comment", said("counted_on", what=one.as_of.isoformat()))
    if one.rural is not None:
        part = _number(period, name, one, one.rural, milieu="rural")
        narrate(part, "comment", said("rural"))


def _number(period: Element, name: str, one: Counted, number: int, **dimensions: str) -> Element:
    node = SubElement(period, name, {"value": str(number)})
    if one.place is not None:
        SubElement(node, "location", {"ref": one.place.ref})
    if one.public:
        dimensions["public"] = one.public
    for what, value in sorted(dimensions.items()):
        SubElement(node, "dimension", {"name": what, "value": value})
    return node
