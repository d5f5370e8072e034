"""The catalogues of words, one folder per area and language: compiled at set-up, checked by a test."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from jisr.web.msgids import Sentence, said_in

LOCALE = Path(__file__).resolve().parents[1] / "locale"
COMPLETE = ("ar", "fr")
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99"
    " ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
# forms that stand for one number, which they may say in words: «حاجتان»
SPOKEN = {"ar": frozenset({0, 1, 2}), "fr": frozenset()}
# what is never said of people on a screen (design of the face, docs/words.md)
NEVER = {
    "en": re.compile(r"\bbeneficiar|\bthe disabled\b|\bhandicapped\b", re.IGNORECASE),
    "fr": re.compile(r"bénéficiaire|\bhandicapé", re.IGNORECASE),
    "ar": re.compile(r"مستفيد|معاق|[٠-٩]"),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence as one area translates it into one language."""

    sentence: Sentence
    texts: tuple[str, ...]
    fuzzy: bool
    area: str
    language: str

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.area}/{self.language}: {self.sentence.singular!r}"


def compile_all(locale: Path = LOCALE) -> int:
    """Compile every catalogue that is newer than what was compiled from it.

    Returns:
        How many were compiled. Each compiled file appears whole or not at all.
    """
    made = 0
    for source in sorted(locale.glob("*/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        content = polib.pofile(str(source)).to_binary()
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(target)
        made += 1
    return made


def faults(root: Path, locale: Path = LOCALE) -> list[str]:
    """What is wrong with the words of the product, one line each; nothing when all is well.

    Args:
        root: the package whose Python and templates speak.
        locale: the folder of the catalogues.
    """
    said = said_in(root)
    entries = list(entries_of(locale))
    found = [
        *_headers(locale),
        *_missing(said, entries),
        *_unused(said, entries),
        *(f"{entry.place}: marked fuzzy" for entry in entries if entry.fuzzy),
        *_differing(entries),
        *(line for entry in entries for line in _of_entry(entry)),
        *_never(said, entries),
    ]
    return sorted(set(found))


def entries_of(locale: Path) -> Iterator[Entry]:
    """Every entry of every catalogue under ``locale``/<area>/<language>/LC_MESSAGES."""
    for source in sorted(locale.glob("*/*/LC_MESSAGES/django.po")):
        language, area = source.parts[-3], source.parts[-4]
        for entry in polib.pofile(str(source)):
            if entry.obsolete:
                continue
            texts = tuple(text for _, text in sorted(entry.msgstr_plural.items())) or (entry.msgstr,)
            sentence = Sentence(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
            yield Entry(sentence, texts, entry.fuzzy, area, language)


def _headers(locale: Path) -> Iterator[str]:
    """Catalogues whose plural rule is not that of Django: its forms would be chosen wrongly."""
    for source in sorted(locale.glob("*/*/LC_MESSAGES/django.po")):
        language, area = source.parts[-3], source.parts[-4]
        rule = polib.pofile(str(source)).metadata.get("Plural-Forms", "")
        if language in PLURALS and _squeezed(rule) != _squeezed(PLURALS[language]):
            yield f"{area}/{language}: Plural-Forms is not {PLURALS[language]!r}"


def _squeezed(rule: str) -> str:
    return re.sub(r"[\s()]", "", rule).rstrip(";")


def _missing(said: Mapping[Sentence, str], entries: Iterable[Entry]) -> Iterator[str]:
    """Sentences without a complete translation."""
    whole: dict[str, set[Sentence]] = defaultdict(set)
    for entry in entries:
        if all(entry.texts) and not entry.fuzzy:
            whole[entry.language].add(entry.sentence)
    for sentence, place in said.items():
        lacking = [language for language in COMPLETE if sentence not in whole[language]]
        if lacking:
            yield f"{place}: no {' and no '.join(lacking)} for {sentence.singular!r}" + (
                f" (context {sentence.context!r})" if sentence.context else ""
            )


def _unused(said: Mapping[Sentence, str], entries: Iterable[Entry]) -> Iterator[str]:
    """Entries that nothing says any more."""
    return (f"{entry.place}: nothing says it" for entry in entries if entry.sentence not in said)


def _differing(entries: Iterable[Entry]) -> Iterator[str]:
    """The same sentence translated in two ways: which one shows would hang on the order of folders."""
    first: dict[tuple[str, Sentence], Entry] = {}
    for entry in entries:
        other = first.setdefault((entry.language, entry.sentence), entry)
        if other.texts != entry.texts:
            yield f"{entry.place}: translated otherwise in {other.area}"
        elif other is not entry:
            yield f"{entry.place}: also in {other.area}"


def _of_entry(entry: Entry) -> Iterator[str]:
    """Placeholders lost or invented, and missing plural forms."""
    source = {"singular": _placeholders(entry.sentence.singular), "plural": _placeholders(entry.sentence.plural)}
    wanted = source["singular"] | source["plural"]
    if entry.sentence.plural and entry.language in PLURALS:
        forms = int(PLURALS[entry.language].split(";")[0].split("=")[1])
        if len(entry.texts) != forms:
            yield f"{entry.place}: {len(entry.texts)} plural forms, not {forms}"
    for form, text in enumerate(entry.texts):
        found = _placeholders(text)
        spoken = bool(entry.sentence.plural) and form in SPOKEN.get(entry.language, frozenset())
        if text and found != wanted and not (spoken and found < wanted):
            yield f"{entry.place}: placeholders {sorted(found)} instead of {sorted(wanted)}"


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _never(said: Mapping[Sentence, str], entries: Iterable[Entry]) -> Iterator[str]:
    """Words that are never said of people."""
    for sentence, place in said.items():
        if NEVER["en"].search(f"{sentence.singular} {sentence.plural}"):
            yield f"{place}: a word never said on screen: {sentence.singular!r}"
    for entry in entries:
        pattern = NEVER.get(entry.language)
        if pattern and any(pattern.search(text) for text in entry.texts):
            yield f"{entry.place}: a word never said on screen"
