"""Pathways in depth, as a browser meets them: a template changed and kept, levels answered, a yes, a unit, a signal."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.families.models import Person
from jisr.web.work import tasks
from jisr.window.pathways import actions, queries
from jisr.window.pathways.models import Aid, Approval, Contact, Goal, Plan, Score, SignalAnswered, Step, TrainingUnit
from tests.access.people import entered
from tests.stories import planned, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
TODAY = timezone.localdate()


@pytest.fixture
def family():
    """A mother with a girl and a boy, and their plan."""
    return planned()


def proposed(page):
    """What a form proposes, as a browser would send it back."""
    form = page[page.index("<main") :]
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]
    ticked = re.findall(r'<input type="checkbox" name="([^"]+)"[^>]*checked', form)
    return {name: value for name, value in fields.items() if not name.endswith("_keep")} | dict.fromkeys(ticked, "on")


def test_a_template_is_applied_as_the_worker_changed_it(family):
    """Nothing is written before the second yes; what was left out or rewritten stays so, whatever the template says."""
    _visit, plan, girl, _boy = family
    worker, address = entered("worker"), f"/pathways/plan/{plan.pk}/template"

    page = worker.post(address, act(template="training", person=str(girl.pk), start=TODAY.isoformat()))
    said = proposed(page.content.decode())
    assert page.status_code == 200 and str(girl.pk) not in page.request["QUERY_STRING"]
    with under("worker"):
        assert not Step.objects.exists()
    said |= {"s0_what": "زيارة ورشة الخياطة", "g0": "شهادة خياطة"}
    del said["s3_keep"], said["u2_keep"]
    answer = worker.post(address, act(**said))

    assert answer.status_code == 302, answer.content.decode()
    with under("worker"):
        steps = list(Step.objects.order_by("due_on"))
        assert [step.template for step in steps] == ["training@1"] * 3 and steps[0].what == "زيارة ورشة الخياطة"
        assert steps[1].papers and steps[1].theme == "training" and steps[0].due_on == TODAY + timedelta(7)
        assert Goal.objects.get().words == "شهادة خياطة" and {step.goal_id for step in steps} == {Goal.objects.get().pk}
        assert sorted(TrainingUnit.objects.values_list("code", flat=True)) == ["U1", "U2"]
    nothing = {name: value for name, value in said.items() if not name.endswith("_keep") and name != "act_key"}
    refused = worker.post(address, act(**nothing))
    assert refused.status_code == 200 and 'role="alert"' in refused.content.decode()


def test_levels_are_said_answered_and_shown_over_time(family):
    """The plan says what lacks, with a way to answer it; the line of each domain stands beside its words."""
    _visit, plan, girl, _boy = family
    worker, page = entered("worker"), f"/pathways/plan/{plan.pk}/"

    empty = worker.post(f"{page}levels", act())
    family_said = worker.post(f"{page}levels", act(income="1", rent="5"))
    person_said = worker.post(f"{page}levels/{girl.pk}", act(learning="2"))
    other = worker.post(f"{page}levels/{plan.household_id}", act(learning="2"))

    assert (empty.status_code, family_said.status_code, person_said.status_code) == (200, 302, 302)
    assert other.status_code == 404
    with under("worker"):
        score = Score.objects.get(domain="learning")
        assert Score.objects.filter(level__lte=2).count() == 2
    shown = worker.get(page).content.decode()
    assert shown.count('<svg class="level"') == 3 and shown.count('/answer"') == 2
    answer = worker.post(f"/pathways/level/{score.pk}/answer", act(
        words="الذهاب كل يوم", person=str(girl.pk), what="لقاء المدير", kind="school", responsible="worker",
        due_on=TODAY.isoformat(),
    ))  # fmt: skip
    assert answer.status_code == 302 and worker.get(page).content.decode().count('/answer"') == 1


def test_an_aid_above_the_limit_goes_through_the_director(family):
    """Refused with what to do, asked, refused with a reason, asked again, allowed, given; a contact is noted beside."""
    _visit, plan, girl, _boy = family
    with under("worker") as held:
        step = actions.add_step(plan=plan, person=girl, kind="aid", what="كراء", due_on=TODAY, by=held.user)
    worker, director, page = entered("worker"), entered("director"), f"/pathways/step/{step.pk}/"
    give = {"kind": "money", "what": "كراء", "amount": "2500", "given_on": TODAY.isoformat()}

    assert (
        "Value in dirhams</label>" in entered("worker", headers={"accept-language": "en"}).get(page).content.decode()
    ), "what is needed for money is not said to be optional"
    early = worker.post(f"{page}aid", act(**give))
    assert early.status_code == 200 and 'role="alert"' in early.content.decode()
    for because, granted in (("papers", "no"), ("", "yes")):
        assert worker.post(f"{page}ask", act(kind="money", amount="2500", why=f"شهران {granted}")).status_code == 302
        with under("director"):
            asked = Approval.objects.get(state="asked")
        where = f"/pathways/approval/{asked.pk}/"
        assert worker.post(where, act(granted="yes", version="1")).status_code == 403
        assert "شهران" in director.get(where).content.decode()
        if because:
            assert director.post(where, act(granted="no", version="1")).status_code == 200
        assert director.post(where, act(granted=granted, because=because, version="1")).status_code == 302
        waits = entered("worker", headers={"accept-language": "en"}).get("/work/").content.decode()
        assert ("Tell the family" in waits, "Allowed: give the aid" in waits) == (granted == "no", granted == "yes")
    assert worker.post(f"{page}aid", act(**give)).status_code == 302
    service = {"kind": "service", "what": "نقل", "hours": "1,5", "given_on": TODAY.isoformat()}
    assert worker.post(f"{page}aid", act(**service)).status_code == 302
    assert worker.post(f"/pathways/plan/{plan.pk}/contact", act(on=TODAY.isoformat(), way="home")).status_code == 302
    shown = worker.get(f"/pathways/plan/{plan.pk}/").content.decode()
    with under("worker"):
        assert list(Aid.objects.order_by("id").values_list("amount", "minutes")) == [(250_000, None), (None, 90)]
        assert Contact.objects.get().minutes is None and queries.cost(queries.plan(plan.pk)).gifts.missing == 1
    assert shown.count("غير مَقيس") >= 2


def test_a_certificate_is_printed_and_checked_without_an_account(family):
    """By its number and its name; the PDF is one, and the check page answers a visitor."""
    _visit, plan, girl, _boy = family
    with under("worker") as held:
        step = actions.add_step(plan=plan, person=girl, kind="training", what="تكوين", due_on=TODAY, by=held.user)
        [unit] = actions.add_units(step=step, units=[{"code": "U1", "name": "السلامة", "hours": 10}])
    worker, page = entered("worker"), f"/pathways/unit/{unit.pk}/"

    assert worker.get(f"{page}certificate").status_code == 404
    day = TODAY.isoformat()
    early = worker.post(f"{page}certify", act(version="1"))
    steps = [worker.post(f"{page}day", act(day=day, present="yes")),
             worker.post(f"{page}result", act(result="passed", result_on=day, version="1")),
             worker.post(f"{page}certify", act(version="2"))]  # fmt: skip

    assert early.status_code == 200 and [one.status_code for one in steps] == [302] * 3
    paper = worker.get(f"{page}certificate")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    with under("worker"):
        code = TrainingUnit.objects.get().certificate
    wrong = worker.post("/pathways/certificate/", act(code=code, name="غيرها"))
    assert wrong.status_code == 200 and "السلامة" not in wrong.content.decode()


def test_signals_are_read_acted_on_and_set_aside(family):
    """Each with its rule and its facts on the family's file and page; a signal that is gone says so."""
    visit, plan, _girl, boy = family
    with under("worker"):
        Person.objects.filter(pk=boy.pk).update(schooled=False)
    worker, page = entered("worker"), f"/pathways/household/{visit.household_id}/signals"
    with under("worker") as held:
        actions.assess(plan=plan, levels={"rent": 1}, by=held.user)
        school, rent = (next(one for one in queries.of_household(visit.household) if one.rule.code == code)
                        for code in ("school_left", "rent"))  # fmt: skip
    file = worker.get(f"/families/household/{visit.household_id}/").content.decode()
    shown = worker.get(page).content.decode()

    assert page in file and "خارج المدرسة" in file and school.facts in shown and "16" in shown
    without = worker.post(f"{page}/aside", act(rule="rent", facts=rent.facts))
    aside = worker.post(f"{page}/aside", act(rule="rent", facts=rent.facts, because="known"))
    acted = worker.post(f"{page}/act", act(
        rule="school_left", facts=school.facts, person=str(boy.pk), kind="parenting", what="مجموعة الآباء",
        due_on=TODAY.isoformat(),
    ))  # fmt: skip
    gone = worker.post(f"{page}/act", act(rule="rent", facts=rent.facts))
    assert (without.status_code, aside.status_code, acted.status_code, gone.status_code) == (200, 302, 302, 200)
    assert 'role="alert"' in gone.content.decode()
    with under("worker") as held:
        assert sorted(SignalAnswered.objects.values_list("answer", flat=True)) == ["acted", "aside"]
        assert not [task for task in tasks.of(held).tasks if "/signals" in task.href]
        assert Plan.objects.count() == 1
