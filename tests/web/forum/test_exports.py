"""Open data of the forum: a table that anybody may take, and what it never holds."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from jisr.common.database import scope
from jisr.exchange.contributions_export import COLUMNS
from jisr.forum.models import Contribution
from tests.web.forum import rows as story

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])


@pytest.fixture
def wave():
    """The invented wave; the address of its table, without its form."""
    return f"/forum/waves/{story.make().wave.code}/contributions"


def test_the_table_holds_every_published_contribution_once_and_in_both_forms(wave):
    """What a reader of the page sees, a reader of the table sees."""
    visitor = Client()
    text = visitor.get(f"{wave}.csv").content.decode("utf-8-sig")

    read = list(csv.DictReader(io.StringIO(text)))
    sheet = load_workbook(io.BytesIO(visitor.get(f"{wave}.xlsx").content)).active

    with scope(speaking="owner"):
        codes = set(Contribution.objects.filter(state="published").values_list("code", flat=True))
    assert {row["code"] for row in read} == codes and len(read) == len(codes)
    assert [cell.value for cell in next(sheet.iter_rows())] == list(COLUMNS)
    assert sheet.max_row == len(read) + 1


def test_only_what_is_published_reaches_a_sheet_and_no_formula_does(wave):
    """Sealed is sealed everywhere; a text that a sheet would compute stays a text."""
    with scope(speaking="owner"):
        Contribution.objects.filter(state="published").update(text="=HYPERLINK(1)", masks=[])

    text = Client().get(f"{wave}.csv").content.decode("utf-8-sig")

    assert [row["text"] for row in csv.DictReader(io.StringIO(text))] == ["'=HYPERLINK(1)"]
    for unpublished in ("C-WAITS", "C-WITHHELD", story.SEALED):
        assert unpublished not in text


def test_a_wave_that_never_was_and_another_form_are_not_there(wave):
    """Nothing is told by the difference."""
    assert Client().get("/forum/waves/never/contributions.csv").status_code == 404
    assert Client().get(f"{wave}.pdf").status_code == 404
