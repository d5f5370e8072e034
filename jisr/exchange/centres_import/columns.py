"""The columns of the file, documented once: for the reader of files, the template, the export and the help page."""

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


_LIST = _("codes or labels, joined by |")
_DAY = _("day as 2026-11-22 or 22/11/2026")
_YES = _("1 or 0")

COLUMNS: tuple[Column, ...] = (
    Column("code", _("Centre code"), _("the key: an existing code updates, a new one adds"), "CHI-TALIBA-1", required=True),
    Column("name_ar", _("Name in Arabic"), _("as on the sign of the centre"), "دار الطالبة امنتانوت", required=True),
    Column("name_fr", _("Name in French"), _("as on the sign of the centre"), "Dar Taliba Imintanoute", required=True),
    Column("type", _("Type of centre"), _("a code or label of the list"), "student_home", choices.CENTRE_TYPES, required=True),
    Column("operator", _("Run by"), _("code or name of the operator"), "جمعية الأمل", required=True),
    Column("operator_kind", _("Kind of operator"), _("only for an operator that is new"), "association", choices.OPERATOR_KINDS),
    Column("supervised_by", _("Supervised by"), _("code or name of an operator that is known"), ""),
    Column("commune", _("Commune"), _("code, or name in Arabic or French"), "07.161.01.03", required=True),
    Column("province", _("Province"), _("only when two communes have the same name"), "شيشاوة"),
    Column("address", _("Address"), _("street, landmark"), "حي النخيل"),
    Column("lat", _("Latitude"), _("degrees with a point, inside the country"), "31.1721"),
    Column("lon", _("Longitude"), _("degrees with a point, inside the country"), "-8.8473"),
    Column("phone", _("Telephone"), _("0500000000 or +212500000000"), "+212500000000"),
    Column("email", _("E-mail"), _("of the centre, not of a person"), ""),
    Column("confidential", _("Confidential address"), _YES, "0"),
    Column("languages", _("Languages"), _LIST, "darija|tachelhit", choices.LANGUAGES, several=True),
    Column("accessibility", _("Accessibility"), _LIST, "ramp|reading", choices.ACCESSIBILITY, several=True),
    Column("hours", _("Opening hours"), _("for example: Mo-Fr 08:30-16:30; Sa 09:00-12:00"), "24/7"),
    Column("answers", _("Answers referrals"), _("list or link"), "link", choices.ANSWERS),
    Column("contact_phone", _("Telephone for codes"), _("line that receives the code of a referral"), "+212500000000"),
    Column("contact_email", _("E-mail for links"), _("of the centre, not of a person"), ""),
    Column("opened_on", _("Opened on"), _DAY, "2015-09-01"),
    Column("closed_on", _("Closed on"), _DAY, ""),
    Column("source", _("Source"), _("where this is published, with its date"), "", ),
    Column("theme", _("Theme of the service"), _("empty: the row describes the centre alone"), "student_lodging", choices.THEMES, of="service"),
    Column("service_code", _("Service code"), _("empty: made from the centre and the theme"), "", of="service"),
    Column("service_ar", _("Service in Arabic"), _("empty: the name of the theme"), "إيواء وتغذية", of="service"),
    Column("service_fr", _("Service in French"), _("empty: the name of the theme"), "Hébergement et repas", of="service"),
    Column("publics", _("Publics"), _LIST, "pupils", choices.PUBLICS, several=True, of="service"),
    Column("publics_only", _("Only for these publics"), _YES, "1", of="service"),
    Column("age_min", _("From age"), _("whole years"), "12", of="service"),
    Column("age_max", _("To age"), _("whole years"), "18", of="service"),
    Column("sex", _("Sex"), _("f, m or empty"), "f", {code: label for code, label in Sex.choices if code}, of="service"),
    Column("zone", _("People who live in"), _("commune, province, region or nation"), "province", choices.ZONES, of="service"),
    Column("service_hours", _("Hours of the service"), _("empty: those of the centre"), "", of="service"),
    Column("documents", _("What to bring"), _LIST, "school|residence", choices.DOCUMENTS, several=True, of="service"),
    Column("places", _("Places"), _("whole number"), "72", of="service"),
    Column("free", _("Free places"), _("whole number, not above places"), "6", of="service"),
    Column("waiting", _("People waiting"), _("whole number"), "0", of="service"),
    Column("places_on", _("Places confirmed on"), _DAY, "2026-11-20", of="service"),
    Column("professional_only", _("Through a social worker only"), _YES, "0", of="service"),
    Column("compartment", _("Protected file"), _("violence, child or empty"), "", dict(Compartment.choices), of="service"),
    Column("programme", _("Programme"), _("code of the programme that pays"), "", of="service"),
)  # fmt: skip

BY_CODE = {column.code: column for column in COLUMNS}
LANGUAGES = ("ar", "fr", "en")


def headings() -> dict[str, str]:
    """Folded heading, in any language -> code of the column."""
    found = {fold(column.code): column.code for column in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            for column in COLUMNS:
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
