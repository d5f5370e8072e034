"""Closed lists of the atlas: whose reach is asked, how they travel, within what limit, and what the map shows."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Theme


class Who(TextChoices):
    """Whom a figure is of: residents, or a part of them that the census counts in each commune."""

    ALL = "all", _("Everyone")
    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    CHILDREN = "children", _("Children under 15")
    ELDERLY = "elderly", _("People aged 60 and over")
    DISABLED = "disabled", _("People with disabilities")
    URBAN = "urban", _("People in towns")
    RURAL = "rural", _("People in the countryside")


class Way(TextChoices):
    """How people go there: the modes of ``travel`` by which somebody comes on her own."""

    TAXI = "taxi", _("Shared taxi")
    BUS = "bus", _("Bus")
    FOOT = "foot", _("On foot")
    UNIT = "unit", _("Mobile unit, on foot to its stop")


class Sharing(TextChoices):
    """How places are shared among those who can come: the catchments of ``reach``, by their names."""

    TWO_STEP = "two_step", _("Alike within the limit")
    ENHANCED = "enhanced", _("More to those who are near")
    THREE_STEP = "three_step", _("As people choose among several")


class Demand(StrEnum):
    """Among whom places are shared: residents, as the census counts them; needs that nothing covers."""

    PEOPLE = "people"
    NEEDS = "needs"


class Limit(TextChoices):
    """Minutes beyond which a service is too far."""

    QUARTER = "15", _("15 minutes")
    HALF = "30", _("30 minutes")
    THREE_QUARTERS = "45", _("45 minutes")
    HOUR = "60", _("1 hour")
    HOUR_AND_HALF = "90", _("1 hour 30")
    TWO_HOURS = "120", _("2 hours")


class Supply(TextChoices):
    """What of a service is shared among those who can come."""

    TOTAL = "total", _("All places")
    FREE = "free", _("Free places, as last said")


class Shown(TextChoices):
    """The figure by which places are coloured and put in order."""

    MINUTES = "minutes", _("Minutes to the nearest service")
    WITHIN = "within", _("People within the limit")
    REACH = "reach", _("Places for 1,000 people")


class Level(TextChoices):
    """What is one place on the map and one line of the table."""

    REGION = "region", _("By region")
    PROVINCE = "province", _("By province")
    COMMUNE = "commune", _("By commune")


#: Whom the services of a theme are for, where the census counts them; everyone elsewhere.
WHO_OF: Final = {
    Theme.SCHOOLING: Who.CHILDREN, Theme.STUDENT_LODGING: Who.CHILDREN, Theme.CHILDCARE: Who.CHILDREN,
    Theme.CHILD_PROTECTION: Who.CHILDREN, Theme.DISABILITY: Who.DISABLED, Theme.ELDERLY: Who.ELDERLY,
    Theme.VIOLENCE: Who.WOMEN,
}  # fmt: skip
#: Limits of which the share of people beyond is always told, whatever limit was chosen.
BEYOND: Final = (30, 60)
#: No way longer than this is computed: what is further is told as further than this.
FARTHEST_MIN: Final = 240
