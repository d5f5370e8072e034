"""Who reads and writes what is known of a building: its centre, and whoever looks after its part of the country."""

from django.db import models

from jisr.centres.models import Centre
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.common.walls import Policy

_ME = "nullif(current_setting('jisr.user', true), '')::bigint"
_HOLDS = "p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)"
OWN = "centre_id = ANY(jisr_centres())"


def _looked_after(*roles: str) -> str:
    """SQL: the centres of the province, the region or the country of a post of these roles; evaluated once a query."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "centre_id IN (SELECT c.id FROM staff_post p JOIN centres_centre c ON TRUE"  # noqa: S608 - names of ours
        " JOIN territory_province t ON t.code = c.province_id"
        f" WHERE p.user_id = {_ME} AND p.role IN ({listed}) AND {_HOLDS} AND p.centre_id IS NULL"
        " AND coalesce(p.province_id, c.province_id) = c.province_id"
        " AND coalesce(p.region_id, t.region_id) = t.region_id)"
    )


#: Of a place that is not to be known nothing is read outside it: notes name streets.
SEEN = (
    f"{OWN} OR NOT confidential AND "
    + _looked_after("provincial_delegate", "regional_coordinator", "strategist", "auditor")
)  # fmt: skip
#: Photographs may show people: its centre and its delegation look at them, nobody else.
PHOTOS_SEEN = f"{OWN} OR NOT confidential AND {_looked_after('provincial_delegate')}"


class OfCentre(Keyed):
    """A row about the building or the energy of one centre; no person stands in it."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    confidential = models.BooleanField(default=False, editable=False, help_text="the centre's; kept equal by the key")

    class Meta:
        abstract = True


def walls(table: str, *, verbs: str = "SELECT, INSERT", using: str = SEEN) -> list[models.BaseConstraint]:
    """The walls of a table of ``OfCentre``.

    Args:
        table: start of the names.
        verbs: what the application's login may do at all.
        using: SQL condition on rows that are read.
    """
    return [
        SameAs(name=f"{table}_confidential", column="centre_id", subject="centres_centre", shared="confidential"),
        Policy(name=f"{table}_app", to="jisr_app", using=using, check=OWN, verbs=verbs),
    ]


def under(table: str, column: str, subject: str) -> SameAs:
    """A row is of the centre of the row that it hangs on."""
    return SameAs(
        name=f"{table}_{column.removesuffix('_id')}_centre", column=column, subject=subject, shared="centre_id"
    )


def known_by_centre(table: str) -> models.UniqueConstraint:
    """What ``under`` of rows that point here needs."""
    return models.UniqueConstraint(fields=["id", "centre"], name=f"{table}_id_centre")
