"""Laws of rounds of places: who gives them, and where."""

from jisr.window.allocation.models import Placement
from tests.access.law import cells, law, others
from tests.access.probes import refused, rows, status
from tests.access.world import World
from tests.stories import under

WHO = ("officer", "worker", "sister_worker", "delegate", "coordinator", "strategist", "auditor", "administrator")


@law(
    "Only whoever directs a centre gives its places, and there alone.",
    cells(others("centre_director"), "allocation.sign"),
)
def _(world: World) -> None:
    made, place = world.round
    for name in WHO:
        assert status(name, "allocation:rounds") == status(name, "allocation:round", made) == 403, name
    for name in ("director", "far_director"):
        assert status(name, "allocation:round", made) == status(name, "allocation:change", place) == 404, name
        with under(name):
            assert not rows("SELECT 1 FROM allocation_round") and not Placement.objects.exists()
            assert refused("DELETE FROM allocation_placement")
    assert status("sister_director", "allocation:round", made) == 200
