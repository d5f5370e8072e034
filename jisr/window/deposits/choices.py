"""Closed lists of deposits; where a deposit may go next is a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Document


class DepositState(TextChoices):
    """Where a deposited request stands."""

    DEPOSITED = "deposited", pgettext_lazy("of deposit", "papers to be checked")
    ASKED = "asked", pgettext_lazy("of deposit", "missing papers were asked for")
    COMPLETE = "complete", pgettext_lazy("of deposit", "complete, waits for the decision")
    GRANTED = "granted", pgettext_lazy("of deposit", "granted")
    REFUSED = "refused", pgettext_lazy("of deposit", "refused, with reasons")
    APPEALED = "appealed", pgettext_lazy("of deposit", "appealed against")
    UPHELD = "upheld", pgettext_lazy("of deposit", "the appeal changed nothing")
    REVERSED = "reversed", pgettext_lazy("of deposit", "granted after an appeal")
    WITHDRAWN = "withdrawn", pgettext_lazy("of deposit", "taken back by the person")


S = DepositState

#: state -> states that may follow it (law 55-19: one request for completion, a reasoned decision, an appeal)
TRANSITIONS: dict[str, frozenset[str]] = {
    S.DEPOSITED: frozenset({S.COMPLETE, S.ASKED, S.WITHDRAWN}),
    S.ASKED: frozenset({S.COMPLETE, S.WITHDRAWN}),
    S.COMPLETE: frozenset({S.ASKED, S.GRANTED, S.REFUSED, S.WITHDRAWN}),
    S.REFUSED: frozenset({S.APPEALED}),
    S.APPEALED: frozenset({S.UPHELD, S.REVERSED}),
    S.GRANTED: frozenset(),
    S.UPHELD: frozenset(),
    S.REVERSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
#: The centre owes a decision; the clock runs, but where papers are awaited.
OWED = frozenset({S.DEPOSITED, S.ASKED, S.COMPLETE})
#: What was asked for is the person's.
GIVEN = frozenset({S.GRANTED, S.REVERSED})


#: "If there is one": such a paper is never missing.
IF_THERE_IS_ONE = frozenset({Document.IDENTITY, Document.DISABILITY, Document.RSU, Document.NOTHING})


class Ground(TextChoices):
    """Why a request is refused; said to the person, with reasons in plain words."""

    CONDITION = "condition", _("a condition of the procedure is not met")
    PAPERS = "papers", _("papers that were asked for were not brought")
    NOT_HERE = "not_here", _("another administration decides on it")
    TWICE = "twice", _("the same request was decided on before")
    OTHER = "other", _("another reason, said in words")
