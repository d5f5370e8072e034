"""What everybody reads of an agreement: numbers that come out by hand, nothing that was not published, tables."""

import csv
import io
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.common.database import scope
from jisr.exchange.agreements_record.loading import load
from jisr.ledger.agreements import actions
from tests.access.people import entered
from tests.ledger.agreements import promised
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
ENGLISH = {"accept-language": "en"}


def words(page):
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_the_pages_say_what_comes_out_by_hand():
    """The sheet of the commission, the public page, the tables, what changed, who owes what: one set of numbers."""
    told = promised.before_the_session()
    with scope(speaking="owner"):
        load()
    visitor, council = Client(headers=ENGLISH), entered("council", headers=ENGLISH)
    code = told.agreement.code

    sheet = words(council.get("/agreements/desk/session/"))
    for number in (
        "Envelope MAD 12,000,000", "Called MAD 4,000,000", "Paid MAD 3,000,000", "Justified MAD 2,500,000",
        "Late MAD 5,000,000", "late by 30 days", "late by 10 days", "60 (40%)", "45 (75%)", "40 (40%)", "15 (38%)",
        "100 (40%)", "60 (60%)", "MAD 120,000", "100 women reached", "MAD 4,000", "MAD 27,586.21", "version 2",
    ):  # fmt: skip
        assert number in sheet, number
    regions = council.get("/agreements/desk/session/").context["beside"]
    assert len({one.name for one in regions}) == 12 and sum(one.is_here for one in regions) == 1

    page = words(visitor.get(f"/agreements/{code}/"))
    for number in (
        "MAD 12,000,000",
        "MAD 1,000,000 30 days",
        "MAD 4,000,000 10 days",
        "60 (60%)",
        "next: it is paid",
        "next: the council calls it",
    ):
        assert number in page, number
    assert "We found no public record of what was called" not in page
    changed = words(visitor.get(f"/agreements/{code}/amendments/"))
    assert "MAD 10,000,000 MAD 12,000,000" in changed and "MAD 6,000,000 MAD 8,000,000" in changed
    owed = words(visitor.get("/agreements/owed/"))
    assert "MAD 5,000,000" in owed and "2,000,000" not in owed
    assert "MAD 9,000,000" in words(visitor.get(f"/agreements/owed/?month={promised.TODAY.year + 1}-12"))

    with under("council") as council_:
        stop = {"reason": "visa", "who_must_act": told.state, "note": "=cmd()"}
        actions.block(instalment=told.instalments[2], by=council_, **stop)
        evil = actions.add_party(kind="firm", name_ar="=HYPERLINK(1)", name_fr="+1", by=council_)
        draft = actions.begin_amendment(agreement=told.agreement, by=council_)
        actions.pledge(version=draft, party=evil, amount=0, by=council_)
        actions.put_in_force(version=draft, on=promised.TODAY, why_ar="س", why_fr="", by=council_)
    rows = table(visitor, code, "shares")
    assert [(row["pledged"], row["paid"], row["days_late"]) for row in rows] == [
        ("4000000.00", "0.00", "10"), ("8000000.00", "3000000.00", "30"), ("0.00", "0.00", "0"),
    ]  # fmt: skip
    assert (rows[2]["party_ar"], rows[2]["party_fr"]) == ("'=HYPERLINK(1)", "'+1")
    assert {row["state"] for row in table(visitor, code, "instalments")} == {"approved", "due", "blocked"}
    assert visitor.get(f"/agreements/{code}/secrets.csv").status_code == 404

    real = words(visitor.get("/agreements/marrakech-safi-jisr/"))
    for said in ("not published", "about MAD 16,000,000", "MAD 10,000,000", "We found no public record", "6,587",
                 "237 days after the step before", "From the first to the last: 1,484 days"):  # fmt: skip
        assert said in real, said
    assert "Signed on not published" in real and "Demonstration — this agreement" not in real
    both = words(visitor.get("/agreements/?region=all"))
    assert "MAD 386,000,000 / MAD 392,000,000" in both and "1 agreement of" in both
    assert "Envelope · not published" in words(visitor.get("/agreements/?region=05"))
    fewer = words(visitor.get("/agreements/?region=11&q=Laâyoune"))
    assert "1 agreement of" in fewer and "MAD 12,000,000" in fewer
    counted = [asked(visitor, path) for path in ("/agreements/", f"/agreements/{code}/", "/agreements/owed/")]
    promised.running()
    assert counted == [asked(visitor, path) for path in ("/agreements/", f"/agreements/{code}/", "/agreements/owed/")]


def table(client, code, what):
    """Rows of a table as a program reads them."""
    answer = client.get(f"/agreements/{code}/{what}.csv")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def asked(client, path):
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connections["public"]) as held:
        client.get(path)
    return len(held)
