"""The web: pages, styles and the browser's part of every room."""

from typing import Any

from django.apps import AppConfig

from jisr.web.catalogues import join_catalogues


class WebConfig(AppConfig):
    """Pages, templates and static files; it has no tables."""

    name = "jisr.web"
    label = "web"

    def __init__(self, *args: Any) -> None:
        """Before anybody looks up the first sentence, which other applications do as they get ready."""
        super().__init__(*args)
        join_catalogues()
