"""Lists beside people who write at the same moment: one of the two waits, and nothing is written over unseen."""

import threading
import time
from datetime import date

import pytest
from django.db import connections, transaction

from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.exchange.families_sheets import actions
from jisr.families.models import Person
from tests.exchange.families_sheets import lists
from tests.exchange.families_sheets.test_laws import FAMILY
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def beside(*does):
    """Each in a thread of its own, with connections of its own; what each came to."""
    found = {}

    def one(place, do):
        try:
            found[place] = do()
        except Refusal as refusal:
            found[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(does)]
    for thread in threads:
        thread.start()
    return threads, found


def test_a_correction_by_hand_is_seen_by_the_list_that_is_being_written_and_two_yes_are_one():
    """Between the last look and the writing lie minutes: what changes her waits, or is compared with once more."""
    lists.taken(lists.as_csv(FAMILY))
    made = lists.mapped(lists.brought(lists.as_csv([[*FAMILY[0][:6], "03/05/1988", *FAMILY[0][7:]], *FAMILY[1:]])))

    def yes():
        with under("director") as director:
            actions.confirm(importing=lists.fresh(made), by=director.user, without_refused=True)

    threads, found = beside(yes, yes)
    [thread.join() for thread in threads]
    assert sorted(type(one).__name__ for one in found.values()) == ["NoneType", "NotThere"]

    with scope(speaking="owner"), transaction.atomic(using="owner"):
        mother = Person.objects.select_for_update().get(given_ar="فاطمة")
        threads, _found = beside(lambda: lists.worked(made))
        time.sleep(0.7)  # it waits for her, or has looked already and will write over what comes now
        Person.objects.filter(pk=mother.pk).update(born_on=date(1980, 1, 2), version=mother.version + 1)
    [thread.join() for thread in threads]
    with under("director"):
        assert (lists.fresh(made).state, lists.fresh(made).fault) == ("mapped", "moved")
        assert Person.objects.get(pk=mother.pk).born_on == date(1980, 1, 2)
    assert lists.worked(made) == "checked"
    with under("director"):
        assert actions.Figures.of(lists.fresh(made)).conflicts == 1
