"""Whatever is known of an agreement, what is given out is valid, and every dirham of it is there once."""

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from lxml import etree

from jisr.exchange.standards import iati, oc4ids
from jisr.exchange.standards.codes import mapped
from jisr.exchange.standards.missing import gaps
from jisr.exchange.standards.rows import Version
from jisr.ledger.agreements.choices import AgreementState, DocumentKind, MilestoneKind, PartyKind
from tests.exchange.standards import judges
from tests.exchange.standards.generated import PUBLICATION, TODAY, agreements

URI = "https://example.org/agreements/oc4ids.json"
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
                      instalments=(), payments=(), lines=(), until=None, reached=())  # fmt: skip

    tree = etree.fromstring(activities(replace(unknown, since=TODAY)))
    [project] = json.loads(package(unknown))["projects"]

    assert tree.xpath("//value | //result") == []
    told = "".join(tree.xpath("//description[@type='4']/narrative/text()"))
    assert ("كل مصدر" in told) == bool(row.claims)
    assert "amount" not in project.get("budget", {}) and "transactions" not in project
    assert set(tree.xpath("//participating-org/@role")) == {"2"}
    assert not [one for one in project["parties"] if "roles" in one]


def test_every_code_of_ours_has_its_equal_and_every_sentence_both_languages():
    """A kind that is added to a closed list and not mapped would stop the whole file."""
    for standard, name, ours in (
        ("iati", "party", PartyKind), ("iati", "state", AgreementState), ("iati", "document", DocumentKind),
        ("oc4ids", "state", AgreementState), ("oc4ids", "milestone", MilestoneKind),
    ):  # fmt: skip
        assert set(ours.values) - set(mapped()[standard][name]) == set(), name
    assert set(mapped()["starts"]) < set(MilestoneKind.values) and set(mapped()["bound"]) < set(AgreementState.values)
    assert all(one["ar"] and one["fr"] for one in mapped()["said"].values())
