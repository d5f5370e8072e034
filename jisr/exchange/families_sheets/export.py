"""A centre's own families as the table that its import takes: what is in a compartment is absent for those outside."""

import csv
import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.crypto import decrypt
from jisr.common.database import speaker
from jisr.common.keys import new_key
from jisr.exchange import sheets
from jisr.exchange.families_sheets.columns import BY_CODE, EXPORTED, IDENTITIES, NAMES
from jisr.exchange.families_sheets.reading import IN_MEMORY
from jisr.families.models import Consent, Identity, Membership, Person, Phone
from jisr.staff.models import Post

FORMS = ("xlsx", "csv", "parquet")
TYPES = sheets.TYPES | {"parquet": "application/vnd.apache.parquet"}
_PERSON = (*NAMES, "sex", "marital_state", "literacy", "disability")
_HOME = ("locality", "language", "rsu", "rnp")
_AT_ONCE = 2_000


@transaction.atomic
def export(*, centre: Centre, form: str, reason: str, by: Post, numbers: bool = False) -> bytes:
    """The families that a centre is in charge of, in the columns of the import; each file says who took it out.

    Args:
        form: one of ``FORMS``.
        reason: a code of ``ExportReason``.
        numbers: with identity numbers, opened.
    """
    headings = [str(BY_CODE[code].label) for code in EXPORTED]
    left: dict[UUID, str] = {}
    lines = ([sheets.guarded(cell) for cell in line] for line in rows(centre.pk, numbers=numbers, left=left))
    content = _written(form, headings, lines)
    with connections[speaker.get()].cursor() as cursor:
        who = (timezone.now(), str(by.user_id), str(by.pk), reason)
        cursor.execute(_LINES, (*who, [new_key() for _household in left], list(left), list(left.values())))
    journal.record("families.exported", f"centre:{centre.pk}", by=by.user, reason=reason)
    return content


# of those that left, whatever became of them meanwhile: a file that was shut to the centre while it was read, too
_LINES = """
INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
SELECT h.key, %s, %s, %s, 'families.exported_household', 'families.household:' || h.id, h.id, %s, h.compartment
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) h(key, id, compartment)
"""


def rows(centre: int, *, numbers: bool = False, left: dict[UUID, str] | None = None) -> Iterator[list[str]]:
    """One line a person, household by household, under the scope that is speaking.

    Args:
        centre: whose families.
        numbers: with identity numbers, opened.
        left: takes the key and the compartment of each household that was given out.
    """
    there = Exists(Membership.objects.filter(person=OuterRef("pk"), until=None))
    persons = Person.objects.filter(there, household__opened_by=centre).select_related("household")
    persons = persons.prefetch_related(
        Prefetch("memberships", Membership.objects.filter(until=None)),
        Prefetch("phones", Phone.objects.order_by("id")),
        Prefetch("consents", Consent.objects.filter(withdrawn_at=None, manner="signed").order_by("-given_at")),
        *([Prefetch("identities", Identity.objects.order_by("id"))] if numbers else []),
    ).order_by("household_id", "id")
    seen: dict[UUID, str] = {} if left is None else left
    for person in persons.iterator(chunk_size=_AT_ONCE):
        first = person.household_id not in seen
        seen[person.household_id] = person.household.compartment
        values = _values(person, first=first, numbers=numbers)
        yield [values.get(code, "") for code in EXPORTED]


def _values(person: Person, *, first: bool, numbers: bool) -> dict[str, str]:
    home = person.household
    values: dict[str, Any] = {
        "key": str(person.pk), "household": home.reference, "commune": home.commune_id,
        "born_on": _born(person), "version": f"v{person.version}.{home.version}",
        "schooled": "" if person.schooled is None else str(int(person.schooled)),
    }  # fmt: skip
    values |= {name: _said(name, getattr(person, name)) for name in _PERSON}
    values |= {name: _said(name, getattr(home, name)) for name in _HOME}
    for membership in person.memberships.all():
        values["relation"] = _said("relation", membership.relation)
    for phone in list(person.phones.all())[:1]:
        values |= {
            "phone": phone.number, "phone_owner": _said("phone_owner", phone.owner),
            "phone_safe": str(int(phone.is_safe)),
        }  # fmt: skip
    for consent in list(person.consents.all())[:1]:
        values["consent"] = "|".join(consent.covers)
    if numbers:
        for one in reversed(person.identities.all()):
            if one.kind in IDENTITIES:
                values[one.kind] = decrypt(bytes(one.sealed), bound_to=str(one.pk))
    return values


def _said(code: str, value: str) -> str:
    """The label of a code of a closed list, in the language that is spoken; a text as it is."""
    labels = BY_CODE[code].values
    return str(labels.get(value, value)) if labels and value else value


def _born(person: Person) -> str:
    if person.born_on is None:
        return ""
    day = person.born_on.isoformat()
    if not person.born_about:
        return day
    return day[:4] if day.endswith("-01-01") else f"~{day}"


def _written(form: str, headings: list[str], lines: Iterable[list[str]]) -> bytes:
    if form == "xlsx":
        return sheets.as_xlsx(_("Families"), headings, lines)
    content = sheets.as_csv(headings, lines)
    return content if form == "csv" else _parquet(content)


def _parquet(text: bytes) -> bytes:
    """The same table, by way of two files that stand on no disk where the system has such a place."""
    engine = import_module("jisr.exchange.families_sheets.parquet")
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as place:
        plain, packed = Path(place) / "families.csv", Path(place) / "families.parquet"
        plain.write_bytes(text)
        engine.write(plain, packed)
        return packed.read_bytes()


def template(form: str) -> bytes:
    """The headings in the reader's language, and on a second sheet what each column takes."""
    headings = [str(column.label) for column in BY_CODE.values() if column.code != "version"]
    if form == "csv":
        return sheets.as_csv(headings, [])
    explained = sheets.Page(str(_("What to write")), _explained(), (30, 50, 18, 34, 34))
    return sheets.as_xlsx(_("Families"), headings, [], explained)


def _explained() -> Iterator[list[str]]:
    yield [_("Column"), _("What to write"), _("Code"), _("Label"), _("Example")]
    for column in BY_CODE.values():
        yield [str(column.label), str(column.help), column.code, "", column.example]
        for code, label in (column.values or {}).items():
            yield ["", "", code, str(label), ""]


def report(headings: list[str], found: Iterable[tuple[int, list[str], str, str]]) -> Iterator[str]:
    """The file's own rows and, beside each, what became of it: lines of a text, one at a time.

    Args:
        found: (row, its cells, what becomes of it, why) of each row.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)

    def line(cells: list[str]) -> str:
        out.seek(0)
        out.truncate()
        writer.writerow([sheets.guarded(cell) for cell in cells])
        return out.getvalue()

    yield "\ufeff" + line([_("Row"), _("What becomes of it"), _("Why, and what to write"), *headings])
    width = len(headings)
    for number, cells, state, why in found:
        yield line([str(number), state, why, *(cells + [""] * width)[:width]])
