"""Work of the keeper: sheets of measures and lines that nobody took in."""

from jisr.common.database import call, scope


def forget_sheets() -> int:
    """Destroy previews past their day; how many. Those that were taken in hold no row any more and stay.

    It can be done again at any time.
    """
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_strategy_forget_sheets")
    return int(gone)
