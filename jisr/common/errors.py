"""Two kinds of error: a refusal speaks to the worker in her language, a fault (ValueError) to the developer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.common.days import day


class Refusal(Exception):
    """What was asked cannot be done, and what to do next; shown to the person at the screen as it is.

    Subclasses give ``message``; values for its %-marks come as keyword arguments, days as
    dates: they are written in the reader's language.
    """

    message: Any = _("This cannot be done. Check what you typed, then try again.")

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        if not self.values:
            return str(self.message)
        words = {name: day(one) if isinstance(one, date) else one for name, one in self.values.items()}
        return str(self.message) % words


class Stale(Refusal):
    """Somebody saved the same thing in between; both versions are kept side by side."""

    message = _("Someone else saved this while you were writing. Compare, then save what you want to keep.")

    def __init__(self, current: Any = None, **values: Any) -> None:
        super().__init__(**values)
        self.current = current


class OutOfReach(Refusal):
    """The row is not in the writer's scope, or no longer in the state that the verb needs."""

    message = _("This is no longer open to you, or it has changed. Open the page again.")


class Unacceptable(Refusal):
    """Values of a form that the rules do not allow, field by field."""

    message = _("Some answers need to be corrected. They are marked below.")

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self.fields = dict(fields)
