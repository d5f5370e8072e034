"""Answered twice at the same instant from two channels: one wins, the other is told what happened."""

import os
import threading

import pytest
from django.db import connections
from django.test import Client, override_settings

from jisr.common.database import scope
from jisr.common.models import Event, JournalLine
from jisr.window.orientation import actions
from jisr.window.orientation.codes import code_of, spaced
from jisr.window.orientation.models import Referral
from tests.stories import under
from tests.window.referrals import sent
from tests.window.test_answer_codes import INBOX, wrote

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])
#: 200 by hand: ``ANSWERED_TWICE=200 pytest tests/window/test_answered_twice.py``.
MANY = int(os.environ.get("ANSWERED_TWICE", "20"))
AT_ONCE = 4


def by_link(_row, secret):
    """On the page of the link."""
    answer = Client().post(f"/orientation/r/{secret}/", {"state": "refused", "refusal": "full"})
    assert answer.status_code in {302, 409}, answer.status_code
    return answer.status_code == 302


def by_sms(row, secret):
    """In a text message; what became of it is told in its reply."""
    assert wrote(f"{spaced(code_of(secret))} 1", key=f"m-{row.pk}").status_code == 200
    return


def on_paper(row, _secret):
    """Keyed in by the sender from the paper that came back."""
    with under("worker") as held:
        try:
            actions.answer(referral=row, state="accepted", by=held.user, through="slip")
        except actions.AlreadyAnswered:
            return False
    return True


PAIRS = ((by_link, on_paper), (by_link, by_sms), (on_paper, by_sms), (by_link, by_link))


@override_settings(INBOX=INBOX)
def test_one_answer_wins_and_the_other_is_told():
    """Each referral has one answer, one line of it and one event, and every second answer was told so."""
    with under("worker") as held:
        rows = [row for at in range(0, MANY, 20) for row in sent(held, min(20, MANY - at), given=f"فاطمة {at}")]
        secrets = [actions.make_link(referral=row, by=held.user) for row in rows]
    told = {}
    work = list(enumerate(zip(rows, secrets, strict=True)))

    def worker(mine):
        for n, (row, secret) in mine:
            ready, said = threading.Barrier(2), []

            def answer(channel, row=row, secret=secret, ready=ready, said=said):
                try:
                    ready.wait()
                    said.append(channel(row, secret))
                finally:
                    connections.close_all()

            pair = [threading.Thread(target=answer, args=[channel]) for channel in PAIRS[n % len(PAIRS)]]
            for one in pair:
                one.start()
            for one in pair:
                one.join()
            told[row.pk] = said

    threads = [threading.Thread(target=worker, args=[work[at::AT_ONCE]]) for at in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with scope(speaking="owner"):
        for row in rows:
            now, said = Referral.objects.get(pk=row.pk), told[row.pk]
            assert len(said) == 2, "a channel fell over"
            assert now.state in {"accepted", "refused"} and now.answered_through in {"link", "sms", "slip"}
            lines = JournalLine.objects.filter(subject=f"orientation.referral:{row.pk}")
            assert lines.filter(verb__in=["orientation.accepted", "orientation.refused"]).count() == 1
            # of two that say what became of them, one won; beside a text message, the other won or it did
            assert said.count(True) == 1 if None not in said else said.count(True) == (now.answered_through != "sms")
            replies = (
                connections["owner"]
                .cursor()
                .execute("SELECT template FROM outgoing_message WHERE about = %s", [f"orientation.referral:{row.pk}"])
            )
            if None in said:
                wanted = "sms_noted" if now.answered_through == "sms" else "sms_known"
                assert [template for (template,) in replies] == [wanted]
    with scope(speaking="counter"):
        assert Event.objects.filter(code="answered").count() == len(rows)
