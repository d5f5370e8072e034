"""A long day in sections: nothing is lost, nothing stands twice, what is late comes first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.web.parts import Task
from jisr.web.work import sections, tasks
from jisr.web.work.desk import Item
from tests.access.people import entered
from tests.stories import received, under

GROUPS = list(tasks.GROUPS)
ITEMS = st.builds(
    lambda n, tone, late: Item(Task(what=f"{n}", href=f"/{n}", verb="x", tone=tone), late=late, since=f"{n}"),
    st.integers(), st.sampled_from(["", "soon", "late"]), st.integers(0, 40),
)  # fmt: skip
DAYS = st.dictionaries(st.sampled_from(GROUPS), st.lists(ITEMS, max_size=26))


@given(DAYS)
def test_each_thing_stands_in_exactly_one_section(day):
    """Whatever waits is shown or folded, once; what is late in the first section alone, the most overdue before."""
    found = sections.parted(day)
    waiting = [item.task for items in day.values() for item in items]
    listed = [task for one in found for task in (*one.shown, *one.folded)]

    if len(waiting) <= sections.GLANCE:
        assert found == []
        return
    assert sorted(map(id, listed)) == sorted(map(id, waiting))
    assert sum(one.many for one in found) == len(waiting) and all(one.shown for one in found)
    assert {task.tone == "late" for one in found for task in (*one.shown, *one.folded) if one.name != "late"} <= {False}
    if any(task.tone == "late" for task in waiting):
        assert found[0].name == "late"
    assert all(len(one.folded) != 1 for one in found), "a fold spares something"


def test_every_kind_has_a_heading():
    """A kind of a section without words would not be shown at all."""
    assert set(tasks.GROUPS) | {"late"} == set(sections._WORDS)


@pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
def test_a_long_day_is_folded_and_all_of_it_is_on_the_page():
    """Fifteen people in the waiting room: three in sight after the one in danger, the others one touch away."""
    with under("worker") as held:
        for n in range(14):
            received(held, given=f"Rkia {n}", visit={"urgency": "normal"})
        received(held, given="Zahra", visit={"urgency": "now"})

    page = entered("worker").get("/work/").content.decode().split("<main")[1]
    late, people = page.index('id="late"'), page.index('id="people"')
    folded = page.index("<details", people)

    assert late < page.index("Zahra") < people
    assert page[people:folded].count("/listening/visit/") == 3
    assert page.count("/listening/visit/") == 15
    assert sum("quiet" not in names for names in re.findall(r'class="(button[^"]*)"', page)) == 1
