"""Keys by which names are found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.families.models.persons import Person


class NameKey(models.Model):
    """Folded words of a person's names, read by the search door alone."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    word = models.CharField(max_length=60, help_text="skeleton of one word")

    class Meta:
        verbose_name = _("search key of a name")
        indexes: ClassVar = [models.Index(fields=["word", "person"], name="namekey_word")]

    def __str__(self) -> str:
        return f"name key {self.pk}"
