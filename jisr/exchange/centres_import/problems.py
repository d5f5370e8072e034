"""Why a row is refused: kept as codes and values, said in the language of the reader, with the closest valid value."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from jisr.exchange.centres_import.columns import BY_CODE
from jisr.exchange.problems import CellProblem

_SENTENCES = {
    "required": gettext_lazy("This is missing."),
    "unknown": gettext_lazy("“%(value)s” is not in the list."),
    "commune": gettext_lazy("No commune is called “%(value)s”."),
    "several_communes": gettext_lazy("More than one commune is called “%(value)s”: write the code."),
    "operator": gettext_lazy("No operator is called “%(value)s”. If it is new, fill the kind of operator."),
    "programme": gettext_lazy("No programme has the code “%(value)s”."),
    "number": gettext_lazy("“%(value)s” is not a whole number."),
    "degrees": gettext_lazy("“%(value)s” is not a number of degrees."),
    "yes_no": gettext_lazy("“%(value)s” is neither 1 nor 0."),
    "day": gettext_lazy("“%(value)s” is not a day. Write it as 2026-11-22."),
    "future": gettext_lazy("%(value)s is still to come."),
    "order": gettext_lazy("%(value)s comes before %(other)s."),
    "hours": gettext_lazy("“%(value)s” is not in the form Mo-Fr 08:30-16:30; Sa 09:00-12:00."),
    "phone": gettext_lazy("“%(value)s” is not a telephone number of this country."),
    "email": gettext_lazy("“%(value)s” is not an e-mail address."),
    "long": gettext_lazy("Too long: at most %(most)s letters."),
    "code": gettext_lazy("A code holds letters, digits, points and hyphens only, without spaces."),
    "not_arabic": gettext_lazy("There is no Arabic letter in “%(value)s”."),
    "not_tifinagh": gettext_lazy("There is no letter of Tifinagh in “%(value)s”."),
    "amount": gettext_lazy("“%(value)s” is not an amount of dirhams."),
    "no_price": gettext_lazy("An amount goes with a fixed price, a price by income or a contribution."),
    "outside": gettext_lazy("The point %(value)s lies outside the country."),
    "half_point": gettext_lazy("Give both latitude and longitude, or neither."),
    "far": gettext_lazy("The point lies %(km)s km from this commune."),
    "more_free": gettext_lazy("%(value)s free places are more than the %(other)s places."),
    "no_total": gettext_lazy("Free places are given without the number of places."),
    "no_publics": gettext_lazy("Limited to publics, but no public is named."),
    "no_service": gettext_lazy("This belongs to a service, but the theme is empty."),
    "disagrees": gettext_lazy("Row %(other)s says something else of the same centre."),
    "repeated": gettext_lazy("Row %(other)s already describes this service."),
    "other_region": gettext_lazy("This commune is outside the region that you may edit."),
    "hidden": gettext_lazy("The place of a confidential centre is changed only by those who work there."),
    "mixed": gettext_lazy("A demonstration centre and a real operator cannot be joined."),
    "other_centre": gettext_lazy("This service code belongs to another centre."),
    "with_row": gettext_lazy("Row %(other)s of the same centre is refused."),
}


class Problem(CellProblem):
    """One thing wrong with one cell of a file of centres."""

    SENTENCES = _SENTENCES
    COLUMNS = BY_CODE


def unpacked(packed: Mapping[str, Any]) -> Problem:
    """A problem out of the staging table."""
    return Problem(**packed)
