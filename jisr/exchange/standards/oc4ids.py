"""Agreements as a project package of OC4IDS 0.9.5, in one language. Pure.

Source: https://standard.open-contracting.org/infrastructure/0.9/en/reference/
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from jisr.exchange.standards import facts
from jisr.exchange.standards.codes import joined, mapped, oc4ids, said
from jisr.exchange.standards.rows import (
    NOTHING,
    Agreement,
    Counted,
    Document,
    Figure,
    Indicator,
    Instalment,
    Milestone,
    Party,
    Payment,
    Place,
    Publication,
    Words,
)

VERSION = "0.9"
#: What we add to the facts is given away; the facts are nobody's, the pages they were read in are their authors'.
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"

Row = dict[str, Any]


def document(rows: Iterable[Agreement], publication: Publication, *, language: str, uri: str) -> Iterator[bytes]:
    """The package, piece by piece: one agreement is held at a time.

    Args:
        language: ar or fr; the standard keeps one in a file.
        uri: the address of the package.
    """
    package = {
        "uri": uri, "version": VERSION, "publishedDate": publication.at.isoformat(timespec="seconds"),
        "publisher": {"name": getattr(publication.name, language), "uid": publication.ref}, "license": LICENCE,
    }  # fmt: skip
    yield (_text(package)[:-1] + ', "projects": [').encode()
    for n, row in enumerate(rows):
        yield (",\n" if n else "\n").encode() + _text(project(row, publication, language)).encode()
    yield b"\n]}\n"


def _text(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


def project(row: Agreement, publication: Publication, language: str) -> Row:
    """One agreement; what was not published is left out, never zero."""
    told = _Teller(row, publication, language)
    return _whole({
        "id": f"{publication.prefix}-{publication.mark}{row.code}",
        "language": language,
        "title": told.title(),
        "description": told.description(),
        "purpose": told.say(facts.objects(row)),
        "status": oc4ids("state", row.state),
        "period": told.period(),
        "budget": told.budget(),
        "parties": [told.party(share.party, share.amount) for share in row.shares],
        "locations": [told.location(place) for place in row.places],
        "milestones": [
            *(told.milestone(one) for one in row.milestones), *(told.instalment(one) for one in row.instalments)
        ],
        "transactions": [told.transaction(one) for one in row.payments],
        "forecasts": [*told.metrics("forecast", row.targets), *told.reported("forecast")],
        "metrics": [*told.metrics("metric", facts.counted_apart(row)), *told.reported("metric")],
        "documents": [*told.documents(), *told.sources()],
    })  # fmt: skip


def _whole(row: Mapping[str, Any]) -> Row:
    """What is known of a row: the standard takes no empty text, list or object."""
    return {
        name: value for name, value in row.items() if value is not None and value != "" and value != [] and value != {}
    }


def _moment(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00Z" if day else None


class _Teller:
    """The parts of one agreement, in one language."""

    def __init__(self, row: Agreement, publication: Publication, language: str) -> None:
        self.row, self.publication, self.language = row, publication, language

    def say(self, words: Words | None) -> str:
        """A text in the language of the file, in the other one where it has no other."""
        return getattr(words, self.language) or next(filter(None, words), "") if words else ""

    def money(self, minor: int | None) -> Row | None:
        """An amount; a number of JSON, in units."""
        if minor is None:
            return None
        whole, part = divmod(minor, facts.MINOR)
        return {"amount": float(facts.units(minor)) if part else whole, "currency": self.row.currency}

    def title(self) -> str:
        mark = f"[{self.say(said('demonstration'))}] " if self.row.is_demonstration else ""
        return mark + self.say(self.row.name)

    def description(self) -> str:
        """What it is about, then what no field takes: contradictions, governance, targets without days."""
        row = self.row
        invented = [said("invented")] if row.is_demonstration else []
        return self.say(joined([*invented, row.about, facts.claimed(row), facts.governed(row)], "\n"))

    def period(self) -> Row:
        known = facts.start(self.row, self.publication.today)
        begins = self.row.since or (known.day if known else None)
        return _whole({"startDate": _moment(begins), "endDate": _moment(self.row.until)})

    def budget(self) -> Row:
        """The envelope, and its parts by party and by object."""
        row = self.row
        signed = [one.day for one in row.milestones if one.kind == "signed"]
        by_party = [
            self._part(f"party-{share.party.code}", share.party.name, share.amount, self._named(share.party))
            for share in row.shares if share.amount is not None
        ]  # fmt: skip
        by_object = [
            self._part(f"object-{line.code}", line.name, line.amount) for line in row.lines if line.amount is not None
        ]
        return _whole({
            "amount": self.money(row.held.envelope if row.held else None),
            "approvalDate": _moment(min(signed, default=None)),
            "budgetBreakdowns": [
                {"id": name, "description": self.say(said(name)), "budgetBreakdown": parts}
                for name, parts in (("by_party", by_party), ("by_object", by_object)) if parts
            ],
        })  # fmt: skip

    def _part(self, key: str, name: Words, amount: int, party: Row | None = None) -> Row:
        return _whole({
            "id": key, "description": self.say(name), "amount": self.money(amount), "sourceParty": party,
        })  # fmt: skip

    def _named(self, party: Party) -> Row:
        return {"id": party.code, "name": self.say(party.name)}

    def party(self, party: Party, amount: int | None) -> Row:
        roles = [oc4ids("role", "pledges")] if amount else []
        return _whole({**self._named(party), "roles": roles})

    def location(self, place: Place) -> Row:
        codes = {"scheme": "MA-HCP", "identifiers": [place.code]} if place.code else None
        country = self.say(said("country"))
        return _whole({
            "id": place.ref, "description": self.say(place.name), "gazetteer": codes,
            "address": {"region": self.say(place.name), "countryName": country} if place.level == 1 else None,
        })  # fmt: skip

    def milestone(self, one: Milestone) -> Row:
        """Something that happened."""
        return _whole({
            "id": one.key, "title": self.say(one.label), "type": oc4ids("milestone", one.kind),
            "description": self.say(facts.dated(one)), "dateMet": _moment(one.day), "status": "met",
        })  # fmt: skip

    def instalment(self, one: Instalment) -> Row:
        """A payment that was promised, and how far it came."""
        status = "met" if one.paid >= one.amount else "partiallyMet" if one.paid > 0 else (
            "notMet" if one.due_on < self.publication.today else "scheduled"
        )  # fmt: skip
        title = said("instalment", n=one.number, what=one.party.name)
        return _whole({
            "id": one.key, "title": self.say(title), "type": "payment", "dueDate": _moment(one.due_on),
            "status": status, "value": self.money(one.amount),
        })  # fmt: skip

    def transaction(self, one: Payment) -> Row:
        """A payment; one that was taken back is negative."""
        title = said("instalment", n=one.number, what=one.party.name)
        return {
            "id": one.key, "date": _moment(one.day), "value": self.money(one.amount), "payer": self._named(one.party),
            "relatedImplementationMilestone": {"id": one.instalment, "title": self.say(title)},
        }  # fmt: skip

    def metrics(self, kind: str, rows: Iterable[Counted]) -> list[Row]:
        """Each thing that is counted, place by place."""
        about: dict[tuple[str, str], list[Counted]] = {}
        for one in rows:
            about.setdefault((one.unit, one.public), []).append(one)
        return [
            {
                "id": "-".join(filter(None, (kind, *key))), "title": self.say(found[0].label),
                "observations": [part for n, one in enumerate(found, 1) for part in self._observed(n, one)],
            }
            for key, found in about.items()
        ]  # fmt: skip

    def _observed(self, n: int, one: Counted) -> Iterator[Row]:
        period = _whole({"endDate": _moment(one.as_of or self.row.until)})
        place = {"location": one.place.ref} if one.place else {}
        for key, number, more in ((f"{n}", one.number, {}), (f"{n}-rural", one.rural, {"milieu": "rural"})):
            if number is not None:
                dimensions = {**place, **({"public": one.public} if one.public else {}), **more}
                yield _whole({
                    "id": key, "period": period, "measure": number, "unit": {"name": self.say(one.label)},
                    "dimensions": dimensions,
                })  # fmt: skip

    def reported(self, kind: str) -> Iterator[Row]:
        """Indicators of the framework: promised as forecasts; where it began and approved as metrics."""
        for one in self.row.indicators:
            observed = [row for row in self._results(one, is_forecast=kind == "forecast") if row is not None]
            if observed:
                yield _whole({
                    "id": f"{kind}-indicator-{one.code}", "title": self.say(one.name),
                    "description": self.say(facts.counted_how(one)), "observations": observed,
                })  # fmt: skip

    def _results(self, one: Indicator, *, is_forecast: bool) -> Iterator[Row | None]:
        if one.began is not None and not is_forecast:
            figure, day = one.began
            yield self._result(one, figure, "baseline", {"endDate": _moment(day)}, said("baseline"))
        for reported in one.periods:
            period = {"startDate": _moment(reported.begins), "endDate": _moment(reported.ends)}
            for n, figure in enumerate(reported.targets if is_forecast else reported.actuals, 1):
                words = NOTHING if is_forecast or figure.dimension else reported.words
                yield self._result(one, figure, f"{reported.begins.isoformat()}-{n}", period, words)

    def _result(self, one: Indicator, figure: Figure, key: str, period: Row, words: Words) -> Row | None:
        value = facts.value(figure, one)
        if value is None:
            return None
        part = {figure.dimension: mapped()["parts"].get(figure.part, figure.part)} if figure.part else {}
        place = {"location": figure.place.ref} if figure.place else {}
        return _whole({
            "id": key, "period": period, "measure": float(value) if value % 1 else int(value),
            "unit": {"name": "%" if one.is_percent else self.say(one.unit_name)}, "dimensions": {**place, **part},
            "notes": " — ".join(filter(None, (self.say(facts.made_of(figure)), self.say(words)))),
        })  # fmt: skip

    def documents(self) -> list[Row]:
        """Files that everybody may open."""
        return [self._file(one) for one in self.row.documents]

    def _file(self, one: Document) -> Row:
        return _whole({
            "id": one.key, "documentType": oc4ids("document", one.kind), "title": one.title,
            "description": self.say(one.label), "url": self.publication.document.format(key=one.key),
            "format": one.media_type, "datePublished": _moment(one.day),
        })  # fmt: skip

    def sources(self) -> Iterator[Row]:
        """Where it was read; those without an address too."""
        for n, one in enumerate(facts.every_source(self.row), 1):
            url = facts.address(one["url"]) if one.get("url") else ""
            language = facts.tongue(one["title"])
            yield _whole({
                "id": f"source-{n}", "title": one["title"], "url": url, "format": "text/html" if url else "",
                "language": language,
            })  # fmt: skip
