"""Histories of a lineage, as a team could have made them; for the property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from jisr.forum.rules.lineage import Edge, current, live, may_undo, undo

DAY = date(2026, 3, 1)
KINDS = {
    "extract": "extracted", "merge": "merged", "split": "split", "reword": "reworded", "translate": "translated",
}  # fmt: skip


@st.composite
def histories(draw, most=14):
    """What a team does one day after the other: (contributions, statements, edges), as the actions would allow it."""
    contributions = [f"c{n}" for n in range(draw(st.integers(1, 5)))]
    statements, edges = [], []
    for step in range(draw(st.integers(0, most))):
        now = DAY + timedelta(days=step)
        act = draw(st.sampled_from([*KINDS, "undo"]))
        there = sorted(current(statements, edges))
        if act == "undo":
            keys = [one.key for one in live(edges) if may_undo(edges, one.key)]
            if keys:
                edges = undo(edges, draw(st.sampled_from(keys)), at=now)
            continue
        froms = draw(sources(act, contributions, there))
        if not froms:
            continue
        tos = [f"s{len(statements) + n}" for n in range(2 if act == "split" else 1)]
        statements += tos
        edges.append(Edge(f"e{step}", KINDS[act], frozenset(froms), frozenset(tos), now))
    return contributions, statements, edges


def sources(act, contributions, there):
    if act == "extract":
        return st.lists(st.sampled_from(contributions), min_size=1, max_size=3, unique=True)
    if act == "merge":
        return st.lists(st.sampled_from(there), min_size=2, max_size=3, unique=True) if len(there) > 1 else st.just([])
    return st.lists(st.sampled_from(there), min_size=1, max_size=1) if there else st.just([])
