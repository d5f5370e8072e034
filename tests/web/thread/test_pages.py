"""The thread as everybody reads it: whole, both ways, told once, and nothing in it that is not public."""

import csv
import io

import pytest
from django.test import Client

from jisr.common.database import scope
from jisr.forum import actions as forum_acts
from jisr.ledger.agreements import actions as agreements
from jisr.ledger.thread import queries
from jisr.ledger.thread.rules import steps
from jisr.web.barometer import reading
from tests.access.people import entered
from tests.barometer.happenings import given, served_next_week
from tests.forum import told as forum
from tests.ledger.agreements import promised
from tests.ledger.strategy import planned
from tests.ledger.thread import whole
from tests.stories import under
from tests.web.test_query_counts import holds

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
INVENTED = "?of=demonstration"


@pytest.fixture(autouse=True)
def demonstration(settings):
    """The people of the tests are invented, and so is all that they say and pay."""
    settings.DEMONSTRATION = True


def visitor():
    return Client(headers={"accept-language": "en"})


def read(path, client=None):
    page = (client or visitor()).get(path)
    assert page.status_code == 200, path
    return page


def rows_of(page):
    return {row["step"]: row for row in page.context["rows"]}


def step_of(page, code):
    return next(one for one in page.context["steps"] if one.code == code)


def test_one_thread_is_read_from_each_of_its_ends(monkeypatch):
    """Two programmes of one agreement: what was paid is told once, and somebody served under both is one person."""
    served_next_week(monkeypatch)
    told = whole.told(programmes=("T-WORK", "T-SKILLS"))
    assert rows_of(read(f"/thread/{INVENTED}"))[steps.MEASURE]["column"].reached == 0
    whole.take_up(told)
    promised.paid(told.agreement.instalments[0], 2_000 * promised.DH)
    for n in range(6):
        given(f"p{n}", programme="T-WORK")
        given(f"p{n}", programme="T-SKILLS", code="attended")
        given(f"q{n}")

    ways = {}
    for kind, key in told.codes.items():
        page = read(f"/thread/{kind}/{key}/")
        ways[kind] = page.context["way"]
        assert [one.n for one in page.context["steps"]] == [1] * 6, kind
        assert step_of(page, steps.PAID).rows[0].agreement.money.paid == 2_000 * promised.DH
        assert page.content.decode().count("<dt>paid</dt>") == 1
        served = step_of(page, steps.SERVED).rows[0]
        assert (served.people.value, served.apart.value, served.first_on) == (6, 6, whole.TODAY)
        assert [days for _label, days, _before in page.context["totals"]] == [0, 0, 0]
    assert len({tuple(sorted(one.pk for one in way.heard.contributions)) for way in ways.values()}) == 1
    assert {tuple(row.code for row in way.measures) for way in ways.values()} == {("T-1",)}
    assert {tuple(row.code for row in way.agreements) for way in ways.values()} == {(told.codes["agreement"],)}

    home = read(f"/thread/{INVENTED}&q=نقل مدرسي")
    assert [row["column"].reached for row in home.context["rows"]] == [1] * 6
    assert [row["column"].onward for row in home.context["rows"]] == [1] * 5 + [0]
    assert rows_of(home)[steps.PAID]["paid"] == [("MAD", 2_000 * promised.DH)]
    assert (home.context["delay"].days, home.context["joined"].share) == (0, 0.5)
    found = home.context["found"]
    assert [len(one) for one in (found.statements, found.contributions, found.measures)] == [1, 1, 1]
    assert [one["n"] for one in home.context["lists"]] == [2, 1, 0]
    asked = read(f"/thread/lists/unasked/{INVENTED}&theme=schooling")
    assert asked.context["n"] == 0
    sheet = list(csv.DictReader(io.StringIO(read(f"/thread/lists/unasked.csv{INVENTED}").content.decode("utf-8-sig"))))
    assert [(row["kind"], row["demonstration"]) for row in sheet] == [("measure", "yes"), ("line", "yes")]

    links = read(f"/thread/thread.json{INVENTED}").json()
    assert links["demonstration"] is True and {one["to_kind"] for one in links["links"]} == {
        "statement", "answer", "measure", "programme", "line", "agreement", "payment", "served"
    }  # fmt: skip
    assert {"from_kind": "agreement", "from": told.codes["agreement"], "to_kind": "served", "to": "",
            "on": whole.TODAY.isoformat(), "value": 6, "unit": "people"} in links["links"]  # fmt: skip
    assert forum.NAME not in read(f"/thread/thread.csv{INVENTED}").content.decode()

    for address, words in (
        (f"/forum/statements/{told.statement.pk}/", "MAD 2,000"),
        (f"/strategy/{told.strategy.code}/measures/T-1/", "MAD 2,000"),
        (f"/agreements/{told.codes['agreement']}/", "1 statement of a consultation"),
        (f"/forum/contributions/{told.said.code}/", "MAD 2,000"),
        (f"/thread/contribution/{told.said.code}/", f'href="/results/{told.codes["agreement"]}/"'),
    ):
        beside = read(address).content.decode()
        assert words in beside and "/thread/" in beside, address


def test_nothing_sealed_drafted_or_real_stands_among_what_is_shown():
    """A visitor, and whoever could read more at her desk, find the same thread: what is public."""
    told = whole.told()
    with under("moderator") as moderator:
        gone = forum.published(told.round, "كلام سُحب بعد نشره", cover="")
        told.statement = forum.drawn(told.said, gone, text="نقل لبنات الدواوير كلها")
        forum_acts.withhold(contribution=gone, reason="asked", by=moderator.user)
    whole.take_up(told)
    with under("moderator") as moderator:
        row = forum.said(told.round, "كلام لم يُنشر بعد عن النقل")
        forum_acts.withhold(contribution=row, reason="private", by=moderator.user)
    sealed = forum.said(told.round, "كلام مختوم عن النقل")
    drafted, version = promised.drafted(name_ar="اتفاقية مكتومة عن النقل")
    with under("council") as council:
        agreements.fund(
            version=version, name_ar="بند مكتوم", name_fr="Ligne", amount=1, programme=whole.programme(), by=council
        )
        amended = agreements.begin_amendment(agreement=told.agreement.agreement, by=council)
        agreements.fund(
            version=amended,
            name_ar="بند قيد التحرير",
            name_fr="Ligne",
            amount=1,
            programme=whole.programme(),
            by=council,
        )
    draft = planned.drafted(told.strategy)
    with under("strategist") as held:
        planned.actions.put_measures(
            version=draft, rows=[planned.MeasureRow("T-9", "نقل قيد التحضير", programmes=("T-WORK",))], by=held.user
        )
    with scope(speaking="owner"):
        promised.published()

    seen = set()
    for name in ("council", "strategist", "secretary", "moderator"):
        with under(name):
            held, way = (
                queries.ground(demonstration=True),
                queries.way(queries.start("agreement", told.codes["agreement"])),
            )
            rows = (*held.measures.values(), *held.lines.values(), *held.agreements.values())
            seen.add(
                (tuple(sorted(one.code for one in rows)), way.heard.said, len(queries.origins(held)), len(way.lines))
            )
            assert sorted(one.code for one in held.measures.values()) == ["T-1", "T-2"]
            assert {len(one.contributions) for one in queries.origins(held).values()} == {1}
            for kind, key in (("agreement", drafted.code), ("contribution", row.code), ("contribution", sealed.code)):
                assert queries.start(kind, key) is None, (name, kind)
    assert len(seen) == 1 and seen.pop()[1:] == (1, 1, 1)

    for client in (visitor(), entered("council")):
        pages = [read(f"/thread/{kind}/{key}/", client) for kind, key in told.codes.items()]
        pages += [read(f"/thread/{INVENTED}&q=النقل", client), read(f"/thread/thread.json{INVENTED}", client)]
        pages += [read(f"/thread/lists/{name}/{INVENTED}", client) for name in ("unasked", "unfunded", "unserved")]
        for page in pages:
            words = page.content.decode()
            for hidden in (row.code, sealed.code, "مكتوم", "قيد التحرير", "T-9", "قيد التحضير", "real"):
                assert hidden not in words, hidden
        assert rows_of(pages[len(told.codes)])[steps.SAID]["column"].reached == 1
        for kind, key in (
            ("agreement", drafted.code), ("contribution", row.code), ("contribution", sealed.code),
            ("measure", f"{told.strategy.code}.T-9"), ("measure", "none"), ("statement", "none"), ("line", "none.none"),
            ("instalment", "none.none.x"), ("instalment", f"{told.codes['agreement']}.none.1"),
        ):  # fmt: skip
            assert client.get(f"/thread/{kind}/{key}/").status_code == 404, key
        real = read("/thread/", client)
        assert [row["column"].reached for row in real.context["rows"]] == [0] * 6
        assert rows_of(real)[steps.AGREEMENT]["things"] == 1 and rows_of(real)[steps.PAID]["paid"] == []


def test_what_is_taken_back_stands_in_no_thread_and_a_merge_in_both(settings):
    """A payment that was reversed is none; a statement joined into another leads where that one leads."""
    told = whole.told()
    with under("moderator") as moderator:
        other = forum.drawn(forum.published(told.round, "نريد حافلة لبنات الدوار", cover=""), text="حافلة")
        joined = forum_acts.merge(statements=[told.statement, other], text="نقل واحد للجميع", by=moderator.user)
    told.statement = joined
    whole.take_up(told)
    entry = promised.paid(told.agreement.instalments[0], 2_000 * promised.DH)
    with under("approver") as first:
        back = agreements.propose_taking_back(entry=entry, reason="خطأ", by=first)
    with under("second_approver") as second:
        agreements.confirm(proposal=back, by=second)

    of_other = read(f"/thread/statement/{other.pk}/")
    of_agreement = read(f"/thread/agreement/{told.codes['agreement']}/")

    assert step_of(of_other, steps.PAID).day is None and step_of(of_agreement, steps.PAID).day is None
    assert (step_of(of_other, steps.SAID).n, step_of(of_agreement, steps.SAID).n) == (1, 2)
    assert step_of(of_other, steps.AGREEMENT).n == step_of(of_agreement, steps.MEASURE).n == 1
    unfunded = read(f"/thread/lists/unfunded/{INVENTED}")
    assert {one["item"].stops for one in unfunded.context["rows"]} == {steps.PAID, steps.AGREEMENT}
    settings.DEMONSTRATION = False
    assert not read(f"/thread/{INVENTED}").context["invented"]


def test_a_thread_of_any_length_asks_as_often(monkeypatch):
    """More sentences, statements, measures, agreements and payments: not one more question, page by page."""
    told = whole.told()
    whole.take_up(told)
    client = visitor()
    monkeypatch.setattr(reading, "QUICK_S", 60)  # people are counted each time, however slow the machine is

    def grow(count):
        for _n in range(count):
            said = forum.published(told.round, "نطلب نقلا مدرسيا آخر", cover="")
            drawn = forum.drawn(said, text="نقل آخر")
            forum.answered(statement=drawn)
            with under("strategist") as held:
                planned.actions.take_up(measure=told.strategy.measure("T-1"), statement=drawn, by=held.user)
                again = promised.drafted(name_fr="Convention")
            with under("council") as council:
                agreements.set_envelope(version=again[1], envelope=100, by=council)
                agreements.pledge(version=again[1], party=told.agreement.region, amount=100, by=council)
                agreements.fund(version=again[1], name_ar="ب", name_fr="L", amount=100, programme=whole.programme(),
                                by=council)  # fmt: skip
                agreements.carry_on(agreement=again[0], to="initialled", on=whole.TODAY, by=council)

    paths = [f"/thread/{kind}/{told.codes[kind]}/?all=said" for kind in ("statement", "measure", "line")]
    paths += [f"/thread/{INVENTED}&q=نقل", f"/thread/lists/unfunded/{INVENTED}", f"/thread/thread.csv{INVENTED}"]
    holds([(client, path) for path in paths], grow, few=1, many=4)
    assert queries.FEW < queries.MANY
