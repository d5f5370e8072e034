"""Catalogues that nobody would think of, and whole enough to have everything in them."""

from datetime import date, time, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from jisr.centres import choices
from jisr.centres.conditions import ready_pieces
from jisr.centres.models import (
    Attribute,
    Capacity,
    Centre,
    Notice,
    Operator,
    Programme,
    Service,
    ServiceRule,
    Site,
    Stop,
)
from jisr.centres.models import TaxonomyTerm as Term
from jisr.common.database import scope
from jisr.conditions import as_told
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, TAROUDANNT

OPEN_PLACES = (CHICHAOUA, IMINTANOUTE, TAROUDANNT)
#: Where the confidential ones stand, and words that name that place: none of it may be found in any file.
HIDDEN_PLACE, HIDDEN_LAT, HIDDEN_LON = LALLA_AZIZA, 31.077123, -8.711457
SECRETS = ("Lalla Aaziza", "للا عزيزة", "31.077123", "8.711457", LALLA_AZIZA, "SECRET-STREET", "سر المكان")

#: Letters that break files: quotes, separators, formulas, both scripts, line ends of words.
texts = st.text("aé=+-@\"',;|ب ت/<&%7", min_size=1, max_size=12).map(lambda text: "n" + " ".join(text.split()))
days = st.dates(date(2020, 1, 1), date(2026, 11, 1))
hours = st.sampled_from(["", "24/7", "Mo-Fr 08:30-16:30", "Mo-We 08:30-12:00,14:00-16:30; Sa 09:00-12:00"])


def some(values, most=3):
    """A few codes of a list, none twice."""
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=most)


#: Conditions: none, or pieces that many services have, put together.
_PIECES = st.sampled_from([as_told(piece.tree) for piece in ready_pieces()])
trees = st.none() | _PIECES | st.builds(lambda one, other: {"any": [one, {"all": [other, one]}]}, _PIECES, _PIECES)


@st.composite
def plans(draw):
    """What a small catalogue holds, as plain values."""
    centres = draw(st.lists(_centres(), min_size=1, max_size=3))
    return {"operators": draw(st.lists(texts, min_size=1, max_size=2)), "centres": centres}


@st.composite
def _centres(draw):
    return {
        "names": (draw(texts), draw(texts)), "type": draw(st.sampled_from(choices.CentreType.values)),
        "operator": draw(st.integers(0, 1)), "confidential": draw(st.booleans()),
        "place": draw(st.sampled_from(OPEN_PLACES)), "hours": draw(hours), "phone": draw(st.sampled_from(["", "141"])),
        "languages": draw(some(choices.LANGUAGES)), "accessibility": draw(some(choices.ACCESSIBILITY)),
        "email": draw(st.sampled_from(["", "a@b.example"])), "address": draw(texts), "stop": draw(st.booleans()),
        "services": draw(st.lists(_services(), max_size=3)),
    }  # fmt: skip


@st.composite
def _services(draw):
    publics = draw(some(choices.PUBLICS))
    cost = draw(st.sampled_from(["", "free", "fixed"]))
    total, free = draw(st.sampled_from([(None, None), (9, None), (9, 4)]))
    theme = draw(st.sampled_from(choices.Theme.values))
    return {
        "fields": {
            "name_ar": draw(texts), "name_fr": draw(texts), "theme": theme, "about_ar": draw(texts),
            "about_fr": draw(st.one_of(st.just(""), texts)), "publics": publics,
            "topics": [code for code in choices.TOPICS if code.startswith(f"{theme}.")][: draw(st.integers(0, 2))],
            "welcomes": draw(st.sampled_from(choices.Welcome.values)) if publics else "unconditional",
            "age_min": draw(st.sampled_from([None, 0, 6])), "age_max": draw(st.sampled_from([None, 18])),
            "sex": draw(st.sampled_from(["", "f", "m"])), "zone": draw(st.sampled_from(choices.Zone.values)),
            "areas": draw(st.lists(st.sampled_from([CHICHAOUA, "07.161", "09"]), unique=True, max_size=2)),
            "modes": draw(some(choices.MODES)), "staff_gender": draw(st.sampled_from(["", "f"])), "cost": cost,
            "cost_mad": 2550 if cost == "fixed" else None, "cost_per": "month" if cost == "fixed" else "",
            "hours": draw(hours), "languages": draw(some(choices.LANGUAGES)),
            "accessibility": draw(some(choices.ACCESSIBILITY)), "documents": draw(some(choices.DOCUMENTS)),
            "places_total": total, "places_free": free, "places_waiting": draw(st.sampled_from([None, 0, 3])),
            "places_confirmed_on": draw(days) if free is not None else None, "saturation_on": draw(days),
            "saturation": draw(st.sampled_from(["", "high"])), "wait_days": draw(st.sampled_from([None, 0, 12])),
            "verified_on": draw(days), "since": draw(st.sampled_from([None, date(2021, 1, 1)])),
            "professional_only": draw(st.sampled_from([False, False, True])),
            "hidden_on": draw(st.sampled_from([None, None, date(2026, 1, 1)])),
        },
        "paid": draw(st.booleans()), "more": draw(st.booleans()),
        "notice": draw(st.sampled_from(["", "hours", "closure", "notice"])), "conditions": draw(trees),
    }  # fmt: skip


def build(plan):
    """Write a plan as rows of a real catalogue, as the owner of the tables."""
    with scope(speaking="owner"):
        operators = [
            Operator.objects.create(code=f"OP-{n}", name_ar=name, name_fr=name, kind="association", source="a list")
            for n, name in enumerate(plan["operators"])
        ]
        programme = Programme.objects.create(
            code="PROG-1", name_ar="برنامج", name_fr="Programme", themes=["training"], publics=["women"],
            owner=operators[0], since=date(2024, 1, 1),
        )  # fmt: skip
        for number, one in enumerate(plan["centres"]):
            _build(number, one, operators, programme)


def _build(number, one, operators, programme):
    hidden = one["confidential"]
    place = HIDDEN_PLACE if hidden else one["place"]
    centre = Centre(
        code=f"C-{'للا عزيزة' if hidden else number}-{number}", operator=operators[one["operator"] % len(operators)],
        name_ar=f"{one['names'][0]}{' للا عزيزة' if hidden else ''}", name_fr=one["names"][1], type=one["type"],
        province_id=place[:6], confidential=hidden, phone=one["phone"], email=one["email"], hours=one["hours"],
        languages=one["languages"], accessibility=one["accessibility"],
    )  # fmt: skip
    centre.set_sort_keys()
    centre.save()
    Site.objects.create(
        centre=centre, confidential=hidden, commune_id=place, address="SECRET-STREET" if hidden else one["address"],
        lat=HIDDEN_LAT if hidden else 31.5, lon=HIDDEN_LON if hidden else -8.7,
    )  # fmt: skip
    if one["stop"]:
        Stop.objects.create(
            centre=centre, confidential=hidden, commune_id=place, place_ar="سر المكان" if hidden else "سوق",
            since=date(2026, 1, 5), every_weeks=2, opens=time(9), closes=time(12, 30),
        )  # fmt: skip
    today = timezone.localdate()
    for n, said in enumerate(one["services"]):
        words = {"name_ar": "خدمة للا عزيزة", "about_fr": "à Lalla Aaziza"} if hidden else {}
        service = Service.objects.create(
            centre=centre, code=f"{centre.code}-{n}", programme=programme if said["paid"] else None,
            source="" if not hidden else "SECRET-STREET", **{**said["fields"], **words},
        )  # fmt: skip
        if said["conditions"]:
            ServiceRule.objects.create(
                service=service, version=1, since=date(2021, 1, 1), tree=said["conditions"],
                source_title="SECRET-STREET",
            )  # fmt: skip
        if said["more"]:
            Capacity.objects.create(
                service=service, kind="meal", maximum=30, unit="SECRET-STREET" if hidden else "a week"
            )
            Capacity.objects.create(service=service, kind="bed", maximum=8, available=2)
            term, _made = Term.objects.get_or_create(
                taxonomy="elsewhere", code="X-1", defaults={"name": "Foreign word"}
            )
            Attribute.objects.create(service=service, term=term, value="SECRET-STREET" if hidden else "v")
        if said["notice"]:
            text = "في للا عزيزة" if hidden else "مغلق"
            Notice.objects.create(
                centre=centre, service=service, confidential=hidden, kind=said["notice"], since=today - timedelta(2),
                until=today + timedelta(9), text_ar=text, hours="Mo 09:00-12:00" if said["notice"] == "hours" else "",
            )  # fmt: skip
