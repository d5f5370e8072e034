"""Messages to people outside, kept apart from Django's own ``messages``."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The app is called ``outgoing`` because Django already has one labelled ``messages``."""

    name = "jisr.messages"
    label = "outgoing"
