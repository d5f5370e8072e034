"""Groups that seem to ask for the same, beside the boxes of a form: one press ticks them, the person decides."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from jisr.forum import actions, queries
from jisr.forum.actions import Shown
from jisr.forum.choices import Proposal, SuggestionVerdict
from jisr.forum.likeness import Group
from jisr.forum.models import Wave
from jisr.forum.queries import Alike
from jisr.web.forum.desk import alike, told

#: Groups on a page, and things in a group: the most typical first; the rest comes up when these are joined.
MOST_GROUPS, MOST_TOGETHER = 8, 30
#: The field of a group that was ticked; that of one that is offered has its place after it.
PRESSED, OFFERED = "group", "group-"


@dataclass(frozen=True)
class Offer:
    """A group on a page.

    Attributes:
        place: by which its buttons name it.
        terms: words that stand in its texts.
        quotation: the text that is nearest to all others.
        signed: the group, for the form.
    """

    place: int
    terms: tuple[str, ...]
    quotation: str
    count: int
    signed: str


@dataclass(frozen=True)
class Offers:
    """Groups beside a form.

    Attributes:
        is_ready: False while they are looked for the first time.
        ticked: keys of those that the form chooses now.
        pressed: the groups that were ticked, for the form.
    """

    groups: Sequence[Offer] = ()
    is_ready: bool = True
    ticked: frozenset[str] = frozenset()
    pressed: Sequence[str] = ()


def ticked(request: HttpRequest, wave: Wave, field: str, *, asked: Callable[[], Sequence[str]]) -> frozenset[str]:
    """What the form chooses, with the group whose button was pressed; what was asked for where nothing was sent yet."""
    if request.method != "POST":
        return frozenset(asked())
    chosen = set(request.POST.getlist(field))
    shown = alike.read(request, wave, request.POST.get(f"{OFFERED}{request.POST.get('tick', '')}", ""))
    if shown is not None:
        chosen |= {str(shown.subject), *(str(one.key) for one in shown.rows)}
    return frozenset(chosen)


def looks(request: HttpRequest) -> bool:
    """Whether a group was ticked or dismissed, and nothing is to be made yet."""
    return not {"tick", "dismiss"}.isdisjoint(request.POST)


def offers(
    request: HttpRequest, wave: Wave, found: Sequence[Group] | None, *, free: Collection[str],
    chosen: Collection[str], quoted: Callable[[list[str]], Mapping[str, str]], of_statements: bool = False,
) -> Offers:  # fmt: skip
    """The groups that may still be joined, without those that a person dismissed.

    Args:
        free: keys of everything that may be chosen.
        chosen: what the form chooses now: a group of which all is chosen is not offered.
        quoted: keys -> texts.
    """
    pressed = _pressed(request)
    if found is None:
        return Offers((), False, frozenset(chosen), pressed)
    picked = _picked(found, free, chosen, queries.refused(wave))
    texts = quoted([keys[0] for _group, keys in picked])
    lines = [
        _offer(request, wave, group, keys, place, texts.get(keys[0], ""), of_statements)
        for place, (group, keys) in enumerate(picked)
    ]
    return Offers(lines, True, frozenset(chosen), pressed)


def _picked(
    found: Sequence[Group], free: Collection[str], chosen: Collection[str], refused: Mapping[UUID, set[UUID]]
) -> list[tuple[Group, list[str]]]:
    """The groups that are offered, each with those of its keys that are still free."""
    picked: list[tuple[Group, list[str]]] = []
    for group in found:
        keys = [key for key in group.keys if key in free][:MOST_TOGETHER]
        is_worth_it = len(keys) > 1 and not set(keys) <= set(chosen)
        if is_worth_it and not {UUID(key) for key in keys[1:]} <= refused.get(UUID(keys[0]), set()):
            picked.append((group, keys))
        if len(picked) == MOST_GROUPS:
            break
    return picked


def dismiss(request: HttpRequest, wave: Wave) -> bool:
    """Keep that a group asks for several things, where that was pressed; whether it was."""
    shown = alike.read(request, wave, request.POST.get(f"{OFFERED}{request.POST.get('dismiss', '')}", ""))
    if shown is None:
        return False
    said = {one.key: str(SuggestionVerdict.REFUSED) for one in shown.rows}
    actions.judge(wave=wave, shown=shown, verdicts=said, by=request.user)
    return True


def judge(request: HttpRequest, wave: Wave, chosen: Collection[str]) -> None:
    """Keep which of the groups that were ticked stayed together in what was made."""
    for signed in request.POST.getlist(PRESSED):
        shown = alike.read(request, wave, signed)
        if shown is not None:
            actions.judge(wave=wave, shown=shown, verdicts=_stayed(shown, chosen), by=request.user)


def _stayed(shown: Shown, chosen: Collection[str]) -> dict[UUID, str]:
    label_is_in = str(shown.subject) in chosen
    return {
        one.key: str(
            SuggestionVerdict.ACCEPTED if label_is_in and str(one.key) in chosen else SuggestionVerdict.REFUSED
        )
        for one in shown.rows
    }


def _pressed(request: HttpRequest) -> list[str]:
    now = request.POST.get(f"{OFFERED}{request.POST.get('tick', '')}", "")
    return [*request.POST.getlist(PRESSED), *([now] if now else [])]


def _offer(
    request: HttpRequest, wave: Wave, group: Group, keys: list[str], place: int, text: str, of_statements: bool
) -> Offer:
    rows = [
        Alike(UUID(key), str(Proposal.GROUP), group.score, rank, group.method, group.version)
        for rank, key in enumerate(keys[1:], 1)
    ]
    signed = alike.sign(request, wave, rows, subject=UUID(keys[0]), of_statements=of_statements)
    return Offer(place, group.terms, told.short(text), len(keys), signed)
