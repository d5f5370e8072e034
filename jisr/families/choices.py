"""Closed lists of a family's file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Relation(TextChoices):
    """What a person is to the head of the household (HCP household: one dwelling, common expenses)."""

    HEAD = "head", _("head of the household")
    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    PARENT = "parent", _("father or mother")
    SIBLING = "sibling", _("brother or sister")
    GRANDCHILD = "grandchild", _("grandchild")
    KAFALA = "kafala", _("child under kafala")
    OTHER = "other", _("other member")


class Began(TextChoices):
    """How somebody came to belong to a household."""

    RECORDED = "recorded", pgettext_lazy("membership", "was of it when the file was opened")
    BIRTH = "birth", pgettext_lazy("membership", "was born")
    MARRIAGE = "marriage", pgettext_lazy("membership", "came by marriage")
    KAFALA = "kafala", pgettext_lazy("membership", "was taken in under kafala")
    RETURNED = "returned", pgettext_lazy("membership", "came back")
    MOVED = "moved", pgettext_lazy("membership", "came from another household")


class Ended(TextChoices):
    """How somebody ceased to belong to a household."""

    MARRIAGE = "marriage", pgettext_lazy("membership", "left by marriage")
    DIVORCE = "divorce", pgettext_lazy("membership", "left after a divorce")
    KAFALA = "kafala", pgettext_lazy("membership", "was entrusted under kafala")
    MOVED = "moved", pgettext_lazy("membership", "lives elsewhere")
    DEATH = "death", pgettext_lazy("membership", "died")
    MISTAKE = "mistake", pgettext_lazy("membership", "was written here by mistake")


class ResourceKind(TextChoices):
    """What a household lives on."""

    WORK = "work", _("work")
    PENSION = "pension", _("pension")
    DIRECT_AID = "direct_aid", _("direct social aid (ASD)")
    ALIMONY = "alimony", _("alimony (nafaqa)")
    SCHOLARSHIP = "scholarship", _("school support")
    RELATIVES = "relatives", _("help from relatives")
    OTHER = "other", _("another resource")


class Certainty(TextChoices):
    """How well what is told of the outside is known."""

    DECLARED = "declared", _("as declared")
    VERIFIED = "verified", _("verified on a document")
    UNKNOWN = "unknown", _("amount not known")


class MaritalState(TextChoices):
    """Neutral wording, chosen by the person."""

    SINGLE = "single", _("single")
    MARRIED = "married", _("married")
    WIDOWED = "widowed", _("widowed")
    DIVORCED = "divorced", _("divorced")
    SEPARATED = "separated", _("separated")


class Literacy(TextChoices):
    """Whether papers can be handed over or must be read aloud."""

    READS = "reads", _("reads")
    LITTLE = "little", _("reads a little")
    NO = "no", _("does not read: read papers aloud")


class Disability(TextChoices):
    """Kinds used in Moroccan attestations; never the medical report."""

    MOTOR = "motor", _("motor disability")
    HEARING = "hearing", _("hearing disability")
    VISUAL = "visual", _("visual disability")
    INTELLECTUAL = "intellectual", _("intellectual disability")
    AUTISM = "autism", _("autism")
    PSYCHIC = "psychic", _("psychic disability")
    MULTIPLE = "multiple", _("multiple disabilities")


class PhoneOwner(TextChoices):
    """Whose telephone it is."""

    OWN = "own", _("her or his own")
    FAMILY = "family", _("someone of the household")
    NEIGHBOUR = "neighbour", _("a neighbour")
    OTHER = "other", _("someone else")


class IdentityKind(TextChoices):
    """Identity numbers, all optional, kept encrypted."""

    CIN = "cin", _("national identity card (CIN)")
    IDCS = "idcs", _("civil and social identifier (IDCS)")
    BIRTH = "birth", _("birth certificate")
    PASSPORT = "passport", _("passport")
    RESIDENCE = "residence", _("residence card")


class ConsentScope(TextChoices):
    """What may be shared with another centre; each is asked for by itself."""

    NAME = "name", _("name")
    CONTACT = "contact", _("telephone")
    HOUSEHOLD = "household", _("members of the household")
    NEED = "need", _("the need, in the person's words")
    DISABILITY = "disability", _("disability")
    SITUATION = "situation", _("marital state, literacy, registers")


class ConsentManner(TextChoices):
    """How consent was given."""

    SPOKEN = "spoken", _("spoken, after the text was read aloud")
    SIGNED = "signed", _("signed on paper")
    GUARDIAN = "guardian", _("given by the parent or guardian")


class AccessReason(TextChoices):
    """Why a centre may open a file."""

    RECEPTION = "reception", _("the person came to this centre")
    REFERRAL = "referral", _("this centre accepted a referral")
    GRANTED = "granted", _("the centre in charge opened the file on request")
    IMPORTED = "imported", _("this centre brought the family in its own list")


class Registered(TextChoices):
    """What the family says of a register, and whether it was checked."""

    UNKNOWN = "", _("not known")
    NO = "no", _("not registered")
    ONGOING = "ongoing", _("in progress")
    DECLARED = "declared", _("registered, as declared")
    VERIFIED = "verified", _("registered, verified")


class LikenessReason(TextChoices):
    """Why two files may be of one person, or may not: each a sentence for the worker who decides."""

    GIVEN_SAME = "given_same", _("the given name is the same")
    GIVEN_SCRIPT = "given_script", _("the given name is the same, written in the other script")
    GIVEN_SPELLING = "given_spelling", _("the given name sounds the same, spelled otherwise")
    GIVEN_PARTICLE = "given_particle", _("the given name is the same but for a word such as Ben, Abou or Aït")
    GIVEN_SHORTENED = "given_shortened", _("one given name is part of the other")
    GIVEN_LETTER = "given_letter", _("one letter differs in the given name")
    GIVEN_VOWELS = "given_vowels", _("the given names have the same consonants and other vowels")
    GIVEN_DIFFERS = "given_differs", _("the given names differ")
    FAMILY_SAME = "family_same", _("the surname is the same")
    FAMILY_SCRIPT = "family_script", _("the surname is the same, written in the other script")
    FAMILY_SPELLING = "family_spelling", _("the surname sounds the same, spelled otherwise")
    FAMILY_PARTICLE = "family_particle", _("the surname is the same but for a word such as Ben, Ould or Aït")
    FAMILY_SHORTENED = "family_shortened", _("one surname is part of the other")
    FAMILY_LETTER = "family_letter", _("one letter differs in the surname")
    FAMILY_VOWELS = "family_vowels", _("the surnames have the same consonants and other vowels")
    FAMILY_DIFFERS = "family_differs", _("the surnames differ")
    NAMES_SWAPPED = "names_swapped", _("given name and surname stand in each other's place")
    MARRIED_NAME = "married_name", _("another surname, the same given name and birth: perhaps a married name")
    BIRTH_SAME = "birth_same", _("born on the same day")
    BIRTH_ABOUT = "birth_about", _("born in the same year; the day is not known for certain (1 January)")
    BIRTH_SWAPPED = "birth_swapped", _("the same birth date with day and month exchanged")
    BIRTH_NEAR = "birth_near", _("birth dates one year apart")
    BIRTH_YEAR = "birth_year", _("born in the same year, on another day")
    BIRTH_DIFFERS = "birth_differs", _("the birth dates differ")
    SEX_SAME = "sex_same", _("the same sex")
    SEX_DIFFERS = "sex_differs", _("the sex differs")
    COMMUNE_SAME = "commune_same", _("the same commune")
    PHONE_SAME = "phone_same", _("the same telephone number")


class Right(TextChoices):
    """What a person may ask about her own data (law 09-08, articles 7 to 9)."""

    ACCESS = "access", _("to see what is kept of her")
    RECTIFICATION = "rectification", _("to correct it")
    OPPOSITION = "opposition", _("that something no longer be done with it")
    ERASURE = "erasure", _("that it be erased")


class Speaks(TextChoices):
    """Who asks."""

    HERSELF = "herself", _("the person herself")
    GUARDIAN = "guardian", _("her parent or guardian")
    PROXY = "proxy", _("somebody she gave a written power")


class IdentityChecked(TextChoices):
    """How whoever asks was known to be the one she says."""

    CARD = "card", _("an identity paper was seen")
    KNOWN = "known", _("known to the worker, from earlier visits")
    ANSWERS = "answers", _("she answered what only she knows")
    POWER = "power", _("a written power and an identity paper were seen")


class RequestState(TextChoices):
    """Where a request about one's own data stands."""

    RECEIVED = "received", pgettext_lazy("of request", "waits for an answer")
    PROPOSED = "proposed", pgettext_lazy("of request", "one said yes, another must decide")
    GRANTED = "granted", pgettext_lazy("of request", "granted")
    REFUSED = "refused", pgettext_lazy("of request", "refused, with reasons")
    WITHDRAWN = "withdrawn", pgettext_lazy("of request", "taken back by the person")


#: state -> states that may follow it; an erasure alone passes by "proposed", and never jumps over it.
REQUEST_TRANSITIONS: dict[str, frozenset[str]] = {
    RequestState.RECEIVED: frozenset({"proposed", "granted", "refused", "withdrawn"}),
    RequestState.PROPOSED: frozenset({"granted", "refused", "withdrawn"}),
    RequestState.GRANTED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


class RefusalGround(TextChoices):
    """Why a request about one's own data is refused; the first four are what holds an erasure."""

    DANGER = "danger", _("somebody is in danger, and help is under way")
    UNSETTLED = "unsettled", _("a receipt or a referral is not settled yet")
    MONEY = "money", _("money was given that must be justified")
    IDENTITY = "identity", _("it is not certain that the person asks herself")
    RIGHTS = "rights", _("it would tell of another person")
    TRUE = "true", _("what is written is right, after it was checked")
    LAW = "law", _("a law asks that it be kept")


class RetentionRule(TextChoices):
    """What is kept for a time only; the days stand in parameters/retention.yaml."""

    SHARED = "shared", _("what went along with a referral that has ended")
    ANSWERS = "answers", _("what a service wrote in its answer to a referral that has ended")
    MESSAGES = "messages", _("numbers and words of messages that have left")
    ARRIVAL_WORDS = "arrival_words", _("why somebody came, in her words")
    SILENT_FILE = "silent_file", _("files that nobody has opened")


class ConsentPurpose(TextChoices):
    """What a consent is given for; one purpose each."""

    REFERRAL = "referral", _("to send a need to a service")
    CONTACT = "contact", _("to be called back or written to")
    FIGURES = "figures", _("to be asked for a study")
    PHOTO = "photo", _("to keep a photograph or a paper")


class ConsentChannel(TextChoices):
    """Where the person was when she agreed."""

    COUNTER = "counter", _("at the centre")
    PHONE = "phone", _("by telephone")
    HOME = "home", _("at home or on a round")


class ReviewSource(TextChoices):
    """Who or what found that two files may be one person's."""

    BATCH = "batch", _("a comparison of the whole register")
    IMPORT = "import", _("a sheet that was taken in")
    RECEPTION = "reception", _("reception")
    WORKER = "worker", _("a colleague who asks")
    LEFT = "left", _("a joining that left this part apart")


class ReviewState(TextChoices):
    """What became of a pair; nothing but a person's yes joins two files."""

    WAITING = "waiting", _("waits for a decision")
    SENT_ON = "sent_on", _("the other centre is asked")
    MERGED = "merged", _("one person")
    DIFFERENT = "different", _("two different persons")


class Said(TextChoices):
    """What one side says of a pair."""

    SAME = "same", _("one person")
    DIFFERENT = "different", _("two different persons")
    ASKS = "asks", _("cannot tell, and asks the other centre")


class ApartReason(TextChoices):
    """Why two files that were joined are taken apart again."""

    TWO = "two", _("they are two different persons")
    HOUSEHOLD = "household", _("the person is the same, the household is not")
    ASKED = "asked", _("the person asks for it")
    MISTAKE = "mistake", _("joined by mistake")


class FormerKind(TextChoices):
    """What an identifier of yesterday named."""

    PERSON = "person", _("person")
    HOUSEHOLD = "household", _("household")
    REFERENCE = "reference", _("reference")
