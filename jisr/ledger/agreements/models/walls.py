"""Who reads and writes agreements: everybody what is published, the people of the region their own."""

from typing import Any

from django.db import models

from jisr.centres.models.held import Law, SameAs
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME

#: Roles of the access table that keep agreements, that propose a step of money, and that confirm it.
KEEPER, FIRST, SECOND = "regional_council", "first_approver", "second_approver"
HOLDS = "p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)"
#: An invented region, which the territory does not know, is kept by invented people of any region.
OF_ITS_REGION = (
    "p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND"
    " a.is_demonstration)"
)
#: What a reader may see at all: the rows of agreements that the policy of agreements shows her.
SEEN = "agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))"
#: And of those, what is said by a version that she may see.
OF_SEEN_VERSION = "version_id = ANY(ARRAY(SELECT id FROM agreements_version))"
#: Laws that hold when a transaction ends.
BALANCED = "jisr_agreements_balanced_trigger"


def mine(*roles: str) -> str:
    """SQL condition on rows of agreements in whose region the speaker holds one of these roles today.

    What is known from publications is nobody's: its loader alone writes it.
    """
    return _of_my_region(" AND a.sources = '[]'::jsonb", *roles)


def near(*roles: str) -> str:
    """The same, and rows that stand beside what is known from publications too."""
    return _of_my_region("", *roles)


def _of_my_region(which: str, *roles: str) -> str:
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a"  # noqa: S608
        f" JOIN staff_post p ON {OF_ITS_REGION} WHERE p.user_id = {ME} AND p.role IN ({listed}) AND {HOLDS}"
        f"{which}))"
    )


def my_post(column: str, *roles: str) -> str:
    """SQL condition: the post named in a column is one of the speaker's, holds today, and is of one of these roles."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "EXISTS (SELECT FROM staff_post p JOIN agreements_agreement a ON a.id = agreement_id"
        f" WHERE p.id = {column} AND p.user_id = {ME} AND p.role IN ({listed}) AND {HOLDS} AND {OF_ITS_REGION})"
    )


def published(
    table: str, *, check: str = "", verbs: str = "SELECT, INSERT", using: str = SEEN, shown: str = SEEN
) -> list[models.BaseConstraint]:
    """Everybody reads what hangs on an agreement that is shown; the people of its region write.

    Args:
        table: start of the names of the walls.
        check: SQL condition on rows that the speaker may write; those her council keeps when left out.
        verbs: what the application's login may do at all, columns named.
        using: SQL condition on rows that colleagues see.
        shown: SQL condition on rows that visitors see.
    """
    return [
        Policy(name=f"{table}_app", to="jisr_app", using=using, check=check or mine(KEEPER), verbs=verbs),
        Policy(name=f"{table}_public", to="jisr_public", using=shown, check="false", verbs="SELECT"),
    ]


def same(table: str, column: str, subject: str, *shared: str) -> list[models.BaseConstraint]:
    """A row shares these columns with the row that it points at."""
    return [
        SameAs(name=f"{table}_{column.removesuffix('_id')}_{one.removesuffix('_id').removeprefix('is_')}",
               column=column, subject=subject, shared=one)
        for one in shared
    ]  # fmt: skip


def alike(table: str, *shared: str) -> list[models.BaseConstraint]:
    """What ``same`` of rows that point here needs."""
    return [
        models.UniqueConstraint(
            fields=["id", one.removesuffix("_id")],
            name=f"{table}_id_{one.removesuffix('_id').removeprefix('is_')}",
        )
        for one in shared
    ]


def part_of_version(table: str) -> list[Any]:
    """Content of a version: written while the version is in preparation, of its agreement, seen with it."""
    return [
        *same(table, "version_id", "agreements_version", "agreement_id", "is_demonstration"),
        Law(name=f"{table}_open_version", function="jisr_agreements_open_version_trigger", before=True),
        *published(
            table, using=OF_SEEN_VERSION, shown=OF_SEEN_VERSION, verbs="SELECT, INSERT, DELETE"
        ),
    ]  # fmt: skip
