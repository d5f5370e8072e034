"""J1: a widow with three children, from a douar of Lalla Aaziza; five needs, three centres, nothing told twice."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.centres.models import Service, ServiceRule
from jisr.centres.rule_actions import end_rule, write_rule
from jisr.window.orientation import actions as orientation
from jisr.window.orientation import queries as services
from tests.barometer.happenings import counted
from tests.ground import SERVICE_OWN, SERVICE_SISTER
from tests.journeys.browser import turn
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.browser
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()
#: (given name, sex, age, schooled, disability) of her children.
CHILDREN = (("إيمان", "f", "14", "yes", ""), ("ياسين", "m", "7", "", "hearing"), ("أنس", "m", "4", "", ""))


@pytest.fixture
def condition(product):
    """The service of the centre takes families of the social register; nothing in the file says whether hers is one."""
    with product.inside(), under("director") as held:
        service = Service.objects.get(pk=SERVICE_OWN)
        rule = write_rule(
            service=service, tree={"fact": "rsu", "is": True}, since=timezone.localdate(), by=held.user,
            expected=ServiceRule.objects.filter(service=service).count(), source_title="القانون الداخلي",
        )  # fmt: skip
    yield
    with product.inside(), under("director") as held:
        end_rule(service=service, expected=rule.version, on=timezone.localdate(), by=held.user)


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_a_widow_is_received_listened_to_oriented_and_followed(product, at, condition, language, size):
    """The main job of the product, with hands and eyes."""
    _others(product)
    officer = at("officer", language, size)
    receipt = _receive(officer, family=f"أيت {language}")

    worker = at("worker", language, size)
    household = _listen(worker, receipt)
    deaf = _orient(worker, household, theme="disability")
    _orient(worker, household, theme="training")
    link = _link(worker)
    _ask(worker, household)
    _bundle(worker, household)

    before, week = _next_week(product), _figures(at, language, size)
    answering = at("sister_worker", language, size)
    _answer(answering, deaf)
    assert [field for field in answering.typed if field != "booked_on"] == [], "typed again at the second centre"
    _answer_by_link(at("", language, size), link)

    _close(worker, household, deaf)
    assert _next_week(product) == before + 2
    assert _figures(at, language, size) == week, "what happens within a week moves no figure"
    _opened_by(worker, household)


def _others(product):
    """Six families before her, so that no figure is too small to be shown."""
    with product.inside():
        for n in range(6):
            with under("worker") as worker:
                visit = received(worker, given="زهرة", family=f"بن {n}")
                _girl, boy = with_children(worker, visit.household)
                referral = referred(worker, listened(worker, visit, (boy, "disability")), SERVICE_SISTER)
            with under("sister_worker") as sister:
                waiting = services.referral(referral.pk)
                orientation.answer(referral=waiting, state="accepted", by=sister.user)


def _receive(officer, family):
    officer.goes("/work/").looks("work")
    officer.goes("/families/").types("name", f"فاطمة {family}").sends().looks("search")
    officer.presses("form[action='/reception/new/'] button")
    officer.picks("sex", "f").types("age", "38").types("commune", "لالة عزيزه").types("locality", "تيمزكاديوين")
    officer.picks("language", "tachelhit").picks("reasons", "schooling").picks("reasons", "disability")
    officer.picks("urgency", "week").looks("reception").sends()
    if officer.page.locator("input[type=radio][name=commune_meant]").count():
        officer.page.locator("input[type=radio][name=commune_meant]").first.check(force=True)
        officer.sends()
    assert "/reception/visit/" in officer.path, officer.text
    officer.looks("receipt")
    receipt = officer.path.split("?")[0]
    for paper in ("a4", "slip"):
        officer.goes(f"{receipt}print/?size={paper}").looks(f"receipt-{paper}")
    return receipt


def _listen(worker, receipt):
    worker.goes("/work/").looks("work")
    visit = receipt.replace("/reception/visit/", "/listening/visit/") + "new"
    worker.goes(visit)
    household = re.search(r"/families/household/[0-9a-f-]+/", worker.page.content())[0]
    for given, sex, age, schooled, disability in CHILDREN:
        worker.goes(f"{household}person/new/").types("given_ar", given).picks("relation", "child").picks("sex", sex)
        worker.types("age", age)
        if schooled:
            worker.picks("schooled", schooled)
        if disability:
            worker.picks("disability", disability)
        if given == "ياسين":
            worker.looks("child")
        worker.sends()
        if worker.path.endswith("/person/new/"):  # somebody very alike is known: she is somebody else
            worker.sends()
        assert worker.path == household, worker.text
    worker.goes(visit)
    _needs(worker)
    worker.types("form-0-words" if worker.page.locator("[name='form-0-words']").count() else "note", "بنتي بلا مأوى")
    worker.looks("listening").sends()
    assert "/listening/interview/" in worker.path, worker.text
    worker.looks("interview")
    worker.goes(household).looks("family")
    return household


def _needs(worker):
    """The girl's schooling, the boy's hearing, and of herself: training, papers, somebody to talk to."""
    hers = [(theme, "فاطمة") for theme in ("training", "papers", "family")]
    wanted = (("schooling", "إيمان"), ("disability", "ياسين"), *hers)
    rows = lambda: worker.page.locator("section.need-row")  # noqa: E731
    while rows().count() < len(wanted):
        worker.presses("button[name=more]")
    for n, (theme, who) in enumerate(wanted):
        row = rows().nth(n)
        row.locator("select[name$=theme]").select_option(theme)
        person = row.locator("select[name$=person]")
        person.select_option(person.locator("option", has_text=who).first.get_attribute("value"))
        row.locator("input[name$=gravity][value='3']").check(force=True)


def _opens(worker, household, theme):
    worker.goes(household)
    names = {"disability": r"إعاقة|andicap", "training": r"تكوين|ormation", "family": r"الوساطة|édiation"}
    need = worker.page.locator("a[href*='/orientation/need/']", has_text=re.compile(names[theme])).first
    turn(worker.page, need)


def _orient(worker, household, theme):
    _opens(worker, household, theme)
    worker.looks(f"services-{theme}")
    worker.presses("a[href*='/refer/']")
    for share in ("name", "need", "disability", "household"):
        box = worker.page.locator(f"[name=shares][value={share}]")
        if box.count():
            box.check(force=True)
    worker.picks("manner", "spoken").looks(f"consent-{theme}").sends()
    assert "/orientation/referral/" in worker.path, worker.text
    worker.looks(f"sent-{theme}")
    return worker.path


def _link(worker):
    worker.presses("form[action$='/link'] button").looks("link")
    return worker.page.locator("#address").input_value()


def _ask(worker, household):
    """What would settle the service is asked there, answered once, and not asked again."""
    _opens(worker, household, "family")
    question = worker.page.locator("form[action$='/answers'] [name='f-rsu']")
    assert question.count() == 2, worker.text
    worker.looks("questions").picks("f-rsu", "yes").sends("form[action$='/answers']")
    assert worker.page.locator(".card.attention [name='f-rsu']").count() == 0, "asked again"
    worker.looks("questions-answered")


def _bundle(worker, household):
    """What is left goes in one act: a visit to the own centre; what nothing covers is noted."""
    worker.goes(household).presses("a[href$='/bundle/']").looks("bundle")
    assert worker.page.locator("[name=visits]:checked").count() == 1, worker.text
    worker.picks("shares", "name").picks("manner", "spoken").sends(".bundle form")
    assert worker.path == household, worker.text
    worker.looks("bundle-sent").presses("a[href$='/bundle/']")
    assert worker.page.locator("[name=visits]").count() == 0, "sent a second time"


def _answer(sister, referral):
    sister.goes("/work/").looks("work")
    sister.goes(referral)
    assert "ياسين" in sister.text
    sister.looks("to-answer").picks("state", "booked").types("booked_on", SOON)
    sister.sends("form[action$='/answer']").looks("answered")
    sister.presses("a[href*='/families/household/']").looks("file-of-another-centre")
    sister.page.go_back()
    sister.presses("a[href$='/start']").sends().presses("a[href$='/complete']").sends().looks("completed")


def _answer_by_link(partner, link):
    partner.goes(link).looks("link")
    assert "فاطمة" not in partner.text
    partner.presses("form[action*='/code'] button")
    code = re.search(r"\b\d{6}\b", partner.text)[0]
    partner.types("code", code).sends("form[action*='/open']").looks("opened")
    assert "فاطمة" in partner.text
    partner.picks("state", "booked").types("booked_on", SOON).sends("section[aria-labelledby=answer] form")
    partner.looks("answered")


def _close(worker, household, referral):
    worker.goes(referral).looks("answer-came-back")
    worker.presses("a[href$='/confirm']").picks("served", "yes").sends()
    assert worker.path == referral, worker.text
    worker.goes(f"{household.replace('/families/', '/pathways/')}plan").types("goal", "تمدرس الأطفال ودخل للأم").sends()
    worker.looks("plan")
    plan = worker.path.split("?")[0]
    worker.goes(f"{plan}step/new").picks("kind", "training").types("what", "تكوين في الخياطة").types("due_on", SOON)
    worker.looks("step").sends()
    worker.presses("a[href*='/pathways/step/']").picks("outcome", "reached").sends("section[aria-labelledby=end] form")
    worker.looks("outcome")
    worker.goes(plan).looks("plan-after").goes(household).looks("family-after")


def _next_week(product):
    """Answers that the delegate will count when this week is over."""
    with product.inside():
        return counted().total.answered.value


def _figures(at, language, size):
    delegate = at("delegate", language, size)
    delegate.goes("/figures/").looks("figures")
    cells = delegate.page.locator("[data-figure]")
    found = {
        cells.nth(n).get_attribute("data-figure"): cells.nth(n).get_attribute("data-value")
        for n in range(cells.count())
    }
    return {name: int(value) for name, value in found.items() if value and value.isdigit()}


def _opened_by(worker, household):
    worker.goes(f"{household}readers/").looks("readers")
