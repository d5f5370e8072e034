"""What a machine found alike in the invented wave, and what its invented moderator made of it."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from jisr.accounts.models import User
from jisr.common.keys import new_key
from jisr.exchange.demonstration.forum.statements import Lineage
from jisr.forum.choices import ContributionState, Proposal, SuggestionVerdict
from jisr.forum.likeness import Corpus
from jisr.forum.models import Contribution, Suggestion, Wave

_SHOWN = 5


def suggestions_of(
    wave: Wave, contributions: Iterable[Contribution], lineage: Lineage, moderator: User
) -> list[Suggestion]:
    """For each published text those that the product would show; kept where the wave joins the two in one statement."""
    rows = {str(one.pk): one for one in contributions if one.state == ContributionState.PUBLISHED}
    corpus = Corpus({key: row.text for key, row in rows.items()})
    together = _together(lineage)
    made = []
    for key, row in rows.items():
        showing, at = new_key(), row.published_at or timezone.now()
        for rank, one in enumerate(corpus.nearest(row.text, _SHOWN, but=[key]), 1):
            other = rows[one.key]
            joined = any({row.pk, other.pk} <= group for group in together)
            made.append(
                Suggestion(
                    wave=wave, kind=Proposal.NEAR, showing=showing, subject=row, proposed=other, method=one.method,
                    version=one.version, score=one.score, rank=rank, shown_at=at,
                    verdict=SuggestionVerdict.ACCEPTED if joined else SuggestionVerdict.REFUSED, by=moderator,
                    at=at,
                )
            )  # fmt: skip
    return made


def _together(lineage: Lineage) -> Sequence[set[object]]:
    """Contributions of which one statement came, directly or through others."""
    ends: dict[object, set[object]] = {}
    for one in lineage.froms:
        ends.setdefault(one.edge_id, set()).add(one.contribution_id or one.statement_id)
    above: dict[object, set[object]] = {}
    for to in lineage.tos:  # in the order in which they were made
        sources = {node for key in ends.get(to.edge_id, set()) for node in above.get(key, {key})}
        above[to.statement_id] = above.get(to.statement_id, set()) | sources
    return list(above.values())
