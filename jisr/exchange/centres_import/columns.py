"""The columns of the file, documented once: for the reader of files, the template, the export and the help page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.centres import choices
from jisr.common.choices import Compartment, Sex
from jisr.common.text import fold

#: Between several values of one cell.
JOINER = "|"
#: Empties a value that the catalogue has; an empty cell leaves it as it is.
CLEAR = "-"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        code: the heading in exports; also recognised by its label in any language.
        label: shown heading.
        help: what to write.
        example: a value for the template.
        values: code -> label of a closed list.
        several: whether values are joined by ``|``.
        of: centre or service.
        required: for a new row.
    """

    code: str
    label: str | Promise
    help: str | Promise
    example: str = ""
    values: dict[str, Any] | None = None
    several: bool = False
    of: str = "centre"
    required: bool = False


def _listed(code: str, label: Any, example: str, values: dict[str, Any], **options: Any) -> Column:
    """A column of one code or label, or of several, out of a closed list."""
    words = _("codes or labels, joined by |") if options.get("several") else _("a code or label of the list")
    return Column(code, label, words, example, values, **options)


_NAME, _EMPTY_THEME = _("as on the sign of the centre"), _("empty: the name of the theme")
_POINT, _PLACE = _("degrees with a point, inside the country"), _("of the centre, not of a person")
_COUNT, _YEARS = _("whole number"), _("whole years")
_DAY, _YES = _("day as 2026-11-22 or 22/11/2026"), _("1 or 0")
_HOURS = _("for example: Mo-Fr 08:30-16:30; Sa 09:00-12:00")
_SEXES = {code: label for code, label in Sex.choices if code}

OF_CENTRE: tuple[Column, ...] = (
    Column(
        "code", _("Centre code"), _("the key: an existing code updates, a new one adds"), "CHI-TALIBA-1", required=True
    ),
    Column("name_ar", _("Name in Arabic"), _NAME, "دار الطالبة امنتانوت", required=True),
    Column("name_fr", _("Name in French"), _NAME, "Dar Taliba Imintanoute", required=True),
    Column("name_zgh", _("Name in Tamazight"), _("in Tifinagh, as on the sign; else left empty")),
    _listed("type", _("Type of centre"), "student_home", choices.CENTRE_TYPES, required=True),
    Column("operator", _("Run by"), _("code or name of the operator"), "جمعية الأمل", required=True),
    _listed("operator_kind", _("Kind of operator, if it is new"), "association", choices.OPERATOR_KINDS),
    Column("supervised_by", _("Supervised by"), _("code or name of an operator that is known")),
    Column("commune", _("Commune"), _("code, or name in Arabic or French"), "07.161.01.03", required=True),
    Column("province", _("Province"), _("only when two communes have the same name"), "شيشاوة"),
    Column("address", _("Address"), _("street, landmark"), "حي النخيل"),
    Column("lat", _("Latitude"), _POINT, "31.1721"),
    Column("lon", _("Longitude"), _POINT, "-8.8473"),
    Column("phone", _("Telephone"), _("ten digits, or +212 and nine"), "0500000000"),
    Column("email", _("E-mail"), _PLACE),
    Column("confidential", _("Confidential address"), _YES, "0"),
    _listed("languages", _("Languages"), "darija|tachelhit", choices.LANGUAGES, several=True),
    _listed("accessibility", _("Accessibility"), "ramp|reading", choices.ACCESSIBILITY, several=True),
    Column("hours", _("Opening hours"), _HOURS, "24/7"),
    _listed("answers", _("Answers referrals"), "link", choices.ANSWERS),
    Column("contact_phone", _("Telephone for codes"), _("line that receives the code of a referral"), "0500000000"),
    Column("contact_email", _("E-mail for links"), _PLACE),
    Column("opened_on", _("Opened on"), _DAY, "2015-09-01"),
    Column("closed_on", _("Closed on"), _DAY),
    Column("source", _("Source"), _("where this is published, with its date")),
)
OF_SERVICE: tuple[Column, ...] = (
    _listed("theme", _("Theme of the service"), "student_lodging", choices.THEMES, of="service"),
    Column("service_code", _("Service code"), _("empty: made from the centre and the theme"), of="service"),
    Column("service_ar", _("Service in Arabic"), _EMPTY_THEME, "إيواء وتغذية", of="service"),
    Column("service_fr", _("Service in French"), _EMPTY_THEME, "Hébergement et repas", of="service"),
    Column("service_zgh", _("Service in Tamazight"), _("in Tifinagh, as on the sign; else left empty"), of="service"),
    _listed("publics", _("Publics"), "pupils", choices.PUBLICS, several=True, of="service"),
    _listed("welcomes", _("Welcomes"), "exclusive", choices.WELCOMES, of="service"),
    _listed("topics", _("What exactly"), "student_lodging.boarding", choices.TOPICS, several=True, of="service"),
    Column("age_min", _("From age"), _YEARS, "12", of="service"),
    Column("age_max", _("To age"), _YEARS, "18", of="service"),
    _listed("sex", _("Sex"), "f", _SEXES, of="service"),
    _listed("zone", _("Takes"), "province", choices.ZONES, of="service"),
    Column("service_hours", _("Hours of the service"), _HOURS, of="service"),
    _listed("documents", _("What to bring"), "school|residence", choices.DOCUMENTS, several=True, of="service"),
    _listed("modes", _("How people are received"), "walk_in|telephone", choices.MODES, several=True, of="service"),
    _listed("staff_gender", _("Can ask to be received by"), "f", _SEXES, of="service"),
    _listed("cost", _("What it costs"), "fixed", choices.COSTS, of="service"),
    Column("cost_amount", _("Amount in dirhams"), _("with a point or a comma before the centimes"), "50", of="service"),
    _listed("cost_per", _("To be paid"), "month", choices.COSTS_PER, of="service"),
    _listed("saturation", _("How much is asked"), "moderate", choices.SATURATIONS, of="service"),
    Column("wait_days", _("Days of waiting"), _COUNT, "14", of="service"),
    Column("places", _("Places"), _COUNT, "72", of="service"),
    _listed("places_kind", _("What its places are"), "bed", choices.CAPACITIES, of="service"),
    Column("free", _("Free places"), _COUNT, "6", of="service"),
    Column("waiting", _("People waiting"), _COUNT, "0", of="service"),
    Column("places_on", _("Places confirmed on"), _DAY, "2026-11-20", of="service"),
    Column("professional_only", _("Through a social worker only"), _YES, "0", of="service"),
    _listed("compartment", _("Protected file"), "", dict(Compartment.choices), of="service"),
    Column("programme", _("Programme"), _("code of the programme that pays"), of="service"),
)
COLUMNS = OF_CENTRE + OF_SERVICE
#: What a row may leave unsaid, but never empty.
NEVER_EMPTY = frozenset(
    {column.code for column in COLUMNS if column.required} | {"theme", "answers", "zone", "welcomes", "places_kind"}
)
YES_NO = frozenset({"confidential", "professional_only"})

BY_CODE = {column.code: column for column in COLUMNS}
LANGUAGES = ("ar", "fr", "en")


def headings() -> dict[str, str]:
    """Folded heading, in any language -> code of the column."""
    return headings_of(COLUMNS)


def headings_of(columns: Sequence[Column]) -> dict[str, str]:
    """The same for the columns of any sheet; of two that are called alike the first counts."""
    found = {fold(column.code): column.code for column in columns}
    for language in LANGUAGES:
        with override(language):
            for column in columns:
                found.setdefault(fold(str(column.label)), column.code)
    return found


def value_index(values: dict[str, Any]) -> dict[str, str]:
    """Folded code or label in any language -> code of a closed list."""
    found = {fold(code): code for code in values}
    for language in LANGUAGES:
        with override(language):
            for code, label in values.items():
                found.setdefault(fold(str(label)), code)
    return found
