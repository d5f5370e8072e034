"""Closed lists of accounts."""

from django.db.models import TextChoices


class Language(TextChoices):
    """Languages of the pages, each by its own name."""

    ARABIC = "ar", "العربية"
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"
