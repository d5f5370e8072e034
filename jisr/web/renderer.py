"""How Django's forms look: our templates first, Django's own for the rest."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates

HERE = Path(__file__).resolve().parent / "templates"
DJANGO = Path(django.__file__).resolve().parent / "forms" / "templates"


class FaceRenderer(BaseRenderer):
    """Renders forms with the templates of the face (the setting FORM_RENDERER)."""

    form_template_name = "face/form.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "face/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        """The template engine of forms, apart from that of pages."""
        return DjangoTemplates(
            {
                "APP_DIRS": False,
                "DIRS": [HERE, DJANGO],
                "NAME": "forms",
                "OPTIONS": {"libraries": {"face": "jisr.web.templatetags.face"}},
            }
        )

    def get_template(self, template_name: str) -> Any:
        """The template of that name."""
        return self.engine.get_template(template_name)
