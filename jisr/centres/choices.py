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


class Topic(TextChoices):
    """What exactly a service does: the second level under a theme, whose code stands before the point."""

    ENROLMENT = "schooling.enrolment", _("Enrolment and return to school")
    LESSONS = "schooling.lessons", _("Help with lessons")
    SUPPLIES = "schooling.supplies", _("School supplies")
    BOARDING = "student_lodging.boarding", _("Bed and meals for pupils")
    PUPILS_MEALS = "student_lodging.meals", _("Meals for pupils")
    TRANSPORT = "student_lodging.transport", _("School transport")
    NURSERY = "childcare.nursery", _("Nursery for the youngest")
    PRESCHOOL = "childcare.preschool", _("Preschool")
    AFTER_SCHOOL = "childcare.after_school", _("Care after school")
    ADULTS = "literacy.adults", _("Reading and writing for adults")
    DIGITAL = "literacy.digital", _("Digital skills")
    CERTIFIED = "training.certified", _("Certified training")
    APPRENTICESHIP = "training.apprenticeship", _("Apprenticeship")
    TRADES = "training.trades", _("Workshops of trades")
    SEARCH = "work.search", _("Help to find work")
    OWN_PROJECT = "work.own_project", _("Project of one's own")
    COOPERATIVE = "work.cooperative", _("Founding a cooperative")
    FINANCE = "work.finance", _("Funding of a project")
    CIVIL_STATUS = "papers.civil_status", _("Civil status")
    IDENTITY = "papers.identity", _("Identity papers")
    REGISTERS = "papers.registers", _("National registers (RNP, RSU)")
    AID_REQUEST = "direct_aid.request", _("Request for direct aid")
    AID_COMPLAINT = "direct_aid.complaint", _("Complaint about direct aid")
    COVER = "health.cover", _("Health cover")
    CARE = "health.care", _("Medical care")
    ADDICTION = "health.addiction", _("Support out of addiction")
    COUNSELLING = "psychology.counselling", _("Individual psychological support")
    GROUPS = "psychology.groups", _("Support groups")
    ATTESTATION = "disability.attestation", _("Disability attestation or card")
    AIDS = "disability.aids", _("Technical aids")
    REHABILITATION = "disability.rehabilitation", _("Rehabilitation")
    INCLUSIVE_SCHOOL = "disability.schooling", _("Schooling of disabled children")
    RESIDENCE = "elderly.residence", _("Residence for older people")
    HOME_HELP = "elderly.home_help", _("Help at home")
    DAY_CENTRE = "elderly.day", _("Day centre")
    MEDIATION = "family.mediation", _("Mediation between spouses or relatives")
    PARENTING = "family.parenting", _("Positive parenting")
    SPOUSES = "family.spouses", _("Preparing for marriage")
    ADVICE = "legal.advice", _("Legal advice")
    COURT = "legal.court", _("Assistance before the court")
    MAINTENANCE = "legal.maintenance", _("Maintenance after divorce")
    REPORTING = "child_protection.reporting", _("Report of a child in danger")
    PLACEMENT = "child_protection.placement", _("Placement of a child")
    KAFALA = "child_protection.kafala", _("Kafala")
    HEARING = "violence.listening", _("Listening after violence")
    ACCOMPANIMENT = "violence.accompaniment", _("Accompaniment to police, doctor and court")
    WOMEN_SHELTER = "shelter.women", _("Shelter for women and their children")
    NIGHT_SHELTER = "shelter.night", _("Night shelter")
    HOUSING_AID = "housing.aid", _("Housing aid")
    REHOUSING = "housing.rehousing", _("Rehousing")
    FOOD = "goods.food", _("Food")
    CLOTHES = "goods.clothes", _("Clothes and blankets")
    HYGIENE = "goods.hygiene", _("Hygiene products")

    @property
    def theme(self) -> str:
        """Code of the theme under which it stands."""
        return self.value.partition(".")[0]


class Welcome(TextChoices):
    """How far a service keeps to the publics that it names."""

    UNCONDITIONAL = "unconditional", _("everyone who comes")
    PREFERENTIAL = "preferential", _("these publics first")
    EXCLUSIVE = "exclusive", _("these publics only")


class Mode(TextChoices):
    """How people are received."""

    WALK_IN = "walk_in", _("Without appointment")
    APPOINTMENT = "appointment", _("By appointment")
    TELEPHONE = "telephone", _("By telephone")
    ONLINE = "online", _("On line")
    HOME = "home", _("At the person's home")
    MOBILE = "mobile", _("At a stop of the mobile unit")
    REFERRED = "referred", _("Sent by a social worker")


class Cost(TextChoices):
    """What a service costs the person; left empty where nobody has said."""

    FREE = "free", _("Free of charge")
    DONATION = "donation", _("What the person wishes to give")
    FIXED = "fixed", _("A fixed amount")
    INCOME = "income", _("According to income")
    MEMBERS = "members", _("For members who pay a contribution")


class CostPer(TextChoices):
    """What an amount is paid for."""

    ONCE = "once", _("once")
    SESSION = "session", _("each session")
    MONTH = "month", _("each month")
    YEAR = "year", _("each year")


class CapacityKind(TextChoices):
    """What is counted where places are limited."""

    PLACE = "place", _("Places")
    BED = "bed", _("Beds")
    SEAT = "seat", _("Seats")
    SESSION = "session", _("Sessions")
    MEAL = "meal", _("Meals")
    APPOINTMENT = "appointment", _("Appointments")
    KIT = "kit", _("Kits and devices")


class Saturation(TextChoices):
    """How much more is asked of a service than it can give, as its centre says."""

    LOW = "low", _("Receives easily")
    MODERATE = "moderate", _("A wait is likely")
    HIGH = "high", _("More is asked than can be given")


class Section(TextChoices):
    """What is said true together; each part grows old at its own pace."""

    ABOUT = "about", _("What it is and for whom")
    HOURS = "hours", _("Opening hours")
    PLACES = "places", _("Places and waiting")
    COSTS = "costs", _("Cost and papers to bring")
    CONTACT = "contact", _("Telephone and place")


class NoticeKind(TextChoices):
    """What a temporary information changes."""

    CLOSURE = "closure", _("Closed")
    HOURS = "hours", _("Other hours")
    NOTICE = "notice", _("To be known")


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
    CONFLICT = "conflict", _("Somebody there and this person should not meet")
    UNSAFE = "unsafe", _("The place would not be safe for this person")
    SAFETY = "safety", _("The safety of the others there")
    OTHER = "other", _("Another reason, given in writing")


#: Reasons that are for workers: the person is told that this place does not suit, and where to go instead.
NEVER_SHOWN = frozenset({RefusalReason.CONFLICT, RefusalReason.UNSAFE, RefusalReason.SAFETY})


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
TOPICS = dict(Topic.choices)
WELCOMES = dict(Welcome.choices)
MODES = dict(Mode.choices)
COSTS = dict(Cost.choices)
COSTS_PER = dict(CostPer.choices)
CAPACITIES = dict(CapacityKind.choices)
SATURATIONS = dict(Saturation.choices)
SECTIONS = dict(Section.choices)
NOTICES = dict(NoticeKind.choices)
PUBLICS = dict(Public.choices)
CENTRE_TYPES = dict(CentreType.choices)
OPERATOR_KINDS = dict(OperatorKind.choices)
LANGUAGES = dict(Language.choices)
ACCESSIBILITY = dict(Accessibility.choices)
DOCUMENTS = dict(Document.choices)
ZONES = dict(Zone.choices)
REFUSALS = dict(RefusalReason.choices)
ANSWERS = dict(Answers.choices)
