"""A file of families in words: how far it is, what its first rows become, why rows are refused, who looks like whom."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jisr.centres.models import Centre
from jisr.centres.rules import phone_shown
from jisr.common.database import call
from jisr.exchange import actions as centre_actions
from jisr.exchange.centres_import import reading as first_reading
from jisr.exchange.families_sheets import reading, store
from jisr.exchange.families_sheets.columns import BY_CODE, NAMES
from jisr.exchange.families_sheets.looking import Look
from jisr.exchange.families_sheets.problems import OF_COLUMN, Problem
from jisr.exchange.models import FamilyImport, ImportPair, ImportPlan
from jisr.families.models import Person
from jisr.territory.search import index
from jisr.web import wording

#: Rows of each kind on a page; all of them are in the report.
MOST_SHOWN = 30
_REFUSALS = {
    one.__name__: one
    for one in (
        reading.WrongKind, reading.TooLarge, reading.CellTooLarge, first_reading.NotWhatItSays,
        first_reading.Unreadable, first_reading.Empty, centre_actions.NoColumns,
    )
}  # fmt: skip
_FAULTS = {
    "lost": gettext_lazy("The file is no longer here: the database was restarted. Nothing was written; send it again."),
    "stopped": gettext_lazy(
        "The file could not be read to its end: it is damaged, or asks for more memory than there is."
        " Nothing was written. Save it as CSV, or divide it."
    ),
    "erased": gettext_lazy(
        "The file is no longer here: lists that wait are dropped when somebody is erased. Nothing was written. Take"
        " whoever asked to be forgotten out of your list, then send it again."
    ),
}
STATES = {
    "new": gettext_lazy("somebody new"), "joined": gettext_lazy("somebody new in a household that is known"),
    "changed": gettext_lazy("changes somebody who is here"), "same": gettext_lazy("here already, nothing changes"),
    "conflict": gettext_lazy("changed here by hand since: kept as it is, unless you say otherwise"),
    "repeated": gettext_lazy("left out"), "refused": gettext_lazy("left out"),
}  # fmt: skip
REASONS = {
    "number": gettext_lazy("the same identity number"), "names": gettext_lazy("the same name"),
    "names_near": gettext_lazy("nearly the same name"), "birth": gettext_lazy("the same birth date"),
    "swapped": gettext_lazy("day and month of birth swapped"), "year": gettext_lazy("the same year of birth"),
}  # fmt: skip
_OF_PERSON = ("sex", "marital_state", "literacy", "schooled", "disability")
_IN_ROW = (
    "relation", *NAMES, "sex", "born_on", "marital_state", "schooled", "disability", "phone", "commune", "locality",
)  # fmt: skip


@dataclass
class Row:
    """A row of the file as it would be written.

    Attributes:
        changes: (heading, what stands here, what the file says) where somebody is changed.
    """

    n: int
    state: Any
    name: str
    facts: list[tuple[Any, str]]
    changes: list[tuple[Any, str, str]] = field(default_factory=list)
    taken: bool = False


def progress(row: FamilyImport) -> dict[str, Any]:
    """How far a file is."""
    steps = {"sent": 1, "mapped": 2, "confirmed": 3}
    return {"step": steps[row.state], "read": row.rows_read}


def why_stopped(row: FamilyImport) -> str:
    """Why a file stopped, in words; "" where it did not."""
    told = store.told(row)
    name, values = told.get("refusal", ["", {}])
    if name in _REFUSALS:
        return str(_REFUSALS[name](**values))
    return str(_FAULTS.get(row.fault, _FAULTS["stopped"])) if row.fault else ""


def readings(look: Look) -> list[tuple[str, str]]:
    """The first doubtful line in each encoding that could be meant."""
    return list(look.readings.items())


def preview(row: FamilyImport) -> dict[str, Any]:
    """What a checked file would do: the first rows of each kind, and why rows are refused."""
    problems = list(islice(all_problems(row.pk), MOST_SHOWN))
    kinds = Counter(row.counts.get("kinds", {}))
    kinds.update({OF_COLUMN[why]: many for why, many in row.counts.get("found", {}).items() if why in OF_COLUMN})
    return {
        "new": of_state(row.pk, "new", 12), "changed": of_state(row.pk, "changed", 12),
        "problems": problems, "kinds": [(BY_CODE[code].label, many) for code, many in kinds.most_common()],
        "open_pairs": open_pairs(row.pk),
        "recognised": ImportPair.objects.filter(importing=row.pk, decision="same").values("n").distinct().count(),
    }  # fmt: skip


def open_pairs(importing: UUID) -> int:
    """How many rows look like somebody, and nobody has said whether they are."""
    return ImportPair.objects.filter(importing=importing, decision="").values("n").distinct().count()


def all_problems(importing: UUID) -> Iterator[Problem]:
    """Why rows are left out: those of cells, then those found between rows."""
    yield from store.problems(importing)
    plans = ImportPlan.objects.filter(importing=importing, state__in=("refused", "repeated")).exclude(why="renamed")
    for plan in plans.order_by("n").iterator(chunk_size=2_000):
        yield of_plan(plan)


def of_plan(plan: ImportPlan) -> Problem:
    """What was found between rows, as a problem."""
    values = {"other": plan.other} if plan.other else {}
    return Problem(plan.n, OF_COLUMN[plan.why], plan.why, values)


def of_state(importing: UUID, state: str, most: int, after: int = 0) -> list[Row]:
    """Rows of one kind as they would be written, with what would change."""
    found = call("jisr_import_rows", importing, state, after, most)
    persons = {
        person.pk: person
        for person in Person.objects.select_related("household").filter(pk__in=[row[4] for row in found if row[4]])
    }
    return [_row(row, persons.get(row[4])) for row in found]


def says_of(importing: UUID, numbers: list[int]) -> dict[int, Row]:
    """Some rows of the file, by their numbers."""
    found = call("jisr_import_some", importing, numbers)
    return {n: _row((n, "", None, "", None, None, False, says), None) for n, says in found}


def _row(row: tuple[Any, ...], person: Person | None) -> Row:
    n, state, _other, _why, _person, _home, taken, says = row
    said = json.loads(says) if isinstance(says, str) else says
    names = [said.get(name, "") for name in NAMES]
    name = " ".join(filter(None, names[:2])) or " ".join(filter(None, names[2:]))
    facts = [
        (BY_CODE[code].label, in_words(code, said[code])) for code in _IN_ROW if code in said and code not in NAMES
    ]
    changes = _changes(said, person) if person is not None else []
    return Row(n, STATES.get(state, ""), name, facts, changes, taken)


def _changes(said: dict[str, Any], person: Person) -> list[tuple[Any, str, str]]:
    home = person.household
    stands = {
        **{name: getattr(person, name) for name in (*NAMES, *_OF_PERSON)},
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "commune": home.commune_id, "locality": home.locality, "language": home.language,
        "rsu": home.rsu, "rnp": home.rnp,
    }  # fmt: skip
    return [
        (BY_CODE[code].label, in_words(code, before), in_words(code, said[code]))
        for code, before in stands.items()
        if code in said and said[code] != before
    ]


def in_words(code: str, value: Any) -> str:
    """A value as a reader says it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if code == "commune":
        return index().communes[value].label(get_language() or "ar") if value in index().communes else str(value)
    if code == "born_on":
        return wording.day(date.fromisoformat(value))
    if code == "phone":
        return f"\u2066{phone_shown(value)}\u2069"  # from left to right, also inside Arabic
    labels = BY_CODE[code].values
    return str(labels.get(value, value)) if labels else str(value)


def centres_of(pairs: list[ImportPair]) -> dict[int, Centre]:
    """The centres where somebody is known elsewhere."""
    return Centre.objects.in_bulk([pair.centre_id for pair in pairs if pair.centre_id])
