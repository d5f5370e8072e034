"""The pages of the advisory bodies: from the request to its answer, in public; forms that say what is wrong."""

import re

import pytest
from django.test import Client

from jisr.forum import queries
from jisr.forum.models import AdvisoryBody, BodyMember, MeansRequest, Opinion, ProgrammeItem
from tests.access.people import entered
from tests.forum import advising
from tests.forum.advising import BEGAN, TODAY, a_body, asked, became, given, planned
from tests.ground import user_of
from tests.stories import under
from tests.web.test_query_counts import holds
from tests.window.forms import act

LOGINS = ["default", "owner", "public", "counter", "sealer"]
in_one = pytest.mark.django_db(databases=LOGINS)
ENGLISH = {"accept-language": "en"}
DESK = "/forum/bodies/desk"
NO = {
    "kind": "refused",
    "why": "لا اعتماد",
    "next_step": "تبرمج السنة المقبلة",
    "next_on": "",
    "office_ar": "م",
    "office_fr": "",
}
EMPTY = {"what_ar": "", "what_fr": "", "needed_on": ""}
OPINION = dict.fromkeys("title_ar title_fr asked_by due_on wave contribution text_ar text_fr".split(), "")


def wrong(page, field, words):
    """Whether a page says something beside a field."""
    return re.search(
        rf'class="field wrong"(?:(?!class="field).)*name="{field}"(?:(?!class="field).)*{words}',
        page.content.decode(), re.S,
    )  # fmt: skip


def only(model):
    """The one row of a kind."""
    with under("adviser"):
        return model.objects.get()


@in_one
def test_a_body_goes_from_its_first_page_to_a_corrected_opinion():
    """The secretary opens it and seats a member; she plans, asks, gives and corrects; the region answers."""
    secretary, adviser, region = (entered(name, headers=ENGLISH) for name in ("secretary", "adviser", "answering"))
    opening = {
        "kind": "youth", "name_ar": "هيئة الشباب", "name_fr": "Instance de la jeunesse", "mandate_since": str(BEGAN),
        "mandate_until": "", "mandate_ar": "", "mandate_fr": "", "founding_act": "",
    }  # fmt: skip
    assert wrong(secretary.post(f"{DESK}/new/", act(**opening | {"name_fr": ""})), "name_fr", "in Arabic and in French")
    home = secretary.post(f"{DESK}/new/", act(**opening))["Location"]
    body = only(AdvisoryBody)
    assert home == f"{DESK}/{body.code}/" and body.code.startswith("youth-07-") and body.is_demonstration

    sits = {
        "part": "chair", "function_ar": "رئيسة جمعية", "function_fr": "", "organisation": "", "sex": "f",
        "since": str(BEGAN), "user": str(user_of("adviser").pk), "name_ar": "نزهة", "name_fr": "",
    }  # fmt: skip
    assert wrong(secretary.post(f"{home}member/", act(**sits)), "agreed", "not kept without consent")
    assert secretary.post(f"{home}member/", act(**sits, agreed="on")).status_code == 302
    own = adviser.get(home).content.decode()
    [member] = re.findall(rf"{DESK}/member/[-0-9a-f]+/", own)
    assert "نزهة" in adviser.get(member).content.decode()
    assert adviser.post(member, act(version="1", name_ar="", name_fr="")).status_code == 302

    assert wrong(adviser.post(f"{home}plan/", act(what_ar="س", what_fr="", due_on="1999-01-01")), "due_on", "mandate")
    adviser.post(f"{home}plan/", act(what_ar="لقاء", what_fr="Une rencontre", due_on=str(TODAY)))
    item = f"{DESK}/item/{only(ProgrammeItem).pk}/"
    assert wrong(adviser.post(item, act(version="1", state="done", done_on="", evidence="")), "evidence", "What|Say")
    done = {"state": "done", "done_on": "", "evidence": "محضر موقع"}
    assert adviser.post(item, act(version="1", **done)).status_code == 302
    assert adviser.post(item, act(version="1", **done)).status_code == 409  # another page, left open since

    assert wrong(adviser.post(f"{home}ask/", act(**EMPTY, kind="room")), "what_ar", "Say what is needed")
    adviser.post(f"{home}ask/", act(**EMPTY | {"kind": "room", "what_fr": "Une salle accessible"}))
    assert "Une salle accessible" in region.get(f"{DESK}/").content.decode()
    answer = f"{DESK}/request/{only(MeansRequest).pk}/"
    assert wrong(region.post(answer, act(**NO | {"why": ""}, version="1")), "why", "Say why")
    assert region.post(answer, act(**NO, version="1")).status_code == 302
    assert region.post(answer, act(**NO, version="1")).status_code == 409
    assert "has its answer already" in region.post(answer, act(**NO, version="2")).content.decode()

    said = OPINION | {"title_ar": "برنامج النقل", "text_ar": "نوصي بخط أول"}
    adviser.post(f"{home}opinion/", act(**said, keep="1"))
    draft = only(Opinion)
    write = f"{DESK}/opinion/{draft.pk}/"
    assert "برنامج النقل" not in region.get(home).content.decode()
    assert region.get(write).status_code == 403 and entered("secretary").get(write).status_code == 403
    assert adviser.post(write, act(**said | {"text_ar": "غيره"}, version="7")).status_code == 409
    assert adviser.post(write, act(**said, version="1", give="1")).status_code == 302
    assert adviser.get(write).status_code == 404
    outcome = {"kind": "in_part", "why": "س", "next_step": "ص", "office_ar": "م", "office_fr": ""}
    assert region.post(f"{write}became/", act(**outcome)).status_code == 302
    assert "has its answer already" in region.post(f"{write}became/", act(**outcome, again="1")).content.decode()
    fix = act(**said | {"text_ar": "نوصي بخطين"}, why_replaced="خطأ في العدد", give="1")
    assert wrong(adviser.post(f"{write}correct/", fix | {"why_replaced": ""}), "why_replaced", "corrected")
    assert adviser.post(f"{write}correct/", fix | act()).status_code == 302
    with under("adviser"):
        assert [(one.text_ar, len(one.former)) for one in queries.opinions_of(body)] == [("نوصي بخطين", 1)]


@in_one
def test_a_form_sent_from_outside_the_body_opens_nothing():
    """A member of another body, the people of another region, a member before another's name: no page."""
    body = a_body()
    hers, other = (body.members.get(part=part).pk for part in ("chair", "member"))
    found = [entered("adviser").get(f"{DESK}/member/{key}/").status_code for key in (hers, other)]
    assert found == [200, 404]
    request, opinion = asked(body), given(body)
    for name in ("far_adviser", "far_answering", "far_secretary"):
        client = entered(name)
        for path in (
            f"{body.code}/plan/", f"{body.code}/ask/", f"{body.code}/opinion/", f"{body.code}/member/",
            f"{body.code}/edit/", f"request/{request.pk}/", f"opinion/{opinion.pk}/became/",
            f"opinion/{opinion.pk}/correct/",
        ):  # fmt: skip
            assert client.post(f"{DESK}/{path}", act()).status_code in {403, 404}, (name, path)


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_what_everybody_reads_grows_without_more_questions():
    """Members by function, lateness and days of waiting, opinions with what became of them; and no draft."""
    body = a_body("public-body")
    with under("secretary") as held:
        advising.member(body, held.user, function_ar="أستاذ", name_ar="ياسين المنشور")
    advising.drafted(body, text_ar="كلام لم يعط بعد")
    late = planned(body, what_fr="Visite en retard")
    waiting = asked(body, what_ar="حافلة تنتظر")
    with under("adviser"):
        ProgrammeItem.objects.using("owner").filter(pk=late.pk).update(due_on=BEGAN)
        MeansRequest.objects.using("owner").filter(pk=waiting.pk).update(asked_on=BEGAN)
    visitor = Client(headers={"accept-language": "ar"})
    path = f"/forum/bodies/{body.code}/"

    page = visitor.get(path).content.decode()

    assert "ياسين المنشور" in page and "كلام لم يعط بعد" not in page and "Test adviser" not in page
    assert page.count("item-late") == 1 and "حافلة تنتظر" in page
    assert "article 117" in Client(headers=ENGLISH).get(path).content.decode()
    listed = Client(headers=ENGLISH).get("/forum/bodies/?region=07&kind=equality").content.decode()
    assert (
        body.code in listed
        and "3 members" in listed
        and "67% women" in listed
        and "1 line of the programme late" in listed
    )
    assert body.code not in visitor.get("/forum/bodies/?kind=youth").content.decode()
    assert "/forum/bodies/" in visitor.get("/forum/").content.decode()

    def grow(n):
        start = BodyMember.objects.using("owner").count()
        other = a_body(f"more-{start}", kind="other") if start else body
        for number in range(start, start + n):
            with under("secretary") as held:
                advising.member(body, held.user, function_ar=f"عضو {number}")
            planned(body, what_ar=f"بند {number}")
            advising.answered(asked(body, what_ar=f"طلب {number}"), "deferred" if number % 2 else "granted")
            became(given(body, title_ar=f"رأي {number}"), "followed")
            given(other, title_ar=f"رأي آخر {number}")

    desks = [(entered(name), f"{DESK}/{where}") for name in ("adviser", "answering") for where in ("", f"{body.code}/")]
    holds([(visitor, path), (visitor, "/forum/bodies/"), *desks], grow, few=2, many=4)
