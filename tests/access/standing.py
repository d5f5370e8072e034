"""Refusals by the table, asked where they are made: the role alone decides, before any row is looked for.

A whole request reads session, account and posts, opens a transaction under a scope and writes a line: ten milliseconds,
the same at each of four hundred routes. Here somebody comes the whole way once. At every other address the rest of the
way is walked: its route, then each check of the middleware that stands before a view. ``test_routes`` sends a whole
request to each route besides.
"""

from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import resolve

from jisr.common import journal
from jisr.common.keys import new_key
from tests.access.people import entered
from tests.access.world import World


class Standing:
    """Somebody signed in who came through the outer half of the middleware: to read, or with a form (``post``)."""

    def __init__(self, name: str, verb: str = "get") -> None:
        """Come the whole way once, to an address that leads nowhere."""
        client = entered(name)
        self._request = getattr(client, verb)("/nothing/is/here/").wsgi_request
        self._checks = client.handler._view_middleware

    def answer(self, path: str) -> int | None:
        """403 where a check before the view says no and leaves the line that says so; None where none says no."""
        self._request.path = self._request.path_info = path.partition("?")[0]
        self._request.resolver_match = found = resolve(self._request.path)
        token = journal.gathered.set([])
        try:
            for check in self._checks:
                check(self._request, found.func, found.args, found.kwargs)
        except PermissionDenied:
            assert [line.verb for line in journal.gathered.get() or ()] == ["access.refused"], path
            return 403
        finally:
            journal.gathered.reset(token)
        return None


def nowhere() -> World:
    """A world of which nothing was ever told: addresses of the right shape, for whoever is stopped before any row."""
    keys = get_type_hints(World)
    told = {name: one for name, one in vars(World).items() if isinstance(one, cached_property)}
    world = World(**{one.name: _of_none(keys[one.name]) for one in fields(World)})
    vars(world).update({name: _of_none(get_type_hints(one.func)["return"]) for name, one in told.items()})
    return world


def _of_none(kind: Any) -> Any:
    """A key of a kind that no row ever had."""
    if kind is UUID:
        return new_key()
    if is_dataclass(kind):
        return kind(*(_of_none(one) for one in get_type_hints(kind).values()))
    if get_origin(kind) is tuple:
        return tuple(_of_none(one) for one in get_args(kind))
    return {str: "none", int: 987_654_321}[kind] if kind in {str, int} else {"officer": new_key()}
