"""What holds of every list that a centre brings."""

from datetime import date

import pytest
from django.utils.translation import override

from jisr.common import journal
from jisr.exchange.families_sheets import actions, export, reading, work
from jisr.exchange.models import FamilyImport, ImportPair, ImportPiece
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.models import Household, Person
from tests.access import probes
from tests.exchange.families_sheets import lists
from tests.stories import received, under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def journaled(monkeypatch):
    """Verbs of the acts, as they are journaled."""
    verbs, real = [], journal.record
    monkeypatch.setattr(journal, "record", lambda verb, *rest, **more: (verbs.append(verb), real(verb, *rest, **more)))
    return verbs


def everybody(who="director"):
    """All that an export says of the centre's families, without the numbers of this installation."""
    with under(who) as post, override("fr"):
        rows = [dict(zip(export.EXPORTED, row, strict=True)) for row in export.rows(post.centre_id, numbers=True)]
    homes = {}
    for row in rows:
        homes.setdefault(row["household"], len(homes))
    return sorted(
        [{k: v for k, v in row.items() if k not in {"key", "household", "version"}} for row in rows], key=str
    ), sorted(sum(one["household"] == home for one in rows) for home in homes)


FAMILY = [
    lists.row("1", cin="JB 123", phone="0612345678"),
    lists.row("2", relation="ابن", given="ياسين", sex="ذكر", born="2015"),
    lists.row("3", home="M-2", given="محمد", family="العلوي", sex="M", born="12 مارس 1970"),
]


def test_a_list_becomes_households_and_persons_with_their_journal(journaled):
    figures = lists.taken(lists.as_csv(FAMILY))
    assert (figures.new, figures.refused, figures.homes) == (3, 0, 2)
    with under("director"):
        assert Household.objects.count() == 2 and Person.objects.count() == 3
        assert [one.person.given_ar for one in known.known_persons("Mohamed Alaoui")] == ["محمد"]
        home = Household.objects.get(persons__given_ar="ياسين")
        assert [one.verb for one in known.readers(home)] == ["families.imported_household"]
        assert home.persons.get(given_ar="ياسين").born_about and home.phones.get().number == "+212612345678"
        assert [masked for _p, _k, masked in known.identities(home)] == [known.masked("JB 123")]
    assert journaled == [
        "families.import_brought", "families.import_given_meaning", "families.import_compared",
        "families.import_confirmed", "families.imported",
    ]  # fmt: skip
    assert FamilyImport.objects.count() == 0  # its sender's alone


def test_the_same_list_again_doubles_nobody_and_a_correction_by_hand_stays():
    lists.taken(lists.as_csv(FAMILY))
    again = lists.taken(lists.as_csv(FAMILY))
    assert (again.new, again.changed, again.same, again.conflicts) == (0, 0, 3, 0)
    changed = [
        [*FAMILY[0][:6], "03/05/1988", *FAMILY[0][7:]],
        FAMILY[1],
        FAMILY[2],
        lists.row("4", given="زهرة", relation="بنت"),
    ]
    third = lists.taken(lists.as_csv(changed))
    assert (third.new, third.changed, third.same, third.joined) == (1, 1, 2, 1)
    with under("worker") as worker:
        mother = Person.objects.get(given_ar="فاطمة")
        assert mother.born_on == date(1988, 5, 3) and mother.household.persons.count() == 3
        names = {name: getattr(mother, name) for name in families.NAMES}
        families.change_person(
            person=mother, version=mother.version, by=worker.user, **names, sex="f", born_on=date(1980, 1, 2)
        )
    # the list says the same as last time: what was corrected stays, and nobody is asked
    assert lists.taken(lists.as_csv(changed)).conflicts == 0
    changed[0] = [*FAMILY[0][:6], "09/09/1989", *FAMILY[0][7:]]
    made = lists.mapped(lists.brought(lists.as_csv(changed)))
    with under("director") as director:
        row = lists.fresh(made)
        assert actions.Figures.of(row).conflicts == 1
        actions.keep_or_take(importing=row, rows=[], shown=[2], by=director.user)
    lists.confirmed(made)
    with under("worker"):
        assert Person.objects.get(given_ar="فاطمة").born_on == date(1980, 1, 2)
    made = lists.mapped(lists.brought(lists.as_csv([lists.row("1", born="08/08/1988"), *changed[1:]])))
    with under("director") as director:
        actions.keep_or_take(importing=lists.fresh(made), rows=[2], shown=[2], by=director.user)
    lists.confirmed(made)
    with under("worker"):
        assert Person.objects.get(given_ar="فاطمة").born_on == date(1988, 8, 8)


def test_who_looks_like_somebody_is_joined_by_a_word_alone():
    with under("worker") as worker:
        here = received(worker, given="Fatima", family="Ait Oukrim", names={"given_ar": "", "given_fr": "Fatima",
                        "family_ar": "", "family_fr": "Ait Oukrim"}).person  # fmt: skip
    with under("far_worker") as far:
        received(far, given="سعيد", family="البعيد", born=date(1970, 1, 5))
    with under("keeper") as keeper:
        received(keeper, given="مخفية", family="تماما", born=date(1990, 3, 4), compartment="violence")
    rows = [
        lists.row("1", cin="X1"), lists.row("2", home="2", given="سعيد", family="البعيد", born="05/01/1970", sex=""),
        lists.row("3", home="3", given="مخفية", family="تماما", born="04/03/1990"),
        lists.row("4", home="4"), lists.row("5", home="5", given="فاطنة"), lists.row("6", home="6", given="زهرة"),
    ]  # fmt: skip
    made = lists.mapped(lists.brought(lists.as_csv(rows)))
    with under("director") as director:
        pairs = {(p.n, p.other, p.person_id, p.centre_id) for p in ImportPair.objects.defer("hidden")}
        # of whom is kept in a compartment, nothing; of whom is known elsewhere, the place alone
        assert pairs == {
            (2, None, here.pk, None), (5, None, here.pk, None), (6, None, here.pk, None), (5, 2, None, None),
            (3, None, None, 103),
        }  # fmt: skip
        assert {p.since.day for p in ImportPair.objects.defer("hidden") if p.since} == {1}  # the month, as in a search
        ours = {p.pk: "same" for p in ImportPair.objects.defer("hidden") if p.person_id and p.n == 2}
        twin = {p.pk: "same" for p in ImportPair.objects.defer("hidden") if p.other}
        actions.decide(importing=lists.fresh(made), decisions=ours | twin, by=director.user)
    lists.confirmed(made)
    with under("director"):
        assert (
            Person.objects.filter(born_on=date(1988, 5, 2)).count() == 3
        )  # she, فاطنة, and her twin زهرة, who is like nobody
        kept = Person.objects.get(pk=here.pk)
        assert (kept.given_fr, kept.given_ar) == ("Fatima", "فاطمة")  # filled in, nothing overwritten
        assert lists.fresh(made).counts["reviewed"] == 2  # who is known elsewhere, and فاطنة whom nobody decided


class Killed(BaseException):
    """As a signal would: nothing after it runs."""


@pytest.mark.parametrize("at", [1, 2, 4])
def test_killed_half_way_it_goes_on_and_no_row_is_there_twice(at, monkeypatch):
    rows = [lists.row(str(n), home=str(n), given=f"فاطمة {n}", born=f"0{n}/05/1988") for n in range(1, 9)]
    made = lists.brought(lists.as_csv([*rows[:3], lists.row("", sex="?"), *rows[3:]]))
    monkeypatch.setattr(work, "BATCH", 2)
    with under("director") as post:
        row = lists.fresh(made)
        seen = lists.Look.unpacked(lists.told(row)["look"]).guess
        actions.give_meaning(importing=row, reading=seen, list_name="x", by=post.user)
    before, done = work.stage, []

    def stage(*batch):
        before(*batch)
        done.append(batch)
        if len(done) == at:
            raise Killed

    monkeypatch.setattr(work, "stage", stage)
    with pytest.raises(Killed):
        lists.worked(made)
    assert lists.worked(made) == "checked"
    real, calls = work.call, []

    def killed_in_the_write(name, *values):
        calls.append(name)
        found = real(name, *values)
        if name == "jisr_import_reviews" and calls.count(name) == 1:
            raise Killed
        return found

    monkeypatch.setattr(work, "call", killed_in_the_write)
    with pytest.raises(Killed):
        lists.confirmed(made)
    with under("director"):
        assert Person.objects.count() == 0 and lists.fresh(made).state == "confirmed"
    assert lists.worked(made) == "taken"
    with under("director"):
        assert Person.objects.count() == 8 and actions.Figures.of(lists.fresh(made)).refused == 1
    assert lists.worked(made) == ""


def test_what_is_given_up_while_it_is_read_is_not_kept_anew(monkeypatch):
    """The reader finds its pieces gone, and has nothing to say of a file that nobody wants any more."""
    made = lists.mapped(lists.brought(lists.as_csv(FAMILY)))

    def given_up(importing, *_rest):
        with under("director") as post:
            actions.give_up(importing=importing, by=post.user)
        raise work.store.Lost

    monkeypatch.setattr(work, "_read", given_up)
    lists.mapped(made)
    with under("director"):
        assert (lists.fresh(made).state, lists.fresh(made).sealed) == ("cancelled", None)


def test_a_file_that_is_gone_after_a_crash_is_said_to_be_gone():
    made = lists.brought(lists.as_csv(FAMILY))
    with under("director") as post:
        row = lists.fresh(made)
        seen = lists.Look.unpacked(lists.told(row)["look"]).guess
        actions.give_meaning(importing=row, reading=seen, list_name="x", by=post.user)
        ImportPiece.objects.all().delete()
    assert lists.worked(made) == "failed"
    with under("director"):
        assert lists.fresh(made).fault == "lost" and Person.objects.count() == 0


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_what_leaves_comes_back_the_same(form):
    with under("worker") as worker:
        received(worker, given="=HYPERLINK(1)", family="-أيت", names={"disability": "hearing", "given_fr": "+Fatima"})
    lists.taken(lists.as_csv(FAMILY))
    before = everybody()
    with under("director") as director, override("ar" if form == "csv" else "fr"):
        content = export.export(centre=director.centre, form=form, reason="backup", by=director, numbers=True)
    assert b"'=HYPERLINK" in content or form != "csv"
    same = lists.taken(content, f"out.{form}")
    assert (same.new, same.changed, same.conflicts, same.same, same.refused) == (0, 0, 0, 4, 0)
    assert everybody() == before
    elsewhere = lists.taken(content, f"out.{form}", who="far_director")
    assert (elsewhere.new, elsewhere.refused) == (4, 0)
    assert everybody("far_director") == before
    with under("director"):
        for home in Household.objects.all():
            assert "families.exported_household" in {one.verb for one in known.readers(home)}


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_file_that_weighs_is_opened_by_its_reader_once_and_by_no_page(form, monkeypatch):
    """What came is kept as text, row for row: a page that gives it back needs no engine."""
    lists.taken(lists.as_csv(FAMILY))
    with under("director") as director, override("fr"):
        content = export.export(centre=director.centre, form=form, reason="backup", by=director, numbers=True)
    made = lists.brought(content, f"out.{form}")
    monkeypatch.setattr(work.store, "as_text", None)
    monkeypatch.setattr(reading, "_sheet", None)
    monkeypatch.setattr(reading, "_parquet", None)
    lists.mapped(made)
    with under("director"):
        row = lists.fresh(made)
        look = lists.Look.unpacked(lists.told(row)["look"])
        assert (row.kind, look.layout.kind, actions.Figures.of(row).same) == (form, "csv", 3)
        kept = [number for number, _cells in reading.rows(work.store.content(row), look.layout)]
    assert kept == [1, 2, 3, 4]


def test_a_file_that_was_shut_while_it_left_is_in_its_journal_too(monkeypatch):
    """Whoever gave it out has given it out, whatever the centre may open by then."""
    lists.taken(lists.as_csv(FAMILY))
    real = export._written

    def shut_meanwhile(*given):
        content = real(*given)
        probes.rows("SELECT set_config('jisr.centres', '', true)")
        return content

    monkeypatch.setattr(export, "_written", shut_meanwhile)
    with under("director") as director:
        export.export(centre=director.centre, form="csv", reason="backup", by=director)
    with under("director"):
        for home in Household.objects.all():
            assert "families.exported_household" in {one.verb for one in known.readers(home)}


def test_what_is_protected_leaves_with_nobody_outside():
    with under("keeper") as keeper:
        received(keeper, given="مخفية", family="تماما", compartment="violence")
    lists.taken(lists.as_csv(FAMILY))
    with under("director") as director:
        content = export.export(centre=director.centre, form="csv", reason="backup", by=director).decode()
    assert "مخفية" not in content and "ياسين" in content and "JB" not in content
