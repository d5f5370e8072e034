"""The way of a list through its pages: brought, given a meaning, looked at, written; nobody else finds it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from jisr.common.database import call, scope
from jisr.exchange.families_sheets import actions, jobs
from jisr.exchange.models import FamilyImport, ImportPair
from jisr.families.models import Identity, Person
from tests.access.people import entered
from tests.access.probes import refused, rows
from tests.exchange.families_sheets import lists
from tests.exchange.families_sheets.test_laws import FAMILY
from tests.ground import OWN, post_of
from tests.stories import under
from tests.web.test_query_counts import asked

pytestmark = pytest.mark.django_db(databases=["default", "owner", "keeper", "public", "counter", "sealer"])


def page(client, name, *args, **post):
    """A page, or the answer to a form."""
    path = reverse(f"imports:{name}", args=args)
    answer = client.post(path, post, follow=True) if post else client.get(path, follow=True)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_director_brings_her_list(language):
    director = entered("director")
    director.cookies["django_language"] = language
    twin = lists.row("7", home="M-7")
    file = SimpleUploadedFile("liste.csv", lists.as_csv([*FAMILY, twin, lists.row("8", born="31/31/1988")]))
    answer = page(director, "list", file=file)
    assert answer["Refresh"] and answer.context["step"] == 1
    with under("director"):
        made = FamilyImport.objects.get()
    lists.worked(made)
    answer = page(director, "one", made.pk)
    form = answer.context["form"]
    assert answer.redirect_chain and form.initial["c3"] == "given_ar"
    answer = page(director, "meaning", made.pk, **form.initial | {"list_name": "Monday", "commune": ""})
    lists.worked(made)
    answer = page(director, "one", made.pk)
    figures = answer.context["figures"]
    assert (figures.new, figures.refused, figures.alike) == (4, 1, 1)
    text = answer.content.decode()
    assert "ياسين" in text and "31/31/1988" in text
    answer = page(director, "alike", made.pk)
    (pair,) = answer.context["pairs"]
    page(director, "alike", made.pk, **{f"pair-{pair['pair'].pk}": "same", "pair-nonsense": "same", "next": "x"})
    page(director, "alike_all", made.pk, decision="new", least="0")
    page(director, "conflicts", made.pk)
    report = b"".join(director.get(reverse("imports:report", args=[made.pk])).streaming_content).decode()
    assert report.count("\n") == 6 and "31/31/1988" in report
    assert page(director, "write", made.pk, x="1").context["row"].state == "checked"  # a row is refused: say so first
    page(director, "write", made.pk, without_refused="on")
    assert lists.worked(made) == "taken"
    answer = page(director, "one", made.pk)
    assert (answer.context["figures"].new, answer.context["figures"].refused) == (3, 2)
    with under("director"):
        assert Person.objects.count() == 3  # the twin was said to be the same as row 2
        assert rows("SELECT count(*) FROM exchange_importpiece") == [(0,)]
        assert not ImportPair.objects.exists()
    # brought again, its columns are known
    again = lists.brought(lists.as_csv(FAMILY))
    answer = page(director, "meaning", again.pk)
    assert answer.context["form"].initial["list_name"] == "Monday"
    page(director, "again", again.pk, encoding="cp1256", separator=";")
    lists.worked(again)
    assert page(director, "meaning", again.pk).context["look"].layout.encoding == "cp1256"
    page(director, "give_up", again.pk, x="1")
    page(director, "list")
    answer = director.post(reverse("imports:export"), {"reason": "report", "form": "csv"})
    assert answer["Content-Type"].startswith("text/csv") and answer.content.count(b"\r\n") == 4
    assert (
        "errors" not in answer.headers and director.post(reverse("imports:export"), {"form": "csv"}).status_code == 200
    )


def test_what_cannot_be_read_is_said_on_the_page():
    director = entered("director")
    answer = page(director, "list", file=SimpleUploadedFile("photo.png", b"\x89PNG"))
    assert answer.context["form"].errors
    made = lists.brought(b"\x89PNG\r\n\x1a\n" + b"x" * 50, "liste.csv")
    assert page(director, "one", made.pk).context["why"]


def test_nobody_else_reads_a_list_nor_writes_it():
    made = lists.mapped(lists.brought(lists.as_csv(FAMILY)))
    for who in ("worker", "sister_director", "far_director", "administrator"):
        held = post_of(who)
        for centres in ([held.centre_id] if held.centre_id else [], [OWN]):
            with scope(user=held.user_id, centres=centres, compartments=["violence", "child"]):
                for table in ("familyimport", "importpiece", "importnote", "importplan"):
                    assert rows(f"SELECT count(*) FROM exchange_{table}") == [(0,)], (who, table)
                for door in ("jisr_import_compare", "jisr_import_take", "jisr_import_counts", "jisr_import_reviews"):
                    with pytest.raises(ProgrammingError), transaction.atomic():
                        call(door, made.pk)
                with pytest.raises(ProgrammingError), transaction.atomic():
                    call("jisr_import_rows", made.pk, "", 0, 5)
    with under("director"):
        # names in clear are read by doors alone, and who is known elsewhere by none
        for sql in ("SELECT given_ar FROM exchange_importrow", "SELECT exact FROM exchange_importnumber",
                    "SELECT hidden FROM exchange_importpair", "SELECT home_key FROM exchange_importhome"):  # fmt: skip
            assert refused(sql), sql
        assert len(call("jisr_import_rows", made.pk, "", 0, 5)) == 3


def test_a_row_cannot_be_slipped_into_the_list_of_another():
    made = lists.mapped(lists.brought(lists.as_csv(FAMILY)))
    with under("worker"):
        assert refused(
            "INSERT INTO exchange_importrow (id, home, importing, n, key, home_key, digest, words, author)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), %s, 9, gen_random_uuid(), gen_random_uuid(),"
            " gen_random_uuid(), '{}', %s)", made.pk, made.author,
        )  # fmt: skip
        # in her own name she may, if she learned its key: nobody counts it
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO exchange_importrow (id, home, importing, n, key, home_key, digest, given_ar, words,"
                " families, givens, heard) VALUES (gen_random_uuid(), gen_random_uuid(), %s, 9, gen_random_uuid(),"
                " gen_random_uuid(), gen_random_uuid(), 'x', '{}', '{}', '{}', '{}')", [made.pk],
            )  # fmt: skip
            cursor.execute(
                "INSERT INTO exchange_importnumber (id, importing, n, kind, sealed, exact)"
                " VALUES (gen_random_uuid(), %s, 4, 'cin', ''::bytea, 'x')", [made.pk],
            )  # fmt: skip
    assert lists.confirmed(made) == "taken"
    with under("director"):
        assert (Person.objects.count(), Identity.objects.count()) == (3, 1)


def test_a_day_later_nothing_of_it_is_there(monkeypatch):
    monkeypatch.setattr(actions, "LIVES", -timedelta(hours=1))
    with under("director") as post:
        made = actions.bring(name="a.csv", chunks=[b"id,nom"], size=6, centre=post.centre, by=post)
        assert not FamilyImport.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            call("jisr_import_counts", made.pk)
    assert lists.worked(made) == ""
    assert jobs.forget_files() == 0  # another login, and nothing of this is committed


def test_pages_ask_the_same_number_of_questions_whatever_the_length():
    director = entered("director")
    counted = {}
    for many in (2, 30):
        made = lists.mapped(lists.brought(lists.as_csv(
            [lists.row(f"{many}-{n}", home=f"{many}-{n}", born="1/1/1990") for n in range(many)]
        )), list_name=str(many))  # fmt: skip
        for name in ("one", "alike"):
            counted[name, many] = asked(director, reverse(f"imports:{name}", args=[made.pk]))[0]
        page(director, "give_up", made.pk, x="1")
    assert counted["one", 2] == counted["one", 30] and counted["alike", 2] == counted["alike", 30]
