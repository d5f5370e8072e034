"""The web: pages, styles and the browser's part of every room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files; it has no tables."""

    name = "jisr.web"
    label = "web"
