"""What a measure and a line of somebody's programme have in common: where, for whom, about what, when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Public, Theme
from jisr.common.models import Keyed, Versioned
from jisr.forum.models.walls import Demonstration, sources
from jisr.ledger.strategy.models.walls import Weighed
from jisr.ledger.strategy.rules.lines import Line

#: Columns that may be written again, for the grants.
LINE_COLUMNS = "version, title_ar, title_fr, places, publics, themes, since, until, sources"


#: A word why stands beside what was left out, and nowhere else.
WHY_WHERE_LEFT_OUT = Q(dropped=True) | Q(dropped_why="")


def left_out_why() -> models.CharField:
    """The word why something was left out."""
    return models.CharField(_("why it is left out"), max_length=300, blank=True, default="")


class Comparable(Keyed, Versioned, Demonstration):
    """Something that can be laid beside another; what is not published is empty, and then it is not compared."""

    code = models.SlugField(_("code"), max_length=60)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    places = ArrayField(
        models.CharField(max_length=12), verbose_name=_("territory"), default=list, blank=True,
        help_text="codes of regions, provinces or communes; MA is the whole country",
    )  # fmt: skip
    publics = models.JSONField(_("publics"), default=dict, blank=True, help_text="code -> weight; none is everybody")
    themes = models.JSONField(_("themes"), default=dict, blank=True, help_text="code -> weight")
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    sources = sources()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="%(class)s_id_demonstration"),
            models.CheckConstraint(name="%(class)s_has_a_title", condition=~Q(title_ar="") | ~Q(title_fr="")),
            models.CheckConstraint(
                name="%(class)s_begins_before_it_ends",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
            ),
            Weighed(name="%(class)s_publics_weighed", column="publics", codes=Public.values),
            Weighed(name="%(class)s_themes_weighed", column="themes", codes=Theme.values),
        ]

    @property
    def line(self) -> Line:
        """As it is compared."""
        return Line(str(self.pk), frozenset(self.places), self.publics, self.themes, self.since, self.until)
