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
    "families.added_resource": _("wrote what the household lives on"),
    "families.ended_resource": _("wrote that a resource ended"),
    "families.imported_household": _("wrote the household from the centre's own list"),
    "families.changed_by_import": _("changed the file from the centre's own list"),
    "families.exported_household": _("took the file out in a table"),
    "families.consented": _("wrote down a consent"),
    "families.withdrew": _("wrote down that a consent was withdrawn"),
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
    "pathways.opened_plan": _("opened the family's plan"),
    "pathways.read_plan": _("read the family's plan"),
}
#: room of a verb -> words for all its other verbs
_ROOMS: dict[str, Any] = {
    "families": _("worked on the file"),
    "reception": _("worked on a reception"),
    "listening": _("worked on what was listened to"),
    "orientation": _("worked on a referral"),
    "pathways": _("worked on the family's plan"),
}


def has_words(verb: str) -> bool:
    """Whether a verb has words of its own, not only those of its room."""
    return verb in _WORDS


def in_words(verb: str) -> Any:
    """A verb of the journal in words; one not listed is told by its room."""
    return _WORDS.get(verb) or _ROOMS.get(verb.split(".")[0], _("read the file"))
