"""The page of a need and its paper: what is asked for is kept, and what is protected is not carried home."""

import re

import pytest

from jisr.window.listening.models import Need
from tests.access.people import entered
from tests.stories import boys_need, listened, received, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


@pytest.fixture
def need():
    """The deaf boy's need, heard at the first centre."""
    return boys_need()


def test_what_is_asked_for_is_kept_with_the_need_and_in_no_address(need):
    """A woman and a ramp: posted, kept, weighed, shown beside the sum; the address stays what it was."""
    worker, address = entered("worker", headers={"accept-language": "en"}), f"/orientation/need/{need.pk}/"

    answer = worker.post(f"{address}asks", act(staff_gender="f", access=["ramp"], version=need.version))

    assert (answer.status_code, answer["Location"]) == (302, address)
    with under("worker"):
        kept = Need.objects.get(pk=need.pk)
        assert (kept.staff_gender, kept.access) == ("f", ["ramp"])
    page = worker.get(address).content.decode()
    assert "Received by whom one asks" in page and 'value="f" checked' in re.sub(r' id="\w+"', "", page)
    again = worker.post(f"{address}asks", act(staff_gender="m", access=[], version=need.version))
    assert again.status_code == 409


def test_the_list_on_paper_gives_reasons_and_that_of_a_protected_need_gives_nothing_away(need):
    """Carried home it may be found: of a protected need there are telephone numbers, no name, no reason, no point."""
    page = entered("worker", headers={"accept-language": "en"}).get(f"/orientation/need/{need.pk}/paper")
    with under("keeper") as held:
        visit = received(held)
        secret = listened(held, visit, (visit.person, "shelter"), compartment="violence").needs.get()
    address, keeper = f"/orientation/need/{secret.pk}/", entered("keeper", headers={"accept-language": "en"})
    sheet = re.search(r'<article class="sheet">.*</article>', keeper.get(f"{address}paper").content.decode(), re.S)[0]

    assert "Centre deux" in page.content.decode() and "points." in page.content.decode()
    assert "Espace confidentiel" in keeper.get(address).content.decode()
    assert re.search(r"05[\d ]+", sheet)
    for word in ("Espace confidentiel", "Service", "shelter", "lodging", "points", "violence"):
        assert word not in sheet, word
