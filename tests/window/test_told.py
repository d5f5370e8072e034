"""Who is told of a referral that moved: by a safe channel only, in the same words always, once, and never lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.messages.models import Message
from jisr.messages.wording import texts
from jisr.window.orientation import actions, telling
from jisr.window.orientation.choices import ReferralState
from jisr.window.orientation.jobs import treat_due
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import SERVICE_PARTNER, SERVICE_SHELTER
from tests.stories import under
from tests.window.referrals import SOON, in_each_state, sent

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "keeper"])
SAFE, UNSAFE = "+212600000001", "+212600000002"


def booked(*phones, compartment="", literacy="reads", name="worker"):
    """A referral with a day, of a person with these telephones: (number, safe, in the compartment)."""
    service, theme = (SERVICE_SHELTER, "shelter") if compartment else (SERVICE_PARTNER, "training")
    with under(name) as held:
        [row] = sent(held, 1, service=service, theme=theme, compartment=compartment, names={"literacy": literacy})
        for number, safe in phones:
            families.add_phone(household=row.household, person=row.person, number=number, owner="own", is_safe=safe,
                               by=held.user)  # fmt: skip
        actions.answer(referral=row, state="booked", booked_on=SOON, by=held.user, through="slip")
    return row


def messages():
    """(to, channel, body) of every message."""
    with scope(speaking="owner"):
        return list(Message.objects.order_by("made_at").values_list("to", "channel", "body"))


def test_she_is_told_by_a_safe_telephone_or_not_at_all():
    """And the page of the sender says which; whoever does not read is called by a person."""
    told, silent = booked((UNSAFE, False), (SAFE, True)), booked((UNSAFE, False))
    called = booked((SAFE, True), literacy="no")

    assert treat_due()["news"] == 3 and treat_due()["news"] == 0

    assert sorted((to, channel) for to, channel, _body in messages()) == [(SAFE, "call"), (SAFE, "sms")]
    worker = entered("worker", headers={"accept-language": "en"})
    pages = {row.pk: worker.get(f"/orientation/referral/{row.pk}/").content.decode() for row in (told, silent, called)}
    assert "A message awaits you" in pages[told.pk] and "No safe telephone" not in pages[told.pk]
    assert "No safe telephone" in pages[silent.pk] and SAFE not in "".join(pages.values())


def test_a_compartment_needs_a_channel_of_its_own_and_reads_the_same():
    """A telephone that is safe for the family is not safe enough; the words are those of every other message."""
    open_one, hidden = booked((SAFE, True)), booked((UNSAFE, True), compartment="violence", name="keeper")
    own = booked(compartment="violence", name="keeper")
    with scope(speaking="owner"):
        connections["owner"].cursor().execute(
            "INSERT INTO families_phone (id, household_id, number, owner, is_safe, compartment)"
            " VALUES (gen_random_uuid(), %s, %s, 'own', true, 'violence')", [own.household_id, SAFE],
        )  # fmt: skip

    assert treat_due()["news"] == 3

    with scope(speaking="owner"):
        found = {row.about.rpartition(":")[2]: row for row in Message.objects.all()}
    assert set(found) == {str(open_one.pk), str(own.pk)} and str(hidden.pk) not in found
    assert {row.compartment for row in found.values()} == {"", "violence"}
    said = {row.body.replace(one.code, "#") for one in (open_one, own) for row in [found[str(one.pk)]]}
    assert said == {"\n".join(texts("awaits")[language].format(code="#") for language in ("ar", "fr"))}
    with under("worker"):
        assert not Message.objects.filter(compartment="violence").exists()


def test_killed_half_way_it_is_told_once_and_by_two_keepers_once():
    """The message and the mark that there is something to tell are one transaction."""
    row = booked((SAFE, True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "next_service", None)

        def killed(referral, told=telling.tell_person):
            told(referral)
            raise KeyboardInterrupt

        patch.setattr(telling, "tell_person", killed)
        with pytest.raises(KeyboardInterrupt):
            treat_due()
    assert messages() == []

    def turn():
        try:
            treat_due()
        finally:
            connections.close_all()

    keepers = [threading.Thread(target=turn) for _keeper in range(4)]
    for keeper in keepers:
        keeper.start()
    for keeper in keepers:
        keeper.join()

    assert [to for to, _channel, _body in messages()] == [SAFE]
    with under("worker") as held:
        actions.answer(referral=row, state="booked", booked_on=SOON + timedelta(days=1), by=held.user, through="slip")
    treat_due()
    assert [to for to, _channel, _body in messages()] == [SAFE, SAFE], "another day is another message"


def test_what_did_not_serve_has_its_next_service_on_the_list_at_once():
    """Refused, expired, failed, taken back: the row of the work list leads to the next best service."""
    with scope(speaking="owner"):
        service = Service.objects.get(pk=SERVICE_PARTNER)
        service.pk, service.code = 9_200, "NEXT"
        service.save(force_insert=True)
    with under("worker") as held:
        rows = in_each_state(held)
    treat_due()
    with under("worker"):
        found = dict(Referral.objects.values_list("state", "next_service"))
    assert {state for state, following in found.items() if following == 9_200} == {
        "refused", "expired", "failed", "withdrawn"
    }  # fmt: skip
    tasks = {task.href: str(task.why) for task in entered("worker").get("/work/").context["tasks"]}
    for state in ("refused", "expired", "failed", "withdrawn"):
        assert f"/orientation/need/{rows[ReferralState(state)].need_id}/refer/9200/" in tasks


def test_a_study_past_its_day_is_reminded_once_and_then_ends():
    """The day that the centre gave itself counts, not the day on which it was sent."""
    with under("worker") as held:
        [row] = sent(held, 1)
        actions.answer(referral=row, state="under_study", decide_by=SOON, by=held.user, through="slip")
    with scope(speaking="owner"):
        Referral.objects.update(sent_at=timezone.now() - timedelta(days=40))
    assert not any(treat_due()[what] for what in ("remind", "decide", "expire"))

    for days, what in ((1, "decide"), (2, ""), (16, "expire")):
        with scope(speaking="owner"):
            Referral.objects.update(decide_by=timezone.localdate() - timedelta(days=days))
        assert [one for one, n in treat_due().items() if n and one != "news"] == [what] * bool(what)

    with scope(speaking="owner"):
        assert Referral.objects.get().state == "expired"
        assert [row.template for row in Message.objects.all()] == ["awaits"]
