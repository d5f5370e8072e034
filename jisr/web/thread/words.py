"""What the pages of the thread call its steps, and what each figure counts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.ledger.thread.queries import UNNAMED
from jisr.ledger.thread.rules.steps import AGREEMENT, ANSWERED, MEASURE, PAID, SAID, SERVED

STEPS: Mapping[str, Any] = {
    SAID: pgettext_lazy("step of the thread", "Said"),
    ANSWERED: pgettext_lazy("step of the thread", "Answered"),
    MEASURE: pgettext_lazy("step of the thread", "Measure"),
    AGREEMENT: pgettext_lazy("step of the thread", "Agreement"),
    PAID: pgettext_lazy("step of the thread", "Paid"),
    SERVED: pgettext_lazy("step of the thread", "Served"),
}
#: What is counted at each step of the picture.
DEFINITIONS: Mapping[str, Any] = {
    SAID: _("Contributions published by the forum: what somebody said at a meeting or wrote, moderated and numbered."),
    ANSWERED: _("Of these, those that a public answer settles, whatever it says."),
    MEASURE: _("Of those said, those whose statement a measure of a strategy in force takes up."),
    AGREEMENT: _(
        "Of those said, those whose measure names a programme that an object line of an agreement in force funds too."
    ),
    PAID: _(
        "Of those said, those for which something was paid under such an agreement. A payment names no object line: it"
        " is the agreement that was paid."
    ),
    SERVED: _(
        "Of those said, those under whose programme somebody was served within the days of such an agreement. What"
        " happens in protected files is counted nowhere."
    ),
}
SOURCES: Mapping[str, Any] = {
    SAID: _("the forum"), ANSWERED: _("the forum"), MEASURE: _("the strategies in force"),
    AGREEMENT: _("the agreements in force"), PAID: _("the entries of their instalments"),
    SERVED: _("events recorded by the window at the moment of each act; no name, no file"),
}  # fmt: skip
#: From which step to which the whole delay is told.
TOTALS: Mapping[tuple[str, str], Any] = {
    (SAID, PAID): _("From the sentence to the first dirham"),
    (SAID, SERVED): _("From the sentence to the first person served"),
    (AGREEMENT, SERVED): _("From the signature to the first person served"),
}
KINDS: Mapping[str, Any] = {
    "contribution": pgettext_lazy("in the thread", "Sentence"),
    "statement": pgettext_lazy("in the thread", "Statement"),
    "measure": pgettext_lazy("in the thread", "Measure"),
    "agreement": pgettext_lazy("in the thread", "Agreement"),
    "line": pgettext_lazy("in the thread", "Object line"),
    "instalment": pgettext_lazy("in the thread", "Instalment"),
}
#: Where a row of a list stops: what we did not find.
STOPS: Mapping[str, Any] = {
    MEASURE: _("we found no measure that takes it up"),
    AGREEMENT: _("we found no agreement line that a programme joins to it"),
    PAID: _("we found no payment under the agreement"),
    SERVED: _("we found nobody served under its programmes"),
    UNNAMED: _("it names no programme or no first day: nobody can be counted under it"),
    "": _("found up to people served"),
}
LISTS: Mapping[str, tuple[Any, Any]] = {
    "unasked": (
        _("What nobody asked for"),
        _(
            "Measures in force and object lines of agreements for which we found no statement on record. It does not"
            " say that nobody wants them."
        ),
    ),
    "unfunded": (
        _("What nobody funded"),
        _(
            "Statements that a body said it takes on, and measures in force, for which we found no agreement line or no"
            " payment on record."
        ),
    ),
    "unserved": (
        _("Funded, nobody served yet"),
        _(
            "Agreements under which something was paid, and for which we found nobody served on record. Agreements"
            " about violence or the protection of children are left out: what happens in protected files is counted"
            " nowhere."
        ),
    ),
}
