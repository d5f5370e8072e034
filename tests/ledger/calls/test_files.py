"""Rule files and lists of papers: the laws of every one that is shipped, and how a call keeps those it was given."""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.common.errors import Unacceptable
from jisr.conditions import Not, demands, judge, read_book
from jisr.conditions.sentences import reasons
from jisr.conditions.trees import names
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import ApplicantKind
from jisr.ledger.calls.models import Application, Call, Decision
from jisr.ledger.calls.rules.asked import NotInForce, asked, frozen, papers_for, rule_files, rules_for, standard
from jisr.ledger.calls.rules.papers import Item, Listed, PaperList
from tests.access.probes import refused
from tests.ledger.calls import calling
from tests.stories import under

PACKAGE, TODAY = "jisr.ledger.calls", date(2026, 11, 22)
CASES = Path(__file__).parents[2] / "cases"
VERSIONS = [
    pytest.param(name, kind, version, id=f"{name}-{kind}-{version.since}")
    for name, kinds in rule_files().items()
    for kind in sorted(kinds)
    for version in read_book(PACKAGE, name).versions
]
ANSWERS = {"yes_no": st.booleans(), "number": st.integers(0, 30)}


@pytest.mark.parametrize(("name", "kind", "version"), VERSIONS)
def test_every_shipped_rule_keeps_the_laws_and_says_beforehand_why_it_refuses(name, kind, version):
    """Never yes with its contrary; what is missing settles it; nobody is refused for what was not published."""
    book, rule = read_book(PACKAGE, name), version.rule
    asks = [fact for fact in names(rule) if fact != "applicant"]
    world = st.fixed_dictionaries({fact: ANSWERS[book.facts[fact].kind] for fact in asks})

    @settings(max_examples=50, deadline=None)
    @given(world, st.sets(st.sampled_from(asks)))
    def keeps(whole, some):
        little = {"applicant": kind} | {fact: whole[fact] for fact in some}
        verdict = judge(rule, little)
        assert {verdict.answer, judge(Not(rule), little).answer} in ({"yes", "no"}, {"unknown"})
        named = little | {fact: whole[fact] for fact in verdict.missing}
        assert judge(rule, named).answer == judge(rule, whole | {"applicant": kind}).answer != "unknown"
        for language in ("ar", "fr"):
            published = demands(rule, {"applicant": kind}, book.facts, language)
            assert set(reasons(verdict, book.facts, language)) <= set(published)

    keeps()
    assert "published" in version.source["title"] or version.source["titles"], "where it was read, or that it was not"


def test_every_shipped_file_has_cases_and_every_kind_a_file_of_its_own():
    """Cases of each answer stand beside each rule file; lists of papers differ from kind to kind."""
    for name in rule_files():
        told = yaml_text.read((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
        assert told["rule"] == f"{PACKAGE}/{name}"
        assert {True, False, "unknown"} == {case["answer"] for case in told["cases"]}, name
    lists = {}
    for kind in ApplicantKind.values:
        assert next(len(rule_files()[book.code]) for book in rules_for(kind, TODAY)) == 1
        assert len(rules_for(kind, TODAY)) >= 2 and len(papers_for(kind, TODAY)) >= 2
        files = frozen({kind: standard(kind, TODAY)}, TODAY)
        terms = asked(Call(files=files), kind, TODAY)
        lists[kind] = {item.code for item in terms.items}
        assert terms.missing(lists[kind]) == () and 0 < len(terms.missing([])) < len(terms.items)
    assert len({frozenset(one) for one in lists.values()}) == len(lists)
    assert "statutes" not in lists["idea"] and "minutes" in lists["cooperative"]
    before = date(2019, 1, 1)
    with pytest.raises(NotInForce):
        frozen({"idea": standard("idea", before)}, before)


def test_what_a_call_was_announced_with_judges_whatever_comes_later():
    """A version that begins later is none of its business; without files of its own it has the one of before."""
    on = date(2025, 6, 1)
    then = Call(files=frozen({"association": standard("association", on)}, on))
    later = Call(files=frozen({"association": standard("association", TODAY)}, TODAY))
    young = {"in_region": True, "helped_before": False, "registered": True, "in_purpose": True, "years": 0}

    assert judge(asked(then, "association", TODAY).rule.rule, young).answer == "yes"
    assert judge(asked(later, "association", TODAY).rule.rule, young).answer == "no"
    assert asked(Call(), "association", TODAY).book.code == "women_projects"
    item = Item("bank", {"ar": "ب", "fr": "b"}, frozenset({"idea"}), True)
    two = PaperList("x", {}, frozenset({"idea"}), (
        Listed(date(2025, 1, 1), date(2026, 1, 1), {}, ()), Listed(date(2026, 1, 1), None, {}, (item,)),
    ))  # fmt: skip
    assert [len(two.in_force(day).items) for day in (on, TODAY)] == [0, 1] and two.in_force(date(2024, 1, 1)) is None


@pytest.mark.django_db(databases=["default", "owner", "public"], transaction=True)
def test_the_files_of_a_call_stand_and_are_kept_with_each_decision():
    """Chosen at the announcement, kind by kind; refused where one does not fit; written to what they judged."""
    call = calling.a_call(announced=False)
    women = {"rules": "women_projects", "papers": "papers_cooperatives"}
    with under("coordinator") as keeper:
        for wrong in ({"rules": "women_ideas", "papers": "papers_cooperatives"}, {"rules": "", "papers": "x"}):
            with pytest.raises(Unacceptable):
                actions.announce(call=call, expected=1, by=keeper.user, files={"cooperative": wrong})
        for files in ("{}", '{"idea": {}}'):
            with pytest.raises(DatabaseError), transaction.atomic():
                Call.objects.filter(pk=call.pk).update(state="announced", files=yaml_text.read(files))
        call.refresh_from_db()
        call = actions.announce(call=call, expected=1, by=keeper.user, files={"cooperative": women})
        assert call.files["cooperative"]["rules"] == "women_projects" and call.files["idea"]["rules"] == "women_ideas"
        assert refused("UPDATE calls_call SET files = '{}'")
    calling.deposited(call)
    calling.deposited(call, kind="idea", declared=["quotation"])
    with under("coordinator"):
        rows = {row.kind: row for row in Application.objects.filter(call=call)}
        assert refused("UPDATE calls_application SET rule_file = 'x'")
        assert [item.code for item in queries.asked_of(rows["idea"]).missing(["quotation"])] == [
            "national_card", "project_sheet",
        ]  # fmt: skip
    assert (rows["cooperative"].rule_file, rows["cooperative"].eligible) == ("women_projects", "yes")
    assert (rows["idea"].rule_file, rows["idea"].eligible) == ("women_ideas", "unknown")
    assert rows["idea"].rule_since == rows["idea"].papers_since == date(2025, 1, 1)
    with scope(speaking="owner"):
        row = rows["idea"]
        row.pk, row.number, row.code_hash, row.rule_since = None, "AAAA-BBBB", "0" * 64, TODAY
        Application.objects.using("owner").bulk_create([Application(**_columns(row, rule_file="x"))])
        made = Application.objects.using("owner").get(number="AAAA-BBBB")
        assert (made.rule_file, made.rule_since) == ("women_ideas", date(2025, 1, 1)), "the call says, not who deposits"
        decision = Decision.objects.create(
            call=call, application=made, number=made.number, kind=made.kind, province=made.province, asked=made.asked,
            outcome="waiting", reason="after", rule_file="x", is_demonstration=made.is_demonstration,
        )  # fmt: skip
        decision.refresh_from_db()
    assert (decision.rule_file, decision.paper_file) == ("women_ideas", "papers_ideas")
    assert (decision.rule_since, decision.papers_since) == (date(2025, 1, 1), date(2025, 1, 1))


def _columns(row, **changed):
    return {
        field.name: getattr(row, field.name) for field in Application._meta.concrete_fields if field.name != "id"
    } | changed
