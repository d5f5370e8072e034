"""Words of deposits: what the data files say, and what a clock says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jisr.web import wording
from jisr.window.deposits import rules
from jisr.window.deposits.models import Deposit
from jisr.window.deposits.rules import Clock


def told(words: Mapping[str, str]) -> str:
    """Words of a data file in the language of the reader; in Arabic where there are none in it."""
    language = (get_language() or "ar")[:2]
    return words.get(language) or words["ar"]


def clock_tag(clock: Clock) -> tuple[str, str]:
    """(tone, words) of a clock, for a tag; ("", "") once it is done."""
    if clock.how == rules.SILENT:
        n = clock.days
        return "late", ngettext("%(n)s day late", "%(n)s days late", n) % {"n": n}
    if clock.how == rules.STILL:
        return "soon", _("the clock stands still: papers are awaited")
    if clock.how == rules.SOON:
        return "soon", _("decision due %(when)s") % {"when": wording.ago(clock.due_on)}
    return "", ""


def keyed_tag(row: Deposit) -> dict[str, str]:
    """The tag of a request that was keyed in late: how many days after its deposit; 0 where that day is not known."""
    n = ((row.keyed_on or row.deposited_on) - row.deposited_on).days
    said = ngettext("keyed in %(n)s day later", "keyed in %(n)s days later", n) % {"n": n}
    return {"tone": "soon", "tag": said}


def silence(clock: Clock) -> Any:
    """What a silence past the delay comes to, as far as a public text says it."""
    if clock.how != rules.SILENT:
        return ""
    if clock.agrees:
        return _("The delay has passed without a decision. For this procedure a public text counts that as agreement.")
    return _(
        "The delay has passed without a decision. Law 55-19 counts silence as agreement for the acts that regulation"
        " lists; we found no public text that says whether this one is listed. The person may complain at once."
    )
