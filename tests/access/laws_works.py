"""Laws of buildings: who keeps them, who reads about them, and what a photograph never shows."""

from jisr.centres.works.models import BuildingAudit, Operation, WorksPhoto
from tests.access.law import cells, law, others
from tests.access.probes import refused, status
from tests.access.world import World
from tests.ground import OWN, SISTER
from tests.stories import under


@law("A building is kept by the direction of its centre alone.", cells(others("centre_director"), "works.keep"))
def _(world: World) -> None:
    for name in ("worker", "delegate", "coordinator", "strategist", "auditor", "administrator", "council"):
        assert status(name, "works:new_sheet", OWN) == 403, name
    assert status("director", "works:new_sheet", OWN) == 200
    assert status("director", "works:new_sheet", SISTER) == 404
    assert status("sister_director", "works:new_line", world.building.operation) == 404
    with under("delegate"):
        assert refused("UPDATE works_operation SET title = 'x' WHERE id = %s", world.building.operation)


@law("Of the building of another centre nobody reads who does not look after it.")
def _(world: World) -> None:
    for name in ("sister_director", "far_director", "far_delegate", "far_coordinator"):
        assert status(name, "works:operation", world.building.operation) == 404, name
        with under(name):
            assert not Operation.objects.filter(pk=world.building.operation).exists(), name
    for name in ("delegate", "coordinator", "strategist", "auditor"):
        assert status(name, "works:operation", world.building.operation) == 200, name


@law("Photographs of a building are for its centre and its delegation, and a sheet is never changed.")
def _(world: World) -> None:
    with under("coordinator"):
        assert BuildingAudit.objects.filter(pk=world.building.sheet).exists()
        assert not WorksPhoto.objects.exists()
    assert status("coordinator", "works:photo", world.building.photo) == 404
    assert status("delegate", "works:photo", world.building.photo) == 200
    with under("director"):
        assert refused("UPDATE works_buildingaudit SET grade = 'A' WHERE id = %s", world.building.sheet)
        assert refused("UPDATE works_finding SET look = 'good' WHERE audit_id = %s", world.building.sheet)
