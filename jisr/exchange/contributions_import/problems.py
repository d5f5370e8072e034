"""Why a row of contributions is refused: kept as codes and values, said in the language of the reader."""

from django.utils.translation import gettext_lazy

from jisr.exchange.contributions_import.columns import BY_CODE
from jisr.exchange.problems import CellProblem

_SENTENCES = {
    "required": gettext_lazy("This is missing."),
    "unknown": gettext_lazy("“%(value)s” is not in the list."),
    "commune": gettext_lazy("No commune is called “%(value)s”."),
    "several_communes": gettext_lazy("More than one commune is called “%(value)s”: write the code."),
    "province": gettext_lazy("No province is called “%(value)s”."),
    "outside": gettext_lazy("“%(value)s” is outside the region of this consultation."),
    "disagree": gettext_lazy("“%(value)s” is not in the province of this row."),
    "meeting": gettext_lazy("This consultation has no meeting “%(value)s”."),
    "wave": gettext_lazy("This row belongs to another consultation (%(value)s)."),
    "day": gettext_lazy("“%(value)s” is not a day. Write it as 2026-11-22."),
    "future": gettext_lazy("%(value)s is still to come."),
    "certainty": gettext_lazy("Only days that are known are taken in. Correct the day, and leave this empty."),
    "long": gettext_lazy("Too long: at most %(most)s letters."),
    "repeated": gettext_lazy(
        "Row %(other)s says the same. If two people said it, give each row a number in “Number of the paper sheet”."
    ),
    "same_number": gettext_lazy("Row %(other)s has the same number."),
    "slip": gettext_lazy("A code has eight letters or digits, as on the slip."),
    "slip_used": gettext_lazy("This slip was used for another contribution."),
}


class Problem(CellProblem):
    """One thing wrong with one cell of a file of contributions."""

    SENTENCES = _SENTENCES
    COLUMNS = BY_CODE
