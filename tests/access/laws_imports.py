"""Laws of lists of families: who brings one in, who takes families out."""

from django.urls import reverse

from jisr.families.models import Household
from tests.access.law import cells, law, others
from tests.access.people import entered
from tests.access.probes import rows, status
from tests.access.world import World
from tests.ground import OWN
from tests.stories import received, under

DIRECTOR = "centre_director"
WHO = ("officer", "worker", "delegate", "coordinator", "strategist", "auditor", "administrator", "council")


@law("Only whoever directs a centre brings in its list of families.", cells(others(DIRECTOR), "families.import"))
def _(world: World) -> None:
    for name in WHO:
        assert status(name, "imports:list") == 403, name
        assert status(name, "imports:one", world.brought) == 403, name
    assert status("director", "imports:list") == 200
    for name in ("sister_director", "far_director"):
        assert status(name, "imports:one", world.brought) == 404, name


@law(
    "Only whoever directs a centre takes its families out, and never what is protected.",
    cells(others(DIRECTOR), "families.export"),
)
def _(world: World) -> None:
    with under("keeper") as keeper:
        visit = received(keeper, given="مخفية", family="تماما", compartment="violence")
    reference = Household.objects.values_list("reference", flat=True)
    with under("keeper"):
        hidden = reference.get(pk=visit.household_id)
    for name in WHO:
        assert status(name, "imports:export") == 403, name
    answer = entered("director").post(reverse("imports:export"), {"reason": "report", "form": "csv", "numbers": "on"})
    content = answer.content.decode()
    assert answer.status_code == 200 and "مخفية" not in content and hidden not in content
    with under("director"):
        assert content.count("\n") == 1 + rows(
            "SELECT count(*) FROM families_person p JOIN families_household h ON h.id = p.household_id"
            " WHERE h.opened_by_id = %s", OWN,
        )[0][0]  # fmt: skip
