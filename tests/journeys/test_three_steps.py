"""Pages of listening, orientation and pathways that J1 does not pass, in both languages: nothing wrong on any."""

import pytest
from django.utils import timezone

from jisr.window.orientation import actions as orientation
from jisr.window.pathways import actions as pathways
from tests.ground import SERVICE_PARTNER, SERVICE_SHELTER, SERVICE_SISTER
from tests.journeys.browser import turn
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def family(product):
    """A family in the middle of its way: a refused referral, one by link, a protected one, a plan."""
    with product.inside():
        with under("worker") as held:
            visit = received(held, visit={"reasons": ["schooling", "disability"], "words": "رُفضت ابنتي"})
            girl, boy = with_children(held, visit.household)
            heard = listened(held, visit, (boy, "disability"), strengths="تعرف الخياطة", risks="انقطاع", note="ملاحظة")
            refused = referred(held, heard, SERVICE_SISTER)
            by_link = referred(held, listened(held, visit, (visit.person, "training")), SERVICE_PARTNER)
            secret = orientation.make_link(referral=by_link, by=held.user)
            again = received(held, given="زهرة", visit={"reasons": ["training", "papers"]})
            plan = pathways.open_plan(
                household=visit.household, centre=held.centre, goal="أن يتمدرس الولد", by=held.user
            )
            step = pathways.add_step(
                plan=plan, person=girl, kind="school", what="التسجيل", due_on=timezone.localdate(), by=held.user
            )
            pathways.mark_attendance(
                step=step, day=timezone.localdate(), present=True, centre=held.centre, by=held.user
            )
            pathways.give_aid(step=step, kind="money", what="نقل", amount=30000, centre=held.centre, by=held.user)
        with under("sister_worker") as sister:
            orientation.answer(referral=refused, state="refused", refusal="papers", by=sister.user)
        with under("keeper") as keeper:
            told = listened(keeper, visit, (visit.person, "shelter"), compartment="violence", note="سر")
            hidden = referred(keeper, told, SERVICE_SHELTER)
        with under("worker"):
            follow, need = plan.follow_ups.order_by("month").first().pk, heard.needs.get()
    return {
        "household": visit.household_id, "again": again.pk, "interview": heard.pk, "need": need.pk, "plan": plan.pk,
        "refused": refused.pk, "by_link": by_link.pk, "secret": secret, "step": step.pk, "follow": follow,
        "told": told.pk, "hidden": hidden.pk,
    }  # fmt: skip


_WORKER = (
    ("/listening/visit/{again}/new", "listening-rows"), ("/listening/interview/{interview}/", "interview"),
    ("/listening/need/{need}/edit", "need-edit"), ("/listening/need/{need}/close", "need-close"),
    ("/listening/interview/{interview}/need", "need-add"), ("/orientation/need/{need}/", "services"),
    ("/orientation/referral/{refused}/", "refused"), ("/orientation/referral/{by_link}/", "by-link-sender"),
    ("/orientation/referral/{by_link}/withdraw", "withdraw"), ("/orientation/referral/{by_link}/slip", "slip-a4"),
    ("/orientation/referral/{by_link}/slip?size=slip", "slip-80mm"), ("/pathways/plan/{plan}/", "plan"),
    ("/pathways/plan/{plan}/print", "plan-asked"),
    ("/pathways/plan/{plan}/print?to=child", "plan-paper"), ("/pathways/step/{step}/", "step"),
    ("/pathways/follow-up/{follow}/", "follow-up"), ("/pathways/plan/{plan}/close", "plan-close-too-early"),
)  # fmt: skip
_KEEPER = (
    ("/listening/household/{household}/protected/new", "disclosure"), ("/listening/interview/{told}/", "told"),
    ("/orientation/referral/{hidden}/", "hidden"), ("/orientation/referral/{hidden}/slip", "hidden-slip"),
    ("/pathways/household/{household}/plan", "second-plan"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_pages_of_the_worker(at, family, language, size):
    """Each page alone, as somebody finds it who comes by an address kept yesterday."""
    worker = at("worker", language, size)

    for address, name in _WORKER:
        worker.goes(address.format(**family)).looks(name)


@pytest.mark.parametrize(("language", "size"), [("fr", "phone"), ("ar", "desk")])
def test_pages_of_who_keeps_protected_files(at, family, language, size):
    """And what they print."""
    keeper = at("keeper", language, size)

    for address, name in _KEEPER:
        keeper.goes(address.format(**family)).looks(name)


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_pages_of_errors(at, family, language, size):
    """A form that says too little, an answer to what is closed, a dead link: clear, and nothing runs out."""
    worker, sister, partner = (at(name, language, size) for name in ("worker", "sister_worker", ""))

    worker.goes("/listening/visit/{again}/new".format(**family)).presses("button:not([name=more]).button:has-text('')")
    worker.looks("listening-errors")
    sister.goes("/orientation/referral/{refused}/".format(**family)).looks("receiver-closed")
    partner.goes("/orientation/r/{secret}/".format(**family))
    partner.page.evaluate("() => [...document.forms].forEach((one) => { one.noValidate = true; })")
    partner.sends("section[aria-labelledby=answer] form")
    partner.looks("link-errors").goes("/orientation/r/altered/").looks("link-dead")


def test_another_need_is_added_without_scripts(open_page, product, family):
    """The form of an interview grows by one row and keeps what was typed, in a browser that runs no script."""
    page = open_page("ar", "phone", javascript=False)
    product.enter(page, "worker")
    page.goto("/listening/visit/{again}/new".format(**family))
    rows = page.locator("section.need-row")
    before = rows.count()
    page.fill("[name=needs-0-words]", "كلمات")

    turn(page, page.locator("button[name=more]"))

    assert rows.count() == before + 1
    assert page.input_value("[name=needs-0-words]") == "كلمات"
