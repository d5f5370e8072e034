"""The laws of money, pure: what holds, what is late, what a person costs."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jisr.ledger.agreements.rules.cost import cost
from jisr.ledger.agreements.rules.course import span, stages
from jisr.ledger.agreements.rules.files import is_whole, media_type
from jisr.ledger.agreements.rules.money import STEPS, Amounts, days_late, split, state_of, total, turned, unbalanced
from jisr.ledger.agreements.rules.versions import changes
from tests.ledger.agreements.promised import PICTURE

DAY = date(2026, 3, 1)
amounts = st.integers(0, 10**12)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.lists(amounts, min_size=5, max_size=5))
def test_amounts_hold_exactly_where_each_step_stays_within_the_one_before(given_):
    """Sorted they always hold; and what is found broken is broken."""
    due, *steps = sorted(given_, reverse=True)

    assert Amounts(due, *steps).broken == ""
    shuffled = Amounts(*given_)
    in_order = [getattr(shuffled, name) for name in ("due", *STEPS)]
    assert (shuffled.broken == "") == (in_order == sorted(in_order, reverse=True))


@given(st.lists(st.builds(Amounts, *[amounts] * 5), max_size=6))
def test_a_total_is_the_sum_of_each_column(rows):
    assert total(rows).paid == sum(one.paid for one in rows)
    assert total(rows).due == sum(one.due for one in rows)


@given(amounts.filter(bool), st.sampled_from(STEPS))
def test_an_instalment_stands_at_the_furthest_whole_step(due, step):
    """A partial step leaves it where it was; a block says so whatever was reached."""
    place = STEPS.index(step)
    whole = Amounts(due, *(due if n <= place else 0 for n in range(4)))
    partial = Amounts(due, *(due if n < place else due - 1 if n == place else 0 for n in range(4)))

    assert state_of(whole) == step
    assert state_of(partial) == (STEPS[place - 1] if place else "due")
    assert state_of(whole, blocked=True) == "blocked"
    assert state_of(Amounts()) == "cancelled"


@given(st.lists(st.tuples(days, st.integers(1, 100)), max_size=6), st.integers(1, 300), days, days)
def test_days_late_run_until_the_last_dirham(payments, due, due_on, today):
    """Paid in one piece or in many, the day that counts is the one that made it whole."""
    late = days_late(due, due_on, payments, today)
    whole = sum(amount for _, amount in payments) >= due

    assert late >= 0
    if not whole:
        assert late == max((today - due_on).days, 0)
    else:
        assert late <= max((max(day for day, _ in payments) - due_on).days, 0)


def test_a_payment_taken_back_makes_an_instalment_late_again():
    """In time, then reversed: the days run on."""
    paid = [(DAY, 100), (DAY + timedelta(days=5), -100)]

    assert days_late(100, DAY, paid[:1], DAY + timedelta(days=40)) == 0
    assert days_late(100, DAY, paid, DAY + timedelta(days=40)) == 40


@given(amounts, st.integers(1, 12))
def test_equal_parts_make_the_amount_again(amount, parts):
    made = split(amount, parts)

    assert sum(made) == amount and max(made) - min(made) <= 1


@given(st.integers(-(10**12), 10**12), st.decimals("0.0001", "1000", places=4))
def test_a_rate_turns_an_amount_and_its_reversal_alike(given_, rate):
    """An entry in euros is taken back to the centime, and nothing is off by more than half of one."""
    assert turned(-given_, rate) == -turned(given_, rate)
    assert abs(Decimal(turned(given_, rate)) - given_ * rate) <= Decimal("0.5")


@given(st.dictionaries(st.sampled_from("abcd"), amounts.filter(bool), min_size=1), st.data())
def test_a_version_is_balanced_only_when_every_sum_comes_out(shares, data):
    """Shares, lines and instalments: one dirham off is found, and named."""
    envelope = sum(shares.values())
    lines = split(envelope, data.draw(st.integers(1, 4)))

    assert unbalanced(envelope, shares, lines, shares, running=True) == []
    assert unbalanced(envelope + 1, shares, lines, shares) == ["agreement_shares_are_the_envelope"]
    assert unbalanced(envelope, shares, [*lines, 1], shares) == ["agreement_lines_within_the_envelope"]
    assert unbalanced(envelope, shares, lines, {}, running=True) == ["agreement_instalments_are_the_share"]
    assert unbalanced(envelope, shares, lines, {}) == []
    party = data.draw(st.sampled_from(sorted(shares)))
    off = shares | {party: shares[party] + 1}
    assert unbalanced(envelope, shares, lines, off) == ["agreement_instalments_are_the_share"]


def test_what_was_not_published_breaks_no_law_and_what_was_must_fit():
    """Of a real agreement a share may be unknown; those known never pass the envelope."""
    assert unbalanced(None, {"a": None}, [None], {}, published=True) == []
    assert unbalanced(10, {"a": 6, "b": None}, [], {}, published=True) == []
    assert unbalanced(10, {"a": 12, "b": None}, [], {}, published=True) == ["agreement_shares_are_the_envelope"]
    assert unbalanced(None, {"a": None}, [], {}) == ["agreement_amounts_known"]


versions = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 3))


@given(versions, versions)
def test_what_changed_leads_from_one_version_to_the_other(before, after):
    """Applied to the older one the changes give the newer one; and backwards."""
    found = changes(before, after)
    made = dict(before)
    for one in found:
        if one.after is None:
            del made[one.key]
        else:
            made[one.key] = one.after

    assert made == after
    assert {one.key for one in found} == {one.key for one in changes(after, before)}
    assert changes(after, after) == []


@given(st.lists(st.tuples(days, st.booleans(), st.text(max_size=2)), max_size=8))
def test_days_between_milestones_add_up(milestones):
    """Each step is counted once, and no day is invented where only a month was published."""
    found = stages(milestones)

    assert [one.day for one in found] == sorted(day for day, _, _ in milestones)
    if found and all(exact for _, exact, _ in milestones):
        assert sum(one.days or 0 for one in found) == (found[-1].day - found[0].day).days
        assert span(found) == (None if len(found) < 2 else (found[-1].day - found[0].day).days)
    else:
        assert span(found) is None or all(one.days is not None for one in found[1:])


def test_a_person_costs_what_was_published_over_whom_it_reached():
    """Those reached come before those promised; two figures give a span, none gives none."""
    assert cost([40_000_000_00], [1_450], [115]).least == 27_586_21
    assert cost([12_000_000_00], [], [3_000]).basis == "promised"
    both = cost([386_000_000_00, 392_000_000_00], [], [36_000])
    assert (both.least, both.most, both.is_one) == (10_722_22, 10_888_89, False)
    assert cost([], [100], []) is None and cost([5], [0], []) is None


@given(st.integers(0, len(PICTURE) - 5))
def test_a_file_that_was_cut_is_not_whole(length):
    """Wherever the line broke."""
    kind = media_type(PICTURE)

    assert kind == "image/png" and is_whole(PICTURE, kind)
    assert not is_whole(PICTURE[:length][:-4], kind)
    assert media_type(b"<html>%PDF-1.7") == "" and media_type(b"GIF89a") == ""
