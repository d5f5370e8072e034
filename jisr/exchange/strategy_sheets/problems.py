"""Why a row of measures or of lines is refused: kept as codes and values, said in the language of the reader."""

from django.utils.translation import gettext_lazy

from jisr.exchange.problems import CellProblem
from jisr.exchange.strategy_sheets.columns import BY_CODE

_SENTENCES = {
    "required": gettext_lazy("This is missing."),
    "unknown": gettext_lazy("“%(value)s” is not in the list."),
    "code": gettext_lazy("A code has letters without accents, digits, - and _, at most 60."),
    "title": gettext_lazy("Write a title, in Arabic or in French."),
    "long": gettext_lazy("Too long: at most %(most)s letters."),
    "place": gettext_lazy("No region, province or commune is called “%(value)s”."),
    "several_places": gettext_lazy("More than one place is called “%(value)s”: write the code."),
    "weight": gettext_lazy("“%(value)s” is no weight. Write a number above 0."),
    "day": gettext_lazy("“%(value)s” is not a day. Write it as 2026-11-22."),
    "order": gettext_lazy("It ends before it begins."),
    "amount": gettext_lazy("“%(value)s” is no amount. Write dirhams in digits."),
    "year": gettext_lazy("“%(value)s” is not a year. Write it as 2026."),
    "same_year": gettext_lazy("The year %(value)s stands here twice."),
    "number": gettext_lazy("“%(value)s” is not a number."),
    "indicator": gettext_lazy("Write the name of the indicator too."),
    "objective": gettext_lazy("An objective stands under an axis: write the axis too."),
    "programme": gettext_lazy("No programme of the catalogue has the code “%(value)s”."),
    "same_code": gettext_lazy("Row %(other)s has the same code."),
}


class Problem(CellProblem):
    """One thing wrong with one cell of a sheet of measures or of lines."""

    SENTENCES = _SENTENCES
    COLUMNS = BY_CODE
