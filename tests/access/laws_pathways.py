"""Laws of pathways: who allows what another asks to give."""

from tests.access.law import cells, law
from tests.access.probes import refused, status
from tests.access.world import World
from tests.ground import user_of
from tests.stories import under


@law(
    "Aid above the limit, and lodging, are allowed by the director of the centre; whoever asks for it does not decide.",
    cells(["reception_officer", "social_worker"], "pathways.approve"),
)
def _(world: World) -> None:
    assert status("officer", "pathways:approval", world.approval) == 403
    assert status("director", "pathways:approval", world.approval) == 200
    assert status("sister_director", "pathways:approval", world.approval) == 404
    for name in ("worker", "keeper"):
        with under(name):
            assert refused(
                "UPDATE pathways_approval SET state = 'granted', decided_at = now(), decided_by_id = %s",
                user_of(name).pk,
            )
