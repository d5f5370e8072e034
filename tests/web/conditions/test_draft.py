"""The editor without code: any tree stands in its form and comes back as it was."""

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.centres.conditions import checked
from jisr.web.conditions import draft
from tests.conditions.trees import SOME, WORDS, trees

FACTS = WORDS.facts


def posted(root):
    """What a browser would send."""
    data = QueryDict(mutable=True)
    for name, value in draft.fields(root):
        data.appendlist(name, value)
    return data


@settings(max_examples=40, deadline=None)
@given(trees())
def test_the_form_gives_back_any_tree(tree):
    """What is read is what was written: no condition is lost or turned on the way through the page."""
    root = draft.read(posted(draft.drafted(tree)), FACTS)

    assert checked(draft.told(root, FACTS)) == tree


_acts = st.tuples(
    st.sampled_from(["add", "all", "any", "not", "remove", "up", "down", "magic"]),
    st.sampled_from(["0", "0-0", "0-1", "0-0-0", "0-7", "", "1", "0-x", "-", "0-99999"]), st.sampled_from([*SOME, "?"]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(trees(leaves=5), st.lists(_acts, max_size=6))
def test_any_buttons_in_any_order_leave_a_draft(tree, acts):
    """Nothing that is pressed breaks the page; what is complete is a tree, what is not is marked."""
    root = draft.drafted(tree)
    for act, place, fact in acts:
        root = draft.changed(draft.read(posted(root), FACTS), act, place, fact, FACTS)

    told = draft.told(root, FACTS)
    assert (told is None) == any(part.wrong for part in draft.walk(root))
    if told is not None:
        assert checked(told)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text("kfhv.0-1x", max_size=8), st.text(max_size=12)), max_size=20))
def test_a_forged_form_is_a_draft_or_nothing(pairs):
    """Whatever is sent: no fault, and nothing is written that is no tree."""
    data = QueryDict(mutable=True)
    for name, value in [("k.0", "all"), ("k.0-0", "test"), ("f.0-0", "age"), ("v.0-0", "٢٢"), *pairs]:
        data.appendlist(name, value)

    root = draft.read(data, FACTS)

    assert root is None or (told := draft.told(root, FACTS)) is None or checked(told)
