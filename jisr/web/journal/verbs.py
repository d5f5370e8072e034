"""Verbs of the journal in words for an auditor: those of files, and the others."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.web.families import verbs

_OTHERS: dict[str, Any] = {
    "access.refused": _("was refused a page"),
    "families.searched": _("searched for somebody"),
    "journal.read": _("read the journal"),
    "barometer.exported": _("took figures away"),
    "accounts.entered": _("signed in"),
    "accounts.opened": _("opened an account"),
    "accounts.password_chosen": _("chose a password"),
    "accounts.password_renewed": _("renewed somebody's password"),
    "staff.post_chosen": _("changed to another post"),
    "centres.created": _("added a centre"),
    "centres.edited": _("corrected a centre"),
    "centres.contact_kept": _("kept the line of a centre"),
    "centres.service_created": _("added a service"),
    "centres.service_edited": _("corrected a service"),
    "centres.places_stated": _("stated free places"),
    "centres.import_previewed": _("looked at a file of centres before taking it in"),
    "centres.imported": _("took in a file of centres"),
    "centres.exported": _("took the catalogue away"),
    "listening.prepared": _("opened the page for listening"),
    "listening.added_need": _("wrote down a need"),
    "listening.changed_need": _("corrected a need"),
    "listening.closed_need": _("closed a need"),
    "listening.added_note": _("wrote a note"),
    "orientation.opened_need": _("looked for services for a need"),
    "orientation.accepted": _("accepted a referral"),
    "orientation.booked": _("gave a day for a referral"),
    "orientation.under_study": _("took a referral under study"),
    "orientation.refused": _("refused a referral"),
    "orientation.expired": _("closed a referral that nobody answered"),
    "orientation.reminded": _("reminded a centre of a referral"),
    "orientation.withdrawn": _("took a referral back"),
    "orientation.ended_sharing": _("took back what waited on the ground of a consent"),
    "orientation.started": _("began a service"),
    "orientation.completed": _("completed a service"),
    "orientation.failed": _("noted that a service did not succeed"),
    "orientation.confirmed": _("noted what the person says of the service"),
    "orientation.made_link": _("made a link for a partner"),
    "orientation.printed_slip": _("printed a referral"),
    "pathways.added_step": _("added a step to a plan"),
    "pathways.began_step": _("began a step"),
    "pathways.ended_step": _("ended a step"),
    "pathways.opened_step": _("read a step"),
    "pathways.marked_attendance": _("marked an attendance"),
    "pathways.gave_aid": _("gave an aid"),
    "pathways.opened_follow_up": _("read a follow-up"),
    "pathways.followed_up": _("did a follow-up"),
    "pathways.closed_plan": _("closed a plan"),
    "pathways.printed_plan": _("printed a plan"),
    "staff.assigned": _("gave a post"),
    "staff.ended": _("ended a post"),
    "messages.queued": _("wrote a message"),
    "messages.opened": _("read a message"),
    "messages.passed": _("passed a message on"),
    "messages.failed": _("could not pass a message on"),
    "forum.opened_wave": _("opened a consultation"),
    "forum.seated": _("gave a seat on the team of a consultation"),
    "forum.left_seat": _("ended a seat on the team of a consultation"),
    "forum.planned_meeting": _("planned a meeting"),
    "forum.edited_meeting": _("corrected a meeting"),
    "forum.held_meeting": _("noted that a meeting was held"),
    "forum.closed_meeting": _("closed the minutes of a meeting"),
    "forum.invited": _("wrote down who was invited to a meeting"),
    "forum.wrote_minutes": _("wrote the minutes of a meeting"),
    "forum.signed": _("wrote down an agreement signed at a meeting"),
    "forum.corrected": _("corrected what was noted beside a contribution"),
    "forum.previewed_sheet": _("read a file of contributions"),
    "forum.imported": _("took in contributions from a file"),
    "forum.recorded_attendance": _("counted who came to a meeting"),
    "forum.committed": _("wrote down a commitment"),
    "forum.settled_commitment": _("settled a commitment"),
    "forum.closed_wave": _("closed a consultation"),
    "forum.contributed": _("took in what somebody said"),
    "forum.read_sealed": _("read sealed words"),
    "forum.opened_contribution": _("read a contribution"),
    "forum.published": _("published a contribution"),
    "forum.withheld": _("withheld a contribution"),
    "forum.destroyed": _("destroyed sealed words"),
    "forum.extracted": _("drew a statement"),
    "forum.merged": _("joined statements"),
    "forum.split": _("split a statement"),
    "forum.reworded": _("reworded a statement"),
    "forum.translated": _("translated a statement"),
    "forum.undone": _("took back a step between statements"),
    "forum.answered": _("answered what was said"),
    "forum.voted": _("voted on a statement"),
}
_ROOMS: dict[str, Any] = {
    "accounts": _("worked on an account"),
    "staff": _("worked on posts"),
    "centres": _("worked on the catalogue"),
    "exchange": _("imported or exported"),
    "messages": _("worked on a message"),
    "forum": _("worked on a consultation"),
    "drafts": _("worked on a draft"),
}


def has_words(verb: str) -> bool:
    """Whether a verb has words of its own, not only those of its room."""
    return verb in _OTHERS or verbs.has_words(verb)


def in_words(verb: str) -> Any:
    """What was done, in words; the verb itself stands beside it."""
    return _OTHERS.get(verb) or _ROOMS.get(verb.split(".")[0]) or verbs.in_words(verb)
