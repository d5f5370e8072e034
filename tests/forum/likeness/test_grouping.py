"""Suggested groups, their labels, and the numbers beneath."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from jisr.forum.likeness import Corpus, adjusted_rand, groups
from jisr.forum.likeness.grouping import group_of_each, themes_of
from jisr.forum.likeness.kernels import average_groups, rows_of_length_one, small_clusters


def test_every_contribution_is_in_one_group_at_most(corpus):
    """People part and join groups; a contribution counted twice would weigh double."""
    keys = [key for group in groups(corpus) for key in group.keys]

    assert len(keys) == len(set(keys))
    assert set(keys) <= set(corpus.keys)


def test_labels_are_made_of_words_that_stand_in_the_group(corpus, items):
    """Never generated text: terms are slices of its texts, the quotation is one of them."""
    for group in groups(corpus):
        said = [items[key]["text"].replace("’", "'") for key in group.keys]
        assert group.terms
        assert [term for term in group.terms if not any(term in text for text in said)] == []
        assert group.quotation in group.keys


def test_groups_follow_demands(corpus, items):
    """On the half that is not held out; benchmarks measure the other one."""
    agreement = adjusted_rand(group_of_each(corpus), [items[key]["demand"] for key in corpus.keys])

    assert agreement > 0.85


def test_the_order_of_the_corpus_changes_no_group(items):
    """Nor a label."""
    texts = {key: item["text"] for key, item in items.items()}

    assert groups(Corpus(texts)) == groups(Corpus(dict(reversed(texts.items()))))


def test_higher_likeness_asks_for_more_groups(corpus):
    """The bound means what it says."""
    counts = [len(set(group_of_each(corpus, together=together))) for together in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]

    assert counts == sorted(counts)


@pytest.mark.parametrize("texts", [{}, {"a": "النقل المدرسي"}, {"a": "", "b": "!!"}])
def test_hardly_anything_makes_no_group(texts):
    """The first evening of a wave."""
    assert groups(Corpus(texts)) == []


def test_a_text_names_its_themes():
    """A suggestion for a field that a person fills."""
    assert themes_of("l'internat et le transport scolaire") == ("schooling", "student_lodging")
    assert themes_of("bonjour") == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 40), st.integers(0, 10_000), st.floats(0.05, 0.95))
def test_average_linkage_is_that_of_scipy(count, seed, together):
    """Ours also knows sizes and needs no distances of pairs kept twice; on equal sizes it is the same tree."""
    rows = rows_of_length_one(np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32))
    apart = np.clip(1 - (rows @ rows.T).astype(float), 0, 2)[np.triu_indices(count, 1)]

    theirs = fcluster(linkage(apart, "average"), 1 - together, "distance")

    assert adjusted_rand(average_groups(rows, together).tolist(), theirs.tolist()) == 1.0


def test_many_rows_are_gathered_first_and_grouped_as_well():
    """Above the bound of pairwise work, clear groups come out as they are."""
    rng = np.random.default_rng(3)
    middles = np.eye(12, 32)
    true = rng.integers(0, 12, 4_000)
    rows = rows_of_length_one((middles[true] + rng.normal(0, 0.08, (4_000, 32))).astype(np.float32))

    assert adjusted_rand(average_groups(rows, 0.5).tolist(), true.tolist()) > 0.99
    assert len(set(small_clusters(rows, 100).tolist())) <= 100


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_agreement_is_symmetric_and_blind_to_names(pairs):
    """Groups have no names, only members."""
    one, other = [a for a, _ in pairs], [b for _, b in pairs]

    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand(other, one))
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand([-a * 7 for a in one], other))
    assert adjusted_rand(one, one) == 1.0
    assert adjusted_rand(one, other) <= 1.0 + 1e-12


def test_agreement_of_a_known_pair():
    """The contingency table [[5, 1], [2, 4]], by hand: 22 pairs together in both, 31 and 30 apart from it, of 66."""
    one = [0] * 6 + [1] * 6
    other = [0] * 5 + [1] + [0] * 2 + [1] * 4

    chance = 30 * 31 / 66
    assert adjusted_rand(one, other) == pytest.approx((17 - chance) / (30.5 - chance))


def test_agreement_of_different_things_is_a_fault():
    """Nothing can be said of groupings of different things."""
    with pytest.raises(ValueError, match="2 things"):
        adjusted_rand([1, 2], [1])
