"""Work of the keeper: sheets of results and targets that nobody took in."""

from jisr.common.database import call, scope


def forget_sheets() -> int:
    """Destroy previews past their day; how many. Those that were taken in hold no row any more and stay.

    It can be done again at any time.
    """
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_results_forget_sheets")
    return int(gone)
