"""The first rows of a long list, chosen before anything is joined to them."""

from typing import Any

from django.db.models import QuerySet


def first(rows: QuerySet[Any], most: int, *shown: str) -> QuerySet[Any]:
    """The first of some rows, in their order, with what is shown of them; one query.

    A wall costs time for each row that it judges. Joined before they are cut, four hundred needs were each led through
    the walls of a person and of a household, to show twenty-five.

    Args:
        rows: filtered and ordered by fields, nothing joined.
        most: how many at most.
        shown: fields of each, those of other rows by their path; nothing else is read, as a commune has sixty figures.
    """
    chosen = rows.model._default_manager.filter(pk__in=rows.values("pk")[:most])
    joined = sorted({path.rpartition("__")[0] for path in shown} - {""})
    if joined:  # Django takes no name at all for the names of everything within five steps
        chosen = chosen.select_related(*joined)
    return chosen.only(*shown).order_by(*rows.query.order_by)
