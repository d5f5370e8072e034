"""The columns of the file: those of the export of a wave, and two more for who keys sheets elsewhere."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from jisr.centres.choices import Public, Theme
from jisr.exchange import contributions_export, sheets
from jisr.exchange.centres_import.columns import Column, headings_of
from jisr.forum.choices import Channel, DateCertainty, Kind, SpeakerRole, Tongue, Urgency
from jisr.forum.models import MOST_CHARACTERS

_LIST = _("a code or label of the list")
_HERE = _("may stay empty: this consultation")


def _listed(code: str, label: Any, values: Any, example: str = "", **more: Any) -> Column:
    return Column(code, label, more.pop("help", _LIST), example, dict(values), **more)


_KNOWN: dict[str, Column] = {
    column.code: column
    for column in (
        Column("code", _("Number of the contribution"), _("only for what is here already; empty for what is new")),
        Column("wave", pgettext_lazy("sheet", "Consultation"), _HERE),
        Column("meeting", pgettext_lazy("sheet", "Meeting"), _("its address, day or place; empty outside a meeting")),
        Column("said_on", _("Said on"), _("day as 2026-11-22; empty: the day of the meeting"), "2026-11-20"),
        _listed("said_certainty", _("Is the day known?"), DateCertainty.choices, help=_("leave empty")),
        _listed("channel", _("How it reached us"), Channel.choices, "paper", help=_("empty: paper sheet")),
        _listed("language", _("Language"), Tongue.choices, "ar", help=_("empty: told from the letters")),
        _listed("kind", _("What is it?"), Kind.choices, "proposal", required=True),
        _listed("theme", _("Theme"), Theme.choices, "schooling"),
        _listed("public", pgettext_lazy("of contribution", "For whom"), Public.choices, "pupils"),
        _listed("urgency", _("By when"), Urgency.choices, "this_year"),
        _listed("speaker_role", _("In which quality"), SpeakerRole.choices, "citizen"),
        Column("organisation", _("Organisation"), _("Its name, not that of a person.")),
        Column("region", _("Region"), _HERE),
        Column("province", _("Province or prefecture"), _("code, or name in Arabic or French")),
        Column("commune", _("Commune"), _("code, or name in Arabic or French"), "07.161.05.09"),
        Column(
            "text", _("In the words of the sheet"), _("word for word, names too: it is sealed until it is moderated"),
            "نطلب نقلا مدرسيا لبنات الدواوير", required=True,
        ),
        Column("answered_on", _("Answered on"), _("not read: an answer is given at the desk")),
    )
}  # fmt: skip
#: In the order of the export, then what only a file that is filled in by hand has.
COLUMNS: tuple[Column, ...] = (
    *(_KNOWN[code] for code in contributions_export.COLUMNS),
    Column(
        "client_key",
        _("Number of the paper sheet"),
        _("of your own, one for each: a file sent twice is known by it"),
        "A-17",
    ),
    Column("slip", _("Code of the slip"), _("where a slip was given; it is kept as a hash alone")),
)
BY_CODE = {column.code: column for column in COLUMNS}
#: What is read and then left out.
NOT_KEPT = frozenset({"answered_on"})
MOST = {"text": MOST_CHARACTERS, "organisation": 200}


def headings() -> dict[str, str]:
    """Folded heading, in any language -> code of the column."""
    return headings_of(COLUMNS)


def empty(form: str, meetings: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """The headings in the reader's language and nothing under them, as CSV or XLSX.

    A workbook has a second sheet: what each column takes, its allowed values in Arabic and in French, an example.

    Args:
        meetings: address, place and day in Arabic, the same in French, of the meetings that may be named.
    """
    labels = [str(column.label) for column in COLUMNS]
    if form == "csv":
        return sheets.as_csv(labels, [])
    explained = sheets.Page(str(_("What to write")), _explained(meetings), (26, 44, 18, 34, 34, 40))
    return sheets.as_xlsx(str(_("Contributions")), labels, [], explained)


def _explained(meetings: Iterable[tuple[str, str, str]]) -> Iterator[list[str]]:
    yield [
        *(str(said) for said in (_("Column"), _("What to write"), _("Code"))), "العربية", "Français", str(_("Example")),
    ]  # fmt: skip
    words = {language: _in(language) for language in ("ar", "fr")}
    for column in COLUMNS:
        named = [words[language][column.code, ""] for language in words]
        yield [str(column.label), str(column.help), column.code, *named, column.example]
        for one in meetings if column.code == "meeting" else ():
            yield ["", "", *map(sheets.guarded, one)]
        for code in column.values or {}:
            yield ["", "", code, *(words[language][column.code, code] for language in words)]


def _in(language: str) -> dict[tuple[str, str], str]:
    """(column, value) -> its words; the column itself under ""."""
    with override(language):
        return {
            (column.code, code): str(label)
            for column in COLUMNS
            for code, label in [("", column.label), *(column.values or {}).items()]
        }
