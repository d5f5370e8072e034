"""What the groups of voters have in common, where they part, and who has not been heard enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.choices import SpeakerRole
from jisr.forum.models import LearnedGroups
from jisr.forum.rules.ballot import Asked, Wording
from jisr.forum.rules.consensus import LEAST_VOICES, Tally, Verdict, divisive, likely, shared, verdict
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.forum.public import came
from jisr.web.wording import language, name_of

STATEMENTS_A_PAGE, MOST_DIVISIVE, MOST_UNHEARD = 12, 5, 50
#: Groups whose likelihood to agree differs by less are not called divided.
WIDE = 0.2
#: Drawing units of a bar.
BAR = 400
LEARNED = "learned"
DIMENSIONS = {
    "role": gettext_lazy("by quality"), "sex": gettext_lazy("by sex"), "milieu": gettext_lazy("by milieu"),
    "region": gettext_lazy("by region"), LEARNED: gettext_lazy("groups learned from the votes"),
}  # fmt: skip
_SEXES = {"f": gettext_lazy("women"), "m": gettext_lazy("men")}
_MILIEUS = {
    "rural": pgettext_lazy("of voters", "people of rural communes"),
    "urban": pgettext_lazy("of voters", "people of towns"),
}
_LETTERS = {"ar": "أبجده", "zgh": "أبجده"}

Groups = Mapping[str, Tally | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """Last votes of one group on one statement.

    Attributes:
        tally: None where the numbers are kept back.
        agree, passed: lengths of the first two parts of the drawing; the rest disagrees.
    """

    name: Any
    tally: Tally | None
    agree: float = 0
    passed: float = 0

    @property
    def until(self) -> float:
        """Where the last part begins."""
        return self.agree + self.passed

    @property
    def disagree(self) -> float:
        """Length of the last part."""
        return BAR - self.until

    @property
    def shares(self) -> list[float]:
        """Who agrees, who passes, who disagrees, of one."""
        return [self.agree / BAR, self.passed / BAR, self.disagree / BAR]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with what its groups have in common.

    Attributes:
        total: of everybody.
        bars: of each group, those that are not shown last.
        least, most: the bars of the least and the most convinced group.
    """

    wording: Wording
    verdict: Verdict
    total: Bar
    bars: list[Bar]
    least: Bar | None
    most: Bar | None


@require_safe
@open_to_all
def consensus(request: HttpRequest, code: str) -> HttpResponse:
    """Statements by what the groups of one kind have in common. The same number of queries whatever its length."""
    wave = queries.wave(code)
    if wave is None:
        raise Http404
    things, voiced, learned = queries.voted_on(wave), queries.voices(wave), queries.learned_groups(wave)
    who = queries.voters(wave)
    kinds = {
        kind: _groups(kind, things, voiced, learned) for kind in DIMENSIONS if kind != "region" or not wave.region_id
    }
    by = _chosen(request, kinds)
    name = _namer(by)
    rows = {str(one.key): _row(one, kinds[by].get(one.key, {}), voiced, name) for one in things}
    values: dict[str, Any] = {
        "wave": wave, "invented": wave.is_demonstration, "by": by, "kinds": [(one, DIMENSIONS[one]) for one in kinds],
        "least_voices": LEAST_VOICES, "statements": len(things), "who": who, "bar": BAR, "place": came.place_of(wave),
        "learned": learned if by == LEARNED else None, "groups": _told(learned, things) if by == LEARNED else [],
        "came": came.of_voters(queries.voters_represented(wave, who)), **_lists(request, rows),
    }  # fmt: skip
    return render(request, "forum/consensus.html", values)


def _lists(request: HttpRequest, rows: Mapping[str, Row]) -> dict[str, Any]:
    """A page of what is shared, what divides, and what cannot be told yet."""
    verdicts = {key: row.verdict for key, row in rows.items()}
    ranked = shared(verdicts, most=len(rows))
    page, told = _page(request, len(ranked)), frozenset(ranked)
    first = STATEMENTS_A_PAGE * (page - 1)
    unheard = [row for key, row in rows.items() if key not in told]
    apart = divisive(verdicts, most=MOST_DIVISIVE)
    return {
        "ranked": [rows[key] for key in ranked[first : first + STATEMENTS_A_PAGE]], "first": first + 1,
        "page": page, "pages": _pages(len(ranked)), "scored": len(ranked),
        "divisive": [rows[key] for key in apart if (verdicts[key].spread or 0) >= WIDE],
        "unheard": unheard[:MOST_UNHEARD], "unheard_more": max(0, len(unheard) - MOST_UNHEARD),
    }  # fmt: skip


def _groups(
    kind: str, things: list[Asked], voiced: Mapping[Any, queries.Voiced], learned: LearnedGroups | None
) -> dict[Any, Groups]:  # fmt: skip
    """What is voted on -> the groups of one kind with their votes."""
    if kind != LEARNED:
        found: dict[Any, Groups] = {
            one.key: voiced[one.key].groups.get(kind, {}) for one in things if one.key in voiced
        }
        return {key: groups for key, groups in found.items() if groups}
    kept: dict[Any, Any] = {}
    for place, group in enumerate(learned.groups if learned else []):
        for one in things:
            for wording in one.wordings:
                if str(wording.key) in group["votes"]:
                    votes = group["votes"][str(wording.key)]
                    kept.setdefault(one.key, {})[str(place)] = Tally(*votes) if votes else None
    return kept


def _chosen(request: HttpRequest, kinds: Mapping[str, Mapping[Any, Groups]]) -> str:
    """The kind of groups asked for, or the first by which something can be said."""
    asked = request.GET.get("by", "")
    if asked in kinds:
        return asked
    told = (kind for kind, groups in kinds.items() if any(verdict(one).score is not None for one in groups.values()))
    return next(told, next(iter(kinds)))


def _row(one: Asked, groups: Groups, voiced: Mapping[Any, queries.Voiced], name: Callable[[str], Any]) -> Row:
    """One statement with the bars of its groups."""
    total = voiced[one.key].total if one.key in voiced else None
    found = verdict(groups)
    bars = {key: _bar(name(key), tally) for key, tally in groups.items()}
    heard = {
        key: likely(tally.agree, tally.seen) for key, tally in groups.items() if tally and key not in found.unheard
    }
    most = max(heard, key=lambda key: (heard[key], key), default="")
    order = sorted(bars.values(), key=lambda bar: (bar.tally is None, -bar.agree, str(bar.name)))
    return Row(one.for_reader(language()), found, _bar("", total), order, bars.get(found.least), bars.get(most))


def _bar(name: Any, tally: Tally | None) -> Bar:
    if tally is None or not tally.seen:
        return Bar(name, None)
    return Bar(name, tally, round(BAR * tally.agree / tally.seen, 1), round(BAR * tally.passed / tally.seen, 1))


def _namer(kind: str) -> Callable[[str], Any]:
    """How the groups of one kind are named."""
    if kind == LEARNED:
        letters = _LETTERS.get(language(), "ABCDE")
        return lambda code: pgettext("learned", "group %(letter)s") % {"letter": letters[int(code)]}
    named: dict[str, Any] = {"sex": _SEXES, "milieu": _MILIEUS, "role": dict(SpeakerRole.choices)}.get(kind) or {
        one.pk: name_of(one) for one in territory.regions()
    }
    return lambda code: named.get(code) or _("another group")


def _told(learned: LearnedGroups | None, things: list[Asked]) -> list[dict[str, Any]]:
    """The learned groups: how many voters each has, and by what it can be told from the others."""
    said = {str(wording.key): one.for_reader(language()) for one in things for wording in one.wordings}
    name = _namer(LEARNED)
    return [
        {
            "name": name(str(place)), "share": group["size"] / learned.placed if learned else 0,
            "telling": [(side, said[key]) for key, side in group["telling"] if key in said],
        }
        for place, group in enumerate(learned.groups if learned else [])
    ]  # fmt: skip


def _page(request: HttpRequest, many: int) -> int:
    typed = request.GET.get("page", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return min(max(wanted, 1), _pages(many))


def _pages(many: int) -> int:
    return max(1, -(-many // STATEMENTS_A_PAGE))
