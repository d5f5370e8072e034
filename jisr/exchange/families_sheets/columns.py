"""The columns of a list of families: what the import understands and the export writes, documented once."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from jisr.centres.choices import Language
from jisr.common.choices import Sex
from jisr.common.text import fold
from jisr.exchange.centres_import.columns import LANGUAGES, Column
from jisr.families.choices import (
    ConsentScope,
    Disability,
    IdentityKind,
    Literacy,
    MaritalState,
    PhoneOwner,
    Registered,
    Relation,
)

_LIST = _("a code or label of the list")
_DAY = _("2026-11-22, 22/11/2026, a year, or a day with the name of its month")
_YES = _("1 or 0, yes or no")
_NUMBER = _("as on the document; it is kept encrypted")
_NAME = _("as on the document")


def _listed(code: str, label: Any, values: Any, example: str = "", **more: Any) -> Column:
    return Column(code, label, more.pop("help", _LIST), example, {v: w for v, w in values if v}, **more)


COLUMNS: tuple[Column, ...] = (
    Column(
        "key", _("Number of the person"), _("of your own list: by it the same person is found again next time"), "A-17"
    ),
    Column("household", _("Number of the household"), _("the same for all who live together"), "M-4", of="household"),
    _listed("relation", _("Relation to the head"), Relation.choices, "spouse"),
    Column("full_name", _("Whole name"), _("where given name and surname stand in one cell"), "فاطمة أيت وكريم"),
    Column("given_ar", _("Given name in Arabic"), _NAME, "فاطمة"),
    Column("family_ar", _("Surname in Arabic"), _NAME, "أيت وكريم"),
    Column("given_fr", _("Given name in Latin letters"), _NAME, "Fatima"),
    Column("family_fr", _("Surname in Latin letters"), _NAME, "Ait Oukrim"),
    _listed("sex", _("Sex"), Sex.choices, "f"),
    Column("born_on", _("Birth date"), _DAY, "1988-05-02"),
    Column("age", _("Age"), _("whole years, where no birth date is known"), "38"),
    _listed("marital_state", _("Marital state"), MaritalState.choices, "widowed"),
    _listed("literacy", _("Reading"), Literacy.choices, "reads"),
    Column("schooled", _("Goes to school"), _YES, "1"),
    _listed("disability", _("Disability"), Disability.choices, "hearing"),
    Column("phone", _("Telephone"), _("ten digits, or +212 and nine"), "0600000000"),
    _listed("phone_owner", _("Whose telephone"), PhoneOwner.choices, "own"),
    Column("phone_safe", _("Telephone is safe"), _YES, "0"),
    Column("cin", IdentityKind.CIN.label, _NUMBER),
    Column("idcs", IdentityKind.IDCS.label, _NUMBER),
    Column("birth", IdentityKind.BIRTH.label, _NUMBER),
    Column("passport", IdentityKind.PASSPORT.label, _NUMBER),
    Column("residence", IdentityKind.RESIDENCE.label, _NUMBER),
    Column(
        "commune", _("Commune"), _("code, or name in Arabic or French"), "07.161.05.09", of="household", required=True
    ),
    Column("province", _("Province"), _("only where two communes have the same name"), "شيشاوة", of="household"),
    Column("locality", _("Douar or quarter"), _("as people call it"), "تيغزران", of="household"),
    _listed("language", _("Language"), Language.choices, "tachelhit", of="household"),
    _listed("rsu", _("Social register (RSU)"), Registered.choices, "declared", of="household"),
    _listed("rnp", _("Population register (RNP)"), Registered.choices, "declared", of="household"),
    _listed(
        "consent", _("May be shared, signed on paper"), ConsentScope.choices, "name|contact", several=True,
        help=_("what the signed paper says, joined by |"),
    ),
    Column("version", pgettext_lazy("sheet", "Version"), _("of an export of ours; leave it as it is")),
)  # fmt: skip
BY_CODE = {column.code: column for column in COLUMNS}
NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")
IDENTITIES = tuple(kind.value for kind in IdentityKind)
#: What is read into others and not written back: an export has names and birth in their own columns.
READ_ONLY = frozenset({"full_name", "age", "province"})
EXPORTED = tuple(column.code for column in COLUMNS if column.code not in READ_ONLY)

#: Other headings met in lists of centres, folded when they are looked up.
_ALSO = {
    "key": "id|n°|num|numéro|code|matricule|identifiant|رقم|الرقم|رقم الملف|ر.ت|رقم المستفيد|n dossier|numéro dossier",
    "household": "ménage|id ménage|code ménage|foyer|n° ménage|الأسرة|رقم الأسرة|household|household id|famille"
    "|n° famille",
    "relation": "lien|lien de parenté|parenté|lien familial|القرابة|صلة القرابة|العلاقة برب الأسرة|relationship"
    "|statut familial",
    "full_name": "nom et prénom|nom complet|prénom et nom|noms et prénoms|الاسم الكامل|الاسم والنسب|النسب والاسم"
    "|الاسم العائلي والشخصي|الاسم الشخصي والعائلي|full name|name|bénéficiaire|المستفيد|المستفيدة|nom & prénom",
    "given_ar": "الاسم الشخصي|الاسم|prénom ar|prénom arabe|prénom en arabe|الاسم بالعربية|given name ar",
    "family_ar": "الاسم العائلي|النسب|اللقب|nom ar|nom arabe|nom en arabe|النسب بالعربية|surname ar",
    "given_fr": "prénom|prénom fr|first name|given name|الاسم بالفرنسية|prénoms|الاسم الشخصي بالفرنسية|prénom français",
    "family_fr": "nom|nom de famille|nom fr|last name|surname|family name|النسب بالفرنسية|الاسم العائلي بالفرنسية"
    "|nom français",
    "sex": "sexe|genre|الجنس|النوع|gender|m/f|h/f",
    "born_on": "date naissance|date de naissance|né le|née le|ddn|naissance|تاريخ الازدياد|تاريخ الميلاد|تاريخ الولادة"
    "|birth date|date of birth|dob|birthdate|année de naissance|سنة الازدياد|date nais",
    "age": "âge|السن|العمر",
    "marital_state": "situation familiale|état civil|situation matrimoniale|statut matrimonial|الحالة العائلية"
    "|الوضعية العائلية|الحالة الاجتماعية|الحالة المدنية|marital status",
    "literacy": "alphabétisation|sait lire|القراءة|القراءة والكتابة|lecture|literacy|niveau lecture",
    "schooled": "scolarisé|scolarité|scolarisation|متمدرس|متمدرسة|التمدرس|in school|va à l'école",
    "disability": "handicap|type de handicap|الإعاقة|نوع الإعاقة|إعاقة",
    "phone": "téléphone|tél|tel|gsm|portable|mobile|numéro de téléphone|الهاتف|رقم الهاتف|هاتف|phone|n° tél"
    "|n° téléphone",
    "phone_owner": "propriétaire téléphone|صاحب الهاتف|à qui est le téléphone",
    "phone_safe": "téléphone sûr|هاتف آمن",
    "cin": "cin|cnie|cni|n° cin|ب.ت.و|رقم البطاقة الوطنية|البطاقة الوطنية|رقم ب.ت.و|carte nationale|national id",
    "idcs": "idcs|المعرف المدني والاجتماعي|معرف",
    "birth": "acte de naissance|رسم الولادة|عقد الازدياد|رقم رسم الولادة",
    "passport": "passeport|جواز السفر",
    "residence": "carte de séjour|titre de séjour|بطاقة الإقامة|رخصة الإقامة",
    "commune": "commune|collectivité|ville|الجماعة|جماعة|المدينة|commune de résidence|جماعة الإقامة",
    "province": "province|préfecture|الإقليم|العمالة|إقليم|العمالة أو الإقليم",
    "locality": "douar|quartier|adresse|الدوار|الحي|العنوان|دوار|حي|address|adresse complète|douar quartier",
    "language": "langue|langue parlée|اللغة|لغة التواصل|langue maternelle",
    "rsu": "rsu|السجل الاجتماعي الموحد|السجل الاجتماعي|registre social",
    "rnp": "rnp|السجل الوطني للسكان|registre national",
    "consent": "consentement|الموافقة|consent|accord",
    "version": "version",
}


@lru_cache(maxsize=1)
def headings() -> dict[str, str]:
    """Folded heading, in any language or as lists of centres say it -> code of the column."""
    found = {fold(column.code): column.code for column in COLUMNS}
    for code, said in _ALSO.items():
        for text in said.split("|"):
            found.setdefault(fold(text), code)
    for language in LANGUAGES:
        with override(language):
            for column in COLUMNS:
                found[fold(str(column.label))] = column.code
    return found
