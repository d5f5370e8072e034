"""What the database refuses of results, in words; and who may report or approve at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.common.errors import Refusal
from jisr.ledger.agreements.actions import laws as agreements
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.choices import ROLE_OF, Reporter
from jisr.ledger.results.models import Indicator
from jisr.staff.models import Post
from jisr.staff.queries import holding

#: Name of a law, of a trigger or of a constraint -> what is said to whoever broke it.
LAWS = {
    "indicator_of_a_kept_agreement": _(
        "This agreement is known from publications alone: no indicator is kept under it."
    ),
    "indicator_stands": _(
        "Something was planned or reported already: what is measured, and how often, stands. Add another indicator."
    ),
    "indicatortarget_stands": _("The result of this period is approved: its target is not moved any more."),
    "indicatortarget_fits": _("The target is not of the kind of its indicator. Check the two numbers."),
    "indicatortarget_of_a_period": _("The agreement has no such period, or the indicator no such part."),
    "report_moves": _("This report was settled in the meantime. Open the page again."),
    "report_stands": _("What was sent or approved is never edited. Write a correction instead."),
    "report_of_a_living_agreement": _("Results are reported once the agreement is signed."),
    "report_of_a_period": _("The agreement has no such period."),
    "report_of_a_past_period": _("This period is not over yet. Send the report when it is."),
    "report_whole": _("A number is missing, or the part is larger than what it is out of."),
    "report_replaces_the_last": _("This version was corrected already. Open the page again."),
    "results_report_replaces_id_key": _("This version was corrected already. Open the page again."),
    "report_parts_make_the_whole": _("The parts do not make the whole. Write the rest as not known."),
    "report_never_falls": _(
        "This indicator is counted all told and cannot fall. Correct the earlier period first, with its reason."
    ),
    "report_of_two_people": _("Two people do this: whoever reports does not approve. Ask a colleague."),
    "report_one_open_a_period": _("A report of this period is being written already. Open it instead."),
    "report_number_once": _("A report of this period is there already. Open it instead."),
    "report_counts": _("A number cannot be below zero."),
    "reportpart_fits": _("A part is not of the kind of its indicator. Check the two numbers."),
    "indicator_code_once": _("A colleague added an indicator a moment ago. Send it again."),
    "indicator_ratio_names_both": _("Say in both languages what is counted, and out of what."),
    "indicator_says_its_unit": _("Choose what is counted, or write its unit in both languages."),
    "indicator_baseline_whole": _("Where it began needs a number and its day; a ratio needs both its numbers."),
    "indicator_delegation_of_a_province": _("Choose the province whose delegation reports; for nobody else."),
    "indicator_of_a_measure_names_it_whole": _("Name the strategy, the measure and which of its indicators."),
}


class BrokenLaw(agreements.BrokenLaw):
    """What was asked would break a law of results.

    Attributes:
        law: the name of the law, as the database knows it; "" for one that nobody named.
    """

    def __init__(self, law: str) -> None:
        super().__init__(law)
        self.message = LAWS.get(self.law, self.message)


class NotTheReporter(Refusal):
    """The writer does not report this indicator."""

    message = _("This indicator is reported by others. Its page says by whom.")


@contextmanager
def lawful() -> Iterator[None]:
    """Writes that keep every law, or are undone and refused in words.

    Raises:
        BrokenLaw: one does not hold.
        OutOfReach: a wall of the database stands in the way.
    """
    try:
        with agreements.lawful():
            yield
    except agreements.BrokenLaw as broken:
        raise BrokenLaw(broken.law) from broken


def keeps(agreement: Agreement, post: Post) -> None:
    """Refuse a post that does not keep the agreements of this region.

    Raises:
        NotOfThisRegion: it is of another region, of another role, or does not hold today.
    """
    agreements.of_its_region(agreement, post, agreements.KEEPER)


def reported_by(indicator: Indicator, post: Post) -> None:
    """Refuse a post that does not report this indicator.

    Raises:
        NotTheReporter: another role, region or province does, or one of the two is invented and the other not.
    """
    of = indicator.agreement
    if indicator.reporter == Reporter.DELEGATION:
        place = Q(province=indicator.province_id) if indicator.province_id else Q()
    else:
        place = Q(region=of.region_id) if of.region_id or not of.is_demonstration else Q()
    held = Post.objects.filter(
        holding(), place, pk=post.pk, user=post.user_id, role=ROLE_OF[indicator.reporter],
        is_demonstration=of.is_demonstration,
    )  # fmt: skip
    if not held.exists():
        raise NotTheReporter
