"""How Django's forms look: controls by ``jisr.web.controls``, then our templates, then Django's own."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates

from jisr.web.controls import DRAWN

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

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """What stands in the page: a control by the function that draws it, anything else by its template."""
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)

    def get_template(self, template_name: str) -> Any:
        """The template of that name."""
        return self.engine.get_template(template_name)
