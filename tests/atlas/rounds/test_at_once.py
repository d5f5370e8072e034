"""Two people act on the rounds of one unit at the same time: the unit is in one place."""

import pytest

from jisr.atlas.rounds import actions, queries
from jisr.atlas.rounds.choices import RoundState
from jisr.centres.queries import stops
from jisr.common.errors import OutOfReach
from tests.at_once import at_once
from tests.atlas.rounds import going
from tests.ground import OWN
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "sealer", "keeper"])


def test_of_two_calendars_of_one_unit_the_later_holds():
    """Published at once, neither saw the other: the second waits, then takes the place of the first."""
    rows = [going.planned(), going.planned()]

    def publish(row):
        return lambda held: actions.publish(row=row, version=row.version, by=held.user)

    assert at_once("delegate", publish(rows[0]), publish(rows[1])) == [None, None]

    with under("delegate"):
        first, second = (queries.round_of(row.pk) for row in rows)
        assert (first.state, second.state) == (RoundState.ENDED, RoundState.PUBLISHED)
        assert {one.pk for one in stops(OWN, on=second.first_on)} == {one.stop_id for one in second.stops.all()}


def test_what_is_published_is_not_thrown_away_meanwhile():
    """Its stops stand in the catalogue, and nothing would say whose they are."""
    row = going.planned()

    raised = at_once(
        "delegate",
        lambda held: actions.publish(row=row, version=row.version, by=held.user),
        lambda held: actions.drop(row=row, by=held.user),
    )

    assert raised[0] is None
    assert isinstance(raised[1], OutOfReach)
