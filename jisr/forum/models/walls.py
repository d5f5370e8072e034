"""Who reads and writes the forum: everybody what is published, the team of a wave what is sealed."""

from typing import Any

from django.db import models

from jisr.common.walls import Policy

#: The user who speaks; none outside a scope.
ME = "nullif(current_setting('jisr.user', true), '')::bigint"
TODAY = "since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)"
#: Waves on whose team the speaker sits today; worked out once a query.
MY_WAVES = f"ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = {ME} AND {TODAY}))"  # noqa: S608
OF_MY_WAVES = f"wave_id = {MY_WAVES}"
#: Regions in which the speaker may open a wave.
MY_REGIONS = (
    f"ANY(ARRAY(SELECT region_id FROM staff_post WHERE user_id = {ME} AND role = 'wave_secretary' AND {TODAY}))"  # noqa: S608
)


def open_to_all(table: str, *, mine: str = OF_MY_WAVES, verbs: str = "SELECT, INSERT") -> list[models.BaseConstraint]:
    """Everybody reads; the team of the wave writes.

    Args:
        table: start of the names of the walls.
        mine: SQL condition on rows that the speaker may write.
        verbs: what the application's login may do at all, columns named.
    """
    return [
        Policy(name=f"{table}_app", to="jisr_app", using="true", check=mine, verbs=verbs),
        Policy(name=f"{table}_public", to="jisr_public", using="true", check="false", verbs="SELECT"),
    ]


class Demonstration(models.Model):
    """Rows that are invented say so, and point at nothing real; sourced ones name where they were read."""

    is_demonstration = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


def sources() -> Any:
    """Where a fact was read: a list of {title, url, read_on}; empty for what was gathered with the product."""
    return models.JSONField(default=list, blank=True)
