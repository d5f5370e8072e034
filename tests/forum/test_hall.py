"""What people write by themselves: sealed as it stands, once, under limits, and only where and while it is open."""

import re
from datetime import timedelta
from time import process_time
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.keys import new_key
from jisr.common.text import clean_typed
from jisr.forum import actions, queries
from jisr.forum.models import MOST_CHARACTERS, Contribution, Meeting, Tribune, Verbatim
from jisr.forum.rules.masking import suspects
from jisr.territory.models import Commune
from tests.access.probes import refused
from tests.forum.told import a_round
from tests.ground import LALLA_AZIZA, TAROUDANNT
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
#: What people type: Arabic, Darija, French, Tamazight, Arabizi, signs, and lines.
LETTERS = st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآ abcdefghçéè 0123456789 379 ⴰⴱⴳⴷⵉⵎ .،؟!'\n\u200f\u0640ﷺ🙂")
HOUR = timedelta(hours=1)


@pytest.fixture
def told():
    """A wave with its team and a meeting that takes what people write, as many as come."""
    found = a_round()
    opened(found.meeting, most_a_minute=1_000)
    return found


def opened(meeting, **values):
    """The tribune of a meeting, opened by its secretary."""
    with under("secretary") as secretary:
        return actions.open_tribune(meeting=meeting, by=secretary.user, **values)


def says(meeting, text="نطلب نقلا مدرسيا", *, key=None, **values):
    """Somebody without an account says something."""
    with scope():
        meeting = Meeting.objects.select_related("wave", "region", "province").get(pk=meeting.pk)
        words = {"kind": "proposal", "channel": "remote", "speaker_role": "", "organisation": "", "theme": ""}
        return actions.say(meeting=meeting, text=text, key=key or uuid4(), **words | values)


def came():
    """Every contribution, as the team sees them."""
    with under("moderator"):
        return list(Contribution.objects.order_by("received_at", "pk"))


def test_what_is_written_is_sealed_as_it_stands_and_counts_once(told):
    """Law: whatever the letters, the team reads them again, the same form twice is one, other words are another."""

    @settings(max_examples=30, deadline=None)
    @given(st.text(LETTERS, min_size=1, max_size=120), st.text(LETTERS, min_size=1, max_size=20))
    def law(text, other):
        said, key, before = clean_typed(text, lines=True), uuid4(), len(came())
        if not said:
            with pytest.raises(Unacceptable):
                says(told.meeting, text, key=key)
            return
        first, again = says(told.meeting, text, key=key), says(told.meeting, text, key=key)
        row = came()[-1]

        assert (first.slip, first.is_new, again.slip, again.is_new) == (again.slip, True, first.slip, False)
        assert (len(came()), row.state, row.text, row.channel) == (before + 1, "said", "", "remote")
        with under("moderator"):
            assert queries.read_sealed(row) == said
            assert queries.by_slip(first.slip).code == row.code
        if clean_typed(f"{other}{text}", lines=True) != said:
            assert says(told.meeting, f"{other}{text}", key=key).slip != first.slip
            assert len(came()) == before + 2

    law()


def test_its_day_and_place_are_not_the_telephones(told):
    """The day is that of the server; a place carries those around it, a name in it is flagged, its line stands."""
    with scope():
        commune = Commune.objects.select_related("province__region").get(pk=LALLA_AZIZA)
    says(told.meeting, "اسمي خديجة، اتصلوا بي على 0612345678", commune=commune, organisation="جمعية")
    with pytest.raises(ValueError, match=r"not noted|not of this wave"):
        says(told.meeting, said_on=timezone.localdate() + timedelta(days=9))

    [row] = came()
    assert (row.said_on, row.commune_id, row.province_id, row.region_id) == (
        timezone.localdate(), LALLA_AZIZA, "07.161", "07",
    )  # fmt: skip
    assert abs(timezone.now() - row.received_at) < HOUR and row.is_demonstration == told.wave.is_demonstration
    with under("moderator"):
        flags = Verbatim.objects.get(pk=row.pk).flags
    assert {flag["reason"] for flag in flags} == {"name", "phone"}


def door(told, **spoiled):
    """What the door answers to a call that somebody wrote by hand."""
    values = {
        "key": new_key(), "meeting": told.meeting.pk, "code": "AAAA-2222", "client": uuid4(), "sealed": b"x" * 40,
        "flags": Jsonb([]), "back": False,
    } | {name: value for name, value in spoiled.items() if name not in WORDS}  # fmt: skip
    words = WORDS | {name: value for name, value in spoiled.items() if name in WORDS}
    with scope():
        ((answer,),) = call(
            "jisr_forum_say", values["key"], values["meeting"], values["code"], values["client"], Jsonb(words),
            values["sealed"], values["flags"], values["back"],
        )  # fmt: skip
    return answer


WORDS = {
    "kind": "offer", "language": "ar", "channel": "written", "speaker_role": "", "organisation": "", "theme": "",
    "code_hash": "a" * 64, "region": "07", "province": "07.161", "commune": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "spoiled",
    [
        {"kind": "command"}, {"kind": None}, {"language": "klingon"}, {"channel": "paper"}, {"channel": None},
        {"speaker_role": "king"}, {"theme": "x"}, {"organisation": "ا" * 201}, {"code_hash": "A" * 64},
        {"code_hash": None}, {"code": "aaaa-2222"}, {"code": None}, {"client": None}, {"sealed": b"x" * 28},
        {"sealed": b"x" * 80_029}, {"sealed": None}, {"flags": Jsonb({})}, {"flags": None}, {"region": "09"},
        {"region": "99"}, {"province": "09.541"}, {"commune": TAROUDANNT}, {"commune": "none"}, {"region": None},
    ],
)  # fmt: skip
def test_the_door_takes_nothing_that_the_product_would_not_send(told, spoiled):
    """Whoever holds the visitors' login and writes her own SQL brings in no row that the pages could not."""
    assert door(told, **spoiled) == "wrong"
    assert came() == []


def test_the_door_is_open_where_and_while_the_secretary_says(told):
    """Not to another meeting, nor too early, too late, after the minutes, or in a closed wave; what came in stays."""
    key = uuid4()
    slip = says(told.meeting, key=key).slip
    with under("secretary") as secretary:
        other = actions.plan_meeting(
            wave=told.wave, code="without-tribune", values={"place_ar": "هنا"}, by=secretary.user
        )
    assert door(told, meeting=uuid4()) == door(told, meeting=other.pk) == "shut"
    assert door(told, code_hash=came()[0].code_hash) == "taken"

    now = timezone.now()
    for values in ({"opens_at": now + HOUR}, {"opens_at": now - 2 * HOUR, "closes_at": now - HOUR}):
        opened(told.meeting, **values)
        assert door(told) == "shut"
    assert opened(told.meeting, most_a_minute=7).closes_at is None and door(told, back=True) == "often"
    with under("secretary") as secretary:
        tribune = actions.shut_tribune(tribune=Tribune.objects.get(), by=secretary.user)
        with pytest.raises(OutOfReach):
            actions.shut_tribune(tribune=tribune, by=secretary.user)
    with pytest.raises(actions.NotTakingNow):
        says(told.meeting)
    assert says(told.meeting, key=key).slip == slip  # it came in while it was open

    opened(told.meeting)
    with under("secretary") as secretary:
        actions.close_meeting(meeting=told.meeting, minutes_ar="محضر", by=secretary.user)
        with pytest.raises(actions.TakesNoMore):
            actions.open_tribune(meeting=told.meeting, by=secretary.user)
    assert door(told) == "shut"
    assert len(came()) == 1


def test_a_closed_wave_takes_nothing_in():
    """Whatever its tribune says."""
    told = a_round()
    opened(told.meeting)
    with under("secretary") as secretary:
        actions.close_wave(wave=told.wave, by=secretary.user)

    with pytest.raises(actions.WaveClosed):
        says(told.meeting)
    assert came() == []


def test_so_many_come_in_in_a_minute_and_the_next_one_waits(told):
    """The limit is the meeting's; what was there before is told all the same."""
    opened(told.meeting, most_a_minute=3)
    key = uuid4()
    first = says(told.meeting, "1", key=key)
    for n in range(2):
        says(told.meeting, f"كلام {n}")

    with pytest.raises(actions.ManyAtOnce):
        says(told.meeting, "رابع")
    assert says(told.meeting, "1", key=key, held_back=True).slip == first.slip
    assert len(came()) == 3
    opened(told.meeting, most_a_minute=4)
    with pytest.raises(actions.OftenFromHere):
        says(told.meeting, "رابع", held_back=True)
    assert says(told.meeting, "رابع").is_new


def test_a_tribune_is_its_secretarys(told):
    """Nobody else opens or shuts it; its number stays; what makes no sense is refused beside its field."""
    tribune = Tribune.objects.get()
    number, version = tribune.number, tribune.version
    for name in ("moderator", "answering", "far_secretary"):
        with under(name) as held, pytest.raises(actions.NotOnTheTeam):
            actions.open_tribune(meeting=told.meeting, by=held.user)
        with under(name) as held, pytest.raises(actions.NotOnTheTeam):
            actions.shut_tribune(tribune=tribune, by=held.user)
    with under("far_secretary"):
        assert refused("UPDATE forum_tribune SET version = 9")
    for wrong in ({"closes_at": timezone.now() - HOUR}, {"most_a_minute": 0}, {"most_a_minute": 1_001}):
        with pytest.raises(Unacceptable) as told_why:
            opened(told.meeting, **wrong)
        assert set(told_why.value.fields) == set(wrong)
    with pytest.raises(Stale):
        opened(told.meeting, expected=version - 1)

    assert opened(told.meeting, expected=version).number == number
    assert re.fullmatch(r"[0-9]{4}", str(number))


@pytest.mark.parametrize("sign", ["a", "أ", "0", "+", "@", "-", "."])
def test_a_long_run_of_one_sign_is_read_once(sign):
    """Anybody may send the longest text there is: none of them keeps the server from the others."""
    began = process_time()

    suspects(sign * MOST_CHARACTERS)

    assert process_time() - began < 0.5


def test_an_address_is_still_found():
    """Wherever it stands."""
    text = "اكتبوا إلى fatima.ait@exemple.ma، أو x@y.ma"

    assert [text[one.start : one.end] for one in suspects(text)] == ["fatima.ait@exemple.ma", "x@y.ma"]
