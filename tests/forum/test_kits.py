"""A kit is cut, a hall gathers, the server goes on, and both are joined; under the real walls."""

import json
from datetime import date, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common import boxes, frames
from jisr.common.errors import OutOfReach
from jisr.common.keys import new_key
from jisr.forum import actions, queries
from jisr.forum.models import Contribution, KitBundle, StatementVote
from jisr.forum.queries.kits import bundle_key
from tests.forum.halls import PHRASE, brought, cut, in_the_hall, joined
from tests.forum.told import NAME, SAID, a_round, answered, drawn, places, published, said
from tests.ground import user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def key_in_the_hall(told, *sheets, slips=(), **values):
    """An act of the hall: these client keys are keyed there."""

    def act(held):
        for n, client_key in enumerate(sheets):
            actions.contribute(
                wave=told.wave, meeting=told.meeting, text=f"{SAID} {client_key}", client_key=client_key,
                slip=slips[n] if slips else "", by=held.user, **values,
            )  # fmt: skip

    return act


def server(told):
    """Identities of what the server has, with its sealed words."""
    with under("secretary"):
        rows = Contribution.objects.filter(wave=told.wave).select_related("verbatim")
        return {row.client_key: queries.read_sealed(row) for row in rows}


def test_what_is_in_the_kits_and_on_the_server_is_there_after_joining_each_once():
    """In any order, as often as one likes, with sheets keyed here between two joinings; two laptops of one kit."""
    told = a_round()
    kit, _file = cut(told)
    sheets = st.sets(st.integers(0, 3), max_size=3)

    @settings(max_examples=8, deadline=None)
    @given(here=sheets, halls=st.tuples(sheets, sheets), order=st.permutations([0, 1, 0, 1]), between=sheets)
    def law(here, halls, order, between):
        with transaction.atomic():
            files = [in_the_hall(kit, key_in_the_hall(told, *map(key_of, one))) for one in halls]
            for n in here:
                said(told, client_key=key_of(n))
            for n, hall in enumerate(order):
                if hall in order[:n]:
                    with pytest.raises(OutOfReach):
                        joined(told, files[hall])
                else:
                    joined(told, files[hall])
                for m in between if n == 0 else ():
                    said(told, client_key=key_of(m))

            with under("secretary"):
                kept = list(Contribution.objects.values_list("client_key", flat=True))
            assert sorted(kept) == sorted({key_of(n) for n in here.union(between, *halls)})
            transaction.set_rollback(True)

    law()


def key_of(n):
    """The key of a sheet, wherever it is keyed."""
    return UUID(int=n + 1)


def test_the_story_of_a_kit():
    """Cut, opened elsewhere, gathered on both sides, joined; what was moderated here stays."""
    told = a_round()
    shown, hidden = published(told), said(told, text="لا يعلم به أحد")
    statement = drawn(shown)
    answered(statement=statement)
    with under("secretary") as held:
        actions.vote(statement=statement, voter="AAAA-2222", value="agree")
    kit, file = cut(told)

    # the file: what is public travels, nothing else does
    content = boxes.opened_with_phrase(frames.unframe(file), phrase=PHRASE).decode()
    assert str(shown.pk) in content and str(statement.pk) in content
    for never in (str(hidden.pk), NAME, "argon2", "md5$", user_of("secretary").password, shown.code_hash or "\0"):
        assert never not in content

    # the hall: a sheet that the server has too, one with a slip, votes of two people, a count of who came
    both, mine = key_of(1), key_of(2)

    def hall(held):
        key_in_the_hall(told, both, mine, slips=("KKKK-3333", "MMMM-4444"))(held)
        for voter, value in (("AAAA-2222", "disagree"), ("CCCC-6666", "agree"), ("CCCC-6666", "pass")):
            actions.vote(statement=statement, voter=voter, value=value)
        actions.record_attendance(meeting=told.meeting, rows=[{"role": "citizen", "n": 40}], by=held.user)

    taken_out = in_the_hall(kit, hall)
    here = said(told, client_key=both)
    with under("moderator") as held:
        actions.publish(contribution=here, by=held.user, masks=places(SAID, NAME), checked=True)
    bundle = brought(told, taken_out)
    with under("secretary") as held:
        seen = queries.preview(bundle)
        assert [len(heap) for heap in (seen.sheets.new, seen.sheets.there, seen.sheets.refused)] == [1, 1, 0]
        assert seen.counted == "new" and seen.n_people == 40 and not seen.nothing_new
        actions.join_kit(bundle=bundle, by=held.user)
        with pytest.raises(OutOfReach):
            actions.join_kit(bundle=bundle, by=held.user)

        # the slip of the hall opens here, the voters of both places count once, by their last word
        assert queries.by_slip("mmmm 4444").contribution == Contribution.objects.get(client_key=mine).pk
        votes = list(StatementVote.objects.filter(statement=statement).order_by("at"))
        assert len(votes) == 4 and len({vote.voter for vote in votes}) == 2
        assert [vote.value for vote in votes if vote.voter == votes[0].voter] == ["agree", "disagree"]
        assert [row.n for row in queries.attendance(told.meeting)] == [40]
        # what was moderated is as it was; the words of the other are sealed with the key of this server
        here.refresh_from_db()
        assert here.state == "published" and NAME not in here.text
        assert queries.read_sealed(Contribution.objects.get(client_key=mine)).startswith(SAID)
        [line] = queries.kits_of(told.wave)
        assert [row.counts["new"] for row in line.bundles.all()] == [1]

    # the same laptop later: a sheet more; its count of who came replaces the other one only when somebody says so
    def later(held):
        hall(held)
        key_in_the_hall(told, key_of(3))(held)
        actions.record_attendance(meeting=told.meeting, rows=[{"role": "citizen", "n": 45}], by=held.user)

    again = in_the_hall(kit, later)
    with under("secretary"):
        assert queries.preview(brought(told, again)).counted == "other"
    joined(told, again)
    with under("secretary"):
        assert [row.n for row in queries.attendance(told.meeting)] == [40]
        assert len(server(told)) == 4  # those two keyed without a key count as one
    joined(told, in_the_hall(kit, later), take_people=True)
    with under("secretary"):
        assert [row.n for row in queries.attendance(told.meeting)] == [45]
        assert queries.preview(brought(told, in_the_hall(kit, later))).sheets.new == []


def test_bringing_stops_half_way_and_nothing_is_joined(monkeypatch):
    """The server dies while the votes are written: no sheet is there either, and the file waits as it was."""
    told = a_round()
    statement = drawn(published(told))
    kit, _file = cut(told)

    def hall(held):
        key_in_the_hall(told, key_of(1))(held)
        actions.vote(statement=statement, voter="AAAA-2222", value="agree")

    bundle = brought(told, in_the_hall(kit, hall))

    def dies(*_values):
        raise KeyboardInterrupt

    monkeypatch.setattr("jisr.forum.actions.kits.call", dies)
    with pytest.raises(KeyboardInterrupt), under("secretary") as held:
        actions.join_kit(bundle=bundle, by=held.user)
    monkeypatch.undo()

    with under("secretary"):
        assert Contribution.objects.count() == 1 and KitBundle.objects.get().content is not None
    with under("secretary") as held:
        actions.join_kit(bundle=bundle, by=held.user)
        assert Contribution.objects.count() == 2 and StatementVote.objects.count() == 1


def test_a_sheet_keyed_in_the_same_moment_takes_all_of_it_back(monkeypatch):
    told = a_round()
    kit, _file = cut(told)
    bundle = brought(told, in_the_hall(kit, key_in_the_hall(told, key_of(1), key_of(2))))
    monkeypatch.setattr("jisr.forum.queries.kits.identities", lambda wave, keys: set())  # as it was a moment ago
    said(told, client_key=key_of(2))

    with under("secretary") as held:
        with pytest.raises(actions.CameBetween):
            actions.join_kit(bundle=bundle, by=held.user)
        assert Contribution.objects.count() == 1
        monkeypatch.undo()
        actions.join_kit(bundle=bundle, by=held.user)
        assert Contribution.objects.count() == 2


def test_a_clock_of_the_day_after_tomorrow_puts_no_sheet_on_a_wrong_day():
    """The battery of the laptop was dead; a telephone said so when what it gathered was taken out."""
    told = a_round()
    kit, _file = cut(told)
    now, ahead = timezone.now(), timezone.now() + timedelta(days=2)

    def hall(held):
        actions.contribute(wave=told.wave, text="كلام", client_key=key_of(1), by=held.user)
        actions.contribute(wave=told.wave, text="كلام", client_key=key_of(2), by=held.user, said_on=date(2026, 1, 5))

    with patch.object(timezone, "now", lambda: ahead):
        file = in_the_hall(kit, hall, opened_at=ahead, true_at=now)
    with under("secretary"):
        seen = queries.preview(brought(told, file))
    assert seen.clock.measured and seen.clock.off == now - ahead
    assert seen.days == {seen.sheets.new[0].key: timezone.localdate()}
    joined(told, file)
    with under("secretary"):
        days = dict(Contribution.objects.values_list("client_key", "said_on"))
        assert days == {key_of(1): timezone.localdate(), key_of(2): date(2026, 1, 5)}
        assert all(row.received_at <= timezone.now() for row in Contribution.objects.all())


def test_what_nobody_can_take_is_refused_row_by_row_and_stays_in_the_kit():
    """A server of another version knows other lists; a meeting of nowhere; a slip that another sheet has here."""
    told = a_round()
    kit, _file = cut(told)
    slips = ("KKKK-3333", "MMMM-4444")
    file = in_the_hall(kit, key_in_the_hall(told, *map(key_of, range(4)), slips=(*slips, "", "")))
    said(told, slip=slips[0])
    content = json.loads(boxes.opened(frames.unframe(file), key=bundle_key(kit.pk)))
    content["contributions"][1]["kind"] = "a kind to come"
    content["contributions"][2]["meeting_id"] = str(key_of(9))
    content["contributions"][3]["commune_id"] = "99.999"
    file = boxes.shut(json.dumps(content).encode(), key=bundle_key(kit.pk), head=frames.unframe(file).head)

    seen = joined(told, file)

    assert [why for _one, why in seen.sheets.refused] == ["value", "meeting", "value"]
    assert seen.slips_taken == {seen.sheets.new[0].key}
    with under("secretary"):
        assert Contribution.objects.count() == 2
        assert queries.by_slip(slips[0]).contribution != seen.sheets.new[0].key


def test_a_kit_is_cut_and_joined_while_its_meeting_and_wave_are_open():
    told = a_round()
    kit, _file = cut(told)
    late = brought(told, in_the_hall(kit, key_in_the_hall(told, key_of(1))))
    with under("secretary") as held:
        actions.close_meeting(meeting=told.meeting, minutes_ar="محضر", by=held.user)
        with pytest.raises(actions.NoKitNow):
            actions.cut_kit(meeting=told.meeting, phrase="x", server="x", by=held.user)
        actions.close_wave(wave=told.wave, by=held.user)
        with pytest.raises(actions.WaveClosed):
            actions.join_kit(bundle=late, by=held.user)
        with pytest.raises(actions.WaveClosed):
            actions.cut_kit(meeting=told.meeting, phrase="x", server="x", by=held.user)


def test_a_vote_of_a_telephone_becomes_that_of_a_slip_whatever_is_joined_first():
    """She voted, typed the code of her slip, and voted again; two files were taken out, and came in the wrong order."""
    told = a_round()
    statement = drawn(published(told))
    kit, _file = cut(told)
    key, device = new_key(), "d" * 64
    early, late = ({"voter": device, "name": "", "by_slip": False}, {"voter": "e" * 64, "name": "A-2", "by_slip": True})

    def votes(who):
        row = {"id": str(key), "statement_id": str(statement.pk), "groups": {}, "value": "agree"}
        file = in_the_hall(kit, lambda held: None)
        content = json.loads(boxes.opened(frames.unframe(file), key=bundle_key(kit.pk)))
        content["votes"] = [row | who | {"at": timezone.now().isoformat()}]
        return boxes.shut(json.dumps(content).encode(), key=bundle_key(kit.pk), head=frames.unframe(file).head)

    for order in ((early, late, early), (late, early)):
        with transaction.atomic():
            for who in order:
                joined(told, votes(who))
            with under("secretary"):
                [vote] = StatementVote.objects.all()
                assert vote.by_slip and vote.voter == queries.voter_mark(told.wave, "a 2")
            transaction.set_rollback(True)
