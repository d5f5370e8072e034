"""Laws of the rights of persons: who erases, who signs, who reads a key."""

import uuid

from django.db import connections

from jisr.common.database import scope
from tests.access.law import cells, law
from tests.access.probes import refused, rows, status
from tests.access.world import World
from tests.ground import OWN, user_of
from tests.stories import under


@law(
    "What was kept long enough is signed by the director alone.",
    cells(["reception_officer", "social_worker"], "families.retain"),
)
def _(world: World) -> None:
    assert [status(name, "families:retention") for name in ("officer", "worker", "director")] == [403, 403, 200]
    assert status("director", "families:sign_retention", uuid.uuid4()) == 405


@law("A key of a person is read by whoever may open her file, and a list of the erased names nobody.")
def _(world: World) -> None:
    counted = {}
    for name in ("worker", "far_worker", "delegate", "administrator"):
        with under(name):
            counted[name] = rows("SELECT count(*) FROM families_datakey")[0][0]
            assert refused("SELECT person_key FROM families_erasure")
            assert refused("SELECT mark FROM families_wrappingkey")
            assert refused("DELETE FROM families_datakey")
            assert refused("UPDATE families_datakey SET wrapped = ''")
    assert counted.pop("worker") > 0 and set(counted.values()) == {0}


@law("Nobody erases alone, nor by raw SQL: the door asks for two posts of the centre, one of them its director.")
def _(world: World) -> None:
    for name in ("worker", "director", "far_director", "administrator"):
        with under(name):
            assert refused("SELECT jisr_erase(%s, ARRAY[]::text[])", world.asked_right)
            assert refused("SELECT jisr_forget_person(%s, ARRAY[]::text[], ARRAY[]::text[], NULL)", world.person)
    with scope(user=user_of("worker").pk, centres=[OWN]):
        one = user_of("worker").pk
        other = user_of("director").pk
        assert refused("UPDATE families_rightsrequest SET first_by_id = %s WHERE id = %s", other, world.asked_right)
        assert refused(
            "UPDATE families_rightsrequest SET \"right\" = 'erasure', state = 'granted', first_by_id = %s,"
            " first_at = now(), answered_by_id = %s, answered_at = now() WHERE id = %s", one, one, world.asked_right,
        )  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM families_erasure")
        assert cursor.fetchone() == (0,)
