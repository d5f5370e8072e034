"""The pages of an import: send, look, say yes; and the files that go out."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jisr.centres.models import Centre
from jisr.exchange.centres_import.columns import COLUMNS
from jisr.exchange.models import StagedImport
from tests.access.people import entered
from tests.exchange.files import as_file, row
from tests.ground import user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def send(client, *rows, name="centres.csv", content=None):
    """A file sent from the page."""
    file = SimpleUploadedFile(name, content if content is not None else as_file(*rows))
    return client.post(reverse("centres:import"), {"file": file}, headers={"accept-language": "fr"})


def test_a_file_is_previewed_then_taken():
    """Two pages and one yes."""
    coordinator = entered("coordinator")

    sent = send(coordinator, row())
    preview = coordinator.get(sent["Location"])
    assert preview.context["staged"].counts["new"] == 1
    assert not Centre.objects.filter(code="T-1").exists()

    taken = coordinator.post(sent["Location"])
    assert taken.status_code == 302
    assert Centre.objects.filter(code="T-1").exists()


def test_refused_rows_are_told_on_the_page_and_in_a_file():
    """And the yes must say that they are left out."""
    coordinator = entered("coordinator")
    address = send(coordinator, row(), row(code="T-2", type="dar talba"))["Location"]

    page = coordinator.get(address, headers={"accept-language": "fr"}).content.decode()
    file = coordinator.get(f"{address}refused.csv", headers={"accept-language": "fr"})
    refused = coordinator.post(address)
    taken = coordinator.post(address, {"without_refused": "on"})

    assert "n’est pas dans la liste" in page
    assert "student_home" in file.content.decode("utf-8-sig")
    assert refused.context["form"].errors
    assert taken.status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("centres.xlsx", b"a,b\n1,2"),
        ("centres.pdf", b"%PDF-1.7"),
        ("centres.csv", b""),
        ("centres.csv", b"Couleur\nbleu\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(name, content):
    """In the words of the reader, and nothing is kept."""
    answer = send(entered("coordinator"), name=name, content=content)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    with under("coordinator"):
        assert not StagedImport.objects.exists()


def test_a_preview_does_not_exist_for_others():
    """Its author alone finds it."""
    address = send(entered("coordinator"), row())["Location"]

    assert entered("administrator").get(address).status_code == 404


def test_a_coordinator_imports_within_her_region_only():
    """The rows of the others are refused, not the file."""
    address = send(entered("far_coordinator"), row())["Location"]

    with under("far_coordinator"):
        staged = StagedImport.objects.get(author=str(user_of("far_coordinator").pk))
        assert [one["kind"] for one in staged.problems] == ["other_region"]
        assert str(staged.pk) in address


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_accepted_as_it_is_downloaded(form):
    """But for its operator, which is an example."""
    coordinator = entered("coordinator")
    template = coordinator.get(reverse("centres:template", args=[form]))

    sent = send(coordinator, name=f"modele.{form}", content=template.content)
    with under("coordinator"):
        staged = StagedImport.objects.get()

    assert sent.status_code == 302
    assert (staged.problems, staged.unknown) == ([], [])


def test_an_export_holds_the_reader_s_part_of_the_catalogue():
    """A delegate her province, in the columns of the import."""
    answer = entered("delegate").get(reverse("centres:export", args=["csv"]))

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == [column.code for column in COLUMNS]
    assert {line[0] for line in lines[1:]} == {"TEST-OWN", "TEST-SISTER", "TEST-SHELTER", "TEST-PARTNER"}
    assert "زنقة سرية" not in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("form", ["pdf", "exe"])
def test_another_form_of_file_does_not_exist(form):
    """Two forms are offered."""
    assert entered("coordinator").get(reverse("centres:template", args=[form])).status_code == 404
