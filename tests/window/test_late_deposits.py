"""Requests on which nobody decided in time: the silence stands until a decision ends it."""

from datetime import timedelta

import pytest

from jisr.window.deposits import actions, queries, rules
from tests.access.people import entered
from tests.stories import under
from tests.window.test_deposits import TODAY, S, boy, pytestmark, taken_in

__all__ = ["boy", "pytestmark"]


def test_once_the_delay_has_passed_nothing_more_is_asked_for(boy):
    """A question would stop a clock that has run out, and undo the silence of which the person may complain."""
    with under("worker") as held:
        day = TODAY - timedelta(days=70)
        late = {"deposited_on": day, "late_why": "…", "checked": False}
        row, left = (taken_in(held, boy, brought=brought, **late) for brought in (["medical"], []))
        row = actions.check_papers(deposit=row, version=row.version, brought=["medical"], by=held.user)
        with pytest.raises(actions.TooLateToAsk):
            actions.ask_completion(deposit=row, version=row.version, papers=["birth"], by=held.user)
        left = actions.check_papers(deposit=left, version=left.version, brought=[], by=held.user)
        assert left.state == S.COMPLETE and queries.clock(left).how == rules.SILENT
    page = entered("worker", headers={"accept-language": "en"}).get(f"/deposits/{row.pk}/").content.decode()

    assert "Ask for missing papers" not in page and "She complains of the silence" in page
