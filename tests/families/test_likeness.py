"""How alike two persons are: laws of the score, and a reason in words for each thing that is seen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.names import sets
from jisr.common.parameters import values
from jisr.families.choices import LikenessReason
from jisr.families.models import Person
from jisr.families.rules import Described, compare, described
from jisr.families.rules.likeness import AGAINST
from jisr.families.rules.names_alike import ORDER, alike, likest

SETS = sets()
NAMES = [(pair.one, pair.other) for pair in SETS["tuned"] if pair.weight > 2]
GIVEN = NAMES[:60]
FAMILY = NAMES[60:160]
DAYS = st.dates(date(1930, 1, 1), date(2026, 1, 1)) | st.sampled_from(
    [date(1980, 1, 1), date(1980, 5, 7), date(1981, 5, 7)]
)


def names(pool):
    """A name in both scripts, in one, or not known."""
    return st.tuples(st.sampled_from(pool), st.sampled_from([(1, 1), (1, 0), (0, 1), (0, 0)])).map(
        lambda drawn: tuple(spelling * kept for spelling, kept in zip(*drawn, strict=True))
    )


@st.composite
def people(draw):
    """Somebody of whom something is known."""
    (given_ar, given_fr), (family_ar, family_fr) = draw(names(GIVEN)), draw(names(FAMILY))
    born = draw(st.none() | DAYS)
    return Described(
        given_ar=given_ar, given_fr=given_fr, family_ar=family_ar, family_fr=family_fr, born_on=born,
        born_about=draw(st.booleans()) if born else False, sex=draw(st.sampled_from(["", "f", "m"])),
        communes=draw(st.sampled_from([(), ("a",), ("b",), ("a", "b")])), phones=draw(st.sampled_from([(), ("1",)])),
    )  # fmt: skip


def without(person, *fields):
    """The same person, of whom these are not known."""
    empty = Described()
    about = {"born_about": False} if "born_on" in fields else {}
    return replace(person, **{field: getattr(empty, field) for field in fields}, **about)


@given(people(), people())
@settings(max_examples=150)
def test_it_is_the_same_both_ways_round(one, other):
    """Which of two files is opened first must not matter."""
    assert compare(one, other) == compare(other, one)


@given(people(), people())
@settings(max_examples=150)
def test_nobody_is_more_like_a_person_than_she_herself(one, other):
    """Two files that say the same are as alike as can be; fully known, they are one."""
    itself = compare(one, one)

    assert itself.score >= compare(one, other).score
    assert not set(itself.reasons) & AGAINST
    known = one.born_on and not one.birth_is_about and one.sex and one.communes and any(one.given) and any(one.family)
    assert not known or itself.score == 1


@given(people(), people(), st.data())
@settings(max_examples=150)
def test_one_more_agreement_never_lowers_it(one, other, data):
    """What is learnt of both, and is the same, speaks for one person."""
    more = data.draw(
        st.sampled_from(
            [
                {"sex": "f"}, {"sex": "m"}, {"born_on": date(1990, 3, 4)}, {"born_on": date(1990, 1, 1)},
                {"communes": ("c",)}, {"phones": ("2",)}, {"given_ar": "زهرة", "given_fr": "Zohra"},
                {"family_ar": "بناني", "family_fr": "Bennani"},
            ]
        )
    )  # fmt: skip
    one, other = (without(person, *more) for person in (one, other))

    assert compare(replace(one, **more), replace(other, **more)).score >= compare(one, other).score


@given(people(), people(), st.data())
@settings(max_examples=150)
def test_a_contradiction_lowers_it(one, other, data):
    """Another sex, another birth, another name: each speaks against, and says so."""
    field, mine, theirs, code = data.draw(
        st.sampled_from(
            [
                ("sex", "f", "m", "sex_differs"), ("born_on", date(1990, 3, 4), date(1961, 12, 25), "birth_differs"),
                ("given_ar", "زهرة", "بوشعيب", "given_differs"), ("family_ar", "بناني", "كروم", "family_differs"),
            ]
        )
    )  # fmt: skip
    twin = {"given_ar": "given_fr", "family_ar": "family_fr"}.get(field, field)
    one, other = (without(person, field, twin) for person in (one, other))
    before, against = compare(one, other), compare(replace(one, **{field: mine}), replace(other, **{field: theirs}))

    assert against.score <= before.score
    assert against.score < before.score or before.score in {0, 1}
    assert {code, "married_name"} & set(against.reasons)
    assert code in AGAINST


ONE = Described(
    given_ar="خديجة", given_fr="Khadija", family_ar="بنجلون", family_fr="Benjelloun", sex="f", born_on=date(1987, 3, 9),
    communes=("01.511.01.0",), phones=("0600000000",),
)  # fmt: skip
SEEN = [
    ({}, "given_same family_same birth_same sex_same commune_same phone_same"),
    ({"given_ar": "", "family_fr": ""}, "given_same family_same"),
    ({"given_fr": "", "given_ar": "", "family_ar": "", "family_fr": "Ben Jelloun"}, "family_spelling"),
    ({"given_ar": "", "given_fr": "Khadidja", "family_ar": "", "family_fr": "Jelloun"},
     "given_spelling family_particle"),
    ({"given_fr": "Khadija Zahra", "given_ar": "", "family_fr": "Benjelloun Touimi", "family_ar": ""},
     "given_shortened family_shortened"),
    ({"given_fr": "Khadijda", "given_ar": "", "family_fr": "Benjalloum", "family_ar": ""},
     "given_letter family_letter"),
    ({"given_fr": "", "given_ar": "فاطمة", "family_fr": "", "family_ar": "العلوي"}, "given_differs family_differs"),
    ({"given_ar": "بنجلون", "family_ar": "خديجة", "given_fr": "", "family_fr": ""}, "names_swapped"),
    ({"family_ar": "العلوي", "family_fr": "El Alaoui"}, "given_same married_name birth_same"),
    ({"born_on": date(1987, 1, 1)}, "birth_about"),
    ({"born_on": date(1988, 1, 1)}, "birth_near"),
    ({"born_on": date(1988, 3, 9)}, "birth_near"),
    ({"born_on": date(1987, 9, 3)}, "birth_swapped"),
    ({"born_on": date(1987, 3, 10)}, "birth_year"),
    ({"born_on": date(1967, 3, 10)}, "birth_differs"),
    ({"sex": "m"}, "sex_differs"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "codes"), SEEN)
def test_each_thing_that_is_seen_has_its_reason(change, codes):
    """What a worker reads beside two files is what was compared."""
    other = replace(ONE, **change)
    # where the other is written in Latin letters alone, so is the one: a name is compared in every spelling kept
    one = ONE if other.given_ar or other.family_ar else replace(ONE, given_ar="", family_ar="")
    found = compare(one, other)

    assert set(codes.split()) <= set(found.reasons)
    assert found.score <= compare(one, one).score


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("محمد", "Mohammed", "script"), ("Mohamed", "M'hamed", "spelling"), ("El Alaoui", "Alaoui", "same"),
        ("Hassan", "Houssine", "vowels"), ("حسن", "حسين", "vowels"), ("Rachid", "رشيدة", "vowels"),
        ("أمينة", "Amine", "vowels"),
        ("أمين", "Amine", "script"), ("Hassane", "حسن", "script"), ("Ahmed", "Mohamed", "differs"),
        ("ⵢⵓⵙⴼ", "يوسف", "script"),
        ("Mohamed Amine", "Mohamed Reda", "differs"), ("Mohamed Amine", "Mohamed", "shortened"),
        ("Latif", "عبد اللطيف", "shortened"),
        ("آيت قمرة", "Kamra", "particle"), ("Oudrhiri", "الودغيري", "script"), ("Samir", "Amir", "differs"),
        ("Aïcha", "عائشة", "script"),
        ("Zahra Fatima", "فاطمة الزهراء", "script"), ("", "Ali", ""), ("؟", "Ali", ""),
    ],
)  # fmt: skip
def test_two_spellings_are_as_alike_as_people_say(one, other, level):
    """Two brothers Hassan and Houssine are not one; Ben and a mute e are nothing."""
    assert likest([one], [other]) == likest([other], [one]) == level


def test_a_person_on_file_is_compared_as_she_is_kept():
    """What the comparison calls a name is what the file calls so."""
    kept = {name: getattr(ONE, name) for name in ("given_ar", "given_fr", "family_ar", "family_fr", "sex", "born_on")}

    assert described(Person(**kept), communes=ONE.communes, phones=ONE.phones) == ONE


def test_every_reason_has_words_and_a_weight():
    """Nothing is counted that cannot be said, and every name's levels are weighed from the most alike down."""
    weights = values("jisr.families", "likeness", on=date(2026, 11, 22))
    codes = {reason.value for reason in LikenessReason}

    assert codes <= weights.keys()
    assert weights.keys() - codes == {"prior", "birth_first_january", "birth_about_near"}
    assert {code for code in codes if weights[code] < 0} == AGAINST - {"family_vowels"} | {"married_name"}
    for part in ("given", "family"):
        assert {f"{part}_{level}" for level in ORDER} <= codes
        assert max(weights[f"{part}_{level}"] for level in ORDER) == weights[f"{part}_same"]
        assert min(weights[f"{part}_{level}"] for level in ORDER) == weights[f"{part}_differs"]


def test_names_nobody_looked_at_are_told_apart():
    """Two spellings of one surname, the rest equal: one person; two surnames: a question for people, or two persons."""
    pairs = SETS["fresh"][::3]
    one = replace(ONE, sex="m", given_ar="يوسف", given_fr="", family_fr="", phones=())
    levels = [alike(*sorted((pair.one, pair.other))) for pair in pairs]
    met = [
        compare(replace(one, family_ar=pair.one), replace(one, family_ar="", family_fr=pair.other)).score > 0.9
        for pair in pairs
    ]
    apart = [
        compare(replace(one, family_ar=pair.one), replace(one, family_ar=other.one)).score < 0.9
        for pair, other in zip(pairs, pairs[::-1], strict=True)
        if pair.one != other.one
    ]

    assert sum(met) / len(met) > 0.95
    assert sum(apart) / len(apart) > 0.97
    assert sum(level in {"same", "script", "spelling"} for level in levels) / len(levels) > 0.9
