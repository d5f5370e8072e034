"""A referral as a FHIR Task: its status, a reason wherever it ended badly, and no name that does not go along."""

import json

import pytest

from jisr.exchange.fhir.task import task_of
from jisr.families.models import Person
from jisr.window.orientation.choices import NEEDS_A_REASON, TASK_STATUS, ReferralState
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import SERVICE_SHELTER, SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.referrals import in_each_state

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
#: https://hl7.org/fhir/R4/valueset-task-status.html
STATUSES = {
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed",
    "completed", "entered-in-error",
}  # fmt: skip
NAMES = ("فاطمة", "أيت وكريم")


def keys(found):
    """Every word of a document that could be a key or a name."""
    return json.dumps(found, ensure_ascii=False)


def test_each_state_is_a_task_that_keeps_the_invariants():
    """Gravity SDOH: a reason where it is rejected, cancelled, on hold or failed; FHIR: what a Task must have."""
    assert {status for status, _business in TASK_STATUS.values()} <= STATUSES
    with under("worker") as held:
        rows = in_each_state(held)
        for state, row in rows.items():
            task = task_of(Referral.objects.select_related("service", "from_centre", "to_centre").get(pk=row.pk))
            assert task["status"] == TASK_STATUS[state][0] and task["intent"] == "order"
            assert ("statusReason" in task) is (task["status"] in NEEDS_A_REASON), state
            assert (
                task.get("statusReason", {"text": "-"})["text"] and task["businessStatus"]["coding"][0]["code"] == state
            )
            contained = {f"#{one['id']}" for one in task["contained"]}
            assert {task["focus"]["reference"], task["for"]["reference"]} == contained
            assert task["lastModified"] >= task["authoredOn"]
            assert not any(name in keys(task) for name in NAMES)
            for hidden in (row.need_id, row.household_id, row.person_id):
                assert f'"{hidden}"' not in keys(task)
    assert TASK_STATUS[ReferralState.UNDER_STUDY][0] == "received"


def test_both_sides_take_it_and_the_name_goes_only_where_it_was_agreed():
    """Not once the referral was refused, not to a third centre, and a protected one to nobody."""
    with under("worker") as held:
        visit = received(held)
        told = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER, shares=("name",))
        silent = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER, shares=())
        person = Person.objects.get(pk=visit.person_id)
    with under("keeper") as held:
        other = received(held, given="نعيمة")
        heard = listened(held, other, (other.person, "shelter"), compartment="violence")
        hidden = referred(held, heard, SERVICE_SHELTER)

    def task(name, row):
        return entered(name).get(f"/orientation/referral/{row.pk}/task.json")

    for name in ("worker", "sister_worker"):
        page = task(name, told)
        assert page["Content-Type"].startswith("application/fhir+json") and told.code in page["Content-Disposition"]
        assert page.json()["contained"][0]["name"][0]["given"] == [person.given_ar]
        assert not any(word in task(name, silent).content.decode() for word in NAMES)
    assert task("far_worker", told).status_code == 404
    for name in ("keeper", "shelter_keeper", "worker"):
        assert task(name, hidden).status_code == 404
    entered("sister_worker").post(f"/orientation/referral/{told.pk}/answer", {"state": "refused", "refusal": "unsafe"})
    assert "name" not in task("sister_worker", told).json()["contained"][0]
    assert task("worker", told).json()["statusReason"]["coding"][0]["code"] == "unsafe"
