"""One cell at a time: a text into the value of a column, or the problem with it. Equal cells are read once."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from jisr.centres.rules import NotPhone, phone_number
from jisr.common.text import clean_typed, fold
from jisr.exchange import sheets
from jisr.exchange.centres_import.cells import Wrong, closest_of
from jisr.exchange.centres_import.columns import CLEAR, value_index
from jisr.exchange.families_sheets.columns import BY_CODE, IDENTITIES, NAMES
from jisr.exchange.families_sheets.days import NotADay, read_age, read_birth
from jisr.families.rules import LONGEST_NAME, birth_from_age, wrong_birth
from jisr.territory.search import Found, index

#: Letters of a text that is not a name, as in the model.
MOST = {"locality": 120, "full_name": 240, "province": 120, "key": 80, "household": 80}
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
#: What a text holds that was read in the wrong letters.
_NOISE = re.compile("\ufffd")
_DOCUMENT = re.compile(r"[0-9A-Z][0-9A-Z./\- ]{0,38}[0-9A-Z]|[0-9A-Z]")
_YES = {"1", "yes", "y", "true", "oui", "o", "vrai", "x", "نعم", "ن"}
_NO = {"0", "no", "n", "false", "non", "faux", "لا"}
#: What a spreadsheet would compute if it met it again.
_FORMULA = re.compile(r"\s*([=@]|[+-].*[(!|])")
_VERSION = re.compile(r"v([0-9]{1,6})\.([0-9]{1,6})")
_JOINERS = re.compile(r"[|;؛،,\n]")
#: Short forms and words of lists that no label says.
_ALSO: dict[str, dict[str, str]] = {
    "sex": {
        "f": "f féminin femme fille أنثى انثى امرأة بنت أ ث w",
        "m": "m masculin homme garçon h ذكر رجل ولد ذ",
    },
    "marital_state": {
        "single": "célibataire c أعزب عازب عازبة عزباء",
        "married": "marié mariée m متزوج متزوجة",
        "widowed": "veuf veuve v أرمل أرملة",
        "divorced": "divorcé divorcée d مطلق مطلقة",
        "separated": "séparé séparée منفصل منفصلة",
    },
    "relation": {
        "head": "chef cm رب ربة chef|de|ménage رب|الأسرة ربة|الأسرة",
        "spouse": "conjoint conjointe épouse époux femme mari زوج زوجة الزوج الزوجة",
        "child": "enfant fils fille ابن بنت ابنة طفل الابن البنت",
        "parent": "père mère أب أم الأب الأم والد والدة",
        "sibling": "frère sœur soeur أخ أخت الأخ الأخت",
        "grandchild": "petit-fils petite-fille حفيد حفيدة",
        "kafala": "makfoul kafala مكفول مكفولة كفالة",
        "other": "autre آخر أخرى",
    },
    "literacy": {
        "reads": "oui lit نعم يقرأ تقرأ",
        "little": "peu un|peu قليلا",
        "no": "non لا analphabète أمي أمية",
    },
    "rsu": {"declared": "oui inscrit نعم مسجل مسجلة", "no": "non لا", "ongoing": "en|cours"},
    "rnp": {"declared": "oui inscrit نعم مسجل مسجلة", "no": "non لا", "ongoing": "en|cours"},
    "disability": {
        "motor": "moteur motrice حركية حركي", "hearing": "auditif sourd سمعية أصم",
        "visual": "visuel aveugle بصرية كفيف",
        "intellectual": "mental mentale ذهنية", "autism": "autiste توحد", "psychic": "psychique نفسية",
        "multiple": "polyhandicap متعددة",
    },
}  # fmt: skip
_NOTHING_SAID = {"", "-", "--", "/", "néant", "neant", "nan", "null", "none", "n/a", "لا شيء", "بدون"}


class Reader:
    """Reads the cells of one file, with what was answered about it.

    Args:
        today: ages count back from it, and no birth lies after it.
        month_first, hijri: how its birth dates are written.
        is_text: a text file, no workbook: there a word that begins as a formula is one, unless an export of ours
            marked it by an apostrophe.
    """

    def __init__(self, today: date, *, month_first: bool = False, hijri: bool = False, is_text: bool = False) -> None:
        self.today, self.month_first, self.hijri, self.is_text = today, month_first, hijri, is_text
        self._readers: Mapping[str, Callable[[str], Any]] = {
            "born_on": self._born, "age": self._age, "phone": _phone, "schooled": _yes_no, "phone_safe": _yes_no,
            "consent": _consent, "version": _version,
        } | dict.fromkeys(IDENTITIES, _document)  # fmt: skip
        self.read = lru_cache(maxsize=200_000)(self._read)

    def _read(self, code: str, cell: str) -> Any:
        """The value, None where the cell says nothing, a ``Wrong`` where it cannot be."""
        try:
            return self._value(code, cell)
        except Wrong as wrong:
            return wrong

    def _value(self, code: str, cell: str) -> Any:
        if _NOISE.search(cell):
            raise Wrong("noise", value=cell[:40])
        plain = cell.isascii() and cell.isprintable() and "  " not in cell
        text = sheets.unguarded(cell.strip() if plain else clean_typed(cell.strip(" \t")))
        if text.casefold() in _NOTHING_SAID:
            return "" if text == CLEAR and code in _EMPTIED else None
        reader = self._readers.get(code)
        if reader is not None:
            return reader(text.translate(_WESTERN))
        if BY_CODE[code].values is not None:
            return _listed(code, text)
        if self.is_text and _FORMULA.match(cell):
            raise Wrong("formula", value=text[:40])
        most = LONGEST_NAME if code in NAMES else MOST.get(code, LONGEST_NAME)
        if len(text) > most:
            raise Wrong("long", most=most)
        return text

    def _born(self, text: str) -> tuple[date, bool]:
        try:
            born, about = read_birth(text, month_first=self.month_first, hijri=self.hijri)
        except NotADay as fault:
            raise Wrong(fault.kind, value=text[:40]) from fault
        if fault_kind := wrong_birth(born, self.today):
            raise Wrong(fault_kind, value=text[:40])
        return born, about

    def _age(self, text: str) -> tuple[date, bool]:
        try:
            return birth_from_age(read_age(text), self.today), True
        except NotADay as fault:
            raise Wrong(fault.kind, value=text[:40]) from fault


#: What a hyphen empties; elsewhere it says nothing.
_EMPTIED = frozenset({
    *NAMES, "marital_state", "literacy", "disability", "locality", "language", "rsu", "rnp",
})  # fmt: skip


@cache
def _values(code: str) -> dict[str, str]:
    found = value_index(BY_CODE[code].values or {})
    for value, said in _ALSO.get(code, {}).items():
        for word in said.split():
            found[fold(word.replace("|", " "))] = value
    return found


def _listed(code: str, text: str) -> str:
    known, key = _values(code), fold(text)
    # "متزوج(ة)" and "Marié(e)" are how forms print both
    found = known.get(key) or known.get(fold(re.sub(r"\(.*?\)", "", text)))
    if found is None:
        raise Wrong("unknown", closest_of(key, known, label=BY_CODE[code].values), value=text[:40])
    return found


def _consent(text: str) -> tuple[str, ...]:
    if text.casefold() in _NO:
        return ()
    if text.casefold() in _YES:
        raise Wrong("which", value=text[:40])
    return tuple(sorted({_listed("consent", piece) for piece in _JOINERS.split(text) if piece.strip()}))


def _yes_no(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise Wrong("yes_no", value=text[:40])


def _phone(text: str) -> str:
    try:
        return phone_number(text[:40])
    except NotPhone as wrong:
        raise Wrong("phone", value=text[:40]) from wrong


def _document(text: str) -> str:
    if not _DOCUMENT.fullmatch(text.upper()):
        raise Wrong("number", value=text[:20])
    return text.upper()


def _version(text: str) -> tuple[int, int] | None:
    found = _VERSION.fullmatch(text)  # or a column of the list's own under the same name
    return (int(found[1]), int(found[2])) if found else None


class Places:
    """Communes as lists name them; each way of naming one is looked up once.

    Args:
        known: codes that the installation holds.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.find = lru_cache(maxsize=20_000)(self._find)

    def _find(self, text: str, province: str) -> str | Wrong:
        """The code of the commune, or what is wrong with the name."""
        if text in self.known:
            return text
        matches = index().find(f"{text} ({province})" if province else text, limit=3)
        exact = [match.commune for match in matches if match.is_exact and match.commune.code in self.known]
        if len(exact) == 1:
            return exact[0].code
        if exact:
            return Wrong("several_communes", _in_both(exact[0]), value=text[:40])
        return Wrong("commune", _in_both(matches[0].commune) if matches else "", value=text[:40])


def _in_both(commune: Found) -> str:
    """A commune as both scripts name it, with its code: whoever reads the report may read either."""
    return f"{commune.name_ar} / {commune.name_fr} {commune.code}"
