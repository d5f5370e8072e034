"""Laws of deposits: who takes in, who decides, who sees nothing."""

from tests.access.law import cells, law
from tests.access.probes import rows, sent, status
from tests.access.world import World
from tests.stories import under


@law(
    "What is decided on a deposited request is decided by the direction, never by whoever took it in.",
    cells(["reception_officer", "social_worker"], "deposits.decide"),
    cells("centre_director", "deposits.receive"),
)
def _(world: World) -> None:
    for who in ("officer", "worker"):
        assert sent(who, "deposits:decide", world.deposit) == 403
    assert sent("director", "deposits:withdraw", world.deposit) == 403
    assert status("far_worker", "deposits:deposit", world.deposit) == 404
    with under("sister_worker"):
        assert (
            rows("SELECT count(*) FROM deposits_deposit")
            == rows("SELECT count(*) FROM deposits_depositstage")
            == [(0,)]
        )
