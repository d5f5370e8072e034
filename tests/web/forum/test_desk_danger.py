"""Danger leaves the forum by one button: with whoever can act, gone from everywhere else, and never lost between."""

import pytest

from jisr.common.database import call
from jisr.common.keys import new_key
from jisr.forum import actions, queries
from jisr.forum.models import Answer, Contribution, Verbatim
from jisr.staff import actions as staff
from jisr.territory.models import Commune
from jisr.window.reception import queries as reception
from jisr.window.reception.models import Alert, Visit
from tests.access.people import entered
from tests.access.probes import refused, rows, status
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, OWN, SHELTER, SISTER, post_of, user_of
from tests.stories import received, under
from tests.web.forum.desk import answer_form, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
ENGLISH = {"headers": {"accept-language": "en"}}
SECRET = "زوجي يضربني كل ليلة ويهدد أولادي"
NUMBER, SLIP = "0612345678", "AC7K-2QRT"


@pytest.fixture
def row():
    """What somebody disclosed on a sheet, with her number for the answer."""
    return said(
        team(), SECRET, theme="violence", commune=Commune.objects.get(pk=LALLA_AZIZA), organisation="جمعية الحي",
        reply_to=NUMBER, slip=SLIP,
    )  # fmt: skip


def address(row):
    """The page of the button."""
    return f"/forum/desk/contribution/{row.code}/danger/"


def passed(row, kind="violence"):
    """The button is pressed."""
    answer = entered("moderator").post(address(row), act(kind=kind))
    assert answer.status_code == 302, answer.content.decode()
    return answer


def alert_of(name="keeper"):
    """The report as somebody of the centre sees it."""
    with under(name):
        return Alert.objects.get()


def test_one_press_withholds_and_hands_over_and_leaves_nothing_behind_and_so_do_two(row):
    page = entered("moderator", **ENGLISH).get(address(row)).content.decode()
    assert SECRET not in page and "Centre un" in page and page.count('type="radio"') == 3

    passed(row)

    with under("keeper"):
        report = Alert.objects.get()
        told = reception.opened_alert(report)
        assert (told.words, told.channel, told.to) == (SECRET, "sms", "+212612345678")
        assert (report.centre_id, report.compartment, report.commune_id) == (OWN, "violence", LALLA_AZIZA)
    with under("moderator"):
        left = Contribution.objects.get(pk=row.pk)
        sealed = Verbatim.objects.get(pk=row.pk)
        assert (left.state, left.withheld_reason, left.text, left.organisation) == ("withheld", "danger", "", "")
        assert (sealed.sealed, sealed.flags, sealed.destroyed_reason) == (None, [], "passed")
        assert queries.read_sealed(left) == "" and queries.left_address(left)["forgotten_reason"] == "danger"
        assert not Alert.objects.exists() and rows("SELECT * FROM jisr_forum_take_address(%s)", row.pk) == []
    for name in ("moderator", "secretary", "answering"):
        seen = entered(name, **ENGLISH).get(f"/forum/desk/contribution/{row.code}/").content.decode()
        assert "Passed to reception on" in seen and "جمعية" not in seen
    slip = queries.by_slip(SLIP)
    assert (slip.state, slip.text, slip.withheld_reason) == ("withheld", "", "danger")
    [line] = queries.moderation_log(row.wave)  # for everybody: as what was private, whose words are kept
    assert (line.withheld_reason, line.destroyed_on, line.destroyed_reason, line.destroyed_by_role) == (
        "private", None, "", "",
    )  # fmt: skip
    with under("moderator"):  # nothing is told to a telephone that somebody else may read
        assert (queries.reach(row.wave).left, queries.reach(row.wave).waiting) == (1, 0)
    # pressed from another tab with another key, and by another moderator: it is one report
    again = entered("moderator").post(address(row), act(kind="child"), follow=True, **ENGLISH)
    assert "passed to a centre already" in again.content.decode()
    assert alert_of().compartment == "violence"
    with under("moderator") as held, pytest.raises(actions.AlreadyHandedOver):
        actions.hand_over(contribution=row, by=held.user)


def test_what_was_handed_over_waits_for_no_answer_of_the_forum(row):
    """A social worker answers in person: a published answer would tell that it was said, and hold the wave open."""
    passed(row)
    answering = entered("answering", **ENGLISH)
    desk, form = "/forum/desk/wave/desk-wave/", f"/forum/desk/contribution/{row.code}/answer/"

    assert row.code not in answering.get(f"{desk}?kind=answer").content.decode()
    assert form not in answering.get(form.replace("answer/", "")).content.decode()
    assert answering.post(form, act(**answer_form()), follow=True).redirect_chain and not Answer.objects.exists()
    with under("answering") as held, pytest.raises(actions.AlreadyHandedOver):
        actions.answer(contribution=row, by=held.user, **answer_form())
    with under("secretary") as held:
        assert actions.close_wave(wave=row.wave, by=held.user).closed_on


def test_what_no_centre_takes_stays_sealed_where_it_was(row):
    """The centre ends the post that made it competent while the page is open: nothing is lost in between."""
    moderator = entered("moderator")
    page = moderator.get(address(row).replace("danger", "moderate")).content.decode()
    assert 'value="danger"' not in page.split('name="reason"')[1].split("</fieldset>")[0]  # by hand, nobody would come
    with pytest.MonkeyPatch.context() as patch:
        shut = reception.competent(compartment="violence", region="07", is_demonstration=True)
        patch.setattr("jisr.web.forum.desk.danger.centres.competent", lambda **_asked: shut)
        for name in ("keeper", "shelter_keeper"):
            with under("administrator") as held:
                staff.end(post=post_of(name), by=held.user)
        answer = moderator.post(address(row), act(kind="violence"), **ENGLISH)

    assert answer.status_code == 200 and "cannot take it in any more" in answer.content.decode()
    with under("moderator"):
        assert queries.read_sealed(row) == SECRET and Contribution.objects.get(pk=row.pk).state == "said"
        assert queries.left_address(row)["forgotten_on"] is None


def test_the_nearest_centre_that_keeps_it_takes_it_in():
    """Of the province before the region; who keeps the compartment before who does not; then the nearest."""
    where = {"region": "07", "is_demonstration": True}
    near, far = Commune.objects.get(pk=IMINTANOUTE), Commune.objects.get(pk=CHICHAOUA)

    def chosen(compartment, commune):
        found = reception.competent(compartment=compartment, commune=commune, province=commune.province, **where)
        return found.centre.pk, found.compartment

    assert chosen("violence", near) == (OWN, "violence")  # the shelter keeps it too, but says to nobody where it is
    assert chosen("child", near) == (SISTER, "") and chosen("", far) == (OWN, "")
    assert reception.competent(compartment="", region="01", is_demonstration=True) is None
    assert reception.competent(compartment="", region="07", is_demonstration=False) is None
    assert set(reception.RECEIVING) == {"reception_officer", "social_worker"}


def test_a_report_exists_for_its_team_alone_and_nobody_else_writes_one(row):
    passed(row)
    report = alert_of()
    for name in (
        "officer",
        "worker",
        "director",
        "sister_worker",
        "shelter_keeper",
        "delegate",
        "auditor",
        "moderator",
    ):
        with under(name):
            assert rows("SELECT count(*) FROM reception_alert") == [(0,)], name
        assert status(name, "reception:alert", report.pk) in {403, 404}, name
    values = (new_key(), OWN, "", b"x", "ar", "2026-01-01", None, None)
    for name in ("worker", "secretary", "answering", "administrator", "coordinator"):
        with under(name):
            assert call("jisr_take_in_alert", *values) == [("not_yours",)], name
            assert refused("INSERT INTO reception_alert SELECT * FROM reception_alert"), name
    with under("moderator"):
        assert call("jisr_take_in_alert", new_key(), SHELTER, "child", *values[3:]) == [("nobody",)]
    with under("keeper"):
        assert refused("UPDATE reception_alert SET sealed = 'x'") and refused("DELETE FROM reception_alert")


def test_it_stands_first_is_taken_on_and_ends_in_a_visit_of_its_team(row):
    passed(row)
    report, keeper = alert_of(), entered("keeper", **ENGLISH)
    with under("keeper") as held:
        received(held, visit={"urgency": "now"})

    listed = keeper.get("/work/").content.decode()
    assert 0 < listed.index("Report of danger") < listed.index("waits to be listened to")
    assert "Report of danger" not in entered("worker", **ENGLISH).get("/work/").content.decode()
    page = keeper.get(f"/reception/alert/{report.pk}/").content.decode()
    assert SECRET in page and "06 12 34 56 78" in page
    keeper.post(f"/reception/alert/{report.pk}/take/", act())
    late = entered("keeper").post(f"/reception/alert/{report.pk}/take/", act(), follow=True, **ENGLISH)
    assert "Somebody took it on before you" in late.content.decode()

    form = keeper.get(f"/reception/new/?alert={report.pk}").context["form"]
    assert form["urgency"].value() == "now" and form["reasons"].value() == ["violence"]
    answer = keeper.post(
        "/reception/new/", act(
            alert=str(report.pk), name="خدوج", commune=LALLA_AZIZA, urgency="now", channel="phone", seen="",
            reasons=["violence"], compartment="violence",
        ),
    )  # fmt: skip

    assert answer.status_code == 302
    with under("keeper"):
        report = Alert.objects.get()
        visit = Visit.objects.get(pk=report.visit_id)
        assert (report.state, visit.compartment, report.taken_by_id) == ("received", "violence", user_of("keeper").pk)
    assert "Report of danger" not in keeper.get("/work/").content.decode()
    assert str(report.pk) in keeper.get(answer["Location"]).content.decode()


def test_a_report_is_closed_with_a_reason_only_and_counted_while_nobody_takes_it_on(row, monkeypatch):
    """A number for whoever answers for the centre or the province; the row itself exists for neither."""
    passed(row, kind="violence")
    told = {name: ("/work/" if "director" in name else "/figures/") for name in ("director", "delegate")}
    told |= {"sister_director": "/work/", "far_delegate": "/figures/"}

    def said_to(name):
        return "report of danger has waited" in entered(name, **ENGLISH).get(told[name]).content.decode()

    assert not any(map(said_to, told))  # a day has not gone by
    monkeypatch.setattr("jisr.window.reception.queries.value", lambda *_named, on: -1)
    assert {name for name in told if said_to(name)} == {"director", "delegate"}

    keeper, close = entered("keeper"), f"/reception/alert/{alert_of().pk}/close/"
    assert keeper.post(close, act(reason="")).status_code == 200
    assert keeper.post(close, act(reason="authority")).status_code == 302
    assert not any(map(said_to, told)) and alert_of().closed_reason == "authority"
