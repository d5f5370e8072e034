"""Laws of appointments: whose time it is, who rules hours, what is read of somebody's day."""

from tests.access.law import cells, law
from tests.access.probes import refused, rows, status
from tests.access.world import World
from tests.ground import user_of
from tests.stories import under


@law(
    "Whoever gives appointments keeps no hours by that alone; only a director rules those of others.",
    cells("reception_officer", "appointments.keep", "appointments.rule"),
    cells("social_worker", "appointments.rule"),
)
def _(world: World) -> None:
    pages = ("appointments:agenda", "appointments:week", "appointments:closed")
    assert [[status(name, page) for page in pages] for name in ("officer", "worker", "director", "delegate")] == [
        [200, 403, 403], [200, 200, 403], [200, 200, 200], [403, 403, 403],
    ]  # fmt: skip
    assert [status(name, "appointments:end_week", world.times.opening) for name in ("worker", "director")] == [404, 200]


@law("Whose time is taken is told to her own centre, and nobody reads or writes by what.")
def _(world: World) -> None:
    keeper, told = user_of("keeper").pk, {}
    assert world.times
    for name in ("worker", "director", "sister_worker", "delegate"):
        with under(name):
            busy = "SELECT length(busy) FROM jisr_agents_busy(ARRAY[%s], now(), now() + interval '90 days')"
            told[name] = rows(busy, keeper)[0][0]
            assert refused("SELECT 1 FROM appointments_hold LIMIT 1")
            taken = "INSERT INTO appointments_hold VALUES (gen_random_uuid(), %s, tstzrange(now(), now()))"
            assert refused(taken, keeper)
            assert refused("DELETE FROM appointments_appointment")
            assert refused("SELECT * FROM jisr_due_appointments(3, 1)")
    assert told["worker"] == told["director"] >= 36 and told["sister_worker"] is told["delegate"] is None


@law("Time is given and taken back by the centre whose it is, though another one reads the file.")
def _(world: World) -> None:
    with under("far_director"):
        assert rows("SELECT count(*) FROM appointments_appointment") == [(0,)]
        assert rows("SELECT count(*) FROM appointments_session") == [(0,)]
        assert rows("SELECT count(*) FROM appointments_wait") == [(0,)]
    with under("worker"):
        assert rows("SELECT count(*) FROM appointments_appointment WHERE id = %s", world.times.appointment) == [(1,)]
        assert refused("UPDATE appointments_appointment SET centre_id = 103 WHERE id = %s", world.times.appointment)
