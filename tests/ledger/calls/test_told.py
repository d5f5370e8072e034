"""Applicants who left an address are told once that there is something to read, in words that name nothing."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.ledger.calls import actions, jobs, queries
from jisr.ledger.calls.models import Appeal, Application, Call, Unsent
from jisr.ledger.calls.rules.codes import new_code
from jisr.messages import wording
from jisr.messages.jobs import send_due
from tests.access.probes import refused_as
from tests.ground import owner
from tests.ledger.calls import calling
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
pytestmark = pytest.mark.django_db(transaction=True, databases=LOGINS)
NUMBER, KEPT, MAIL = "06 12 34 56 78", "+212612345678", "salma@example.org"
TEMPLATES = "receipt papers result appeal paid visit next"


@pytest.fixture
def left(settings, tmp_path):
    """What the keeper queued and the sender handed over, since the last look."""
    settings.OUTLETS = {"sms": {"kind": "file"}, "email": {"kind": "file"}}
    settings.DATA, settings.ADDRESS = tmp_path, "https://jisr.example"

    def lines():
        jobs.tell_applicants()
        assert jobs.tell_applicants() == 0
        send_due()
        file = tmp_path / "messages.jsonl"
        found = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        file.unlink(missing_ok=True)
        return [(line["to"], line["text"]) for line in found]

    return lines


def words(template, language):
    """The first words of a template, before its first mark."""
    return wording.texts(f"calls_{template}")[language].partition("{")[0]


def test_each_step_is_told_once_in_her_language_and_names_nothing(left, settings):
    """From the receipt to the next call; the code opens nothing of it, and the one who was not told never is."""
    call = calling.a_call()
    hers = calling.deposited(call, reply_to=NUMBER)
    other = calling.deposited(call, reply_to=MAIL, language="fr", province="essaouira", asked=9_000_000 // 3)
    silent = calling.deposited(call, title="بلا رسائل")
    settings.OUTLETS = {"sms": {"kind": "http"}, "email": {"kind": "smtp"}}
    assert jobs.tell_applicants() == 0, "invented people are told through nothing that reaches somebody"
    settings.OUTLETS = {"sms": {"kind": "file"}, "email": {"kind": "file"}}
    seen = left()
    assert {to: text.startswith(words("receipt", language)) for (to, text), language in zip(
        sorted(seen), ("ar", "fr"), strict=True
    )} == {KEPT: True, MAIL: True}  # fmt: skip
    assert left() == []

    mine, second = calling.of_code(hers), calling.of_code(other)
    with under("coordinator") as keeper:
        row = Application.objects.get(pk=mine.key)
        actions.ask_papers(application=row, expected=row.version, items=["bank"], by=keeper.user)
        assert queries.messages_of(call) == {"sent": 2}
    seen += (told := left())
    assert [to for to, _text in told] == [KEPT] and f"{row.asked_until:%d/%m/%Y}" in told[0][1]

    calling.close(call)
    with under("coordinator") as keeper:
        row.refresh_from_db()
        actions.find_complete(application=row, expected=row.version, by=keeper.user)
    calling.complete(call)
    calling.given(call)
    calling.read(call, lambda row, place: 80 if row.pk == mine.key else 10)
    calling.proposed(Call.objects.get(pk=call.pk))
    with under("council") as council:
        actions.decide(call=Call.objects.get(pk=call.pk), by=council.user)
    assert (calling.of_code(hers).decision["outcome"], calling.of_code(other).decision["outcome"]) == (
        "selected", "refused",
    )  # fmt: skip
    seen += (told := left())
    texts = dict(told)
    assert texts[KEPT].startswith(words("result", "ar")) and texts[MAIL].startswith(words("result", "fr"))
    assert texts[MAIL].replace(second.number, "") == wording.said(
        "calls_result", "fr", number="", address="https://jisr.example/calls/mine/"
    ), "the words are the same whatever the result is"

    with scope(speaking="public"):
        actions.appeal(code=other, words="خطأ")
    with under("council") as council:
        appeal = Appeal.objects.get(call=call)
        actions.answer_appeal(appeal=appeal, outcome="refused", answer="الجواب", by=council.user)
    with under("coordinator") as keeper:
        award = calling.awarded(row)
        visit = award.visits.get(months=6)
        actions.plan_visit(visit=visit, on=timezone.localdate() + timedelta(days=9), by=keeper.user)
    payment = calling.paid(award.tranches.first())
    calling.a_call("next-call", opens_at=timezone.now() - timedelta(seconds=1))
    owner("UPDATE calls_call SET opens_at = clock_timestamp() WHERE code = 'next-call'")
    seen += (told := left())
    assert sorted((to, text.partition("{")[0][:20]) for to, text in told) == sorted(
        (to, words(template, language)[:20])
        for to, template, language in (
            (MAIL, "appeal", "fr"), (KEPT, "paid", "ar"), (KEPT, "visit", "ar"), (MAIL, "next", "fr"),
        )
    )  # fmt: skip
    assert left() == []

    # who leaves an address only now is told of nothing that was before
    for table, moment in (("application", "deposited_at"), ("call", "decided_at"), ("call", "opens_at")):
        owner(f"UPDATE calls_{table} SET {moment} = {moment} - interval '5 minutes'")
    with scope(speaking="public"):
        actions.leave_contact(code=silent, application=calling.of_code(silent).key, reply_to=NUMBER)
    assert left() == []

    for _to, text in seen:
        assert "https://jisr.example/calls/" in text and len(text) < 200
        secret = (hers, other, mine.title, calling.NAME, call.name_ar, call.name_fr, "selected", "refused", "retenu")
        assert not any(word in text for word in secret)
        assert str(payment.amount // 100) not in text.replace(mine.number, "")
    owner("UPDATE calls_call SET decided_at = decided_at - interval '600 days' WHERE id = %s", call.pk)
    assert jobs.forget() == (0, 3)
    assert owner("SELECT sealed FROM calls_contact") == [(None,)] * 3
    assert KEPT not in str(owner("SELECT * FROM outgoing_message"))
    for login in ("default", "public", "keeper"):
        assert refused_as(login, "SELECT 1 FROM calls_contact"), login
    for login in ("default", "public"):
        assert refused_as(login, "SELECT * FROM jisr_calls_to_tell('{}', 14, 9)"), login


def test_an_address_is_left_and_taken_back_with_the_code_and_serves_few(left):
    """On her page; what waits to leave goes with it; a sixth application of one day is not told at the same number."""
    call, client = calling.a_call(), Client()
    code = calling.deposited(call, reply_to=NUMBER)
    jobs.tell_applicants()
    page = client.post(reverse("calls:mine"), {"code": code}).content.decode()
    held = page.split('name="held" value="')[1].split('"')[0]
    send = reverse("calls:messages")
    assert client.post(send, {"held": held, "reply_to": "0528"}).context["told_form"].errors
    assert client.post(send, {"held": held}).context["done"]
    assert (left(), calling.of_code(code).told_by) == ([], "")
    client.post(send, {"held": held, "reply_to": MAIL})
    assert calling.of_code(code).told_by == "email"
    assert client.post(send, {"held": "x", "reply_to": MAIL}).status_code == 200

    codes = [calling.deposited(call, reply_to=NUMBER) for _n in range(7)]
    told = [calling.of_code(one).told_by for one in codes]
    assert told == ["sms"] * 5 + [""] * 2


def test_what_was_being_written_dies_on_its_day_by_the_keeper(left):
    """Nobody has to keep another draft for it to go."""
    call, code = calling.a_call(), new_code()
    with scope(speaking="public"):
        actions.keep(call=call, code=code, fields={"title": ["معصرة"]})
    assert jobs.forget() == (0, 0)
    owner("UPDATE calls_unsent SET dies_at = clock_timestamp() - interval '1 minute'")
    assert jobs.forget() == (1, 0)
    with scope(speaking="owner"):
        assert not Unsent.objects.exists()
