"""Small cells: what is hidden stays hidden, also from somebody who can add and subtract."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.barometer.rules import ALL, LEAST, Count, Figure, Period, bridges, count, hide, months_back
from jisr.common.periods import months_after

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def table_of(inner):
    """A table with its totals from rows of counts; as many people as acts."""
    table = {(row, column): Count(n, n) for row, line in enumerate(inner) for column, n in enumerate(line)}
    for row, line in enumerate(inner):
        table[row, ALL] = Count(sum(line), sum(line))
    for column in range(len(inner[0])):
        total = sum(line[column] for line in inner)
        table[ALL, column] = Count(total, total)
    total = sum(map(sum, inner))
    table[ALL, ALL] = Count(total, total)
    return table


def list_of(values):
    """A table of one column: counts and their total."""
    table = {(row, ALL): Count(n, n) for row, n in enumerate(values)}
    return table | {(ALL, ALL): Count(sum(values), sum(values))}


def computable(table, hidden):
    """Hidden cells that follow from the shown ones by the equations of the totals (Gauss, in exact fractions)."""
    unknown = sorted(hidden, key=repr)
    rows = {row for row, _ in table}
    columns = {column for _, column in table}
    equations = []
    if len(columns) > 1:
        equations += [{(row, column): -1 if column == ALL else 1 for column in columns} for row in rows]
    if len(rows) > 1:
        equations += [{(row, column): -1 if row == ALL else 1 for row in rows} for column in columns]
    matrix = [[Fraction(line.get(cell, 0)) for cell in unknown] for line in equations]
    pivots = 0
    for place in range(len(unknown)):
        found = next((r for r in range(pivots, len(matrix)) if matrix[r][place]), None)
        if found is None:
            continue
        matrix[pivots], matrix[found] = matrix[found], matrix[pivots]
        matrix[pivots] = [x / matrix[pivots][place] for x in matrix[pivots]]
        for r, line in enumerate(matrix):
            if r != pivots and line[place]:
                matrix[r] = [x - line[place] * y for x, y in zip(line, matrix[pivots], strict=True)]
        pivots += 1
    return [
        cell
        for line in matrix[:pivots]
        if sum(1 for x in line if x) == 1
        for cell, x in zip(unknown, line, strict=True)
        if x
    ]


tables = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 14), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(max_examples=400, deadline=None)
@given(tables)
def test_no_hidden_cell_of_a_table_can_be_computed(inner):
    """Totals stand beside every table, so one hidden cell alone would be a subtraction away."""
    table = table_of(inner)

    hidden = hide(table)

    assert {cell for cell, what in table.items() if what.is_small()} <= hidden
    assert computable(table, hidden) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=12))
def test_no_hidden_cell_of_a_list_can_be_computed(values):
    """A list with its total is a table of one column."""
    table = list_of(values)

    hidden = hide(table)

    assert {cell for cell, what in table.items() if what.is_small()} <= hidden
    assert computable(table, hidden) == []


@settings(max_examples=200, deadline=None)
@given(tables)
def test_what_is_hidden_in_a_line_adds_up_to_nothing_small(inner):
    """Two hidden cells of one person each, with a total that tells two, would both be known."""
    table = table_of(inner)

    hidden = hide(table)

    for row in range(len(inner)):
        together = sum(n for column, n in enumerate(inner[row]) if (row, column) in hidden)
        if (row, ALL) not in hidden and any((row, column) in hidden for column in range(len(inner[0]))):
            assert together >= LEAST


@given(st.lists(st.integers(LEAST, 90), min_size=1, max_size=12))
def test_nothing_is_hidden_where_nothing_is_small(values):
    """Hiding costs knowledge: it is done where it protects somebody."""
    assert hide(list_of(values)) == set()


def test_many_acts_of_few_people_are_hidden():
    """One widow with four needs in two centres is eight referrals and one person."""
    table = {("a", ALL): Count(8, 1), ("b", ALL): Count(40, 33), (ALL, ALL): Count(48, 34)}

    assert ("a", ALL) in hide(table)


def test_an_empty_cell_is_shown():
    """Nobody came is a fact about a centre, not about a person."""
    assert hide({("a", ALL): Count(0, 0), ("b", ALL): Count(40, 33), (ALL, ALL): Count(40, 33)}) == set()


def test_a_bridge_is_the_only_way_between_two_nodes():
    """A circle has none, a tail is one."""
    circle = [("a", "x", 1), ("x", "b", 2), ("b", "y", 3), ("y", "a", 4)]

    assert bridges(circle) == []
    assert bridges([*circle, ("b", "z", 5)]) == [5]
    assert bridges([("a", "x", 1), ("a", "x", 2)]) == []


def test_a_hidden_figure_carries_no_number():
    """Nor its parts: a template or an export that forgets to look at ``hidden`` shows nothing."""
    assert count(3, YEAR, "events", hidden=True) == Figure(None, None, None, YEAR, "events", hidden=True)


def test_a_share_of_nothing_does_not_exist():
    """It is not zero."""
    assert count(0, YEAR, "events", of=0).share is None
    assert count(3, YEAR, "events", of=4).share == 0.75


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_months_follow_one_another_and_end_with_today(today, many):
    """The last column of every trend is the month that is running."""
    months = months_back(today, many)

    assert len(months) == many
    assert months[-1] <= today < months_after(months[-1], 1)
    assert all(months_after(one, 1) == other for one, other in pairwise(months))
