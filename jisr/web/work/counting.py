"""The sentences on top of the work list, counted as people count."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_FEW = (
    gettext_lazy("Nothing is waiting for you"),
    gettext_lazy("One thing is waiting for you"),
    gettext_lazy("Two things are waiting for you"),
    gettext_lazy("Three things are waiting for you"),
    gettext_lazy("Four things are waiting for you"),
    gettext_lazy("Five things are waiting for you"),
    gettext_lazy("Six things are waiting for you"),
    gettext_lazy("Seven things are waiting for you"),
    gettext_lazy("Eight things are waiting for you"),
    gettext_lazy("Nine things are waiting for you"),
    gettext_lazy("Ten things are waiting for you"),
)


def waiting(things: int) -> str:
    """How many things are waiting, in words up to ten."""
    if things < len(_FEW):
        return str(_FEW[things])
    return ngettext("%(n)s thing is waiting for you", "%(n)s things are waiting for you", things) % {"n": things}


def late(things: int, of: int) -> str:
    """How many of them are late.

    Args:
        things: how many are late.
        of: how many there are.
    """
    if not of:
        return ""
    if not things:
        return _("None is late. Nothing else is waiting for you today.")
    first = ngettext("%(n)s is late.", "%(n)s are late.", things) % {"n": things}
    return _("%(first)s Nothing else is waiting for you today.") % {"first": first}
