"""Routes of the atlas: its pages, what its planners draw, and the rounds of mobile units."""

from tests.access.finds import Finds, Route, anywhere, by, keeps_own
from tests.ground import CHICHAOUA


def _of_scenario(key: str, names: str, finds: Finds) -> list[Route]:
    return [Route(f"scenarios:{name}", lambda world: [getattr(world.drawn, key)], finds) for name in names.split()]


ATLAS = [
    # open to all
    Route("atlas:page"), Route("atlas:sheet"), Route("atlas:communes", lambda world: ["07"]),
    Route("atlas:figures", lambda world: ["csv"]), Route("atlas:picture", lambda world: ["svg"]),
    # among whom nothing was found for: for whoever reads figures
    Route("atlas:needs"), Route("atlas:communes_of_needs", lambda world: ["07"]),
    Route("atlas:figures_of_needs", lambda world: ["csv"]),
    # what could be done about it
    Route("scenarios:list"), Route("scenarios:begin"),
    *(
        Route(f"scenarios:{name}", query=lambda world: f"?s={world.drawn.kept}")
        for name in ("beside", "table", "sheet")
    ),
    Route("scenarios:share"), Route("scenarios:end_link", lambda world: [world.drawn.link], by("strategist")),
    *(Route(f"scenarios:{name}", lambda world: ["unknown"]) for name in ("shared", "shared_table", "shared_sheet")),
    *_of_scenario("draft", "change compute keep throw_away take_out", by("strategist")),
    *_of_scenario("kept", "one copy into_strategy", anywhere),
    Route("scenarios:put", lambda world: [world.drawn.draft, "open"], by("strategist")),
    Route("scenarios:measures", lambda world: [world.drawn.kept, "csv"]),
    # rounds of mobile units: published ones for everybody, drafts for whoever keeps the unit
    Route("rounds:list"), Route("rounds:desk"), Route("rounds:new"),
    Route("rounds:page", lambda world: [world.mobile]),
    Route("rounds:calendar", lambda world: [world.mobile, "csv"]),
    Route("rounds:board", lambda world: [world.mobile, CHICHAOUA, "a4"]),
    *(
        Route(f"rounds:{name}", lambda world: [world.mobile], keeps_own)
        for name in ("draft", "swap", "publish", "drop", "end", "again")
    ),
    Route("rounds:place", lambda world: [world.mobile, 0], keeps_own),
    Route("rounds:draft_calendar", lambda world: [world.mobile, "csv"], keeps_own),
    Route("rounds:draft_board", lambda world: [world.mobile, CHICHAOUA, "a4"], keeps_own),
]  # fmt: skip
