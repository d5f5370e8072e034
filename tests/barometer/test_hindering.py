"""What stood in the way of a service is counted by what it was, where and for what, and never about a few people."""

import pytest

from jisr.barometer.queries import hindering
from jisr.common.database import scope
from jisr.common.models import Event
from jisr.window.orientation import actions
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.barometer.happenings import FACTS, OWN, _told, area, next_week
from tests.ground import CHICHAOUA, SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "counter", "owner"])


def hindered(n, *obstacles, theme="papers", commune=CHICHAOUA):
    """The n-th person says what stood in the way of one referral."""
    for code in obstacles:
        _told("hindered", OWN, f"r{n}", f"p{n}", 10, theme=theme, commune=commune, facts=FACTS, reason=code)


def counted():
    """(total, what stood in the way -> how many, None where it is hidden) as it is told next week."""
    found = hindering(area(OWN), next_week())
    return found.total.value, {what: None if one.hidden else one.value for what, one in found.tables["why"]}


@pytest.mark.usefixtures("memory")
def test_a_referral_with_two_obstacles_is_one_referral_under_two_of_them():
    for n in range(9):
        hindered(n, "transport", *(["care"] if n < 6 else []))

    assert counted() == (9, {"transport": 9, "care": 6})


@pytest.mark.usefixtures("memory")
def test_what_few_say_is_hidden_with_another_that_would_tell_of_it():
    """Two of eleven say that they were afraid: nothing on the page leads to them."""
    for n in range(11):
        hindered(n, "transport" if n < 5 else "hours" if n < 9 else "fear")

    total, by_what = counted()

    assert total == 11 and by_what["fear"] is None
    assert sum(one is None for one in by_what.values()) >= 2


@pytest.mark.usefixtures("memory")
def test_the_page_of_gaps_tells_what_stood_in_the_way():
    """Without any gap too: what hinders people is worth knowing where every need has its service."""
    client = entered("director", headers={"accept-language": "en"})
    assert "No transport" not in client.get("/figures/gaps/").content.decode()
    for n in range(7):
        hindered(n, "transport")

    page = client.get("/figures/gaps/").content.decode()

    assert "What stood in the way" in page and "No transport" in page


def test_what_the_person_says_is_kept_with_the_referral_and_told_without_her_name():
    """Both centres read it where the service did not succeed; of what the sender took back, the sender alone."""
    with under("worker") as held:
        visit = received(held)
        sent, back = (
            referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER),
            referred(held, listened(held, visit, (visit.person, "training")), SERVICE_SISTER),
        )
    with under("sister_worker") as sister:
        actions.answer(referral=sent, state="accepted", by=sister.user)
    address = "/orientation/referral/{}/{}"
    there, here = (entered(who, headers={"accept-language": "en"}) for who in ("sister_worker", "worker"))
    said = act(failure="did_not_come", obstacles=["care", "transport"])

    assert there.post(address.format(sent.pk, "fail"), act(failure="moved", obstacles=["x"])).status_code == 200
    assert there.post(address.format(sent.pk, "fail"), said).status_code == 302
    taken = act(reason="declined", obstacles=["family"])
    assert here.post(address.format(back.pk, "withdraw"), taken).status_code == 302

    for client in (there, here):
        assert "No transport" in client.get(address.format(sent.pk, "")).content.decode()
    assert "The family disagrees" in here.get(address.format(back.pk, "")).content.decode()
    assert "The family disagrees" not in there.get(address.format(back.pk, "")).content.decode()
    with scope(speaking="owner"):
        assert Referral.objects.get(pk=sent.pk).obstacles == ["transport", "care"]
        told = Event.objects.filter(code="hindered").order_by("reason").values_list("reason", "theme")
        assert list(told) == [("care", "disability"), ("family", "training"), ("transport", "disability")]
