"""Names of the invented network: natural for the places, visibly invented for those who run them."""

#: kind of centre -> (Arabic, French); %s is the commune, or the province of a confidential centre.
PLACES = {
    "student_home_f": ("دار الطالبة %s", "Dar Taliba %s"),
    "student_home_m": ("دار الطالب %s", "Dar Talib %s"),
    "care_children": ("مؤسسة رعاية الأطفال — %s", "Maison d'enfants — %s"),
    "care_elderly": ("دار المسنين — %s", "Maison des personnes âgées — %s"),
    "care_women": ("مؤسسة رعاية النساء — %s", "Établissement d'accueil de femmes — %s"),
    "care_disabled": (
        "مؤسسة رعاية الأشخاص في وضعية إعاقة — %s",
        "Établissement pour personnes en situation de handicap — %s",
    ),
    "care_homeless": ("مؤسسة إيواء الأشخاص بدون مأوى — %s", "Établissement pour personnes sans abri — %s"),
    "training_centre": ("مركز التربية والتكوين — %s", "Centre d'éducation et de formation — %s"),
    "women_training": (
        "مركز التكوين وتقوية القدرات النسائية — %s",
        "Centre de formation et de renforcement des capacités des femmes — %s",
    ),
    "women_space": ("الفضاء المتعدد الوظائف للنساء — إقليم %s", "Espace multifonctionnel pour femmes — province : %s"),
    "disability_centre": (
        "مركز توجيه ومساعدة الأشخاص في وضعية إعاقة — %s",
        "Centre d'orientation et d'assistance des personnes en situation de handicap — %s",
    ),
    "child_centre": (
        "مركز المواكبة لحماية الطفولة — %s",
        "Centre d'accompagnement pour la protection de l'enfance — %s",
    ),
    "child_unit": ("وحدة حماية الطفولة — %s", "Unité de protection de l'enfance — %s"),
    "mobile_unit": ("وحدة الإسعاف الاجتماعي المتنقل — %s", "Unité mobile d'assistance sociale — %s"),
    "family_centre": ("مركز جسر الأسرة — %s", "Centre Jisr Al Ousra — %s"),
    "assistance_centre": ("مركز المساعدة الاجتماعية — %s", "Centre d'assistance sociale — %s"),
    "complex": ("المركب الاجتماعي — %s", "Complexe social — %s"),
    "listening_centre": ("مركز الاستماع والتوجيه — %s", "Centre d'écoute et d'orientation — %s"),
    "citizens_centre": ("مركز خدمات المواطنين — %s", "Centre de services des citoyens — %s"),
    "incubator": ("حاضنة المشاريع — %s", "Incubateur de projets — %s"),
}

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
MUTUAL_AID = ("مؤسسة التعاون التوضيحية", "Établissement d'entraide (démonstration)")
STATE = ("مصلحة الدولة التوضيحية", "Service de l'État (démonstration)")
REGION = ("جهة العرض التوضيحي", "Région de démonstration")

#: Invented programmes: code -> (Arabic, French, themes).
PROGRAMMES = {
    "DEMO-P-BOARDING": (
        "برنامج الإيواء المدرسي (عرض توضيحي)", "Programme d'hébergement scolaire (démonstration)",
        ("student_lodging", "schooling"),
    ),
    "DEMO-P-SKILLS": (
        "برنامج المهارات والدخل (عرض توضيحي)", "Programme compétences et revenus (démonstration)",
        ("training", "literacy", "work"),
    ),
    "DEMO-P-INCLUSION": (
        "برنامج إدماج الأشخاص في وضعية إعاقة (عرض توضيحي)", "Programme d'inclusion du handicap (démonstration)",
        ("disability", "health"),
    ),
    "DEMO-P-PROTECTION": (
        "برنامج الحماية والإيواء (عرض توضيحي)", "Programme protection et mise à l'abri (démonstration)",
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
OFFICE_HOURS = ("Mo-Fr 08:30-16:30", "Mo-Th 08:30-16:30; Fr 08:30-12:00,14:30-16:30", "Mo-Fr 08:30-16:30; Sa 09:00-12:00")
