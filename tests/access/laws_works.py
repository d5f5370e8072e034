"""Laws of buildings: who keeps them, who reads about them, and what a photograph never shows."""

from jisr.centres.models import Centre
from jisr.centres.works.models import BuildingAudit, Operation, WorksPhoto
from tests.access.law import cells, law, others
from tests.access.probes import refused, rows, status
from tests.access.world import World
from tests.ground import OWN, SISTER
from tests.stories import under

#: Tables of the works: those that are written again, those that are not, and those of which the story has no row.
_WRITTEN_ON = ("works_meter", "works_meterreading", "works_operation", "works_workline", "works_reserve",
               "works_worksclosure")  # fmt: skip
_EMPTY = ("works_meterbill", "works_unitday")
_TABLES = (*_WRITTEN_ON, *_EMPTY, "works_buildingaudit", "works_finding", "works_worksphoto", "works_operationstep")


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


@law("Of a building whose place is not to be known nobody reads outside it, and nobody writes from elsewhere.")
def _(world: World) -> None:
    built = world.building
    with under("director"):
        Centre.objects.filter(pk=OWN).update(confidential=True)
    pages = (("works:building", OWN), ("works:operation", built.operation), ("works:sheet", built.sheet),
             ("works:photo", built.photo), ("works:energy", OWN), ("works:export", OWN))  # fmt: skip
    for name in ("delegate", "coordinator", "strategist", "auditor", "sister_director"):
        for page in pages:
            assert status(name, *page) in {403, 404}, (name, page)
        with under(name):
            for table in _TABLES:
                assert not rows(f"SELECT 1 FROM {table}"), (name, table)
                if table in _WRITTEN_ON:
                    assert not rows(f"UPDATE {table} SET confidential = false RETURNING 1"), (name, table)
            assert not rows("DELETE FROM works_worksphoto RETURNING 1"), name
    for page in pages:
        assert status("director", *page) == 200, page
    with under("director"):
        for table in _TABLES:
            assert rows(f"SELECT 1 FROM {table}") or table in _EMPTY, table
        assert refused("INSERT INTO works_meter (id, kind, number, confidential, centre_id)"
                       " VALUES (gen_random_uuid(), 'water', 'x', false, %s)", SISTER)  # fmt: skip


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
