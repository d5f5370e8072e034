"""How a person is spoken of on a screen that needs no name: by age and sex."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from jisr.families.models import Person
from jisr.families.rules import age
from jisr.web import wording

_GROWN = 18

#: (sex, grown up) -> word
_WORDS = {
    ("f", False): pgettext_lazy("somebody", "girl"),
    ("m", False): pgettext_lazy("somebody", "boy"),
    ("", False): pgettext_lazy("somebody", "child"),
    ("f", True): pgettext_lazy("somebody", "woman"),
    ("m", True): pgettext_lazy("somebody", "man"),
    ("", True): pgettext_lazy("somebody", "person"),
}  # fmt: skip


def word_for(sex: str, *, grown: bool) -> str:
    """Girl, boy, woman, man; child or person where the sex is not said."""
    return str(_WORDS[sex if sex in {"f", "m"} else "", grown])


def who(sex: str, years: int | None) -> str:
    """A person without a name: "girl, 14 years old".

    Args:
        sex: f, m or "".
        years: age in whole years, None when not known.
    """
    grown = years is None or years >= _GROWN
    word = word_for(sex, grown=grown)
    if years is None:
        return word
    return pgettext("somebody", "%(who)s, %(age)s") % {"who": word, "age": wording.age(max(years, 0))}


def who_is(person: Person, today: date | None = None) -> str:
    """A person of a file, without her name."""
    return who(person.sex, age(person.born_on, today or timezone.localdate()))


def who_was_sent(shared: dict[str, Any]) -> str:
    """The person of a referral, as it tells without consent: by age and sex."""
    facts = shared.get("facts", {})
    return who(facts.get("sex", ""), facts.get("age"))


def family_of(members: int) -> str:
    """A household by its size: "Family of four people"."""
    return str(_SIZES[members]) if members in _SIZES else ngettext(
        "Family of %(n)s person", "Family of %(n)s people", members
    ) % {"n": members}  # fmt: skip


_SIZES = {
    1: _("One person alone"), 2: _("Family of two people"), 3: _("Family of three people"),
    4: _("Family of four people"), 5: _("Family of five people"), 6: _("Family of six people"),
    7: _("Family of seven people"), 8: _("Family of eight people"), 9: _("Family of nine people"),
    10: _("Family of ten people"),
}  # fmt: skip
