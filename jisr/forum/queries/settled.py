"""What became of each wave, remembered in this process until anything changes in it.

Everything here is public: which published contribution has its answer, and since when. So it is the same for whoever
asks, and is told apart by what changes it alone.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock
from typing import Any, Final, TypeVar
from uuid import UUID

from django.conf import settings

from jisr.forum.queries.lineage import asked
from jisr.forum.rules.asof import Given, Said
from jisr.forum.rules.lineage import Edge
from jisr.forum.rules.settled import MOST_DAYS, Drawn, Record

Thing = TypeVar("Thing")
#: Contributions of all waves that are remembered together; the wave that was asked for least lately goes first.
MOST: Final = 200_000

_WAVES = "(%s::uuid[] IS NULL OR wave_id = ANY(%s))"
# Rows are only added, but for a contribution, whose version then rises, and an edge, which is taken back once. An
# answer to somebody whose contribution is not published is counted for nobody.
_STAMPS = f"""SELECT wave_id, part, count(*), bit_xor(mark) FROM (
    SELECT wave_id, 1 AS part, uuid_hash_extended(id, version) AS mark FROM forum_contribution
    WHERE state = 'published' AND {_WAVES}
    UNION ALL SELECT wave_id, 2, uuid_hash_extended(id, (undone_at IS NULL)::int) FROM forum_edge WHERE {_WAVES}
    UNION ALL SELECT wave_id, 3, uuid_hash_extended(id, 0) FROM forum_answer
    WHERE {_WAVES} AND (contribution_id IS NULL
        OR EXISTS (SELECT FROM forum_contribution c WHERE c.id = contribution_id AND c.state = 'published'))
) marks GROUP BY wave_id, part"""  # noqa: S608 - constants of this file
# Keys as text: it is hashed once, a UUID each time that it is looked up.
_SAID = """SELECT wave_id, id::text, meeting_id, said_on, coalesce(region_id, ''), said_certainty <> 'unknown'
FROM forum_contribution WHERE state = 'published' AND wave_id = ANY(%s)"""
_ENDS = """SELECT e.wave_id, e.id::text, e.kind, f.contribution_id::text, f.statement_id::text, t.statement_id::text,
    (e.at AT TIME ZONE %s)::date, (e.undone_at AT TIME ZONE %s)::date
FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
WHERE e.wave_id = ANY(%s) ORDER BY e.at, e.id"""
_GIVEN = """SELECT wave_id, coalesce(contribution_id, statement_id)::text, answered_on,
    CASE WHEN body_ar = '' THEN body_fr ELSE body_ar END FROM forum_answer WHERE wave_id = ANY(%s)"""

_SAID_PART, _EDGE_PART, _GIVEN_PART = 1, 2, 3

_kept: dict[UUID, tuple[Any, "Of"]] = {}
_lock = Lock()


class Of(Record):
    """The record of one wave, whose nodes are keys as text.

    Attributes:
        meetings: the contributions of each meeting.
        material: what it was made of: contributions with their meetings, ends of edges, answers.
    """

    def __init__(self, said: Any = (), ends: Any = ((), ()), given: Any = ()) -> None:
        super().__init__([row for _meeting, row in said], ends[0], ends[1], given)
        self.material = said, ends, given
        self.meetings: dict[UUID, list[Said]] = defaultdict(list)
        for meeting, row in said:
            if meeting:
                self.meetings[meeting].append(row)
        self._told: dict[Any, Any] = {}

    def told(self, what: Any, told: Callable[["Of"], Thing]) -> Thing:
        """What is worked out once of this record, under a name or a day."""
        if what not in self._told:
            while len(self._told) >= MOST_DAYS:
                self._told.pop(next(iter(self._told)), None)
            self._told[what] = told(self)
        return self._told[what]


def records(*waves: UUID) -> dict[UUID, Of]:
    """What became of these waves, of all where none is named, by wave; one query, and where something changed, more.

    One for each of what was said, drawn and answered that did: four at most, whatever there is. A wave without a
    published contribution is not in it.
    """
    keys = list(waves) or None
    wanted: dict[UUID, dict[int, Any]] = defaultdict(dict)
    for wave, part, *stamp in asked(_STAMPS, *[keys] * 6):
        wanted[wave][part] = stamp
    known = {wave: _kept[wave] for wave in wanted if wave in _kept}
    found = {wave: (stamps, known[wave][1]) for wave, stamps in wanted.items() if known.get(wave, ("",))[0] == stamps}
    changed = {wave: stamps for wave, stamps in wanted.items() if wave not in found}
    found |= _renewed(changed, known) if changed else {}
    _keep(found)
    return {wave: record for wave, (_stamps, record) in found.items() if len(record)}


def _keep(now: Mapping[UUID, tuple[Any, Of]]) -> None:
    """Those that were asked for last stand last."""
    with _lock:
        for wave in now:
            _kept.pop(wave, None)
        _kept.update(now)
        held = sum(len(record) for _stamp, record in _kept.values())
        for wave in list(_kept):
            if held <= MOST or wave in now:
                break
            held -= len(_kept.pop(wave)[1])


def _renewed(wanted: Mapping[UUID, dict[int, Any]], known: Mapping[UUID, Any]) -> dict[UUID, Any]:
    """Records of waves in which something changed: only what did is read again."""
    before = {wave: known.get(wave, ({}, None)) for wave in wanted}
    stale = {
        part: [wave for wave, stamps in wanted.items() if before[wave][0].get(part, 0) != stamps.get(part)]
        for part in (_SAID_PART, _EDGE_PART, _GIVEN_PART)
    }
    said_of = _said(stale[_SAID_PART]) if stale[_SAID_PART] else {}
    ends_of = _ends(stale[_EDGE_PART]) if stale[_EDGE_PART] else {}
    given_of = _given(stale[_GIVEN_PART]) if stale[_GIVEN_PART] else {}
    read: tuple[tuple[int, Mapping[UUID, Any], Any], ...] = (
        (_SAID_PART, said_of, ()), (_EDGE_PART, ends_of, ((), ())), (_GIVEN_PART, given_of, ()),
    )  # fmt: skip
    found = {}
    for wave, stamps in wanted.items():
        old = before[wave][1]
        material = [
            now.get(wave, empty) if wave in stale[part] else old.material[n]
            for n, (part, now, empty) in enumerate(read)
        ]
        found[wave] = stamps, Of(*material)
    return found


def _said(waves: list[UUID]) -> dict[UUID, list[tuple[UUID | None, Said]]]:
    """What was published, each with its meeting."""
    said: dict[UUID, list[tuple[UUID | None, Said]]] = defaultdict(list)
    for wave, key, meeting, said_on, region, dated in asked(_SAID, waves):
        said[wave].append((meeting, Said(key, said_on, region, dated)))
    return said


def _given(waves: list[UUID]) -> dict[UUID, list[Given]]:
    given: dict[UUID, list[Given]] = defaultdict(list)
    for wave, node, on, body in asked(_GIVEN, waves):
        given[wave].append(Given(node, on, body))
    return given


def _ends(waves: list[UUID]) -> dict[UUID, tuple[list[Drawn], list[Edge]]]:
    """What was drawn from contributions, and the edges between statements."""
    drawn: dict[UUID, list[Drawn]] = defaultdict(list)
    between: dict[str, tuple[UUID, str, date, date | None]] = {}
    froms: dict[str, set[str]] = defaultdict(set)
    tos: dict[str, set[str]] = defaultdict(set)
    zone = settings.TIME_ZONE
    for wave, edge, kind, contribution, statement, to, at, gone in asked(_ENDS, zone, zone, waves):
        if contribution:
            drawn[wave].append(Drawn(contribution, to, at, gone))
        else:
            between[edge] = wave, kind, at, gone
            froms[edge].add(statement)
            tos[edge].add(to)
    edges: dict[UUID, list[Edge]] = defaultdict(list)
    for key, (wave, kind, at, gone) in between.items():
        edges[wave].append(Edge(key, kind, frozenset(froms[key]), frozenset(tos[key]), at, gone))
    return {wave: (drawn[wave], edges[wave]) for wave in waves}
