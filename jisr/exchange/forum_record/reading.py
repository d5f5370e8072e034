"""The files of the public record, read and checked; pure: no database. What they may say stands in data/README.md."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jisr.common import yaml_text
from jisr.forum.rules.alike import digest

DATA = Path(__file__).parent / "data"
#: Keys of rows are made from their codes, so that a file that changes finds its row again.
NAMESPACE = uuid.UUID("6f1d0a34-0c5b-5d5e-9a43-6a7273697261")
#: What stands before each language of a demand: the words are ours.
PARAPHRASE_AR, PARAPHRASE_FR = "بصياغتنا، وليس اقتباسا:", "Reformulé par nous, sans citation :"
_KEYS = {
    "file": {"recorded_on", "read_on", "wave", "sources", "meetings", "contributions"},
    "wave": {"code", "name_ar", "name_fr", "opened_on", "sources"},
    "source": {"outlet", "title", "url"},
    "meeting": {
        "code", "region", "province", "place_ar", "place_fr", "date", "manner", "chair_ar", "chair_fr", "agenda_ar",
        "agenda_fr", "minutes", "commitments", "sources",
    },
    "date": {"day", "certainty", "why_ar", "why_fr"},
    "sentence": {"ar", "fr", "sources"},
    "commitment": {"what_ar", "what_fr", "owner_ar", "owner_fr", "sources"},
    "contribution": {
        "code", "meeting", "region", "province", "commune", "kind", "urgency", "theme", "public", "role", "role_ar",
        "role_fr", "said_on", "said_by", "ar", "fr", "sources", "answer",
    },
    "answer": {"day", "body_ar", "body_fr", "sources"},
}  # fmt: skip

_NOT_READ = (
    "تذكر الصفحة جوابا بهذا التاريخ؛ ولم نقرأ نصه."
    "\n\nLa page indique une réponse à cette date ; nous n’en avons pas lu le texte."
)
_NO_REASON = "غير منشور في ما قرأناه.\n\nNon publié dans ce que nous avons lu."
_WORDS = {
    "ar": {
        "said_by": "(يومه غير منشور في ما قرأناه؛ وهو %s على أبعد تقدير.)",
    },
    "fr": {
        "said_by": "(Jour non publié dans ce que nous avons lu ; au plus tard le %s.)",
    },
}
_MONTHS = {
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}

Row = dict[str, Any]


class BrokenRecord(ValueError):
    """The files of the public record are not what they should be; the message names each thing that is wrong."""


@dataclass(frozen=True)
class Record:
    """Rows by kind, columns named as in the models, keys included; what no page says is left out."""

    waves: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    contributions: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


def key(kind: str, code: str) -> uuid.UUID:
    """The key of the row of a kind that has this code."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{code}")


def read(folder: Path = DATA) -> Record:
    """Everything the files say.

    Raises:
        BrokenRecord: something has no source, no day, a key that nobody reads, or a code used twice.
    """
    record, wrong = Record(), []
    for path in sorted(folder.glob("*.yaml")):
        content = yaml_text.read(path.read_text(encoding="utf-8"))
        faults = [f"{path.name}: {fault}" for fault in _faults(content)]
        wrong += faults
        if not faults:
            _take(record, content)
    wrong += [f"{code} stands twice" for code in _twice(record)]
    if wrong:
        raise BrokenRecord("; ".join(wrong))
    return record


def _faults(content: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one file, a sentence each."""
    known = content.get("sources", {})
    for kind, row in _parts(content):
        name = row.get("code") or row.get("what_fr") or kind
        if unread := row.keys() - _KEYS[kind]:
            yield f"{name}: nobody reads {', '.join(sorted(unread))}"
        if "sources" in _KEYS[kind] and kind != "file" and not row.get("sources"):
            yield f"{name}: no source"
        if lost := [one for one in row.get("sources", []) if kind != "file" and one not in known]:
            yield f"{name}: no such source: {', '.join(lost)}"
        yield from (f"{name}: {fault}" for fault in _wrong_days(kind, row))
        yield from (f"{name}: {one}_ar without {one}_fr, or the reverse" for one in _one_sided(row))


def _parts(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every row of a file with its kind, those inside others too."""
    yield "file", content
    yield "wave", content["wave"]
    yield from (("source", row) for row in content.get("sources", {}).values())
    for meeting in content.get("meetings", []):
        yield "meeting", meeting
        yield "date", meeting["date"]
        yield from (("sentence", row) for row in meeting.get("minutes", []))
        yield from (("commitment", row) for row in meeting.get("commitments", []))
    for contribution in content.get("contributions", []):
        yield "contribution", contribution
        if "answer" in contribution:
            yield "answer", contribution["answer"]


def _wrong_days(kind: str, row: Mapping[str, Any]) -> Iterator[str]:
    for name in ("day", "opened_on", "said_on", "said_by", "recorded_on"):
        if name in row and type(row[name]) is not date:
            yield f"{name} is not a day: {row[name]!r}"
    if kind == "date" and (row.get("certainty") == "inferred") != ("why_fr" in row):
        yield "an inferred day says why, a certain one needs no reason"
    if kind == "contribution" and "meeting" not in row and ("said_on" in row) == ("said_by" in row):
        yield "either said_on, or said_by when the day is not published"
    if kind == "file" and not re.fullmatch(r"\d{4}-\d{2}", str(row.get("read_on"))):
        yield "read_on is a month"


def _one_sided(row: Mapping[str, Any]) -> list[str]:
    stems = {name[:-3] for name in row if name.endswith(("_ar", "_fr"))}
    return sorted(stem for stem in stems if not (row.get(f"{stem}_ar") and row.get(f"{stem}_fr")))


def _twice(record: Record) -> list[str]:
    codes = [row["code"] for rows in (record.waves, record.meetings, record.contributions) for row in rows]
    return sorted({code for code in codes if codes.count(code) > 1})


def _take(record: Record, content: Mapping[str, Any]) -> None:
    """Add the rows of one file, which has no fault."""
    sources = Sources(content)
    wave = dict(content["wave"])
    wave |= {"id": key("wave", wave["code"]), "sources": sources.of(wave)}
    record.waves.append(wave)
    for row in content.get("meetings", []):
        record.meetings.append(_meeting(row, wave["id"], sources))
        record.commitments.extend(_commitments(row, wave["id"], sources))
    days = {row["code"]: row["date"]["day"] for row in content.get("meetings", [])}
    for row in content.get("contributions", []):
        record.contributions.append(_contribution(row, wave["id"], sources, days, content["recorded_on"]))
        if "answer" in row:
            record.answers.append(_answer(row, wave["id"], sources))


class Sources:
    """The list of sources of one file."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._rows, self._read_on = content["sources"], str(content["read_on"])

    def of(self, row: Mapping[str, Any]) -> list[dict[str, str]]:
        """Where a row was read: title with its outlet, address or nothing, month of reading."""
        found = [self._rows[name] for name in row["sources"]]
        return [
            {"title": f"{one['title']} — {one['outlet']}", "url": one["url"], "read_on": self._read_on} for one in found
        ]

    def outlets(self, row: Mapping[str, Any]) -> str:
        """Who says a sentence, in brackets after it."""
        return ", ".join(self._rows[name]["outlet"] for name in row["sources"])


def _meeting(row: Mapping[str, Any], wave: uuid.UUID, sources: Sources) -> Row:
    day = row["date"]
    plain = {name: value for name, value in row.items() if name not in {"date", "minutes", "commitments", "sources"}}
    return plain | {
        "id": key("meeting", row["code"]), "wave_id": wave, "region_id": plain.pop("region", None),
        "province_id": plain.pop("province", None), "held_on": day["day"], "date_certainty": day["certainty"],
        "minutes_ar": _minutes(row, "ar", "التاريخ مستنتج", sources),
        "minutes_fr": _minutes(row, "fr", "Date déduite", sources),
        "state": "held", "sources": sources.of(row),
    }  # fmt: skip


def _minutes(row: Mapping[str, Any], language: str, inferred: str, sources: Sources) -> str:
    """A sentence a paragraph, each with who says it; last, how an inferred day was worked out."""
    found = [f"{one[language]} ({sources.outlets(one)})" for one in row.get("minutes", [])]
    why = row["date"].get(f"why_{language}")
    colon = ":" if language == "ar" else " :"
    return "\n\n".join([*found, f"{inferred}{colon} {why}."] if why else found)


def _commitments(row: Mapping[str, Any], wave: uuid.UUID, sources: Sources) -> list[Row]:
    return [
        dict(one) | {
            "id": key("commitment", f"{row['code']}:{place}"), "meeting_id": key("meeting", row["code"]),
            "wave_id": wave, "sources": sources.of(one),
        }
        for place, one in enumerate(row.get("commitments", []))
    ]  # fmt: skip


def _contribution(
    row: Mapping[str, Any], wave: uuid.UUID, sources: Sources, days: Mapping[str, date], recorded_on: date
) -> Row:
    meeting = row.get("meeting")
    return {
        "id": key("contribution", row["code"]), "code": row["code"], "wave_id": wave,
        "meeting_id": key("meeting", meeting) if meeting else None,
        "kind": row["kind"], "theme": row.get("theme", ""), "public": row.get("public", ""),
        "urgency": row.get("urgency", ""), "speaker_role": row.get("role", ""),
        "organisation": " — ".join(row[name] for name in ("role_ar", "role_fr") if name in row),
        "region_id": row.get("region"), "province_id": row.get("province"), "commune_id": row.get("commune"),
        "said_on": days[meeting] if meeting else row.get("said_on") or row["said_by"],
        "said_certainty": "unknown" if "said_by" in row else "certain",
        "text": paraphrase(row), "recorded_on": recorded_on, "sources": sources.of(row),
    }  # fmt: skip


def _answer(row: Mapping[str, Any], wave: uuid.UUID, sources: Sources) -> Row:
    """The day of an answer whose words stand on no page that we read."""
    answer = row["answer"]
    return {
        "id": key("answer", row["code"]), "wave_id": wave, "contribution_id": key("contribution", row["code"]),
        "kind": "not_stated", "answered_on": answer["day"], "language": "mixed", "what": _NOT_READ, "why": _NO_REASON,
        "body_ar": answer["body_ar"], "body_fr": answer["body_fr"], "alike": digest(row["code"]),
        "sources": sources.of(answer),
    }  # fmt: skip


def paraphrase(row: Mapping[str, Any]) -> str:
    """The demand in our words, in both languages, each marked as ours; then what is known of its days."""
    return "\n\n".join(
        " ".join([mark, row[language], *_days(row, language)])
        for mark, language in ((PARAPHRASE_AR, "ar"), (PARAPHRASE_FR, "fr"))
    )


def _days(row: Mapping[str, Any], language: str) -> list[str]:
    """Which days the pages leave out or give; a day that nobody published is never made up."""
    found = []
    if "said_by" in row:
        found.append(_WORDS[language]["said_by"] % _day(row["said_by"], language))
    return found


def _day(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
