"""What somebody takes away of a round: the calendar as a table and for a telephone, its map, sheets for boards."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from jisr.atlas import queries as atlas
from jisr.atlas.rounds.models import MobileRound
from jisr.atlas.rounds.rules import Spot
from jisr.centres.choices import Theme
from jisr.centres.models import Centre
from jisr.centres.rules import phone_shown
from jisr.common import pdf
from jisr.exchange import sheets
from jisr.web import wording
from jisr.web.atlas.rounds import drawing
from jisr.web.atlas.rounds.shown import Sheet, feast_words, hours
from jisr.web.downloads import download

COLUMNS = (
    "date", "unit", "unit_ar", "unit_fr", "order", "place_ar", "place_fr", "commune", "arrives", "leaves",
    "instead_of", "km_of_the_day", "theme", "travel_model", "demonstration",
)  # fmt: skip
_HERE = files("jisr.web.atlas.rounds")
#: Papers of a board; A3 hangs where many pass.
PAPERS = ("a3", "a4")
#: Visits that fit on one sheet in big letters.
MOST_VISITS = 18


def taken(row: MobileRound, form: str) -> HttpResponse:
    """The calendar in one of its forms: csv, ics or svg.

    Raises:
        Http404: another form, or it is not planned.
    """
    makers: dict[str, Callable[[Sheet], HttpResponse]] = {"csv": _csv, "ics": _ics, "svg": _svg}
    if form not in makers or row.answer is None:
        raise Http404
    return makers[form](Sheet(row))


def _name(sheet: Sheet) -> str:
    return f"round-{sheet.row.province_id.replace('.', '-')}-{sheet.row.first_on}"


def _visits(sheet: Sheet) -> Iterator[tuple[Any, int, Any, Spot]]:
    """(day, order, stop, place) of each visit."""
    for one in sheet.coming:
        for order, stop in enumerate(one.day.stops, 1):
            yield one, order, stop, sheet.question.spots[stop.place]


def _csv(sheet: Sheet) -> HttpResponse:
    invented = int(_invented(sheet))
    lines = []
    for one, order, stop, spot in _visits(sheet):
        base, (arrives, leaves) = sheet.question.bases[one.day.unit], hours(stop.arrives, stop.leaves).split("–")
        cells = [
            one.on, base.centre, base.name_ar, base.name_fr, order, spot.name_ar, spot.name_fr, spot.commune, arrives,
            leaves, one.instead_of, one.day.km, sheet.row.theme, sheet.row.model, invented,
        ]  # fmt: skip
        lines.append([sheets.guarded("" if cell is None else cell) for cell in cells])
    return download(sheets.as_csv(COLUMNS, lines), "csv", _name(sheet))


def _svg(sheet: Sheet) -> HttpResponse:
    return _kept(drawing.svg(drawing.drawn(sheet)).encode(), "image/svg+xml", f"{_name(sheet)}.svg")


def _ics(sheet: Sheet) -> HttpResponse:
    """RFC 5545: one event for each visit, its hours in UTC, so that no telephone asks for a zone."""
    theme = str(Theme(sheet.row.theme).label)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jisr//rounds//AR", "CALSCALE:GREGORIAN"]
    stamp = datetime.combine(sheet.row.made_on, time(), UTC)
    for one, order, stop, _spot in _visits(sheet):
        name = sheet.place(stop.place)
        lines += [
            "BEGIN:VEVENT", f"UID:{sheet.row.pk}-{one.day.unit}-{one.on:%Y%m%d}-{order}@jisr",
            f"DTSTAMP:{_moment(stamp)}", f"DTSTART:{_moment(_at(one.on, stop.arrives))}",
            f"DTEND:{_moment(_at(one.on, stop.leaves))}",
            f"SUMMARY:{_escaped(f'{sheet.unit(one.day.unit)}: {theme}')}", f"LOCATION:{_escaped(name)}", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    said = "".join(f"{_folded(line)}\r\n" for line in lines)
    return _kept(said.encode(), "text/calendar; charset=utf-8", f"{_name(sheet)}.ics")


def _at(on: date, minute: int) -> datetime:
    return datetime.combine(on, time(minute // 60, minute % 60), ZoneInfo(settings.TIME_ZONE))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets, cut between letters."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > (75 if not parts else 74):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])


def _invented(sheet: Sheet) -> bool:
    return Centre.objects.filter(pk__in=sheet.row.centres, is_demonstration=True).exists()


# sheets for boards


def board(row: MobileRound, commune: str, paper: str) -> HttpResponse:
    """The sheet of one commune for its notice board: Arabic and French on the same paper.

    Raises:
        Http404: it is not planned, the commune is not visited, or the paper is none.
    """
    if row.answer is None or paper not in PAPERS:
        raise Http404
    sheet = Sheet(row)
    visits = [(one, stop, spot) for one, _n, stop, spot in _visits(sheet) if spot.commune == commune]
    if not visits:
        raise Http404
    facts = board_facts(sheet, commune, visits) | {"paper": paper}
    made = pdf.make(_HERE / "board.typ", facts, language="ar", title=facts["ar"]["title"])
    return _kept(made, "application/pdf", f"board-{commune.replace('.', '-')}-{paper}.pdf")


def board_facts(sheet: Sheet, commune: str, visits: list[Any]) -> dict[str, Any]:
    """What the sheet of a commune says, in both languages; every entry is text."""
    arabic, french = (_said_in(sheet, commune, visits, language) for language in ("ar", "fr"))
    phones = [sheet.question.bases[one.day.unit].phone for one, _stop, _spot in visits]
    return {
        "ar": arabic, "fr": french,
        "visits": [
            {"ar": arabic["days"][n], "fr": french["days"][n], "hours": hours(stop.arrives, stop.leaves),
             "place_ar": arabic["places"][n], "place_fr": french["places"][n]}
            for n, (_one, stop, _spot) in enumerate(visits[:MOST_VISITS])
        ],
        "phones": list(dict.fromkeys(phone_shown(phone) for phone in phones if phone)),
        "demonstration": _invented(sheet), "demonstration_words": f"{arabic['invented']} · {french['invented']}",
        "footer": f"{arabic['footer']} · {french['footer']}",
    }  # fmt: skip


def _said_in(sheet: Sheet, commune: str, visits: list[Any], language: str) -> dict[str, Any]:
    """What the sheet says in one language."""
    with override(language):
        ground = {one.code: one for one in atlas.ground().communes}
        name = wording.name_of(ground[commune]) if commune in ground else commune
        several = len({stop.place for _one, stop, _spot in visits}) > 1
        units = sorted({one.day.unit for one, _stop, _spot in visits})
        ways = (sheet.question.at_ar, sheet.question.at_fr)
        at = ways[language == "fr"] or ways[language == "ar"]
        return {
            "title": str(Theme(sheet.row.theme).label),
            "lead": _("a service that comes to %(place)s") % {"place": pdf.isolated(name)},
            "unit": wording.listed([pdf.isolated(sheet.unit(unit)) for unit in units]),
            "at": _("Where it halts: %(place)s") % {"place": pdf.isolated(at)}, "day_words": _("Day"),
            "hours_words": pgettext("of a visit", "Hours"),
            "days": [wording.weekday(one.on) for one, _stop, _spot in visits],
            "places": [pdf.isolated(wording.name_of(spot)) if several else "" for _one, _stop, spot in visits],
            "more": _("For the days after these, ask at the commune.") if len(visits) > MOST_VISITS else "",
            "phone_words": _("To ask, call"), "free": _("Anyone may come. It costs nothing to ask."),
            "off": _feasts(sheet, visits), "footer": _("Jisr, rounds of mobile units"),
            "invented": _("Demonstration — these days are invented"),
        }  # fmt: skip


def _feasts(sheet: Sheet, visits: list[Any]) -> str:
    """Holidays between the first day and the last, on which nobody comes."""
    if not visits:
        return ""
    first, last = visits[0][0].on, visits[-1][0].on
    named = list(
        dict.fromkeys(feast_words(why) for day, why in sorted(sheet.question.off.items()) if first < day < last)
    )
    return _("Nobody comes on holidays: %(days)s.") % {"days": wording.listed(named)} if named else ""


def _kept(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
