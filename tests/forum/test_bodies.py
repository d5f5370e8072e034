"""Advisory bodies: who writes what, in which order, on which days; and the figures that come of it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.forum import actions, queries
from jisr.forum.choices import (
    ITEM_TRANSITIONS,
    MEANS_TRANSITIONS,
    OPINION_TRANSITIONS,
    MeansAnswerKind,
    OpinionState,
    OutcomeKind,
)
from jisr.forum.models import AdvisoryBody, BodyMember, BodySeat, MeansRequest, Opinion, ProgrammeItem
from jisr.forum.rules import bodies as rules
from jisr.territory.models import Region
from tests.forum.advising import BEGAN, NAMES, TODAY, a_body, answered, asked, became, drafted, given, member, planned
from tests.ground import user_of
from tests.stories import under

in_one = pytest.mark.django_db(databases=["default", "owner"])
DAY = timedelta(days=1)


def refused(kind, act, /, **values):
    """Whether an act is refused in this way; the fields that are named wrong."""
    try:
        with transaction.atomic():
            act(**values)
    except kind as refusal:
        return set(getattr(refusal, "fields", {})) or True
    return False


def fresh(row):
    """The row as it is stored."""
    return type(row).objects.get(pk=row.pk)


@in_one
def test_the_programme_moves_as_its_table_says():
    """Planned becomes done or given up, with what shows it; what is settled stays."""
    body = a_body()
    for first in ("planned", "done", "dropped"):
        for then in ("planned", "done", "dropped"):
            item = planned(body)
            with under("adviser") as held:
                settle = {"evidence": "محضر", "by": held.user}
                if first != "planned":
                    actions.settle_item(item=item, expected=item.version, state=first, **settle)
                item = fresh(item)
                known = {"item": item, "expected": item.version, "state": then, **settle}
                allowed = then in ITEM_TRANSITIONS[first]
                assert bool(refused(OutOfReach, actions.settle_item, **known)) is not allowed, (first, then)
                if fresh(item).state != "planned":  # nor by a program that forgot the table
                    assert ProgrammeItem.objects.filter(pk=item.pk).update(evidence="آخر") == 0


@in_one
def test_a_request_is_answered_once_unless_it_was_put_off():
    body = a_body()
    for first in ("", *MeansAnswerKind.values):
        for then in MeansAnswerKind.values:
            request = asked(body)
            if first:
                answered(request, first)
            with under("answering") as held:
                known = {
                    "request": fresh(request), "expected": fresh(request).version, "kind": then, "why": "ي",
                    "next_step": "x", "next_on": TODAY, "office_fr": "Service", "by": held.user,
                }  # fmt: skip
                allowed = then in MEANS_TRANSITIONS[first]
                assert bool(refused(actions.AnsweredBefore, actions.answer_means, **known)) is not allowed, (
                    first,
                    then,
                )


@in_one
def test_an_opinion_given_is_kept_and_a_corrected_one_takes_its_place():
    """Given or left, nothing of it moves: not by the acts, nor by a program that forgot them."""
    body = a_body()
    opinion = given(body)
    became(opinion, "in_part")
    with under("adviser") as held:
        for act in (actions.give_opinion, actions.leave_opinion):
            assert refused(actions.GivenIsKept, act, opinion=opinion, expected=opinion.version, by=held.user)
        edit = {"opinion": opinion, "expected": opinion.version, "values": {"text_ar": "غيره"}, "by": held.user}
        assert refused(actions.GivenIsKept, actions.edit_opinion, **edit)
        assert OPINION_TRANSITIONS[OpinionState.GIVEN] == frozenset()
        assert Opinion.objects.filter(pk=opinion.pk).update(text_ar="غيره") == 0
        silent = {"body": body, "values": {"title_ar": "س"}, "replaces": opinion, "by": held.user}
        assert refused(Unacceptable, actions.write_opinion, **silent) == {"why_replaced"}

    corrected = drafted(body, replaces=opinion, why_replaced="رقم خاطئ")
    assert queries.opinions_of(body) == [opinion]  # until it is given, the first one stands
    with under("adviser") as held:
        again = silent | {"values": {"title_ar": "س", "why_replaced": "ع"}}
        assert refused(actions.CorrectedBefore, actions.write_opinion, **again)
        actions.give_opinion(opinion=corrected, expected=1, by=held.user)

    [current] = queries.opinions_of(body)
    assert (current.pk, [one.pk for one in current.former]) == (corrected.pk, [opinion.pk])
    assert current.former[0].outcome.kind == "in_part"
    with pytest.raises(OutOfReach):
        became(opinion)  # what was replaced waits for no answer
    became(current)
    with pytest.raises(actions.AnsweredBefore):
        became(current, "not_followed")
    figures = queries.tallies([body])[body.pk].figures
    assert (figures.given, figures.followed, figures.share_followed) == (1, 1, 1.0)


@in_one
def test_two_who_write_at_once_lose_nothing():
    """The second is told; a draft given meanwhile says so."""
    body = a_body()
    item, draft, request = planned(body), drafted(body), asked(body)
    with under("adviser") as held:
        settle = {"item": item, "expected": 1, "state": "done", "evidence": "م", "by": held.user}
        actions.settle_item(**settle)
        assert refused(OutOfReach, actions.settle_item, **settle)
        assert refused(Stale, actions.edit_opinion, opinion=draft, expected=7, values={"text_ar": "x"}, by=held.user)
        mine, hers = fresh(draft), fresh(draft)
        actions.give_opinion(opinion=mine, expected=1, by=held.user)
        assert refused(actions.GivenIsKept, actions.give_opinion, opinion=hers, expected=1, by=held.user)
    answered(request, "deferred")
    with pytest.raises(Stale):
        answered(fresh(request), "granted", expected=1)
    with under("secretary") as held:
        change = {"body": body, "expected": 9, "values": {"name_ar": "اسم"}, "by": held.user}
        assert refused(Stale, actions.edit_body, **change)


@in_one
def test_days_and_words_that_do_not_fit_are_named():
    """A day before the mandate, one to come, a yes without a day, a no without a reason."""
    body = a_body()
    before, after = BEGAN - DAY, TODAY + timedelta(days=901)
    item, request, opinion = planned(body), asked(body), given(body)
    with under("adviser") as held:
        by = {"body": body, "by": held.user}
        for day in (before, after):
            assert refused(Unacceptable, actions.plan_item, what_ar="س", due_on=day, **by) == {"due_on"}
            opinion_due = {"title_ar": "س", "due_on": day}
            assert refused(Unacceptable, actions.write_opinion, values=opinion_due, **by) == {"due_on"}
        assert refused(Unacceptable, actions.plan_item, due_on=None, **by) == {"what_ar", "due_on"}
        past = {"kind": "room", "what_ar": "قاعة", "needed_on": TODAY - DAY}
        assert refused(Unacceptable, actions.ask_means, **past, **by) == {"needed_on"}
        settle = {"item": item, "expected": 1, "state": "done", "by": held.user}
        assert refused(Unacceptable, actions.settle_item, evidence=" ", **settle) == {"evidence"}
        for day in (TODAY + DAY, before):
            assert refused(Unacceptable, actions.settle_item, evidence="م", done_on=day, **settle) == {"done_on"}
        nothing = {"body": body, "values": {"title_ar": "س"}, "contribution": "C-NONE", "by": held.user}
        assert refused(Unacceptable, actions.write_opinion, **nothing) == {"contribution"}
        empty = actions.write_opinion(values={"title_fr": "Rien"}, **by)
        assert refused(Unacceptable, actions.give_opinion, opinion=empty, expected=1, by=held.user) == {"text_ar"}
    with under("answering") as held:
        no = {"request": request, "expected": 1, "next_step": "", "by": held.user}
        assert refused(Unacceptable, actions.answer_means, kind="refused", **no) == {"why", "next_step", "office_ar"}
        yes = no | {"next_step": "x", "office_ar": "م"}
        assert refused(Unacceptable, actions.answer_means, kind="granted", **yes) == {"next_on"}
        assert refused(Unacceptable, actions.answer_means, kind="granted", next_on=TODAY - DAY, **yes) == {"next_on"}
        bare = {"opinion": opinion, "kind": "not_followed", "by": held.user}
        assert refused(Unacceptable, actions.tell_outcome, **bare) == {"why", "office_ar"}
    with under("secretary") as held:
        sits = {"body": body, "by": held.user}
        early = {"part": "member", "function_ar": "س", "since": before}
        assert refused(Unacceptable, actions.name_member, values=early, **sits) == {"since"}
        second = {"part": "chair", "function_ar": "س", "since": TODAY}
        assert refused(Unacceptable, actions.name_member, values=second, **sits) == {"part"}
        opened = {"code": body.code, "region": Region.objects.get(pk="07"), "kind": "youth", "by": held.user}
        assert refused(Unacceptable, actions.open_body, values=NAMES, **opened) == {"code"}
        turned = {"mandate_since": TODAY, "mandate_until": BEGAN}
        assert refused(Unacceptable, actions.edit_body, expected=1, values=turned, **sits) == {"mandate_until"}


@in_one
def test_nobody_writes_for_a_body_in_which_she_does_not_sit():
    """A member of another body, one who left, the region for the body, the body for the region."""
    body, other = a_body(), a_body("far-body", region="09", seat="far_adviser")
    request, draft, opinion = asked(body), drafted(body), given(body)
    for name in ("far_adviser", "secretary", "answering", "coordinator", "worker"):
        with under(name) as held:
            by = {"by": held.user}
            assert refused(actions.NotOfTheBody, actions.plan_item, body=body, what_ar="س", due_on=TODAY, **by), name
            assert refused(actions.NotOfTheBody, actions.ask_means, body=body, kind="room", what_ar="س", **by), name
            assert refused(actions.NotOfTheBody, actions.write_opinion, body=body, values={"title_ar": "س"}, **by)
            assert refused(actions.NotOfTheBody, actions.give_opinion, opinion=draft, expected=1, **by)
            assert not Opinion.objects.filter(pk=draft.pk).exists() and not queries.drafts_of(body), name
            assert refused(DatabaseError, ProgrammeItem(body=body, what_ar="س", due_on=TODAY).save, force_insert=True)
            stolen = MeansRequest(body=body, kind="room", what_ar="س", is_demonstration=True)
            assert refused(DatabaseError, stolen.save, force_insert=True), name
    for name in ("adviser", "far_answering", "secretary", "coordinator"):
        with under(name) as held:
            told = {"why": "س", "next_step": "س", "office_ar": "س", "by": held.user}
            means = {"request": request, "expected": 1, "kind": "granted", "next_on": TODAY}
            assert refused(actions.NotOfTheRegion, actions.answer_means, **means, **told), name
            assert refused(actions.NotOfTheRegion, actions.tell_outcome, opinion=opinion, kind="followed", **told), name
    for name in ("adviser", "answering", "far_secretary"):
        with under(name) as held:
            change = {"body": body, "expected": 1, "values": {"name_ar": "س"}, "by": held.user}
            assert refused(actions.NotOfTheRegion, actions.edit_body, **change), name
            assert refused(DatabaseError, AdvisoryBody.objects.filter(pk=body.pk).update, name_ar="س"), name
            assert refused(DatabaseError, BodyMember.objects.filter(body=body).update, until=None), name
            seat = BodySeat(
                member=BodyMember.objects.get(body=body, part="member"), body=body, user=held.user,
                is_demonstration=True,
            )  # fmt: skip
            assert refused(DatabaseError, seat.save, force_insert=True), name
    with under("secretary") as held:
        sits = {"body": body, "by": held.user, "values": {"part": "member", "function_ar": "س", "since": TODAY}}
        for name in ("secretary", "far_adviser", "worker"):
            assert refused(actions.NoSuchPost, actions.name_member, user=user_of(name), **sits), name
        chair = BodyMember.objects.get(body=body, part="chair")
        actions.end_member(member=chair, expected=chair.version, until=TODAY, by=held.user)
    with under("adviser") as held:
        assert refused(actions.NotOfTheBody, actions.ask_means, body=body, kind="room", what_ar="س", by=held.user)
        assert not Opinion.objects.filter(pk=draft.pk).exists()
    assert queries.tallies([other])[other.pk].members == 2


@in_one
def test_a_name_is_kept_only_while_its_owner_agrees():
    """She says so herself, or on paper to the secretary; taken back, no column holds it any more."""
    body = a_body()
    with under("secretary") as held:
        named = member(body, held.user, name_ar="نزهة", function_fr="Élue")
        with pytest.raises(DatabaseError), transaction.atomic():
            BodyMember.objects.filter(pk=named.pk).update(name_agreed_on=None)
    assert named.name_agreed_on == TODAY
    chair = BodyMember.objects.get(body=body, part="chair")
    with under("far_adviser") as held:
        assert refused(
            actions.NotOfTheRegion, actions.publish_name, member=chair, expected=1, name_ar="س", by=held.user
        )
    with under("adviser") as held:
        actions.publish_name(member=chair, expected=chair.version, name_ar="لطيفة المجهولة", by=held.user)
        assert fresh(chair).name_ar == "لطيفة المجهولة"
        actions.publish_name(member=chair, expected=chair.version, by=held.user)
    row = fresh(chair)
    assert (row.name_ar, row.name_fr, row.name_agreed_on) == ("", "", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM forum_bodymember t")
        assert "المجهولة" not in str(cursor.fetchall())


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
answers = st.lists(st.tuples(st.sampled_from(MeansAnswerKind.values), days, days), max_size=3)


@whatever(st.lists(st.tuples(days, answers), max_size=6), st.lists(st.sampled_from(["", *OutcomeKind.values])), days)
@settings(max_examples=60)
def test_figures_add_up_on_any_day(requests, outcomes, on):
    """Each request waits or does not, each opinion stands in one column, no delay is below nothing."""
    rows = [(asked_on, sorted(told, key=lambda one: one[1])) for asked_on, told in requests]
    found = rules.figures(rows, outcomes, on)

    waits = [where for asked_on, told in rows if (where := rules.standing(asked_on, told, on)).waits]
    assert found.waiting == len(waits) and all(where.days >= 0 for where in waits)
    assert found.answered <= found.asked == len(rows) and (found.longest_days is None) == (not waits)
    assert found.followed + found.in_part + found.not_followed + found.without_answer == found.given == len(outcomes)
    assert found.share_followed is None or 0 <= found.share_followed <= 1
    for asked_on, told in rows:
        known = [one for one in told if one[1] <= on]
        if known and known[-1][0] == "deferred" and known[-1][2] < on:  # put off, and its day is past
            assert rules.standing(asked_on, told, on).days == (on - known[-1][2]).days > 0
        if not told and on >= asked_on:
            assert rules.standing(asked_on, told, on + DAY).days == rules.standing(asked_on, told, on).days + 1
