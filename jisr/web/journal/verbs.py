"""Verbs of the journal in words for an auditor: those of files, and the others."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.web.families import verbs

_OTHERS: dict[str, Any] = {
    "access.refused": _("was refused a page"),
    "families.searched": _("searched for somebody"),
    "journal.read": _("read the journal"),
    "barometer.exported": _("took figures away"),
    "staff.assigned": _("gave a post"),
    "staff.ended": _("ended a post"),
    "messages.queued": _("wrote a message"),
    "messages.opened": _("read a message"),
    "messages.passed": _("passed a message on"),
    "messages.failed": _("could not pass a message on"),
}
_ROOMS: dict[str, Any] = {
    "accounts": _("worked on an account"),
    "staff": _("worked on posts"),
    "centres": _("worked on the catalogue"),
    "exchange": _("imported or exported"),
    "messages": _("worked on a message"),
    "drafts": _("worked on a draft"),
}


def in_words(verb: str) -> Any:
    """What was done, in words; the verb itself stands beside it."""
    return _OTHERS.get(verb) or _ROOMS.get(verb.split(".")[0]) or verbs.in_words(verb)
