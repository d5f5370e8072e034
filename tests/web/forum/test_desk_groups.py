"""The team looks for groups in the votes; whoever only answers does not."""

import pytest

from jisr.forum.models import LearnedGroups
from tests.access.people import entered
from tests.web.forum import desk
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
FRENCH = {"headers": {"accept-language": "fr"}}


def test_the_team_looks_once_a_sending_and_is_told_what_came_out():
    """Without votes nothing is found, and the page says how many voters it takes."""
    wave = desk.team()
    desk.drawn(wave, desk.published(wave))
    path, secretary = f"/forum/desk/wave/{wave.code}/groups/", entered("secretary")
    before = secretary.get(path, **FRENCH).content.decode()
    form = act()

    sent = [secretary.post(path, form).status_code for _again in range(2)]
    page = secretary.get(path, **FRENCH).content.decode()

    assert sent == [302, 303] and LearnedGroups.objects.count() == 1
    assert "jamais" in before and "trop peu de personnes" in page and "il en faut 20" in page
    assert path in secretary.get(f"/forum/desk/wave/{wave.code}/statements/").content.decode()
    assert entered("answering").post(path, act()).status_code == 403
    assert entered("far_secretary").post(path, act()).status_code == 404
