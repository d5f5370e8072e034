"""What goes along with a referral: frozen when sent, and only what was agreed to."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from jisr.families.choices import ConsentScope
from jisr.families.models import Household, Person
from jisr.families.queries import facts_of_event
from jisr.families.rules import age
from jisr.window.listening.models import Need

NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")


def snapshot(need: Need, shares: Collection[str]) -> dict[str, Any]:
    """What the receiving centre reads before it may open the file.

    Args:
        shares: codes of ``ConsentScope`` that the person agreed to.

    Returns:
        always ``facts`` (sex, age, age band, milieu, commune, province: no name); then one key per share.
    """
    household, person = need.household, need.person
    parts: dict[str, Any] = {"facts": _facts(person, household)}
    given = {
        ConsentScope.NAME: lambda: {name: getattr(person, name) for name in NAMES},
        ConsentScope.CONTACT: lambda: _phones(household),
        ConsentScope.HOUSEHOLD: lambda: _members(household),
        ConsentScope.NEED: lambda: {"words": need.words, "gravity": need.gravity},
        ConsentScope.DISABILITY: lambda: {"kind": person.disability},
        ConsentScope.SITUATION: lambda: {
            "marital_state": person.marital_state, "literacy": person.literacy, "schooled": person.schooled,
            "rsu": household.rsu, "rnp": household.rnp, "language": household.language,
        },
    }  # fmt: skip
    return parts | {str(share): given[ConsentScope(share)]() for share in shares}


def _facts(person: Person, household: Household) -> dict[str, Any]:
    commune = household.commune
    return facts_of_event(person, household) | {
        "age": age(person.born_on, timezone.localdate()), "commune": commune.pk, "province": commune.province_id,
        "disability": None,  # travels only with consent
    }  # fmt: skip


def _phones(household: Household) -> list[dict[str, Any]]:
    # a number that others answer is never handed on: the receiving centre could not know whom it speaks to
    return [{"number": phone.number, "owner": phone.owner} for phone in household.phones.all() if phone.is_safe]


def _members(household: Household) -> list[dict[str, Any]]:
    today = timezone.localdate()
    rows = household.memberships.filter(until=None).select_related("person")
    return [{"relation": row.relation, "sex": row.person.sex, "age": age(row.person.born_on, today)} for row in rows]
