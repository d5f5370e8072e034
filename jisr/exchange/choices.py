"""Closed lists of the exchange."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("previewed, nothing written")
    TAKEN = "taken", _("taken into the catalogue")
