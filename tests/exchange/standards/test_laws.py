"""Whatever is known of an agreement, what is given out is valid, and every dirham of it is there once."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from jisr.exchange.standards import iati, oc4ids
from jisr.exchange.standards.codes import mapped
from jisr.exchange.standards.missing import gaps
from jisr.exchange.standards.rows import Counted, Figure, Indicator, Party, Reported, Share, Version, Words
from jisr.ledger.agreements.choices import AgreementState, DocumentKind, MilestoneKind, PartyKind
from tests.exchange.standards import judges
from tests.exchange.standards.generated import PUBLICATION, TODAY, agreements

URI = "https://example.org/agreements/oc4ids.json"
#: A party, so that no file leaves the agreement out.
PARTIED = (Version(1, None, None, (Share(Party("p", "state", Words("الدولة", "État")), None),)),)
quickly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def activities(*rows, by=PUBLICATION):
    """The file of IATI."""
    return b"".join(iati.document(rows, by))


def package(*rows, by=PUBLICATION, language="ar"):
    """The package of OC4IDS."""
    return b"".join(oc4ids.document(rows, by, language=language, uri=URI))


def money(tree, path):
    """Sum of the amounts at a path, in minor units."""
    return sum(int(Decimal(one) * 100) for one in tree.xpath(f"{path}/value/text()"))


@quickly
@given(agreements())
def test_what_is_given_out_is_valid_and_no_dirham_is_lost_or_added(row):
    """By the schemas and the rules of the standards; amounts in are amounts out; what blocks is named before."""
    text = activities(row)
    blocked = [one.code for one in gaps(row, PUBLICATION) if one.blocks]

    assert (b"<iati-activity " in text) == (not blocked)
    if not blocked:
        assert judges.of_activities(text) == []
        tree = etree.fromstring(text)
        pledged = row.held.envelope or sum(one.amount or 0 for one in row.shares)
        bound = row.state in mapped()["bound"] and not _undated(row)
        assert money(tree, "//transaction[transaction-type/@code='2']") == (pledged if bound else 0)
        assert money(tree, "//transaction[transaction-type/@code='3']") == sum(one.amount for one in row.payments)
        assert money(tree, "//planned-disbursement") == sum(one.amount for one in row.instalments)
        assert money(tree, "//budget") == money(tree, "//planned-disbursement")
    for language in ("ar", "fr"):
        told = package(row, language=language)
        assert judges.of_project_package(told) == []
    [project] = json.loads(told, parse_float=Decimal)["projects"]
    assert _minor(project.get("budget", {}).get("amount")) == row.held.envelope
    paid = [_minor(one["value"]) for one in project.get("transactions", [])]
    assert paid == [one.amount for one in row.payments]


def _undated(row):
    """Whether no day is known on which anything was pledged."""
    shown = {one.kind for one in row.milestones} & set(mapped()["starts"])
    return not shown and all(one.effective_on is None for one in row.versions)


def _minor(value):
    return None if value is None else int(value["amount"] * 100)


@quickly
@given(agreements())
def test_no_figure_is_chosen_and_nothing_unknown_becomes_zero(row):
    """Claims stand side by side in the text; without an envelope, shares or days, no amount stands for them."""
    unknown = replace(row, versions=(Version(1, None, None, tuple(replace(one, amount=None) for one in row.shares)),),
                      instalments=(), payments=(), lines=(), until=None, reached=(), indicators=())  # fmt: skip

    tree = etree.fromstring(activities(replace(unknown, since=TODAY)))
    [project] = json.loads(package(unknown))["projects"]

    assert tree.xpath("//value | //result") == []
    told = "".join(tree.xpath("//description[@type='4']/narrative/text()"))
    assert ("كل مصدر" in told) == bool(row.claims)
    assert "amount" not in project.get("budget", {}) and "transactions" not in project
    assert set(tree.xpath("//participating-org/@role")) == {"2"}
    assert not [one for one in project["parties"] if "roles" in one]


@quickly
@given(agreements())
def test_every_number_of_a_report_goes_out_once_with_what_it_is_made_of(row):
    """In both files the same values; of a ratio both its numbers; what may not be added up says so; nobody twice."""
    tree = etree.fromstring(activities(replace(row, since=TODAY, until=TODAY, versions=PARTIED)))
    [project] = json.loads(package(row, language="fr"), parse_float=Decimal)["projects"]

    told = tree.xpath("//result[@aggregation-status]")
    kept = [one for one in row.indicators if any(part.out_of != 0 for part in one.figures)]
    assert len(told) == len(kept)
    for result, one in zip(told, kept, strict=True):
        [node] = result.xpath("indicator")
        assert node.get("measure") == ("2" if one.is_percent else "1")
        assert (result.get("aggregation-status") == "1") == (not one.is_ratio and not one.is_cumulative)
        assert (node.get("ascending") == "0") == one.less_is_better
        assert not node.xpath("period[not(target) and not(actual)]")
        for name, kind, of in (("forecasts", "target", "targets"), ("metrics", "actual", "actuals")):
            figures = [part for period in one.periods for part in getattr(period, of)]
            read = [(part, _read(part, one)) for part in figures if part.out_of != 0]
            values = [Decimal(value) for value in node.xpath(f"period/{kind}/@value")]
            assert len(values) == len(read)
            assert all(
                abs(Fraction(value) - exact) < Fraction(1, 1000)
                for value, (_part, exact) in zip(values, read, strict=True)
            )
            comments = ["".join(part.xpath("comment//text()")) for part in node.xpath(f"period/{kind}")]
            if one.is_ratio:
                assert all(
                    f"{part.top} sur {part.out_of}" in said for (part, _), said in zip(read, comments, strict=True)
                )
            metrics = {metric["id"].rpartition("-")[2]: metric for metric in project.get(name, [])}
            told_too = metrics.get(one.code, {}).get("observations", [])
            assert [seen["measure"] for seen in told_too if seen["id"] != "baseline"] == values
    reported = {one.unit for one in row.indicators if any(period.actuals for period in one.periods)} - {""}
    counted = tree.xpath("//result[not(@aggregation-status)]//actual[not(dimension[@name='milieu'])]")
    assert len(counted) == len([one for one in row.reached if one.unit not in reported])


@quickly
@given(agreements(), st.booleans(), st.booleans())
def test_who_is_reported_in_the_framework_is_not_given_out_as_reached_too(row, is_ratio, approved):
    """A share counts nobody, and what nobody approved is no report: then what was reached stays."""
    figures = (Figure(5, 9 if is_ratio else None),) if approved else ()
    period = Reported(date(2025, 1, 1), date(2025, 12, 31), (Figure(8, 9 if is_ratio else None),), figures)
    framework = Indicator("i", Words("ن", "n"), unit="people", is_ratio=is_ratio, periods=(period,))
    counted = Counted("people", "", Words("ن", "n"), None, 7, None, TODAY)
    row = replace(row, since=TODAY, until=TODAY, versions=PARTIED, indicators=(framework,), reached=(counted,))

    told = etree.fromstring(activities(row)).xpath("//actual/@value")

    assert ("7" in told) == (is_ratio or not approved)


def _read(figure, indicator):
    """A figure as a reader has it, exactly."""
    return Fraction(figure.top * (100 if indicator.is_percent else 1), figure.out_of or 1)


def test_every_code_of_ours_has_its_equal_and_every_sentence_both_languages():
    """A kind that is added to a closed list and not mapped would stop the whole file."""
    for standard, name, ours in (
        ("iati", "party", PartyKind), ("iati", "state", AgreementState), ("iati", "document", DocumentKind),
        ("oc4ids", "state", AgreementState), ("oc4ids", "milestone", MilestoneKind),
    ):  # fmt: skip
        assert set(ours.values) - set(mapped()[standard][name]) == set(), name
    assert set(mapped()["starts"]) < set(MilestoneKind.values) and set(mapped()["bound"]) < set(AgreementState.values)
    assert all(one["ar"] and one["fr"] for one in mapped()["said"].values())
