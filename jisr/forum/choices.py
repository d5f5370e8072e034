"""Closed lists of the forum; what may follow what is a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", pgettext_lazy("of meeting", "planned")
    HELD = "held", pgettext_lazy("of meeting", "held")
    CLOSED = "closed", pgettext_lazy("of meeting", "minutes closed")
    ANSWERED = "answered", pgettext_lazy("of meeting", "every contribution answered")


#: state -> states that may follow it; a sheet that arrives late takes a meeting back from answered to closed
MEETING_TRANSITIONS: dict[str, frozenset[str]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD}),
    MeetingState.HELD: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset({MeetingState.ANSWERED}),
    MeetingState.ANSWERED: frozenset({MeetingState.CLOSED}),
}


class Manner(TextChoices):
    """How people took part in a meeting."""

    IN_PERSON = "in_person", _("in person")
    REMOTE = "remote", pgettext_lazy("of meeting", "remote")
    HYBRID = "hybrid", _("in person and remote")


class InvitedBy(TextChoices):
    """By which way people were invited to a meeting."""

    LETTER = "letter", pgettext_lazy("of invitation", "letter")
    EMAIL = "email", pgettext_lazy("of invitation", "e-mail")
    PHONE = "phone", pgettext_lazy("of invitation", "telephone")
    MESSAGE = "message", pgettext_lazy("of invitation", "text message")
    VISIT = "visit", pgettext_lazy("of invitation", "face to face")
    NOTICE = "notice", pgettext_lazy("of invitation", "public notice")


class DateCertainty(TextChoices):
    """How sure a date is: published, worked out from other dates, or not known."""

    CERTAIN = "certain", _("published")
    INFERRED = "inferred", _("worked out from other dates")
    UNKNOWN = "unknown", _("not published")


class Channel(TextChoices):
    """How a contribution reached us."""

    FLOOR = "floor", _("said in the room")
    PAPER = "paper", _("paper sheet")
    REMOTE = "remote", _("said at a distance")
    WRITTEN = "written", _("sent in writing")


class Kind(TextChoices):
    """What somebody brings forward."""

    CONSTRAINT = "constraint", _("Constraint")
    EXPECTATION = "expectation", _("Expectation")
    PROPOSAL = "proposal", _("Proposal")
    OFFER = "offer", _("Offer")
    QUESTION = "question", _("Question")


class Urgency(TextChoices):
    """By when it is asked for, as it was said."""

    URGENT = "urgent", _("urgent")
    THIS_YEAR = "this_year", _("within the year")
    LATER = "later", _("can wait")


class Tongue(TextChoices):
    """Languages of what is said and written; two in one sheet is a case of its own."""

    AR = "ar", pgettext_lazy("language", "Arabic")
    FR = "fr", pgettext_lazy("language", "French")
    EN = "en", pgettext_lazy("language", "English")
    DARIJA = "darija", _("Darija")
    TACHELHIT = "tachelhit", _("Tachelhit")
    TAMAZIGHT = "tamazight", _("Tamazight")
    TARIFIT = "tarifit", _("Tarifit")
    HASSANIA = "hassania", _("Hassania")
    SIGN = "sign", _("Sign language")
    MIXED = "mixed", _("several languages")


class SpeakerRole(TextChoices):
    """In which quality somebody speaks or attends; never a name."""

    PERSON = "person", _("person concerned or family")
    CITIZEN = "citizen", _("citizen")
    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("cooperative")
    PROFESSIONAL = "professional", _("social work professional")
    OPERATOR = "operator", _("mutual aid or social development agency")
    ELECTED = "elected", _("elected member of a council")
    PARLIAMENT = "parliament", _("member of parliament")
    STATE = "state", _("State service")
    AUTHORITY = "authority", _("local authority")
    ADVISORY = "advisory", _("advisory body")
    UNIVERSITY = "university", _("university or academy")
    COMPANY = "company", _("company")
    EXPERT = "expert", _("expert")
    PRESS = "press", _("press")
    OTHER = "other", _("other quality")


class ContributionState(TextChoices):
    """Where a contribution stands."""

    SAID = "said", _("sealed, waits for moderation")
    PUBLISHED = "published", pgettext_lazy("of contribution", "published")
    WITHHELD = "withheld", _("withheld, with its reason")


class MaskReason(TextChoices):
    """Why a word is covered in the published text."""

    NAME = "name", _("a name")
    PHONE = "phone", _("a telephone number")
    ADDRESS = "address", _("an address")
    NUMBER = "number", _("an identity number")
    IDENTIFIES = "identifies", _("tells who somebody is")
    HEALTH = "health", _("somebody's health")
    INSULT = "insult", _("an insult")
    DANGER = "danger", _("would put somebody in danger")


class WithheldReason(TextChoices):
    """Why a contribution is not published; read by whoever holds its slip."""

    DANGER = "danger", _("Somebody may be in danger: it was handed to a social worker.")
    PRIVATE = "private", _("It is about one person's own situation: it was handed to a centre.")
    INSULT = "insult", _("It insults or threatens somebody.")
    OFF_TOPIC = "off_topic", _("It is not about social action.")
    UNREADABLE = "unreadable", _("It could not be read.")
    TWICE = "twice", _("The same sheet was keyed twice.")
    ASKED = "asked", _("Its author asked that it not be published.")


class DestroyedReason(TextChoices):
    """Why the sealed words were destroyed."""

    ASKED = "asked", _("its author asked for it")
    DANGER = "danger", _("keeping it would put somebody in danger")
    LAW = "law", _("the law or the data protection authority asks for it")
    TERM = "term", _("the time for keeping it is over")
    PASSED = "passed", _("it was passed to a centre, which cares for it now")


#: What a person may choose; the last reason goes with the act that passes a danger on.
DESTROYED_ON_REQUEST = tuple(reason for reason in DestroyedReason if reason != DestroyedReason.PASSED)
#: Danger leaves by an act of its own, which hands the words to a centre: withheld alone, nobody would come.
WITHHELD_BY_HAND = tuple(reason for reason in WithheldReason if reason != WithheldReason.DANGER)


class ForgottenReason(TextChoices):
    """Why the address left for an answer is gone."""

    ANSWERED = "answered", _("the answer was told")
    ASKED = "asked", _("its author asked for it")
    DANGER = "danger", _("it was passed to a centre with what was said")


class EdgeKind(TextChoices):
    """How statements come from contributions and from one another."""

    EXTRACTED = "extracted", _("drawn from what was said")
    MERGED = "merged", _("joined")
    SPLIT = "split", _("split")
    REWORDED = "reworded", _("reworded")
    TRANSLATED = "translated", _("translated")


class StatementState(TextChoices):
    """Whether a statement is the one to read, or another took its place."""

    ACTIVE = "active", pgettext_lazy("of statement", "current")
    REPLACED = "replaced", pgettext_lazy("of statement", "replaced")


class Vote(TextChoices):
    """What somebody thinks of a statement."""

    AGREE = "agree", _("Agree")
    DISAGREE = "disagree", _("Disagree")
    PASS = "pass", _("Pass")


class AnswerKind(TextChoices):
    """What became of a contribution."""

    ACCEPTED = "accepted", pgettext_lazy("of answer", "Accepted")
    ADAPTED = "adapted", pgettext_lazy("of answer", "Accepted in another form")
    DEFERRED = "deferred", pgettext_lazy("of answer", "Put off")
    REFUSED = "refused", pgettext_lazy("of answer", "Refused")
    ALREADY_DONE = "already_done", pgettext_lazy("of answer", "Already done")
    NOT_OURS = "not_ours", pgettext_lazy("of answer", "Not ours: passed on")
    NOT_STATED = "not_stated", pgettext_lazy("of answer", "Answered; we did not find its words")


#: What a body may choose; the last kind is for answers that others published a day of, and no more.
ANSWERS_GIVEN = tuple(kind for kind in AnswerKind if kind != AnswerKind.NOT_STATED)


class CommitmentState(TextChoices):
    """Where a commitment stands; late is worked out from the day."""

    PROMISED = "promised", _("promised")
    KEPT = "kept", _("kept")
    DROPPED = "dropped", pgettext_lazy("of commitment", "given up")


class SeatRole(TextChoices):
    """What somebody does on the team of a wave."""

    SECRETARY = "secretary", pgettext_lazy("of seat", "secretary")
    MODERATOR = "moderator", pgettext_lazy("of seat", "moderator")
    ANSWERER = "answerer", pgettext_lazy("of seat", "answering body")


#: seat -> role of the access table that it asks for
POST_OF_SEAT: dict[str, str] = {
    SeatRole.SECRETARY: "wave_secretary",
    SeatRole.MODERATOR: "moderator",
    SeatRole.ANSWERER: "answering_body",
}
#: By what voters are counted apart; each is what they declared of themselves.
GROUPS = ("region", "role", "sex", "milieu")


class BodyKind(TextChoices):
    """Advisory bodies of a region: the three of organic law 111-14, article 117, and any other it set up."""

    EQUALITY = "equality", _("Equality and gender")
    YOUTH = "youth", _("Youth")
    ECONOMY = "economy", _("Economy")
    OTHER = "other", pgettext_lazy("of advisory body", "Other")


class MemberPart(TextChoices):
    """What a member does in her body."""

    CHAIR = "chair", pgettext_lazy("of advisory body", "chair")
    RAPPORTEUR = "rapporteur", _("rapporteur")
    MEMBER = "member", pgettext_lazy("of advisory body", "member")


class ItemState(TextChoices):
    """Where a line of a body's programme stands; late is worked out from the day."""

    PLANNED = "planned", pgettext_lazy("of programme", "planned")
    DONE = "done", pgettext_lazy("of programme", "done")
    DROPPED = "dropped", pgettext_lazy("of programme", "given up")


#: state -> states that may follow it
ITEM_TRANSITIONS: dict[str, frozenset[str]] = {
    ItemState.PLANNED: frozenset({ItemState.DONE, ItemState.DROPPED}),
    ItemState.DONE: frozenset(),
    ItemState.DROPPED: frozenset(),
}


class MeansKind(TextChoices):
    """What a body needs to do its work."""

    ROOM = "room", pgettext_lazy("of means", "Room")
    TRANSPORT = "transport", _("Transport")
    TRAINING = "training", _("Training")
    DOCUMENTS = "documents", _("Documents")
    OTHER = "other", pgettext_lazy("of means", "Other")


class MeansAnswerKind(TextChoices):
    """What the region answers to a request for means."""

    GRANTED = "granted", pgettext_lazy("of means", "Granted")
    PARTLY = "partly", pgettext_lazy("of means", "Granted in part")
    DEFERRED = "deferred", pgettext_lazy("of means", "Put off")
    REFUSED = "refused", pgettext_lazy("of means", "Refused")


#: The last answer to a request, "" where there is none -> answers that may follow it.
MEANS_TRANSITIONS: dict[str, frozenset[str]] = {
    "": frozenset(MeansAnswerKind),
    MeansAnswerKind.DEFERRED: frozenset(MeansAnswerKind),
    MeansAnswerKind.GRANTED: frozenset(),
    MeansAnswerKind.PARTLY: frozenset(),
    MeansAnswerKind.REFUSED: frozenset(),
}


class OpinionState(TextChoices):
    """Where an opinion stands: the body's own until it is given, never edited from then on."""

    DRAFT = "draft", pgettext_lazy("of opinion", "draft")
    GIVEN = "given", pgettext_lazy("of opinion", "given")
    LEFT = "left", pgettext_lazy("of opinion", "abandoned")


#: state -> states that may follow it
OPINION_TRANSITIONS: dict[str, frozenset[str]] = {
    OpinionState.DRAFT: frozenset({OpinionState.GIVEN, OpinionState.LEFT}),
    OpinionState.GIVEN: frozenset(),
    OpinionState.LEFT: frozenset(),
}


class OutcomeKind(TextChoices):
    """What became of an opinion."""

    FOLLOWED = "followed", pgettext_lazy("of opinion", "Followed")
    IN_PART = "in_part", pgettext_lazy("of opinion", "Followed in part")
    NOT_FOLLOWED = "not_followed", pgettext_lazy("of opinion", "Not followed")


class Proposal(TextChoices):
    """What is said to be alike."""

    NEAR = "near", _("asks for the same")
    DUPLICATE = "duplicate", _("the same sheet twice")
    GROUP = "group", _("a group that asks for the same")


class SuggestionVerdict(TextChoices):
    """What a person said of a suggestion; "" where she said nothing."""

    ACCEPTED = "accepted", pgettext_lazy("of suggestion", "It asks for the same")
    REFUSED = "refused", pgettext_lazy("of suggestion", "It asks for something else")


class KitRefusal(TextChoices):
    """Why a contribution that a kit brings cannot be taken."""

    EMPTY = "empty", _("It has no words.")
    LONG = "long", _("It is longer than what is taken.")
    MEETING = "meeting", _("Its meeting is not of this consultation.")
    VALUE = "value", _("It says something that is on no list here: is this server of the same version as the kit?")
