"""Conditions as a native reads them: agreement, numbers and the contrary."""

import pytest

from jisr.conditions import AllOf, AnyOf, Not, Test, sentence_of
from jisr.conditions.facts import vocabulary_of
from jisr.conditions.phrases import phrase
from tests.conditions.trees import WORDS

ADULT, WIDOW = Test("age", "at_least", 18), Test("marital_state", "one_of", ("widowed", "divorced"))


@pytest.mark.parametrize(
    ("tree", "arabic", "french"),
    [
        (ADULT, "بلوغ 18 سنة فما فوق", "avoir 18 ans ou plus"),
        (Test("age", "less_than", 2), "أن يقل العمر عن سنتين", "avoir moins de 2 ans"),
        (Test("age", "at_least", 1), "بلوغ سنة واحدة فما فوق", "avoir 1 an ou plus"),
        (Test("age", "at_most", 5), "عدم تجاوز 5 سنوات من العمر", "avoir 5 ans au plus"),
        (AllOf((ADULT, Test("age", "at_most", 60))), "أن يتراوح العمر ما بين 18 و60 سنة", "avoir entre 18 et 60 ans"),
        (AllOf((Test("age", "at_least", 1), Test("age", "at_most", 2))),
         "أن يتراوح العمر ما بين سنة واحدة وسنتين", "avoir entre 1 et 2 ans"),
        (AllOf((Test("children", "at_least", 1), Test("children", "at_most", 2))),
         "أن يتراوح عدد الأطفال دون 18 سنة في الأسرة ما بين 1 و2",
         "avoir au foyer de 1 à 2 enfants de moins de 18 ans"),
        (Not(Test("children", "at_least", 1)), "عدم وجود أطفال دون 18 سنة في الأسرة",
         "ne pas avoir au foyer d’enfant de moins de 18 ans"),
        (Test("children", "more_than", 0), "وجود طفل واحد دون 18 سنة على الأقل في الأسرة",
         "avoir au foyer au moins 1 enfant de moins de 18 ans"),
        (AllOf((ADULT, Test("literacy", "one_of", ("little", "no")))),
         "بلوغ 18 سنة فما فوق؛ ومعرفة محدودة بالقراءة أو عدم معرفة القراءة",
         "avoir 18 ans ou plus\u202f; et lire un peu ou ne pas savoir lire"),
        (Not(ADULT), "أن يقل العمر عن 18 سنة", "avoir moins de 18 ans"),
        (WIDOW, "أن تكون الحالة العائلية هي الترمل أو الطلاق", "être en situation de veuvage ou de divorce"),
        (Test("income", "less_than", 2500), "أن يقل الدخل الشهري للأسرة عن 2.500 درهم",
         "vivre dans un ménage au revenu de moins de 2\u202f500 dirhams par mois"),
        (Test("income", "at_most", 1011), "ألا يتجاوز الدخل الشهري للأسرة 1.011 درهما",
         "vivre dans un ménage au revenu d’au plus 1\u202f011 dirhams par mois"),
        (Test("disability_attestation", "is", False), "عدم التوفر على شهادة الإعاقة أو بطاقتها",
         "ne pas avoir d’attestation ni de carte de handicap"),
        (Not(Test("literacy", "is", "reads")), "معرفة محدودة بالقراءة أو عدم معرفة القراءة",
         "lire un peu ou ne pas savoir lire"),
        (AnyOf((Test("rsu", "is", True), AllOf((ADULT, WIDOW)))),
         "إما تسجيل الأسرة في السجل الاجتماعي الموحد، أو الجمع بين بلوغ 18 سنة فما فوق وأن تكون"
         " الحالة العائلية هي الترمل أو الطلاق",
         "soit figurer au registre social unifié (RSU), soit à la fois avoir 18 ans ou plus et être en situation de"
         " veuvage ou de divorce"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_it_is_spoken(tree, arabic, french):
    """Words that a native wrote: whoever changes them reads them here first."""
    assert phrase(tree, WORDS, "ar") == arabic
    assert phrase(tree, WORDS, "fr") == french


def test_a_no_says_what_is_on_file_but_nothing_of_health():
    """A recorded age may be wrong, and is shown; a disability is not repeated on a paper about a service."""
    tree = AllOf((ADULT, Not(Test("disability_kind", "is", "psychic"))))

    said = sentence_of(tree, {"age": 16, "disability_kind": "psychic"}, WORDS, "fr")

    assert "(noté\u00a0: 16 ans)" in said
    assert "psychique)" not in said
    assert sentence_of(tree, {"age": 20}, WORDS, "zgh") == "لا يمكن الجواب بعد. تنقص هذه المعلومة: نوع الإعاقة."


def test_a_vocabulary_that_leaves_a_word_out_is_refused():
    """A condition that cannot be said in a language is no condition."""
    words = {"ar": "س", "fr": "s", "en": "s"}
    fact = {"kind": "yes_no", "group": "g", "label": words, "question": words, "said": {"yes": words}}
    whole = {"units": {}, "groups": {"g": words}, "facts": {"x": fact}}
    assert vocabulary_of(whole, dict)
    for spoilt in ({"label": {"ar": "س", "fr": "s"}}, {"said": {}}, {"kind": "number"}, {"group": "h"},
                   {"kind": "choice"}):  # fmt: skip
        with pytest.raises(ValueError, match="x"):
            vocabulary_of(whole | {"facts": {"x": fact | spoilt}}, dict)
