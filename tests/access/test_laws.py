"""The laws hold, together they guard every denied cell of the access table, and none of them is a mere sentence."""

from dataclasses import replace
from functools import cache

import pytest

from jisr.staff import choices
from jisr.staff.rules import may
from jisr.web.access import mark_of
from tests.access import (  # noqa: F401 - they write themselves down
    laws,
    laws_agreements,
    laws_allocation,
    laws_appointments,
    laws_atlas,
    laws_bodies,
    laws_calls,
    laws_deposits,
    laws_forum,
    laws_imports,
    laws_kits,
    laws_pathways,
    laws_protected,
    laws_results,
    laws_rights,
    laws_strategy,
    laws_works,
)
from tests.access import world as story
from tests.access.law import LAWS, Law
from tests.access.people import a_thousand_pages, entered
from tests.access.probes import STANDS_FOR
from tests.access.routes import ROUTES, patterns
from tests.access.standing import Standing, nowhere

LOGINS = ["default", "owner", "public", "counter", "sealer"]
told = pytest.fixture(story.told_in_part, scope="module")
many = pytest.fixture(a_thousand_pages, scope="module", autouse=True)
VIEWS = {name: pattern.callback for name, pattern in patterns()}
#: (route, verbs that open it), in their order.
NEEDED = sorted((name, mark_of(view).verbs) for name, view in VIEWS.items() if name in ROUTES)
DENIED = sorted((role, verb) for role in choices.ROLES for verb in choices.VERBS if not may(role, verb))


@pytest.fixture(scope="module")
def standing():
    """Who stands before the doors, each once."""
    return cache(Standing)


@pytest.fixture(scope="module")
def shut(standing):
    """What a role hears at a route, once for all laws that guard the same cell."""
    return cache(lambda role, name: standing(STANDS_FOR[role]).answer(path_of(name)) == 403)


@pytest.fixture
def world(told):
    """A copy, on which a law may ask for more of the story."""
    return replace(told)


def by_sentence(law: Law) -> str:
    return law.sentence


@pytest.mark.django_db(databases=LOGINS)
@pytest.mark.parametrize("law", [law for law in LAWS if not law.committed], ids=by_sentence)
def test_law(law, world, shut):
    """By raw SQL as the application's login, by real pages, by every door that needs the verb, and by the table."""
    law.probe(world)

    for role, verb in law.cells:
        assert not may(role, verb), f"{role} may {verb}"
        opened = [name for name in doors_of((role, verb)) if not shut(role, name)]
        assert not opened, f"to {role} for {verb}"


def test_every_denied_cell_is_guarded():
    """Whoever adds a role or a verb says in a sentence why the others may not."""
    guarded = {cell for law in LAWS for cell in law.cells}
    assert set(DENIED) - guarded == set(), "write a law for these"
    assert guarded - set(DENIED) == set(), "the table allows what these laws forbid"


def test_there_are_laws_enough():
    assert len(LAWS) >= 30
    assert len({law.sentence for law in LAWS}) == len(LAWS)


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.django_db(databases=LOGINS)
def test_allowing_any_denied_cell_turns_a_law_red(monkeypatch, standing):
    """Each cell in turn is allowed in memory; a law that guards it must notice, at its doors where it has any.

    For one cell of each role a whole request is let in as well, to a row that never was.
    """
    unnoticed, by_doors, whole = [], 0, set()
    for role, verb in DENIED:
        row = choices.ROLES[role]
        monkeypatch.setitem(choices.ROLES, role, replace(row, verbs=row.verbs | {verb}))
        doors = doors_of((role, verb), flipped=True)
        seen = [name for name in doors if standing(STANDS_FOR[role]).answer(path_of(name)) is None]
        if not any((role, verb) in law.cells for law in LAWS) or seen != doors or not may(role, verb):
            unnoticed.append((role, verb))
        if doors and role not in whole:
            whole.add(role)
            assert entered(STANDS_FOR[role]).get(path_of(doors[0])).status_code != 403, (role, verb)
        by_doors += bool(doors)
        monkeypatch.setitem(choices.ROLES, role, row)

    assert unnoticed == []
    assert by_doors > len(DENIED) / 2
    assert whole == set(STANDS_FOR)


@cache
def path_of(name: str) -> str:
    """The address of a row that never was: whoever is stopped is stopped before any row is looked for."""
    return ROUTES[name].path(nowhere())


def doors_of(cell, *, flipped: bool = False) -> list[str]:
    """The routes that need this verb and that the role enters by no other.

    Args:
        flipped: the table allows the cell at this moment.
    """
    role, verb = cell
    if role not in STANDS_FOR:
        return []
    return [
        name
        for name, verbs in NEEDED
        if verb in verbs and not any(may(role, other) for other in verbs if other != verb or not flipped)
    ]
