"""The public record as visitors read it: committed, since their login does not see what another has not committed."""

import pytest

from jisr.common.database import scope
from jisr.exchange.forum_record.loading import load
from jisr.exchange.forum_record.reading import read
from jisr.forum.models import Answer, Commitment, Contribution, Meeting, Verbatim, Wave

RECORD = read()


@pytest.fixture(scope="module")
def committed(_whole_territory, django_db_blocker):
    """The record, committed; taken away after."""
    with django_db_blocker.unblock():
        load(RECORD)
        yield
        with scope(speaking="owner"):
            waves = [row["id"] for row in RECORD.waves]
            for model in (Answer, Commitment, Contribution, Meeting):
                model.objects.filter(wave__in=waves).delete()
            Wave.objects.filter(pk__in=waves).delete()


@pytest.mark.django_db(databases=["default", "public"])
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("login", ["default", "public"])
def test_whoever_sits_on_no_team_reads_the_whole_record(login):
    """It was public before it came here: without an account as with one."""
    with scope(speaking=login):
        assert Meeting.objects.filter(code__startswith="pole-social").count() == 12
        demands = Contribution.objects.filter(wave__in=[row["id"] for row in RECORD.waves])
        assert len(demands) == len(RECORD.contributions)
        assert all(demand.text and demand.sources for demand in demands)
        assert Commitment.objects.filter(is_demonstration=False).count() == len(RECORD.commitments)


@pytest.mark.django_db(databases=["default"])
@pytest.mark.usefixtures("committed")
def test_whoever_sits_on_no_team_finds_no_sealed_word():
    """There is none to find."""
    with scope():
        assert not Verbatim.objects.exists()
