"""Who came, or voted, against the census: a drawing, the same numbers, and a sentence for what they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.forum.models import Meeting, Wave
from jisr.forum.rules.represent import LEAST_PEOPLE, Share
from jisr.territory.models import Province
from jisr.web.markup import fill
from jisr.web.wording import name_of, number, percent

#: Drawing units of a line from none to all.
LINE = 400
_NAMES = {
    "f": gettext_lazy("women"), "m": gettext_lazy("men"),
    "rural": gettext_lazy("rural communes"), "urban": gettext_lazy("towns"),
}  # fmt: skip
#: Of two groups that make a whole one says it: the other would say the same again.
_SAYS: Mapping[str, Mapping[str, Any]] = {
    "f": {
        "fewer": gettext_lazy("Fewer women than live here: %(share)s (%(low)s–%(high)s) against %(expected)s."),
        "more": gettext_lazy("More women than live here: %(share)s (%(low)s–%(high)s) against %(expected)s."),
        "as_many": gettext_lazy(
            "As many women as live here, as far as this number tells: %(share)s (%(low)s–%(high)s) against"
            " %(expected)s."
        ),
    },
    "rural": {
        "fewer": gettext_lazy(
            "Fewer people of rural communes than live here: %(share)s (%(low)s–%(high)s) against %(expected)s."
        ),
        "more": gettext_lazy(
            "More people of rural communes than live here: %(share)s (%(low)s–%(high)s) against %(expected)s."
        ),
        "as_many": gettext_lazy(
            "As many people of rural communes as live here, as far as this number tells: %(share)s (%(low)s–%(high)s)"
            " against %(expected)s."
        ),
    },
}  # fmt: skip
_TITLES = {
    "sex": gettext_lazy("Women and men"), "milieu": gettext_lazy("Rural communes and towns"),
    "province": gettext_lazy("Provinces and prefectures"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its share with its interval, and its share of the residents, also as places on a drawing."""

    name: Any
    share: Share

    @property
    def low(self) -> float:
        """Where the interval begins."""
        return round(LINE * (self.share.low or 0), 1)

    @property
    def length(self) -> float:
        """How wide the interval is drawn."""
        return round(LINE * (self.share.high or 0) - self.low, 1)

    @property
    def at(self) -> float:
        """Where the share stands."""
        return round(LINE * (self.share.share or 0), 1)

    @property
    def lives(self) -> float | None:
        """Where the share of the residents stands."""
        return None if self.share.expected is None else round(LINE * self.share.expected, 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of groups.

    Attributes:
        sentences: what the numbers show, in words.
        people: of how many it is known.
    """

    code: str
    title: Any
    sentences: list[Any]
    lines: list[Line]
    people: int


def of_meeting(meeting: Meeting, shares: Mapping[str, list[Share]]) -> list[Compared]:
    """Who came to a meeting; nothing of what was not counted. At most one query, for the names of provinces."""
    known = _known(shares)
    if meeting.province_id or not meeting.region_id:
        known.pop("province", None)
    names: dict[str, Any] = dict(_NAMES)
    if "province" in known:
        names |= {
            one.pk: name_of(one) for one in Province.objects.filter(pk__in=[row.group for row in known["province"]])
        }
    return [_compared(code, rows, names) for code, rows in known.items()]


def of_voters(shares: Mapping[str, list[Share]]) -> list[Compared]:
    """Who voted, by what they declare."""
    return [_compared(code, rows, _NAMES) for code, rows in _known(shares).items()]


def place_of(of: Meeting | Wave) -> str:
    """Whose census it is: the province, the region, or "" for the whole country."""
    return name_of(of.province) if of.province else name_of(of.region) if of.region else ""


def _known(shares: Mapping[str, list[Share]]) -> dict[str, list[Share]]:
    return {code: rows for code, rows in shares.items() if any(row.share is not None for row in rows)}


def _compared(code: str, rows: list[Share], names: Mapping[str, Any]) -> Compared:
    people = sum(row.n for row in rows)
    lines = [Line(names.get(row.group) or row.group, row) for row in rows if row.n or (row.expected or 0) >= 0.01]
    if people < LEAST_PEOPLE:
        few = _("Of %(n)s people this is known: too few to conclude from it.") % {"n": number(people)}
        return Compared(code, _TITLES[code], [few], lines, people)
    return Compared(code, _TITLES[code], [said for line in lines if (said := _sentence(code, line))], lines, people)


def _sentence(code: str, line: Line) -> Any:
    row = line.share
    if row.expected is None or row.share is None or row.low is None or row.high is None:
        return ""
    told = {
        "share": percent(row.share), "low": number(100 * row.low), "high": number(100 * row.high),
        "expected": percent(row.expected),
    }  # fmt: skip
    if code == "province":
        if row.verdict == "fewer":
            sentence = _("%(name)s: fewer people than live there, %(share)s (%(low)s–%(high)s) against %(expected)s.")
            return fill(sentence, name=line.name, **told)
        return ""
    wanted = _SAYS.get(row.group, {}).get(row.verdict)
    return wanted % told if wanted else ""
