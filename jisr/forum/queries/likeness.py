"""What was said already that resembles a text, and what seems to ask for the same: one wave at a time.

For the team of a wave. What was published is compared as it was published; what waits for moderation by its sealed
words, which stay in the memory of this process and are on no page; what is withheld is not compared. Groups are made of
published texts alone, because they show words of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from jisr.common.database import call
from jisr.forum.choices import ContributionState, Proposal, StatementState, SuggestionVerdict
from jisr.forum.likeness import METHOD, VERSION, Corpus, Group, Shelf, double_of, groups
from jisr.forum.likeness.doubles import WORTH_COMPARING
from jisr.forum.models import Contribution, Statement, Suggestion, Wave
from jisr.forum.models.walls import ME, TODAY
from jisr.forum.queries.lineage import asked
from jisr.forum.queries.sealed import unsealed

#: So much of a text is compared: a page and a half.
MOST_COMPARED = 4_000
#: The newest contributions of a wave; older ones are not compared beyond that.
MOST_OF_A_WAVE = 20_000
#: A space is learnt from so many texts of a wave, the others are placed in it.
LEARN_FROM = 2_000
#: More texts than were learnt from by this share: learn anew.
_GROWN = 0.2
_FIVE = 5
#: So many of the nearest may be the same sheet.
_MAYBE_THE_SAME = 12


@dataclass(frozen=True)
class _Source:
    """Texts of a wave that are compared with one another.

    Attributes:
        mark: SQL that is another number when the text is another one.
        states: in which a row is compared.
        read: keys -> texts; one query.
    """

    name: str
    table: str
    mark: str
    states: tuple[str, ...]
    read: Callable[[list[str]], Mapping[str, str]]

    def of(self, wave: Wave, shelf: Shelf[Any]) -> Any:
        """What a shelf has of a wave, for somebody who has a seat on it; None while it is first learnt."""
        rows = f"FROM {self.table} WHERE wave_id = %s AND state = ANY(%s)"
        seat = f"EXISTS (SELECT FROM forum_seat WHERE wave_id = %s AND user_id = {ME} AND {TODAY})"
        together = f"SELECT {seat}, count(*), coalesce(bit_xor(uuid_hash_extended(id, {self.mark})), 0) {rows}"
        each = f"SELECT id::text, {self.mark} {rows} ORDER BY id DESC LIMIT {MOST_OF_A_WAVE}"
        states = list(self.states)
        [(sits, *stamp)] = asked(together, wave.pk, wave.pk, states)
        if not sits:
            return None
        return shelf.get(
            (self.name, wave.pk), stamp, lambda: dict(asked(each, wave.pk, states)), lambda keys: self.read([*keys])
        )


def _said(keys: list[str]) -> dict[str, str]:
    """What was published, as it was; the sealed words of what waits."""
    rows = Contribution.objects.filter(pk__in=keys).values_list("pk", "text", "verbatim__sealed")
    return {str(key): (text or unsealed(key, sealed))[:MOST_COMPARED] for key, text, sealed in rows.iterator()}


def _stated(keys: list[str]) -> dict[str, str]:
    return {str(key): text for key, text in Statement.objects.filter(pk__in=keys).values_list("pk", "text")}


_SAID, _PUBLISHED = str(ContributionState.SAID), str(ContributionState.PUBLISHED)
_COMPARED = _Source("compared", "forum_contribution", "version", (_SAID, _PUBLISHED), _said)
_TO_JOIN = _Source("to join", "forum_contribution", "version", (_PUBLISHED,), _said)
_TO_MERGE = _Source("to merge", "forum_statement", "hashtext(text)", (str(StatementState.ACTIVE),), _stated)


@dataclass(frozen=True, slots=True)
class Alike:
    """A contribution or a statement that resembles a text.

    Attributes:
        kind: near, duplicate or group.
        score: 0 to 1.
        rank: place in the list, from 1.
    """

    key: UUID
    kind: str
    score: float
    rank: int
    method: str = METHOD
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class Kept:
    """How often people kept what one version proposed, by kind.

    Attributes:
        shown: how often it was in a list that was judged; 0 where that is not told.
    """

    kind: str
    method: str
    version: str
    accepted: int
    refused: int
    shown: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Proposal(self.kind).label)

    @property
    def judged(self) -> int:
        """How often a person said something of it."""
        return self.accepted + self.refused

    @property
    def rate(self) -> float | None:
        """Share of the verdicts that kept it; None without one."""
        return self.accepted / self.judged if self.judged else None


def _learnt(texts: Mapping[str, str]) -> Corpus:
    return Corpus(texts, learn_from=LEARN_FROM)


def _grown(corpus: Corpus, gone: Collection[str], fresh: Mapping[str, str]) -> Corpus | None:
    more = corpus.without(gone).with_added(fresh)
    return None if more.grown > _GROWN else more


def _grouped(texts: Mapping[str, str]) -> list[Group]:
    return groups(Corpus(texts))


_CORPORA: Shelf[Corpus] = Shelf(_learnt, _grown)
_GROUPS: Shelf[list[Group]] = Shelf(_grouped)


def near(wave: Wave, text: str, *, but: Collection[UUID] = (), most: int = _FIVE) -> list[Alike] | None:
    """What was said in a wave that resembles a text, the same sheet first; one query, two more after a change.

    Args:
        text: as it is typed, of any length.
        but: contributions to leave out, such as the one whose text it is.

    Returns:
        at most so many; None for somebody without a seat, and while thousands of others are read for the first time.
    """
    words, corpus = text[:MOST_COMPARED].strip(), _COMPARED.of(wave, _CORPORA)
    if not words or corpus is None:
        return [] if not words else None
    found = corpus.nearest(words, _MAYBE_THE_SAME, but=[str(key) for key in but])
    same = double_of(words, corpus.texts_of([one.key for one in found if one.score >= WORTH_COMPARING]))
    alike = [(UUID(one.other), Proposal.DUPLICATE, one.score, one.method) for one in same]
    others = {one.other for one in same}
    alike += [(UUID(one.key), Proposal.NEAR, one.score, one.method) for one in found if one.key not in others]
    return [
        Alike(key, str(kind), score, rank, method) for rank, (key, kind, score, method) in enumerate(alike[:most], 1)
    ]


def warm(wave: Wave) -> bool:
    """Begin to read the contributions of a wave, where that was not done; whether they are read."""
    return _COMPARED.of(wave, _CORPORA) is not None


def alike_contributions(wave: Wave) -> list[Group] | None:
    """Groups of published contributions that seem to ask for the same, the largest first; None while first looked for.

    For the team. Some of them may have been joined, or withheld, since; one query, two more after a change.
    """
    return _TO_JOIN.of(wave, _GROUPS)


def alike_statements(wave: Wave) -> list[Group] | None:
    """The same of current statements."""
    return _TO_MERGE.of(wave, _GROUPS)


def refused(wave: Wave) -> Mapping[UUID, set[UUID]]:
    """Label of a group -> those of which a person said that they ask for something else; one query."""
    rows = Suggestion.objects.filter(wave=wave, kind=Proposal.GROUP, verdict=SuggestionVerdict.REFUSED)
    pairs = rows.values_list("subject", "subject_statement", "proposed", "proposed_statement")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for subject, subject_statement, proposed, proposed_statement in pairs:
        found[subject or subject_statement].add(proposed or proposed_statement)
    return found


def said_alike(contribution: UUID) -> set[UUID]:
    """Contributions of which a person said that they ask for the same as this one; one query."""
    rows = Suggestion.objects.filter(Q(subject=contribution) | Q(proposed=contribution))
    pairs = rows.filter(verdict=SuggestionVerdict.ACCEPTED).values_list("subject", "proposed")
    return {key for pair in pairs for key in pair if key and key != contribution}


def kept_of_team(wave: Wave) -> list[Kept]:
    """How often the team kept what was proposed, by kind and version; one query."""
    by = ("kind", "method", "version")
    rows = Suggestion.objects.filter(wave=wave).values(*by).order_by(*by)
    counted = rows.annotate(
        shown=Count("pk"), accepted=Count("pk", filter=Q(verdict=SuggestionVerdict.ACCEPTED)),
        refused=Count("pk", filter=Q(verdict=SuggestionVerdict.REFUSED)),
    )  # fmt: skip
    return [Kept(**row) for row in counted]


def kept(wave: Wave) -> list[Kept]:
    """The same for everybody, where there are twenty verdicts or more; one query."""
    return [Kept(*row) for row in call("jisr_forum_suggestions_kept", wave.pk)]
