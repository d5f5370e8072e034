"""Closed lists of results; what may follow what is a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """How an indicator is made up; the whole of a ratio is never a mean of its parts."""

    ADDITIVE = "additive", _("a number that adds up")
    RATIO = "ratio", _("one number out of another")


class Scale(TextChoices):
    """How a ratio is read."""

    PERCENT = "percent", _("a share, in percent")
    EACH = "each", _("so many for each one")


class Better(TextChoices):
    """In which direction an indicator gets better."""

    MORE = "more", _("the more, the better")
    LESS = "less", _("the less, the better")


class Frequency(TextChoices):
    """How often an indicator is reported; periods are those of the calendar."""

    MONTH = "month", pgettext_lazy("frequency", "every month")
    QUARTER = "quarter", pgettext_lazy("frequency", "every quarter")
    HALF = "half", pgettext_lazy("frequency", "every half-year")
    YEAR = "year", pgettext_lazy("frequency", "every year")


#: frequency -> months of one period
MONTHS: dict[str, int] = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF: 6, Frequency.YEAR: 12}


class Reporter(TextChoices):
    """Who reports an indicator: never who approves it."""

    INCUBATOR = "incubator", _("the incubator association")
    COORDINATION = "coordination", _("the regional coordination")
    DELEGATION = "delegation", _("the provincial delegation")


#: Who reports -> the role of the access table that does it.
ROLE_OF: dict[str, str] = {
    Reporter.INCUBATOR: "incubator", Reporter.COORDINATION: "regional_coordinator",
    Reporter.DELEGATION: "provincial_delegate",
}  # fmt: skip


class Dimension(TextChoices):
    """By what a result is told apart."""

    SEX = "sex", pgettext_lazy("breakdown", "sex")
    AGE = "age", pgettext_lazy("breakdown", "age")
    DISABILITY = "disability", pgettext_lazy("breakdown", "disability")
    MILIEU = "milieu", pgettext_lazy("breakdown", "milieu")
    PROVINCE = "province", pgettext_lazy("breakdown", "province")


#: What is not known of a part: said, so that parts always make the whole.
UNKNOWN = "unknown"


class Sex(TextChoices):
    """Women and men."""

    WOMEN = "f", pgettext_lazy("breakdown", "women")
    MEN = "m", pgettext_lazy("breakdown", "men")


class Age(TextChoices):
    """Age bands of reports: those in which agreements count."""

    UNDER_18 = "0-17", _("under 18")
    YOUNG = "18-24", _("18 to 24")
    GROWN = "25-59", _("25 to 59")
    OLD = "60+", _("60 and over")


class Disability(TextChoices):
    """Whether somebody lives with a disability."""

    YES = "yes", _("with a disability")
    NO = "no", _("without a disability")


class Milieu(TextChoices):
    """Kind of commune."""

    RURAL = "rural", _("rural communes")
    URBAN = "urban", _("urban communes")


#: dimension -> its closed list; provinces are those of the territory, or the invented places of an invented agreement.
PARTS: dict[str, type[TextChoices]] = {
    Dimension.SEX: Sex, Dimension.AGE: Age, Dimension.DISABILITY: Disability, Dimension.MILIEU: Milieu,
}  # fmt: skip


class ReportState(TextChoices):
    """Where a report stands. What is approved is never edited: another version replaces it."""

    DRAFT = "draft", pgettext_lazy("of report", "being written")
    PENDING = "pending", pgettext_lazy("of report", "waits for approval")
    RETURNED = "returned", pgettext_lazy("of report", "returned")
    APPROVED = "approved", pgettext_lazy("of report", "approved")


#: state -> those that may follow; held by a trigger of the table too
REPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.PENDING}),
    ReportState.PENDING: frozenset({ReportState.APPROVED, ReportState.RETURNED}),
    ReportState.RETURNED: frozenset({ReportState.PENDING}),
    ReportState.APPROVED: frozenset(),
}
#: States in which whoever reports still writes.
WRITTEN = frozenset({ReportState.DRAFT, ReportState.RETURNED})


class Tongue(TextChoices):
    """The language of a narrative, as it was typed."""

    AR = "ar", _("Arabic")
    FR = "fr", _("French")


class SheetKind(TextChoices):
    """What a sheet brings in."""

    RESULTS = "results", _("results")
    TARGETS = "targets", pgettext_lazy("of indicator", "targets")
