"""Laws of results: who reports does not approve, who approves writes no number, and nobody reports for others."""

from jisr.common.database import scope
from jisr.ledger.results import actions, queries
from jisr.ledger.results.models import Indicator, Report, ReportPart
from tests.access.law import RESULTS, cells, law, others
from tests.access.laws_forum import fails
from tests.access.probes import refused, refused_as, rows, status
from tests.access.world import World
from tests.ledger.results import reporting
from tests.stories import under

REPORTERS = ("incubator", "regional_coordinator", "provincial_delegate")
#: Who has an account and neither reports nor approves results in region 07.
_OUTSIDE = (
    "officer", "worker", "director", "secretary", "answering", "adviser", "strategist", "auditor", "administrator",
    "approver", "second_approver", "reader_one", "far_council", "far_coordinator", "far_delegate",
)  # fmt: skip


@law(
    "Results of agreements are followed by those who report them and by the council that approves them.",
    cells(others("regional_council", *REPORTERS), *RESULTS),
)
def _(world: World) -> None:
    one = reporting.indicator(reporting.agreed())
    waits = reporting.sent(one)
    for name in _OUTSIDE:
        with under(name) as held:
            assert fails(actions.NotTheReporter, reporting.written, one, by=name, back=2), name
            assert fails(Exception, actions.approve, report=waits, by=held), name
            assert not Report.objects.filter(pk=waits.pk).exists(), name
            assert not Report.objects.filter(pk=waits.pk).update(state="approved"), name
            assert rows("DELETE FROM results_reportpart RETURNING 1") == [], name
            assert rows("DELETE FROM results_indicatortarget RETURNING 1") == [], name
    assert status("far_council", "results:desk:indicator", one.pk) == 404


@law(
    "Who reports results approves none and moves no target; who approves them writes no number.",
    cells(REPORTERS, "results.keep", "results.approve"),
    cells("regional_council", "results.report"),
)
def _(world: World) -> None:
    one = reporting.indicator(reporting.agreed())
    row = reporting.sent(one)
    for name in ("incubator", "coordinator", "delegate"):
        with under(name) as held:
            assert fails(Exception, actions.approve, report=row, by=held), name
            assert fails(
                Exception, actions.set_target, indicator=one, starts_on=row.starts_on,
                value=reporting.Value(1), by=held,
            ), name  # fmt: skip
            assert refused(
                "INSERT INTO results_indicatortarget (id, is_demonstration, agreement_id, indicator_id, starts_on,"
                " dimension, part, top) SELECT gen_random_uuid(), true, agreement_id, id, DATE '2026-01-01', '', '', 1"
                " FROM results_indicator"
            ), name
    with under("coordinator"):  # it is the incubator's to report
        assert rows("UPDATE results_report SET top = 1 RETURNING 1") == []
    with under("council"):
        assert refused(f"UPDATE results_report SET top = 1 WHERE id = '{row.pk}'")
        assert refused("UPDATE results_report SET written_by_id = 1")
        assert refused("UPDATE results_reportpart SET top = 1")


@law("Without an account only what is approved is read, that something waits is known, and nothing is written.",
     committed=True)  # fmt: skip
def _(world: World) -> None:
    agreement = reporting.agreed()
    one = reporting.indicator(agreement)
    first = reporting.approved(one, 2, 10, parts={("sex", "f"): 10})
    waits = reporting.sent(one, 1, 99, parts={("sex", "f"): 99})
    with scope(speaking="public"):
        assert [row.pk for row in Report.objects.filter(indicator=one)] == [first.pk]
        assert ReportPart.objects.filter(report=first).count() == 1
        assert not ReportPart.objects.filter(report=waits).exists()
        assert Indicator.objects.filter(pk=one.pk).exists()
        known = queries.waiting([agreement.pk])
        assert [(key, one_.state) for key, one_ in known.items()] == [((one.pk, waits.starts_on), "pending")]
    for table in ("indicator", "indicatortarget", "report", "reportpart"):
        assert refused_as("public", f"UPDATE results_{table} SET id = id"), table
        assert refused_as("public", f"INSERT INTO results_{table} DEFAULT VALUES"), table
    assert refused_as("public", "SELECT 1 FROM results_stagedresults")
