"""The public record in the database: loaded once, updated with its files, and read by everybody."""

from copy import deepcopy
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db.models import Count

from jisr.common.database import scope
from jisr.exchange.forum_record.loading import load
from jisr.exchange.forum_record.reading import key, read
from jisr.forum.models import Answer, Commitment, Contribution, Meeting, Verbatim, Wave

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("loaded")]
RECORD = read()
NOTHING = {"made": 0, "changed": 0, "taken back": 0}


@pytest.fixture
def loaded(whole_territory):
    """The record, as every installation has it; what the load made."""
    return load(RECORD)


def edition(kind, change):
    """The record after a change to the rows of one kind."""
    rows = deepcopy(getattr(RECORD, kind))
    change(rows)
    return replace(RECORD, **{kind: rows})


def test_everything_the_files_say_is_there(loaded):
    """All real, all with a source; and not one sealed word, nor an answer that nobody published."""
    assert loaded["made"] == sum(
        len(rows) for rows in (RECORD.waves, RECORD.meetings, RECORD.contributions, RECORD.commitments, RECORD.answers)
    )
    with scope(speaking="owner"):
        for model in (Wave, Meeting, Contribution, Commitment):
            ours = model.objects.filter(is_demonstration=False).exclude(sources=[])
            assert ours.exists()
        waves = [row["id"] for row in RECORD.waves]
        assert Meeting.objects.filter(wave__in=waves, region__isnull=False).values("region").distinct().count() == 12
        assert not Verbatim.objects.filter(wave__in=waves).exists()
        assert Answer.objects.filter(wave__in=waves, kind="not_stated", author=None).count() == len(RECORD.answers)


def test_a_second_set_up_changes_nothing():
    """Not a row, not a version."""
    with scope(speaking="owner"):
        before = list(Meeting.objects.values_list("pk", "version"))

    assert load(read()) == NOTHING
    with scope(speaking="owner"):
        assert list(Meeting.objects.values_list("pk", "version")) == before


def test_the_command_says_what_it_did(capsys):
    """In one line."""
    call_command("forum_record")

    assert capsys.readouterr().out == "public record of the forum: this edition is there\n"


def test_a_sentence_that_changes_is_written_again():
    """One row, one version further; the rows beside it stay."""
    done = load(edition("meetings", lambda rows: rows[0].update(place_fr="Dakhla (salle non publiée)")))

    assert done == NOTHING | {"changed": 1}
    with scope(speaking="owner"):
        changed = Meeting.objects.get(code=RECORD.meetings[0]["code"])
        assert (changed.place_fr, changed.version) == ("Dakhla (salle non publiée)", 2)
    assert load(RECORD) == NOTHING | {"changed": 1}


def test_what_a_later_edition_no_longer_says_is_taken_back():
    """A page that turns out wrong leaves nothing behind; what people gathered in the wave stays."""
    with scope(speaking="owner"):
        gathered = Contribution.objects.create(
            wave_id=RECORD.waves[0]["id"], code="GATHERED", kind="proposal", language="ar", channel="paper"
        )

    done = load(edition("contributions", lambda rows: rows.pop()))

    assert done == NOTHING | {"taken back": 1}
    with scope(speaking="owner"):
        assert Contribution.objects.filter(pk=gathered.pk).exists()


def test_what_people_set_stays_as_they_set_it():
    """The day on which a wave was closed is not in the files."""
    wave = key("wave", "strategie-pole-social-2021-2026")
    with scope(speaking="owner"):
        Wave.objects.filter(pk=wave).update(closed_on="2026-12-01")

    assert load(RECORD) == NOTHING


def test_no_wave_holds_invented_rows_beside_sourced_ones():
    """Meetings, contributions and commitments of one wave are all of one kind."""
    with scope(speaking="owner"):
        for model in (Meeting, Contribution, Commitment):
            mixed = (
                model.objects.values("wave").annotate(kinds=Count("is_demonstration", distinct=True)).filter(kinds=2)
            )
            assert not mixed.exists()
