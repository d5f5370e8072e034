"""To whom a child's paper is handed: asked before it is printed, whoever prints it."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jisr.families import queries
from jisr.families.models import Person
from jisr.web.window import found, members

#: Handed to nobody but the child.
CHILD = "child"


def ask_first(request: HttpRequest, household: UUID, people: Iterable[Person]) -> HttpResponse | None:
    """The page that asks which adult is safe; None when that was said, or when the paper is of adults alone.

    Args:
        people: those of whom the paper tells.
    """
    today = timezone.localdate()
    row = found(queries.household(household))
    # as the household holds them: a child without a birth date is known by her place in it
    held = {person.pk: person for person in row.persons.all()}
    children = [held[key] for key in dict.fromkeys(person.pk for person in people) if key in held]
    children = [child for child in children if queries.is_minor(child, today)]
    adults = queries.adults_of(row, today)
    if not children or request.GET.get("to", "") in {CHILD, *(str(adult.pk) for adult in adults)}:
        return None
    said = next((child.papers_to_id for child in children if child.papers_to_id), None)
    page = {
        "household": row, "children": children, "adults": members(adults, today), "said": str(said or ""),
        "kept": [(name, value) for name, value in request.GET.items() if name != "to"], "child": CHILD,
    }  # fmt: skip
    return render(request, "families/handing.html", page)
