"""Agreements as a file of IATI 2.03 activities; the order of the elements is the standard's. Pure.

Source: https://iatistandard.org/en/iati-standard/203/activity-standard/
"""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from jisr.exchange.standards import facts
from jisr.exchange.standards.codes import iati, joined, mapped, said
from jisr.exchange.standards.iati_money import money
from jisr.exchange.standards.iati_results import results
from jisr.exchange.standards.missing import given
from jisr.exchange.standards.narrative import LANG, narrate
from jisr.exchange.standards.rows import Agreement, Document, Place, Publication, Share, Source, Words

VERSION = "2.03"


def document(rows: Iterable[Agreement], publication: Publication) -> Iterator[bytes]:
    """The file, piece by piece: one agreement is held at a time.

    Args:
        rows: those for which the standard has no place (``missing.given``) are left out.
    """
    mark = f"<!-- {' / '.join(said('invented'))} -->\n" if publication.is_demonstration else ""
    moment = publication.at.isoformat(timespec="seconds")
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n{mark}<iati-activities version="{VERSION}"'
    yield f'{opening} generated-datetime="{moment}">\n'.encode()
    for row in rows:
        if given(row, publication):
            yield tostring(activity(row, publication), encoding="utf-8") + b"\n"
    yield b"</iati-activities>\n"


def activity(row: Agreement, publication: Publication) -> Element:
    """One agreement as an activity; what was not published is left out, never zero."""
    found = Element("iati-activity", {LANG: "ar", "default-currency": row.currency})
    SubElement(found, "iati-identifier").text = identifier(row, publication)
    _reporting(found, row, publication)
    narrate(found, "title", _title(row))
    _descriptions(found, row)
    for share in row.shares:
        _participant(found, share)
    SubElement(found, "activity-status", {"code": iati("state", row.state)})
    _dates(found, row, publication.today)
    _places(found, row)
    SubElement(found, "sector", {**mapped()["iati"]["sector"], "percentage": "100"})
    SubElement(found, "default-finance-type", {"code": iati("finance")})
    money(found, row, publication.today)
    _links(found, row, publication)
    results(found, row, publication.today)
    return found


def identifier(row: Agreement, publication: Publication) -> str:
    """The same in every file: the publisher's, then the code of the agreement."""
    return f"{publication.ref}-{publication.mark}{row.code}"


def _title(row: Agreement) -> Words:
    mark = said("demonstration")
    return Words(*(f"[{mark[n]}] {name}" for n, name in enumerate(row.name))) if row.is_demonstration else row.name


def _reporting(found: Element, row: Agreement, publication: Publication) -> None:
    """Who publishes; of an agreement known from pages alone it only says again what others said."""
    values = {"ref": publication.ref, "type": publication.kind, "secondary-reporter": "1" if row.sources else "0"}
    narrate(found, "reporting-org", publication.name, values)


def _descriptions(found: Element, row: Agreement) -> None:
    invented = [said("invented")] if row.is_demonstration else []
    others = [*invented, facts.claimed(row), facts.governed(row), facts.unaddressed(row)]
    narrate(found, "description", row.about if any(row.about) else _title(row), {"type": "1"})
    narrate(found, "description", facts.objects(row), {"type": "2"})
    narrate(found, "description", facts.promised(row), {"type": "3"})
    narrate(found, "description", joined(others, "\n"), {"type": "4"})


def _participant(found: Element, share: Share) -> None:
    role = iati("role", "pledges" if share.amount else "signs")
    narrate(found, "participating-org", share.party.name, {"type": iati("party", share.party.kind), "role": role})


def _dates(found: Element, row: Agreement, today: date) -> None:
    """Planned days as the agreement has them; the actual start is the first day that something shows."""
    known = facts.start(row, today)
    for kind, day, words in (
        ("1", row.since, said("planned_start")),
        ("2", known.day if known else None, facts.dated(known) if known else said("planned_start")),
        ("3", row.until, said("planned_end")),
    ):
        if day is not None:
            narrate(found, "activity-date", words, {"iso-date": day.isoformat(), "type": kind})


def _places(found: Element, row: Agreement) -> None:
    SubElement(found, "activity-scope", {"code": iati("scope", "country" if _is_everywhere(row) else "region")})
    SubElement(found, "recipient-country", {"code": "MA", "percentage": "100"})
    for place in row.places:
        _place(found, place)


def _is_everywhere(row: Agreement) -> bool:
    return row.region is None and not row.is_demonstration


def _place(found: Element, place: Place) -> None:
    node = SubElement(found, "location", {"ref": place.ref})
    SubElement(node, "location-reach", {"code": "1"})
    narrate(node, "name", place.name)
    SubElement(node, "exactness", {"code": "2"})


def _links(found: Element, row: Agreement, publication: Publication) -> None:
    page = publication.page.format(code=row.code)
    _link(found, page, "text/html", said("page"), "source")
    for one in row.documents:
        _of_ours(found, one, publication)
    for source in facts.every_source(row):
        if source.get("url"):
            _of_others(found, source)


def _of_ours(found: Element, one: Document, publication: Publication) -> None:
    title = Words(**{"ar": "", "fr": ""} | {facts.tongue(one.title): one.title})
    _link(found, publication.document.format(key=one.key), one.media_type, title, one.kind)


def _of_others(found: Element, source: Source) -> None:
    title = Words(**{"ar": "", "fr": ""} | {facts.tongue(source["title"]): source["title"]})
    _link(found, facts.address(source["url"]), "text/html", title, "source")


def _link(found: Element, url: str, media_type: str, title: Words, kind: str) -> None:
    node = SubElement(found, "document-link", {"format": media_type, "url": url})
    narrate(node, "title", title)
    SubElement(node, "category", {"code": iati("document", kind)})
