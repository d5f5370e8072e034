"""Names of the invented network: natural for the places, visibly invented for those who run them."""

#: kind of centre -> (Arabic, French); the commune follows, or the province of a confidential centre.
PLACES = {
    "student_home_f": ("دار الطالبة", "Dar Taliba"),
    "student_home_m": ("دار الطالب", "Dar Talib"),
    "care_children": ("مؤسسة رعاية الأطفال", "Maison d’enfants"),
    "care_elderly": ("دار المسنين", "Maison des personnes âgées"),
    "care_women": ("مؤسسة رعاية النساء", "Établissement d’accueil de femmes"),
    "care_disabled": ("مؤسسة رعاية الأشخاص في وضعية إعاقة", "Établissement pour personnes en situation de handicap"),
    "care_homeless": ("مؤسسة إيواء الأشخاص بدون مأوى", "Établissement pour personnes sans abri"),
    "training_centre": ("مركز التربية والتكوين", "Centre d’éducation et de formation"),
    "women_training": (
        "مركز التكوين وتقوية القدرات النسائية",
        "Centre de formation et de renforcement des capacités des femmes",
    ),
    "women_space": ("الفضاء المتعدد الوظائف للنساء", "Espace multifonctionnel pour femmes"),
    "disability_centre": (
        "مركز توجيه ومساعدة الأشخاص في وضعية إعاقة",
        "Centre d’orientation et d’assistance des personnes en situation de handicap",
    ),
    "child_centre": ("مركز المواكبة لحماية الطفولة", "Centre d’accompagnement pour la protection de l’enfance"),
    "child_unit": ("وحدة حماية الطفولة", "Unité de protection de l’enfance"),
    "mobile_unit": ("وحدة الإسعاف الاجتماعي المتنقل", "Unité mobile d’assistance sociale"),
    "family_centre": ("مركز جسر الأسرة", "Centre Jisr Al Ousra"),
    "assistance_centre": ("مركز المساعدة الاجتماعية", "Centre d’assistance sociale"),
    "complex": ("المركب الاجتماعي", "Complexe social"),
    "listening_centre": ("مركز الاستماع والتوجيه", "Centre d’écoute et d’orientation"),
    "citizens_centre": ("مركز خدمات المواطنين", "Centre de services des citoyens"),
    "incubator": ("حاضنة المشاريع", "Incubateur de projets"),
}

#: How the province of a confidential centre is named.
PROVINCE_KINDS = {"province": ("إقليم %s", "province : %s"), "prefecture": ("عمالة %s", "préfecture : %s")}

#: The middle of the codes of invented centres, as people of the field abbreviate them.
SHORT = {
    "student_home": "TAL", "care_children": "ENF", "care_elderly": "AGE", "care_women": "FEM", "care_disabled": "PSH",
    "care_homeless": "ABRI", "training_centre": "CEF", "women_training": "CFF", "women_space": "EMF",
    "disability_centre": "COAPH", "child_centre": "CAPE", "child_unit": "UPE", "mobile_unit": "MOB",
    "family_centre": "FAM", "assistance_centre": "CAS", "complex": "POLE", "listening_centre": "CEO",
    "citizens_centre": "CSC", "incubator": "INC",
}  # fmt: skip

#: Words that tell centres of one kind in one town apart, and name the invented associations.
WORDS = (
    ("الأمل", "Al Amal"), ("النور", "Ennour"), ("السلام", "Es-Salam"), ("الوفاق", "Al Wifaq"),
    ("المستقبل", "Al Moustaqbal"), ("الكرامة", "Al Karama"), ("التضامن", "Et-Tadamoun"), ("الياسمين", "Al Yasmine"),
    ("الزيتون", "Ez-Zitoune"), ("الأطلس", "Al Atlas"), ("الرحمة", "Er-Rahma"), ("الفجر", "Al Fajr"),
    ("النخيل", "En-Nakhil"), ("البشائر", "Al Bachaïr"), ("الصفاء", "As-Safaa"), ("الربيع", "Er-Rabie"),
    ("المودة", "Al Mawadda"), ("الوئام", "Al Wiam"), ("الإحسان", "Al Ihsane"), ("العرفان", "Al Irfane"),
    ("الأرز", "Al Arz"), ("المسيرة", "Al Massira"), ("الشروق", "Ech-Chourouq"), ("الأخوة", "Al Oukhouwa"),
    ("الواحة", "Al Waha"), ("التعاون", "At-Taawoun"), ("الهدى", "Al Houda"), ("اليقظة", "Al Yaqada"),
)  # fmt: skip

ASSOCIATION = ("جمعية %s التوضيحية — %s", "Association %s (démonstration) — %s")
DELEGATION = ("المندوبية التوضيحية — %s", "Délégation (démonstration) — %s")
COUNCIL = ("المجلس الترابي التوضيحي — %s", "Conseil territorial (démonstration) — %s")
MUTUAL_AID = ("مؤسسة التعاون التوضيحية", "Établissement d’entraide (démonstration)")
STATE = ("مصلحة الدولة التوضيحية", "Service de l'État (démonstration)")
REGION = ("جهة العرض التوضيحي", "Région de démonstration")

#: Invented programmes: code -> (Arabic, French, themes).
PROGRAMMES = {
    "DEMO-P-BOARDING": (
        "برنامج الإيواء المدرسي (عرض توضيحي)", "Programme d’hébergement scolaire (démonstration)",
        ("student_lodging", "schooling"),
    ),
    "DEMO-P-SKILLS": (
        "برنامج المهارات والدخل (عرض توضيحي)", "Programme compétences et revenus (démonstration)",
        ("training", "literacy", "work"),
    ),
    "DEMO-P-INCLUSION": (
        "برنامج إدماج الأشخاص في وضعية إعاقة (عرض توضيحي)", "Programme d’inclusion du handicap (démonstration)",
        ("disability", "health"),
    ),
    "DEMO-P-PROTECTION": (
        "برنامج الحماية والإيواء (عرض توضيحي)", "Programme protection et mise à l’abri (démonstration)",
        ("violence", "child_protection", "shelter", "legal", "psychology"),
    ),
    "DEMO-P-FAMILY": (
        "برنامج الأسرة (عرض توضيحي)", "Programme famille (démonstration)", ("family", "childcare", "elderly"),
    ),
}  # fmt: skip

#: Opening hours of kinds that are not offices.
HOURS = {
    "student_home": ("24/7",),
    "care_children": ("24/7",),
    "care_elderly": ("24/7",),
    "care_women": ("24/7",),
    "care_homeless": ("24/7",),
    "mobile_unit": ("Mo-Su 18:00-24:00",),
    "child_centre": ("24/7",),
    "training_centre": ("Mo-Fr 09:00-12:00,14:30-17:30", "Mo-Fr 09:00-12:30,14:30-18:00; Sa 09:00-12:00"),
    "citizens_centre": ("Mo-Fr 08:30-16:30",),
}
OFFICE_HOURS = (
    "Mo-Fr 08:30-16:30",
    "Mo-Th 08:30-16:30; Fr 08:30-12:00,14:30-16:30",
    "Mo-Fr 08:30-16:30; Sa 09:00-12:00",
)
