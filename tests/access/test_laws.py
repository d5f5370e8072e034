"""The laws hold, together they guard every denied cell of the access table, and none of them is a mere sentence."""

from dataclasses import replace

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

LOGINS = ["default", "owner", "public", "counter", "sealer"]
told = pytest.fixture(story.told_in_part, scope="module")
many = pytest.fixture(a_thousand_pages, scope="module", autouse=True)
VIEWS = {name: pattern.callback for name, pattern in patterns()}
#: (route, verbs that open it), in their order.
NEEDED = sorted((name, mark_of(view).verbs) for name, view in VIEWS.items() if name in ROUTES)
DENIED = sorted((role, verb) for role in choices.ROLES for verb in choices.VERBS if not may(role, verb))
#: How many doors are tried for each cell.
_DOORS = 2


@pytest.fixture(scope="module")
def shut():
    """Doors that the laws before found shut: many laws guard the same cell."""
    return set()


@pytest.fixture
def world(told):
    """A copy, on which a law may ask for more of the story."""
    return replace(told)


def by_sentence(law: Law) -> str:
    return law.sentence


@pytest.mark.django_db(databases=LOGINS)
@pytest.mark.parametrize("law", [law for law in LAWS if not law.committed], ids=by_sentence)
def test_law(law, world, shut, request):
    """By raw SQL as the application's login, by real pages, and by the table."""
    law.probe(world)

    request.getfixturevalue("short_refusals")  # the probe read whole pages; what follows asks whether a door is shut
    for cell in law.cells:
        hold(cell, world, shut)


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
def test_allowing_any_denied_cell_turns_a_law_red(monkeypatch, world):
    """Each cell in turn is allowed in memory; a law that guards it must notice, at its doors where it has any."""
    unnoticed, by_doors = [], 0
    for role, verb in DENIED:
        row = choices.ROLES[role]
        monkeypatch.setitem(choices.ROLES, role, replace(row, verbs=row.verbs | {verb}))
        doors = doors_of((role, verb), flipped=True)
        if any((role, verb) in law.cells for law in LAWS) and not holds((role, verb), world, doors):
            by_doors += bool(doors)
        else:
            unnoticed.append((role, verb))
        monkeypatch.setitem(choices.ROLES, role, row)

    assert unnoticed == []
    assert by_doors > len(DENIED) / 2


def holds(cell, world, doors) -> bool:
    """Whether nothing gave way: at the doors if there are any, else in the table."""
    role, verb = cell
    if not doors:
        return not may(role, verb)
    client = entered(STANDS_FOR[role])
    return all(client.get(ROUTES[name].path(world)).status_code == 403 for name in doors)


def hold(cell, world, shut) -> None:
    """The table says no, and so does every door tried.

    Args:
        shut: (role, route) that were found shut for another law; a role is refused before any row is looked for.
    """
    role, verb = cell
    assert not may(role, verb), f"{role} may {verb}"
    doors = [name for name in doors_of(cell) if (role, name) not in shut]
    assert not doors or holds(cell, world, doors), f"a door opened to {role} for {verb}"
    shut.update((role, name) for name in doors)


def doors_of(cell, *, flipped: bool = False) -> list[str]:
    """Some routes that need this verb and that the role enters by no other.

    Args:
        flipped: the table allows the cell at this moment.
    """
    role, verb = cell
    if role not in STANDS_FOR:
        return []
    doors = [
        name
        for name, verbs in NEEDED
        if verb in verbs and not any(may(role, other) for other in verbs if other != verb or not flipped)
    ]
    return doors[:_DOORS]
