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


def waiting(things: int, *, more: bool = False) -> str:
    """How many things are waiting, in words up to ten.

    Args:
        things: how many are shown.
        more: whether others are waiting behind them.
    """
    if more:
        said = ngettext(
            "More than %(n)s thing is waiting for you", "More than %(n)s things are waiting for you", things
        )
        return said % {"n": things}
    if things < len(_FEW):
        return str(_FEW[things])
    return ngettext("%(n)s thing is waiting for you", "%(n)s things are waiting for you", things) % {"n": things}


def late(things: int, of: int, *, more: bool = False) -> str:
    """How many of them are late, and what of the others.

    Args:
        things: how many are late.
        of: how many are shown.
        more: whether others are waiting behind them.
    """
    if not of:
        return ""
    first = ngettext("%(n)s is late.", "%(n)s are late.", things) % {"n": things} if things else _("None is late.")
    if more:
        return _("%(first)s The most urgent of each kind are shown; the others come up as these are done.") % {
            "first": first
        }
    if things < of:
        return _("%(first)s The others follow, the most urgent first.") % {"first": first}
    return _("%(first)s Nothing else is waiting for you today.") % {"first": first}
