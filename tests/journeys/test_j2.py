"""J2: a father asks for the disability card of his son of 6: asked once for papers, a clock, a decision he can read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.staff import actions as staff
from tests.ground import OWN, user_of
from tests.stories import received, under

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_a_father_deposits_is_asked_once_and_reads_why(product, at, language, size):
    """The same counter, the same direction: granted for one, refused and contested for the other."""
    household = _family(product, language)
    worker = at("worker", language, size)
    request = _deposit(worker, household)
    _bring(worker, request)
    director = at("director", language, size)
    if language == "ar":
        _granted(director, worker, request)
    else:
        _refused(director, worker, request)
        _answered(_another_director(product, at, language, size), director, request)
    assert _seen_by_others(at, language, size, request) == [404, 404]


def _family(product, language):
    """Known at the desk: the father and the boy, who is autistic."""
    with product.inside(), under("worker") as worker:
        names = {"sex": "m", "marital_state": "married"}
        visit = received(worker, given="عبد الحق", family=f"أيت {language}", names=names)
        families.add_person(
            household=visit.household, by=worker.user, relation="child", given_ar="ريان", family_ar="أيت", sex="m",
            born_on=TODAY.replace(year=TODAY.year - 6, month=1, day=1), disability="autism",
        )  # fmt: skip
        return f"/families/household/{visit.household_id}/"


def _deposit(worker, household):
    """The medical report is not there: asked for at once, on the receipt, and never again."""
    worker.goes(household)
    worker.page.locator("details.rest summary").last.click()
    worker.page.locator("details.rest[open] a[href^='/deposits/person']").click()
    worker.page.wait_for_load_state()
    worker.looks("choose").picks("procedure", "disability_card").sends().looks("deposit")
    assert "disability" not in worker.path
    worker.picks("speaks", "guardian").sends()
    assert "/deposits/" in worker.path, worker.text
    worker.looks("papers-awaited")
    request = worker.path.split("?")[0]
    for size in ("a4", "slip"):
        worker.goes(f"{request}print/?size={size}&to=child").looks(f"receipt-{size}")
        assert "ريان" not in worker.text
    return request


def _bring(worker, request):
    """The clock stands still until the paper comes, then goes on."""
    worker.goes("/work/").looks("work")
    assert worker.page.locator(f"main a[href='{request}']").count() == 1
    worker.goes(request).picks("papers", "medical").sends("section[aria-labelledby=bring] form").looks("complete")
    for stage, day, place in (("capacity", TODAY, "on"), ("participation", TODAY + timedelta(days=9), "")):
        form = worker.page.locator("form[action$='/stage/']").filter(has=worker.page.locator(f"[value={stage}]"))
        form.locator("xpath=ancestor::details").locator("summary").click()
        form.locator("[name=day]").fill(day.isoformat())
        if place:
            form.locator("[name=took_place]").check(force=True)
        form.locator("button").click()
        worker.page.wait_for_load_state()
    worker.looks("stages")


def _granted(director, worker, request):
    """It holds seven years; printed is not handed over, and the list says so until it is."""
    director.goes("/deposits/").looks("due")
    director.goes(request).presses("form[action$='/decide/'] button[value=grant]").looks("granted")
    assert str(TODAY.year + 7) in director.text
    worker.goes("/work/")
    assert worker.page.locator(f"main a[href='{request}']").count() == 1
    worker.goes(request).presses("form[action$='/hand/'] button").looks("handed-over")
    worker.goes("/work/")
    assert worker.page.locator(f"main a[href='{request}']").count() == 0
    worker.goes(request).presses("form[action$='/renewal/'] button")


def _refused(director, worker, request):
    """Without reasons it is no refusal; it is contested in his words."""
    director.goes(request)
    director.page.locator("main details summary").first.click()
    refusal = "form:has([name=ground])"
    director.sends(refusal).looks("no-reason")
    assert director.page.locator("[name=reason][aria-invalid=true]").count() == 1
    director.picks("ground", "condition").types("reason", "التقرير لا يبين طبيعة القصور").sends(refusal).looks(
        "refused"
    )
    worker.goes(request)
    worker.page.locator("main details summary").first.click()
    worker.types("words", "معي تقرير جديد").sends("form[action$='/appeal/']").looks("appealed")


def _another_director(product, at, language, size):
    """The director of another centre is given a post here for some days, and works from it."""
    with product.inside(), scope(user=user_of("administrator").pk):
        post = staff.assign(
            user=user_of("far_director"), role="centre_director", place=Centre.objects.get(pk=OWN),
            by=user_of("administrator"), until=TODAY + timedelta(days=5),
        )  # fmt: skip
    another = at("", language, size)
    product.enter(another.page, "far_director", post=post)
    return another


def _answered(another, director, request):
    """Whoever refused is told whom to ask; another answers the appeal, and the letter can be printed."""
    assert director.goes(request).page.locator("[name=granted]").count() == 0
    another.goes(request).picks("granted", "yes").types("words", "قُبل التظلم").sends("form[action$='/settle/']")
    director.goes(request).looks("settled")
    with director.page.expect_download() as letter:
        director.page.locator("a[href$='/letter/']").evaluate("one => { one.href += '?to=child'; one.click() }")
    assert letter.value.path().read_bytes()[:5] == b"%PDF-"


def _seen_by_others(at, language, size, request):
    """Other centres find nothing there."""
    found = []
    for name in ("far_worker", "sister_worker"):
        somebody = at(name, language, size)
        found.append(somebody.page.request.get(request).status)
    return found
