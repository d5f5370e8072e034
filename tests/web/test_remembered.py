"""What is remembered of wordings is what they would say again."""

from datetime import date

import pytest
from django.utils.translation import deactivate_all, override

from jisr.centres.choices import Public
from jisr.centres.rules import Reason
from jisr.web import wording
from jisr.web.orientation import grounds
from jisr.web.remembered import remembered

REASONS = (
    Reason("wait", "yes", values={"wait": 10}),
    Reason("publics", "yes", values={"publics": list(Public.values[:3])}),
    Reason("publics", "no", True, values={"publics": list(Public.values[:3])}),
    Reason("places", "yes", values={"free": 3, "on": date(2026, 3, 1), "days": 4}),
    Reason("places", "no", values={"free": 0, "on": date(2026, 3, 1), "days": 4}),
    Reason("cost", "yes", values={"cost": "fixed", "centimes": 2_050, "per": "month"}),
)


def test_each_language_has_its_own_words():
    """Said first to a reader of Arabic, a sentence must not come to one of French in Arabic."""
    told = remembered(wording.span)
    for _again in range(2):
        for language in ("ar", "fr", "en"):
            with override(language):
                assert told(10) == told(10, language=language) == wording.span(10)
    deactivate_all()
    assert told(10) == wording.span(10)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_reason_is_said_by_its_own_verdict_and_values(language):
    """Whatever was said before: another verdict, another public, another day; and a list is told as a tuple is."""
    with override(language):
        said = [grounds.say(one) for one in REASONS]
        again = [grounds.say(one) for one in reversed(REASONS)]
        worded = [grounds.speaker(one)(one) for one in REASONS]

    assert said == again[::-1] == worded
    assert len(set(said)) == len(REASONS)
