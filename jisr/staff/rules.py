"""Decisions about posts, in plain Python: who may do what, and which posts exclude each other."""

from collections.abc import Collection

from jisr.staff.choices import ROLES, VERBS, Level, Reads


def may(role: str, verb: str) -> bool:
    """Whether the role may do the verb; an unknown role or verb may not.

    >>> may("social_worker", "listening.listen"), may("administrator", "families.open"), may("guest", "work.read")
    (True, False, False)
    """
    return role in ROLES and verb in VERBS and verb in ROLES[role].verbs


def opens_files(role: str) -> bool:
    """Whether any verb of the role shows a person's file.

    >>> opens_files("reception_officer"), opens_files("provincial_delegate")
    (True, False)
    """
    return role in ROLES and any(VERBS[verb].reads == Reads.FILES for verb in ROLES[role].verbs)


def level_of(role: str) -> Level | None:
    """The level of place at which the role is held; None when it cannot be held."""
    return ROLES[role].widest if role in ROLES else None


def may_keep(role: str, compartments: Collection[str]) -> bool:
    """Whether a post of the role may be given these compartments.

    >>> may_keep("social_worker", ["child"]), may_keep("reception_officer", ["child"]), may_keep("strategist", [])
    (True, False, True)
    """
    return not compartments or (role in ROLES and ROLES[role].keeps_compartments)


def exclude_each_other(role: str, held: Collection[str]) -> bool:
    """Whether the role and one already held must not be one person's: who gives posts opens no file.

    >>> exclude_each_other("social_worker", ["administrator"]), exclude_each_other("auditor", ["administrator"])
    (True, False)
    """
    gives, held_gives = may(role, "staff.manage"), any(may(other, "staff.manage") for other in held)
    return (opens_files(role) and held_gives) or (gives and any(opens_files(other) for other in held))
