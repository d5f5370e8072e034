"""Why a row of a list of families is refused, and what to do: one sentence for each kind."""

from django.utils.translation import gettext_lazy

from jisr.exchange.families_sheets.columns import BY_CODE
from jisr.exchange.problems import CellProblem

_SENTENCES = {
    "no_name": gettext_lazy("Write a name, in Arabic or in Latin letters."),
    "long": gettext_lazy("This text is longer than %(most)s letters. Shorten it."),
    "unknown": gettext_lazy("%(value)s is not in the list of this column."),
    "which": gettext_lazy("Say what may be shared, for instance name|contact: %(value)s does not tell."),
    "yes_no": gettext_lazy("Write 1 or 0 instead of %(value)s."),
    "phone": gettext_lazy("%(value)s is not a telephone number. Write ten digits, or +212 and nine."),
    "day": gettext_lazy("%(value)s is not a day. Write it as 2026-11-22 or 22/11/2026."),
    "short_year": gettext_lazy("Write the year of %(value)s with four digits."),
    "month_order": gettext_lazy(
        "%(value)s has no such month. If this list writes the month first, say so beside its columns."
    ),
    "hijri": gettext_lazy(
        "%(value)s looks like a Hijri year. If the list is in that calendar, say so beside its columns."
    ),
    "age": gettext_lazy("%(value)s is not an age in whole years."),
    "future": gettext_lazy("The birth date %(value)s is in the future. Check the year."),
    "too_old": gettext_lazy("The birth date %(value)s is more than 120 years ago. Check the year."),
    "commune": gettext_lazy("No commune is called %(value)s. Write its code, or its name in Arabic or French."),
    "several_communes": gettext_lazy("Several communes are called %(value)s. Add the province, or write the code."),
    "number": gettext_lazy("%(value)s is not a document number: it has letters and digits alone, 40 at most."),
    "noise": gettext_lazy(
        "This cell cannot be read in the chosen letters (%(value)s). Choose another encoding, or type it again."
    ),
    "formula": gettext_lazy("%(value)s is a formula of a spreadsheet. Write the word that belongs there."),
    "repeated": gettext_lazy("This row says the same person as row %(other)s. Keep one of the two."),
    "disagrees": gettext_lazy("Row %(other)s of the same household says something else of where or how it lives."),
    "two_heads": gettext_lazy("Row %(other)s is already the head of this household. Choose one."),
    "head_there": gettext_lazy("This household has a head already. Write what this person is to the head."),
    "no_commune": gettext_lazy("Nothing says in which commune this household lives."),
}  # fmt: skip
#: Found by comparing rows with each other, and where it is said.
OF_COLUMN = {
    "repeated": "key",
    "disagrees": "household",
    "two_heads": "relation",
    "head_there": "relation",
    "no_commune": "commune",
}


class Problem(CellProblem):
    """One thing wrong with one cell of a list of families."""

    SENTENCES = _SENTENCES
    COLUMNS = BY_CODE
