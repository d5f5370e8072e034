"""What a report goes through: two people, versions that stay, series that do not fall, targets that are not moved."""

from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.database import call, scope
from jisr.common.errors import Stale, Unacceptable
from jisr.common.keys import new_key
from jisr.ledger.agreements.actions import NotOfThisRegion
from jisr.ledger.results import actions, queries
from jisr.ledger.results.models import IndicatorTarget, Report, ReportPart
from jisr.ledger.results.rules.values import Value, falls
from jisr.staff.models import Post
from tests.ledger.results import reporting
from tests.ledger.results.reporting import TODAY, approved, corrected, indicator, quarter, refused_by_law, sent, written
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


@pytest.fixture
def agreement():
    return reporting.agreed()


def refused(write):
    """Whether the database refuses a write, at once or when the transaction ends."""
    try:
        with transaction.atomic():
            write()
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return False


def test_a_report_is_written_sent_returned_approved_and_corrected(agreement):
    """Half of it kept, whole sent, returned with a word, sent again, approved by another; then a version beside it."""
    one = indicator(agreement)
    row = written(one, top=None, words="أربع دورات", words_in="ar")
    assert (row.state, row.number, row.version) == ("draft", 1, 2)
    with pytest.raises(Unacceptable) as lacking:
        sent(one, top=100, parts={("sex", "f"): 60, ("sex", "m"): 30})
    assert all(number in str(lacking.value.fields["sex__unknown"]) for number in ("90", "100", "10"))
    with pytest.raises(Unacceptable) as many:
        sent(one, top=100, parts={("sex", "f"): 160})
    assert all(number in str(many.value.fields["sex__unknown"]) for number in ("160", "100"))
    parts = {("sex", "f"): 60, ("sex", "m"): 30, ("sex", "unknown"): 10}
    row = sent(one, top=100, parts=parts)
    assert refused_by_law(written, one, top=5) == "report_stands"  # it waits
    with under("council") as council:
        with pytest.raises(Unacceptable):
            actions.give_back(report=row, reason=" ", by=council)
        row = actions.give_back(report=row, reason="أين لوائح الحضور؟", by=council)
    with under("incubator") as post, pytest.raises(Stale):
        actions.write(indicator=one, period=quarter(1), value=Value(1), parts={}, by=post, expected=row.version - 1)
    row = sent(one, top=90, parts={("sex", "f"): 60, ("sex", "m"): 30})
    assert row.reason  # whoever approves reads why it came back
    with under("council") as council:
        first = actions.approve(report=row, by=council)
    assert refused_by_law(written, one, top=5) == "report_stands"
    later = corrected(first, 95, "دورة خامسة")
    assert (later.number, later.replaces, later.why) == (2, first, "دورة خامسة")
    with under("council"):
        [line] = queries.lines_of(agreement, TODAY)
        [cell] = line.told
        assert [(one.top, one.number) for one in cell.history] == [(90, 1), (95, 2)]
        assert cell.parts == {} and line.actual == Value(95)
    with under("incubator") as post:
        assert (
            refused_by_law(actions.correct, report=first, why="مرة أخرى", by=post) == "results_report_replaces_id_key"
        )
        draft = actions.correct(report=later, why="مرة أخرى", by=post)
        actions.throw_away(report=draft, by=post)
        assert refused_by_law(actions.throw_away, report=later, by=post) == "report_stands"


def test_who_reports_does_not_approve_and_nobody_reports_for_others(agreement):
    """Not by another act, not by another region, not by raw SQL in her own name or a colleague's."""
    one = indicator(agreement)
    row = sent(one)
    far = reporting.agreed("09")
    theirs = indicator(far, "far_council")
    for name in ("coordinator", "council", "far_coordinator", "reader_one", "worker"):
        with pytest.raises(actions.NotTheReporter):
            written(one, by=name, back=2)
    with pytest.raises(actions.NotTheReporter):
        written(theirs)
    for name in ("incubator", "far_council", "approver"):
        with under(name) as post, pytest.raises(NotOfThisRegion):
            actions.approve(report=row, by=post)
    with under("incubator") as post:
        mine = {
            "indicator": theirs, "agreement": far, "starts_on": quarter(1).starts_on, "ends_on": quarter(1).ends_on,
            "written_by": post.user, "is_demonstration": True,
        }  # fmt: skip
        assert refused(lambda: Report.objects.create(**mine))
        assert not Report.objects.filter(pk=row.pk).update(top=11)  # it waits: the wall hides it from writers
        told = mine | {"indicator": one, "agreement": agreement, "starts_on": quarter(2).starts_on,
                       "ends_on": quarter(2).ends_on}  # fmt: skip
        assert refused(
            lambda: Report.objects.create(**told, state="approved", decided_by=post.user, decided_at=timezone.now())
        )
        assert not refused(lambda: Report.objects.create(**told))
    with under("council") as council:
        decided = {"decided_by": council.user, "decided_at": "2026-01-01T00:00Z"}
        waits = Report.objects.filter(pk=row.pk)
        assert refused(lambda: waits.update(state="approved", top=11, **decided))  # who decides writes no number
        assert refused(lambda: waits.update(state="approved", **decided | {"decided_by": row.sent_by}))
        assert refused(lambda: waits.update(state="draft"))
        assert refused(lambda: ReportPart.objects.create(
            report=row, dimension="sex", part="f", top=10, is_demonstration=True
        ))  # fmt: skip
        actions.approve(report=row, by=council)
        assert not waits.update(top=11) and not waits.delete()[0]
    with under("incubator"):
        assert not waits.update(top=11) and not Report.objects.filter(state="approved").delete()[0]


def test_one_person_with_two_posts_does_not_approve_what_she_reported(agreement):
    """The wall lets her council approve; the law of two people does not."""
    one = indicator(agreement)
    row = sent(one)
    with under("administrator"):
        call("staff_assign", new_key(), row.sent_by_id, "regional_council", None, None, "07", TODAY, None, [])
    with scope(user=row.sent_by_id):
        both = Post.objects.select_related("user").get(user=row.sent_by_id, role="regional_council")
        waits = Report.objects.filter(pk=row.pk)
        assert refused_by_law(actions.approve, report=row, by=both) == "report_of_two_people"
        now = timezone.now()
        assert refused(lambda: waits.update(state="approved", decided_by=both.user, decided_at=now))
        assert refused(lambda: waits.update(state="returned", reason="س", decided_by=both.user, decided_at=now))


tops = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5)), min_size=3, max_size=7)


@given(history=tops)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_series_counted_all_told_never_falls_without_a_correction(agreement, history):
    """Whatever is reported and corrected in whatever order: what stands never falls, by the act or past it."""
    with transaction.atomic():
        one = indicator(agreement, is_cumulative=True)
        stands = {}
        for back, top in history:
            series = [(stands | {back: top}).get(place) for place in (4, 3, 2, 1)]
            with under("council"):
                last = Report.objects.filter(indicator=one, starts_on=quarter(back).starts_on, state="approved")
                last = last.order_by("-number").first()
            try:
                with transaction.atomic():
                    corrected(last, top) if last else approved(one, back, top)
                stands[back] = top
                assert falls(series) is None
            except actions.BrokenLaw as broken:
                assert broken.law == "report_never_falls" and falls(series) is not None
        with under("council"):
            line = next(one_ for one_ in queries.lines_of(agreement, TODAY) if one_.indicator == one)
            told = [cell.actual.top for cell in line.told]
        assert told == sorted(told) == [stands[back] for back in sorted(stands, reverse=True)]
        assert line.actual.top == max(stands.values())
        transaction.set_rollback(True)


def test_past_the_actions_a_series_does_not_fall_either(agreement):
    """The same by raw SQL of the council's login, at the end of its transaction; parts must make the whole too."""
    one = indicator(agreement, is_cumulative=True)
    approved(one, 3, 50)
    later = sent(one, 1, 60)
    between = written(one, 2, 40)
    with under("incubator") as post:
        ReportPart.objects.create(report=between, dimension="sex", part="f", top=39, is_demonstration=True)
        to = {"state": "pending", "sent_by": post.user, "sent_at": "2026-01-01T00:00Z"}
        assert refused(lambda: Report.objects.filter(pk=between.pk).update(**to))
        ReportPart.objects.create(report=between, dimension="sex", part="unknown", top=1, is_demonstration=True)
        assert not refused(lambda: Report.objects.filter(pk=between.pk).update(**to))
        for wrong in ({"dimension": "age", "part": "60+"}, {"dimension": "milieu", "part": "sea"}):
            assert refused(lambda wrong=wrong: ReportPart.objects.create(
                report=between, top=1, is_demonstration=True, **wrong
            ))  # fmt: skip
    with under("council") as council:
        by = {"state": "approved", "decided_by": council.user, "decided_at": "2026-01-02T00:00Z"}
        assert refused(lambda: Report.objects.filter(pk=between.pk).update(**by))
        assert not refused(lambda: Report.objects.filter(pk=later.pk).update(**by))


def test_what_is_measured_and_promised_stands_once_it_was_reported(agreement):
    """No goal is moved after the shot: neither the definition nor the target of an approved period."""
    one = indicator(agreement)
    with under("council") as council:
        said = {"indicator": one, "starts_on": quarter(1).starts_on, "by": council}
        row = actions.set_target(value=Value(20), **said)
        actions.set_target(value=Value(12), dimension="sex", part="f", **said)
        actions.set_target(value=Value(25), **said)
        assert refused_by_law(actions.set_target, **said | {"starts_on": TODAY.replace(day=2)}, value=Value(1)) == (
            "indicatortarget_of_a_period"
        )
        assert refused_by_law(actions.set_target, value=Value(1, 2), **said) == "indicatortarget_fits"
        edit = reporting.WOMEN | {"frequency": "month"}
        assert refused_by_law(
            actions.edit_indicator, indicator=one, expected=1, values=edit, by=council
        ) == "indicator_stands"  # fmt: skip
    approved(one, top=24)
    with under("council") as council:
        [line] = queries.lines_of(agreement, TODAY)
        [cell] = line.told
        assert (cell.met, cell.target, cell.target_of("sex", "f")) == (False, Value(25), Value(12))
        assert line.beside == (Value(24), Value(25))
        assert refused_by_law(actions.set_target, value=Value(10), **said) == "indicatortarget_stands"
        assert refused_by_law(actions.drop_target, target=row, by=council) == "indicatortarget_stands"
        assert refused(lambda: IndicatorTarget.objects.filter(pk=row.pk).update(top=1))
        one.refresh_from_db()
        words = reporting.WOMEN | {"definition_ar": "تعريف أسهل"}
        assert refused_by_law(
            actions.edit_indicator, indicator=one, expected=one.version, values=words, by=council
        ) == "indicator_stands"  # fmt: skip
        renamed = reporting.WOMEN | {"name_fr": "Femmes ayant achevé la formation"}
        actions.edit_indicator(indicator=one, expected=one.version, values=renamed, by=council)
        assert refused_by_law(actions.drop_indicator, indicator=one, by=council) == "indicator_stands"
        assert refused_by_law(
            actions.end_indicator, indicator=one, on=quarter(3).ends_on, by=council
        ) == "report_of_a_period"  # fmt: skip
        actions.end_indicator(indicator=one, on=quarter(1).ends_on, by=council)
        assert queries.lines_of(agreement, TODAY)[0].cells[-1].period == quarter(1)
    assert refused_by_law(written, one, back=0) == "report_of_a_period"


def test_a_ratio_is_reported_by_two_numbers_and_its_parts_too(agreement):
    """Its whole is the sum out of the sum, over parts and over periods."""
    one = indicator(agreement, **reporting.ALIVE | {"unit": ""})
    with pytest.raises(Unacceptable):
        sent(one, top=11, out_of=10, by="coordinator")
    with pytest.raises(Unacceptable):
        sent(one, top=9, by="coordinator")
    halves = [
        approved(one, back, top, out_of=out_of, by="coordinator", parts={
            ("milieu", "rural"): Value(1, 2), ("milieu", "urban"): Value(top - 1, out_of - 2),
        })
        for back, top, out_of in ((2, 9, 10), (1, 40, 90))
    ]  # fmt: skip
    with under("council"):
        [line] = queries.lines_of(agreement, TODAY)
        assert line.actual == Value(49, 100)
        assert line.parts("milieu") == {"rural": Value(2, 4), "urban": Value(47, 96)}
        assert line.not_told_apart("milieu") == Value(0, 0)
    assert halves[0].value.read == Fraction(9, 10)


def test_a_period_that_is_not_over_is_not_sent_and_what_is_late_is_owed(agreement):
    """Drafts may begin early. A report that waits is owed by the council, one that is not there by who reports."""
    one = indicator(agreement)
    written(one, back=0)
    assert refused_by_law(sent, one, back=0) == "report_of_a_past_period"
    for back in range(8, 2, -1):
        approved(one, back, 1)
    sent(one, 2, 3)
    with under("council"):
        found = queries.owed([agreement], TODAY)
        assert [one.cell.period for one in found if one.owing.approver_acts] == [quarter(2)]
        assert not {one.cell.period for one in found} & {quarter(back) for back in (0, *range(3, 9))}
        assert found[0].cell.period.starts_on == agreement.since
        assert all(one.owing.days_late > 0 for one in found)
