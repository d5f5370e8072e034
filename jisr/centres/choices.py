"""Closed lists of the common catalogue: what is offered, to whom, where, by whom and in which languages.

A code is stored, exported and imported; its label is shown. A code is never reused with another meaning.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Theme(TextChoices):
    """What a need is about and what a service answers; listening and orientation use the same list."""

    SCHOOLING = "schooling", _("Schooling")
    STUDENT_LODGING = "student_lodging", _("School boarding")
    CHILDCARE = "childcare", _("Childcare")
    LITERACY = "literacy", _("Literacy")
    TRAINING = "training", _("Training")
    WORK = "work", _("Work and income")
    PAPERS = "papers", _("Rights and papers")
    DIRECT_AID = "direct_aid", _("Direct social aid")
    HEALTH = "health", _("Health")
    PSYCHOLOGY = "psychology", _("Psychological support")
    DISABILITY = "disability", _("Disability")
    ELDERLY = "elderly", _("Older people")
    FAMILY = "family", _("Family mediation")
    LEGAL = "legal", _("Legal protection")
    CHILD_PROTECTION = "child_protection", _("Child protection")
    VIOLENCE = "violence", _("Support after violence")
    SHELTER = "shelter", _("Emergency lodging")
    HOUSING = "housing", _("Housing")
    GOODS = "goods", _("Food and basic goods")


class Public(TextChoices):
    """For whom a service is meant; no public at all means everyone."""

    CHILDREN = "children", _("Children")
    PUPILS = "pupils", _("Pupils")
    OUT_OF_SCHOOL = "out_of_school", _("Young people out of school")
    YOUTH = "youth", _("Young people")
    WOMEN = "women", _("Women")
    WIDOWS = "widows", _("Widows")
    DIVORCED = "divorced", _("Divorced women")
    LONE_MOTHERS = "lone_mothers", _("Mothers raising children alone")
    VIOLENCE = "violence", _("Women and children after violence")
    COUPLES = "couples", _("Couples and parents")
    DISABLED = "disabled", _("Disabled people")
    ELDERLY = "elderly", _("Older people without support")
    ABANDONED = "abandoned", _("Children without parental care")
    STREET_CHILDREN = "street_children", _("Children living on the street")
    HOMELESS = "homeless", _("People without a home")
    MIGRANTS = "migrants", _("Migrants and refugees")
    EX_PRISONERS = "ex_prisoners", _("People released from prison")
    COOPERATIVES = "cooperatives", _("Cooperatives and project holders")
    RURAL = "rural", _("People of rural communes")


class CentreType(TextChoices):
    """Every kind of place of the field, with the name that people there use."""

    STUDENT_HOME = "student_home", _("Student home (Dar Talib, Dar Taliba)")
    CARE_CHILDREN = "care_children", _("Care institution for children")
    CARE_ELDERLY = "care_elderly", _("Care institution for older people")
    CARE_WOMEN = "care_women", _("Care institution for women")
    CARE_DISABLED = "care_disabled", _("Care institution for disabled people")
    CARE_HOMELESS = "care_homeless", _("Care institution for people without a home")
    TRAINING_CENTRE = "training_centre", _("Education and training centre")
    WOMEN_TRAINING = "women_training", _("Training centre for women's capacities")
    WOMEN_SPACE = "women_space", _("Multi-purpose space for women (EMF)")
    DISABILITY_CENTRE = ("disability_centre", _("Guidance centre for disabled people (COAPH)"))
    CHILD_CENTRE = "child_centre", _("Accompaniment centre for child protection (CAPE)")
    CHILD_UNIT = "child_unit", _("Child protection unit (UPE)")
    MOBILE_UNIT = "mobile_unit", _("Mobile social assistance")
    FAMILY_CENTRE = "family_centre", _("Family centre (Jisr Al Ousra)")
    ASSISTANCE_CENTRE = "assistance_centre", _("Social assistance centre (CAS)")
    COMPLEX = "complex", _("Social complex")
    LISTENING_CENTRE = "listening_centre", _("Listening and guidance centre")
    CITIZENS_CENTRE = "citizens_centre", _("Citizens' service centre (RNP, RSU)")
    INCUBATOR = "incubator", _("Project incubator")


class OperatorKind(TextChoices):
    """Who runs a centre; running one never means owning the file of a family."""

    MUTUAL_AID = "mutual_aid", _("Mutual aid institution")
    DELEGATION = "delegation", _("Provincial delegation")
    ASSOCIATION = "association", _("Association")
    COOPERATIVE = "cooperative", _("Cooperative")
    COUNCIL = "council", _("Territorial council")
    STATE = "state", _("State service")
    FOUNDATION = "foundation", _("Foundation")


class Language(TextChoices):
    """Languages spoken at the counter."""

    DARIJA = "darija", _("Darija")
    TACHELHIT = "tachelhit", _("Tachelhit")
    TAMAZIGHT = "tamazight", _("Tamazight")
    TARIFIT = "tarifit", _("Tarifit")
    HASSANIA = "hassania", _("Hassania")
    ARABIC = "arabic", pgettext_lazy("language", "Arabic")
    FRENCH = "french", pgettext_lazy("language", "French")
    ENGLISH = "english", pgettext_lazy("language", "English")
    SIGN = "sign", _("Sign language")


class Accessibility(TextChoices):
    """What lets a disabled or illiterate person use the place."""

    RAMP = "ramp", _("Step-free entrance")
    TOILET = "toilet", _("Accessible toilet")
    PARKING = "parking", _("Reserved parking")
    SIGN = "sign", _("Sign language interpreter")
    BRAILLE = "braille", _("Documents in Braille")
    READING = "reading", _("Papers read aloud")
    HOME_VISIT = "home_visit", _("Home visit")
    REMOTE = "remote", _("By telephone or on line")


class Document(TextChoices):
    """What to bring: one copy, no certified signature, nothing the State already holds (law 55-19)."""

    IDENTITY = "identity", _("National identity card, if you have one")
    IDENTITY_GUARDIAN = "identity_guardian", _("Identity card of a parent or guardian")
    BIRTH = "birth", _("Birth certificate")
    FAMILY_BOOK = "family_book", _("Family record book")
    RESIDENCE = "residence", _("Certificate of residence")
    SCHOOL = "school", _("School certificate or last report")
    PHOTOS = "photos", _("Two photographs")
    MEDICAL = "medical", _("Medical report, in a closed envelope")
    DISABILITY = "disability", _("Disability attestation or card, if there is one")
    RSU = "rsu", _("Number in the social register (RSU), if there is one")
    DEATH = "death", _("Death certificate of the spouse")
    DIVORCE = "divorce", _("Divorce judgment")
    LEGAL_CARE = "legal_care", _("Kafala or guardianship document")
    BANK = "bank", _("Bank account statement (RIB)")
    STATUTES = "statutes", _("Statutes and list of members")
    PROJECT = "project", _("One-page description of the project")
    QUOTE = "quote", _("Supplier's quotation")
    NOTHING = "nothing", _("Nothing: come as you are")


class Zone(TextChoices):
    """How far the people may live whom a service takes."""

    COMMUNE = "commune", _("people of the same commune")
    PROVINCE = "province", _("people of the same province")
    REGION = "region", _("people of the same region")
    NATION = "nation", _("people from anywhere in the country")


class Answers(TextChoices):
    """How a centre answers a referral."""

    LIST = "list", _("in its own list")
    LINK = "link", _("by a signed link, without an account")


class PlacesSource(TextChoices):
    """How a statement of places reached the catalogue."""

    DESK = "desk", _("said by the centre")
    PHONE = "phone", _("by telephone")
    IMPORT = "import", _("in an imported file")
    DEMONSTRATION = "demonstration", _("demonstration")


class RefusalReason(TextChoices):
    """Why a centre refuses a referral; each is worded so that it can be shown to a worker as it stands."""

    FULL = "full", _("No place at the moment")
    NOT_PUBLIC = "not_public", _("The service is meant for other people")
    AGE = "age", _("Outside the age limits")
    ZONE = "zone", _("Lives outside the zone served")
    PAPERS = "papers", _("A document is missing")
    CLOSED = "closed", _("The service is closed for now")
    NOT_REACHED = "not_reached", _("The person could not be reached")
    DECLINED = "declined", _("The person no longer wishes it")
    OTHER = "other", _("Another reason, given in writing")


class Obstacle(TextChoices):
    """What stands between a person and a service that fits; counted, so that it can be removed."""

    DISTANCE = "distance", _("Too far")
    TRANSPORT = "transport", _("No transport")
    COST = "cost", _("Too expensive")
    PAPERS = "papers", _("Papers are missing")
    LANGUAGE = "language", _("Nobody speaks the language")
    ACCESS = "access", _("The building is not accessible")
    HOURS = "hours", _("Opening hours do not suit")
    CARE = "care", _("Nobody to look after the children or parents")
    FEAR = "fear", _("Fear or shame")
    FAMILY = "family", _("The family disagrees")
    WAITING = "waiting", _("Too long a wait")


THEMES = dict(Theme.choices)
PUBLICS = dict(Public.choices)
CENTRE_TYPES = dict(CentreType.choices)
OPERATOR_KINDS = dict(OperatorKind.choices)
LANGUAGES = dict(Language.choices)
ACCESSIBILITY = dict(Accessibility.choices)
DOCUMENTS = dict(Document.choices)
ZONES = dict(Zone.choices)
REFUSALS = dict(RefusalReason.choices)
OBSTACLES = dict(Obstacle.choices)
ANSWERS = dict(Answers.choices)
