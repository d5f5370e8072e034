"""Why a row of results is refused: kept as codes and values, said in the language of the reader."""

from django.utils.translation import gettext_lazy

from jisr.exchange.problems import CellProblem
from jisr.exchange.results_sheets.columns import BY_CODE

_SENTENCES = {
    "required": gettext_lazy("This is missing."),
    "indicator": gettext_lazy("The agreement has no indicator “%(value)s” that you report or keep."),
    "day": gettext_lazy("“%(value)s” is not a day. Write it as 2026-11-22."),
    "period": gettext_lazy("The indicator has no period with this day."),
    "over": gettext_lazy("This period is not over yet."),
    "unknown": gettext_lazy("“%(value)s” is not in the list."),
    "by": gettext_lazy("This indicator is not told apart by it."),
    "part": gettext_lazy("“%(value)s” is no part of it. Write a code of the list, or unknown."),
    "whole_number": gettext_lazy("“%(value)s” is not a whole number of 0 or more."),
    "second": gettext_lazy("A ratio needs both its numbers."),
    "no_second": gettext_lazy("This indicator is no ratio: leave this empty."),
    "larger": gettext_lazy("More than what it is out of."),
    "twice": gettext_lazy("Row %(other)s says the same number already."),
    "no_whole": gettext_lazy("The row of the whole is missing for this period."),
    "parts": gettext_lazy("By this, the parts make %(sum)s and the whole is %(whole)s. Add the rest as unknown."),
    "stands": gettext_lazy("This period is approved or waits for approval: correct it on its page."),
    "target_stands": gettext_lazy("The result of this period is approved: its target is not moved any more."),
    "long": gettext_lazy("Too long: at most %(most)s letters."),
}


class Problem(CellProblem):
    """One thing wrong with one cell of a sheet of results."""

    SENTENCES = _SENTENCES
    COLUMNS = BY_CODE
