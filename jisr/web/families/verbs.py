"""What was done with a file, in the words that are shown to the person whose file it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: verb of the journal -> what a person understands by it
_WORDS: dict[str, Any] = {
    "families.opened": _("opened the file"),
    "families.opened_household": _("opened a file for the first time"),
    "families.showed_readers": _("showed who opened the file"),
    "families.added_person": _("added a person"),
    "families.changed_person": _("corrected what is written of a person"),
    "families.changed_household": _("corrected what is written of the household"),
    "families.added_phone": _("added a telephone"),
    "families.added_identity": _("added an identity number"),
    "families.left_household": _("wrote that somebody left the household"),
    "families.came_back": _("wrote that somebody came back"),
    "families.wrote_into_household": _("wrote somebody into another household"),
    "families.changed_head": _("changed the head of the household"),
    "families.named_referent": _("named the referent of the family"),
    "families.said_who_gets_papers": _("wrote to whom a child's papers are handed"),
    "families.declared_fact": _("wrote what was answered to a question"),
    "families.added_resource": _("wrote what the household lives on"),
    "families.ended_resource": _("wrote that a resource ended"),
    "families.imported_household": _("wrote the household from the centre's own list"),
    "families.changed_by_import": _("changed the file from the centre's own list"),
    "families.exported_household": _("took the file out in a table"),
    "families.consented": _("wrote down a consent"),
    "families.withdrew": _("wrote down that a consent was withdrawn"),
    "deposits.deposited": _("took in a request and gave its receipt"),
    "deposits.asked_completion": _("asked for missing papers"),
    "deposits.completed": _("wrote that a request is complete"),
    "deposits.noted_stage": _("noted the day of a stage of a request"),
    "deposits.granted": _("granted a request"),
    "deposits.refused": _("refused a request, with reasons"),
    "deposits.complained": _("wrote down a complaint about a silence"),
    "deposits.appealed": _("wrote down an appeal"),
    "deposits.settled": _("wrote down the answer to an appeal"),
    "deposits.handed_over": _("handed over what was granted"),
    "deposits.told_renewal": _("told her when to renew what she holds"),
    "deposits.withdrawn": _("wrote that a request was taken back"),
    "deposits.opened": _("opened a request"),
    "deposits.listed": _("read the list of deposited requests"),
    "deposits.printed_receipt": _("printed the receipt of a request"),
    "deposits.printed_letter": _("printed the letter about a request"),
    "families.asked_right": _("wrote down a request about her own data"),
    "families.opened_right": _("read a request about her own data"),
    "families.answered_right": _("answered a request about her own data"),
    "families.proposed_erasure": _("proposed to erase somebody"),
    "families.printed_right": _("printed a letter about a request"),
    "families.exported_own_file": _("handed a person her own file"),
    "families.opened_consents": _("showed the consents of a household"),
    "families.gave_access": _("let another centre open the file"),
    "families.asked_access": _("asked to open the file"),
    "families.answered_access": _("answered a centre that asked to open the file"),
    "families.sent_for_review": _("asked whether two files are one person's"),
    "families.compared": _("compared two files"),
    "families.said_one": _("said that two files are one person's"),
    "families.said_different": _("said that two files are two different persons'"),
    "families.asked_other_side": _("asked the other centre whether two files are one person's"),
    "families.joined": _("joined two files of one person"),
    "families.linked_protected": _("noted that two files are one person's"),
    "families.unlinked_protected": _("noted that two files are not one person's"),
    "families.took_apart": _("took two files apart"),
    "reception.received": _("received somebody"),
    "reception.opened_visit": _("read a receipt"),
    "reception.printed_receipt": _("printed a receipt"),
    "reception.read_receipt": _("read a receipt aloud"),
    "reception.left": _("noted that somebody left"),
    "reception.listened": _("noted that somebody was listened to"),
    "listening.listened": _("listened to somebody"),
    "listening.opened_interview": _("read an interview"),
    "orientation.referred": _("sent a referral"),
    "orientation.opened_referral": _("read a referral"),
    "orientation.opened_by_link": _("read a referral by its link"),
    "appointments.booked": _("gave an appointment"),
    "appointments.registered": _("gave a place in a session"),
    "appointments.moved": _("gave another time"),
    "appointments.cancelled": _("cancelled an appointment"),
    "appointments.kept": _("noted that somebody came to an appointment"),
    "appointments.missed": _("noted that somebody missed an appointment"),
    "appointments.spoke": _("asked why an appointment was missed"),
    "appointments.reminded": _("reminded somebody of an appointment"),
    "appointments.printed": _("printed the paper of an appointment"),
    "appointments.showed_summons": _("showed the paper of an appointment"),
    "appointments.opened": _("read an appointment"),
    "appointments.waits": _("put somebody on a waiting list"),
    "appointments.left_line": _("took somebody off a waiting list"),
    "pathways.opened_plan": _("opened the family's plan"),
    "pathways.read_plan": _("read the family's plan"),
}
#: room of a verb -> words for all its other verbs
_ROOMS: dict[str, Any] = {
    "families": _("worked on the file"),
    "reception": _("worked on a reception"),
    "listening": _("worked on what was listened to"),
    "orientation": _("worked on a referral"),
    "appointments": _("worked on an appointment"),
    "pathways": _("worked on the family's plan"),
}


def has_words(verb: str) -> bool:
    """Whether a verb has words of its own, not only those of its room."""
    return verb in _WORDS


def in_words(verb: str) -> Any:
    """A verb of the journal in words; one not listed is told by its room."""
    return _WORDS.get(verb) or _ROOMS.get(verb.split(".")[0], _("read the file"))
