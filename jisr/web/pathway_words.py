"""What a signal stands on, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.centres.choices import Theme
from jisr.web import wording
from jisr.web.markup import fill
from jisr.web.templatetags.face import typed
from jisr.window.pathways.library import Rule
from jisr.window.pathways.queries import Signal, numbers


def rule_in_words(rule: Rule) -> str:
    """What a signal stands on, with its numbers."""
    return wording.of_file(rule.rule) % numbers()


def signal_facts(signal: Signal) -> Any:
    """The facts on which a signal fired, in words."""
    days = wording.listed([wording.day(one) for one in signal.days])
    if signal.rule.code == "absences":
        n = len(signal.days)
        return fill(
            ngettext("%(what)s · %(n)s absence: %(days)s", "%(what)s · %(n)s absences: %(days)s", n),
            what=typed(signal.text), n=n, days=days,
        )  # fmt: skip
    if signal.rule.code == "second_request":
        themes = wording.listed([str(Theme(one).label) for one in signal.themes if one in Theme.values])
        return fill(_("came on %(days)s · %(themes)s"), days=days, themes=themes)
    if signal.rule.code == "rent":
        return fill(_("level %(level)s of 5, on %(days)s"), level=signal.level, days=days)
    if signal.rule.code == "came_back":
        closed, came = signal.days
        return fill(
            _("plan closed on %(closed)s, came again on %(came)s"), closed=wording.day(closed), came=wording.day(came)
        )
    return _("on file: does not go to school")
