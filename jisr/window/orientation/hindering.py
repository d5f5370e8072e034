"""What stood between a person and a service that was found, as she says."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Obstacle
from jisr.common.errors import Unacceptable


def known_obstacles(said: Collection[str]) -> list[str]:
    """Obstacles in the order of their list, each once.

    Raises:
        Unacceptable: a code of no list.
    """
    if not set(said) <= set(Obstacle.values):
        raise Unacceptable({"obstacles": _("Choose from the list.")})
    return [code for code in Obstacle.values if code in said]
