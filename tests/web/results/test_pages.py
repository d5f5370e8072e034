"""Pages of results: what a region does with them in a year, and what everybody reads of it."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.centres.models import Operator, Programme
from jisr.common.database import scope
from jisr.exchange.agreements_record.loading import load as load_real
from jisr.exchange.demonstration import people
from jisr.exchange.demonstration.ledger import agreements as invented_agreements
from jisr.exchange.demonstration.ledger import calls, results
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import queries
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report
from tests.access.people import entered
from tests.exchange.standards import judges
from tests.ledger.results import reporting
from tests.ledger.results.reporting import quarter
from tests.stories import under
from tests.web.agreements.test_desk import sent, wrong
from tests.window.forms import act

ENGLISH = {"accept-language": "en"}
DESK = "/results/desk"
LOGINS = ["default", "owner", "public", "counter", "sealer"]
INDICATOR = {
    "name_ar": "نساء", "name_fr": "Femmes", "definition_ar": "من أتمت التكوين", "definition_fr": "", "kind": "additive",
    "unit": "people", "unit_ar": "", "unit_fr": "", "scale": "", "top_ar": "", "top_fr": "", "out_of_ar": "",
    "out_of_fr": "", "better": "more", "baseline": "", "baseline_out_of": "", "baseline_on": "", "by": ["sex"],
    "frequency": "quarter", "due_days": "30", "reporter": "incubator", "party": "", "province": "", "of_measure": "",
}  # fmt: skip
WORDS = {"words": "", "words_in": "ar", "document": ""}


def words(page):
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.mark.django_db(databases=LOGINS)
def test_a_region_plans_reports_approves_and_corrects():
    """An indicator, a target, a draft, two sums that do not come out, a return, an approval, a correction, a sheet."""
    agreement = reporting.agreed()
    council, incubator = entered("council", headers=ENGLISH), entered("incubator", headers=ENGLISH)
    home, day = f"{DESK}/{agreement.code}/", quarter(1).starts_on.isoformat()
    assert wrong(council.post(f"{home}indicator/", act(**INDICATOR | {"name_fr": ""})), "Both names are needed")
    both = INDICATOR | {"kind": "ratio", "unit": "people"}
    assert wrong(council.post(f"{home}indicator/", act(**both)), "Say in both languages what is counted")
    sent(council, f"{home}indicator/", **INDICATOR)
    assert incubator.get(f"{home}indicator/").status_code == 403
    with under("council"):
        one = Indicator.objects.get()
    page = f"{DESK}/indicator/{one.pk}/"
    sent(council, f"{page}target/", starts_on=day, part="", top="100")
    sent(council, f"{page}target/", starts_on=day, part="sex:f", top="80")
    assert "to be reported" in words(incubator.get(f"{DESK}/"))

    entry = f"{page}report/{day}/"
    part = {"sex__f": "", "sex__m": "", "sex__unknown": ""}
    sent(incubator, entry, top="", **part, **WORDS | {"words": "نصف الطريق"})
    version = {"version": "2"}
    assert "half written" in words(incubator.get(f"{DESK}/"))
    short = part | {"sex__f": "60", "sex__m": "20"}
    assert wrong(incubator.post(entry, act(send="1", top="90", **short, **WORDS, **version)), "make 80 of 90")
    whole = act(send="1", top="90", **short | {"sex__unknown": "10"}, **WORDS, **version)
    stale = incubator.post(entry, whole | {"version": "1"})
    assert stale.status_code == 409
    report = incubator.post(entry, whole)["Location"]
    assert incubator.get(entry).status_code == 302  # sent, it is not written any more
    assert "to be approved" in words(council.get(f"{DESK}/"))
    assert incubator.post(f"{report}approve/", act()).status_code == 403
    assert wrong(council.post(f"{report}return/", act(reason="")), "Say what is to be put right")
    assert 'name="reason"' in council.get(f"{report}return/").content.decode()
    form = council.get(f"{page}edit/").content.decode()
    assert form.count('name="top_ar"') == form.count('name="name_ar"') == 1
    sent(council, f"{report}return/", reason="أين اللوائح؟")
    assert "أين اللوائح؟" in words(incubator.get(entry))
    sent(incubator, entry, send="1", top="90", **short | {"sex__unknown": "10"}, **WORDS, version="4")
    sent(council, f"{report}approve/")
    assert wrong(council.post(f"{page}target/", act(starts_on=day, part="", top="50")), "")
    back = sent(incubator, f"{report}correct/", why="دورة خامسة")
    assert back == entry
    sent(incubator, entry, send="1", top="101", **part, **WORDS, version="1")
    with under("council"):
        again = Report.objects.get(number=2)
        assert again.state == "pending" and queries.lines_of(agreement, reporting.TODAY)[0].actual.top == 90
    sent(council, f"{DESK}/report/{again.pk}/approve/")
    said = words(council.get(f"{DESK}/report/{again.pk}/"))
    assert "version 2" in said and "دورة خامسة" in said and "101" in said
    assert words(council.get(home)).count("met") >= 1
    from_sheets(agreement, incubator, council)


def from_sheets(agreement, incubator, council):
    """Targets and results out, filled in, and back: previewed, refused row by row, all or nothing."""
    targets = f"{DESK}/{agreement.code}/sheet/targets/"
    empty = council.get(f"{targets}to-fill.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(empty)))
    assert all(row["value"] == "" for row in rows) and {row["by"] for row in rows} == {"", "sex"}
    back = f"indicator,period,by,part,value\nR1,{quarter(2).starts_on},,,70\nR1,{quarter(3).ends_on},,,60\n"
    preview = upload(council, targets, back)
    assert "2 new" in words(council.get(preview))
    sent(council, preview)
    with under("council"):
        assert IndicatorTarget.objects.filter(top__in=[60, 70]).count() == 2
    assert wrong(council.post(preview, act()), "taken in already")

    path = f"{DESK}/{agreement.code}/sheet/results/"
    assert council.get(path).status_code == 404
    sheet = (
        f"indicator,period,by,part,value,words\nR1,{quarter(2).starts_on},,,٧١,أربع دورات\n"
        f"R1,{quarter(2).starts_on},sex,women,70,\nR1,{quarter(2).starts_on},sex,unknown,1,\n"
        f"R1,{quarter(3).starts_on},,,60,\nR1,{quarter(3).starts_on},sex,f,50,\n"
        f"R1,{quarter(1).starts_on},,,5,\nR9,{quarter(1).starts_on},,,5,\nR1,soon,,,5,\nR1,{quarter(4).starts_on},,,-5,\n"
    )
    preview = upload(incubator, path, sheet)
    said = words(incubator.get(preview))
    for reason in (
        "make 50 and the whole is 60",
        "correct it on its page",
        "no indicator",
        "not a day",
        "whole number",
    ):
        assert reason in said, reason
    assert wrong(incubator.post(preview, act(send="on")), "are refused")
    sent(incubator, preview, send="on", without_refused="on")
    with under("council"):
        row = Report.objects.get(top=71)
        assert (row.state, row.words, row.words_in, row.parts.count()) == ("pending", "أربع دورات", "ar", 2)
        assert not Report.objects.filter(top__in=[5, 60]).exists()


def upload(client, path, text):
    """A sheet is sent; where its preview is."""
    answer = client.post(path, act() | {"file": SimpleUploadedFile("a.csv", text.encode(), content_type="text/csv")})
    assert answer.status_code == 302, words(answer)
    return answer["Location"]


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_everybody_reads_what_is_approved_and_of_real_agreements_that_nothing_is_published():
    """The invented agreement in every state; one number of queries whatever the number of reports."""
    today = timezone.localdate()
    people.load(today)
    with scope(speaking="owner"):  # an object line of the invented agreement names the programme that it funds
        Programme.objects.create(
            code="DEMO-X",
            name_ar="برنامج",
            name_fr="Programme",
            themes=["work"],
            is_demonstration=True,
            since=today,
            owner=Operator.objects.filter(is_demonstration=True).first(),
        )
    invented_agreements.load(today)
    calls.load(today)
    assert [results.load(today)["indicators"] for _twice in range(2)] == [5, 0]
    with scope(speaking="owner"):
        load_real()
        real = Agreement.objects.filter(is_demonstration=False).first().code
    visitor = Client(headers=ENGLISH)
    page = visitor.get("/results/demo-tamkine/")
    said = words(page)
    for number in (
        "468", "(51 of 64)", "79.7%", "141", "57.4%", "waits for approval since", "returned to who reports",
        "before: 148", "late by", "Demonstration", "not attributed",
    ):  # fmt: skip
        assert number in said, number
    assert "198" not in said and "أين لائحة" not in said  # what is not approved is nobody's to read
    owed = words(visitor.get("/results/owed/"))
    assert "the provincial delegation" in owed
    rows = list(
        csv.DictReader(io.StringIO(visitor.get("/results/demo-tamkine/results.csv").content.decode("utf-8-sig")))
    )
    assert {row["value"] for row in rows if row["indicator"] == "R3" and not row["by"]} - {"0"} == {"44", "97", "141"}
    assert visitor.get("/results/demo-tamkine/results.xlsx").content[:2] == b"PK"
    nothing = words(visitor.get(f"/results/{real}/"))
    assert "not published" in nothing and "make none up" in nothing and "every result of it" not in nothing
    assert "found no published results" in words(visitor.get("/results/"))

    invented = "/agreements/open-data/demonstration/demo-tamkine"
    assert judges.of_activities(visitor.get(f"{invented}/iati.xml").content) == []
    project = visitor.get(f"{invented}/oc4ids.json").content
    assert judges.of_project_package(project) == [] and "حُسبت مجموعة واحدة مرتين" in project.decode()

    pages = ["/results/", "/results/owed/", "/results/demo-tamkine/"]
    before = [asked(visitor, path) for path in pages]
    agreement = reporting.agreed()
    for back in range(1, 6):
        reporting.approved(reporting.indicator(agreement), back, 3, parts={("sex", "f"): 3})
    assert [asked(visitor, path) for path in pages] == before and max(before) < 30
    council = entered("council")
    assert asked(council, f"{DESK}/", "default") < 30
    assert connection.vendor == "postgresql"


def asked(client, path, alias="public"):
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connections[alias]) as held:
        assert client.get(path).status_code == 200
    return len(held)
