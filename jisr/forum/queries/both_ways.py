"""From many statements at once to what they come from, and from what was said to all that it went into.

A translation says what its original says: what leads to the one leads to the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jisr.forum.queries.lineage import asked

_LIVE = """live AS (
    SELECT f.statement_id AS s, f.contribution_id AS c, t.statement_id AS t
    FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
    WHERE e.undone_at IS NULL
    UNION ALL
    SELECT t.statement_id, NULL, f.statement_id
    FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
    WHERE e.undone_at IS NULL AND e.kind = 'translated' AND f.statement_id IS NOT NULL
)"""
_BEHIND = f"""WITH RECURSIVE {_LIVE}, up(root, s, c) AS (
    SELECT r, r, NULL::uuid FROM unnest(%s::uuid[]) r
    UNION SELECT u.root, l.s, l.c FROM up u JOIN live l ON l.t = u.s
) SELECT u.root, u.s, u.c FROM up u LEFT JOIN forum_contribution k ON k.id = u.c
WHERE u.c IS NULL OR k.state = 'published'"""  # noqa: S608 - constants of this file
_ONWARD = f"""WITH RECURSIVE {_LIVE}, down(root, s) AS (
    SELECT coalesce(l.c, l.s), l.t FROM live l WHERE coalesce(l.c, l.s) = ANY(%s)
    UNION SELECT d.root, l.t FROM down d JOIN live l ON l.s = d.s
) SELECT root, s FROM down"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Behind:
    """What a statement comes from, itself included.

    Attributes:
        statements: keys of those it was joined, split, reworded or translated from, and its own.
        contributions: keys of the published contributions.
    """

    statements: set[UUID]
    contributions: set[UUID]


def behind(statements: Iterable[UUID]) -> dict[UUID, Behind]:
    """Statement -> what it comes from, over edges that hold; one query, none for no statement."""
    found = {key: Behind({key}, set()) for key in statements}
    if found:
        for root, statement, contribution in asked(_BEHIND, list(found)):
            if contribution is not None:
                found[root].contributions.add(contribution)
            else:
                found[root].statements.add(statement)
    return found


def onward_of(nodes: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Contribution or statement -> the statements that it went into, over edges that hold; one query, none for none."""
    found: dict[UUID, set[UUID]] = {key: set() for key in nodes}
    if found:
        for root, statement in asked(_ONWARD, list(found)):
            found[root].add(statement)
    return found


def onward(nodes: Iterable[UUID]) -> set[UUID]:
    """All the statements that some contributions and statements went into; one query, none for none."""
    return {statement for reached in onward_of(nodes).values() for statement in reached}
