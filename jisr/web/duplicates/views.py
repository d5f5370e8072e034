"""Pairs that may be one person: the list, the two files side by side, asking, and taking apart what was joined."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.common.keys import read_key
from jisr.families import actions, queries
from jisr.families.choices import ApartReason, Said
from jisr.families.models import Person
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.duplicates import sides
from jisr.web.families.forms import SearchForm
from jisr.web.families.results import look_for
from jisr.web.forms import once, put_refusal
from jisr.web.paging import page
from jisr.web.window import found

#: The same words whatever becomes of it, for everyone.
SENT = gettext_lazy("Sent for review.")
_SAID = {
    "merged": gettext_lazy("One person now: everything stands in this file. It can be taken apart again."),
    "linked": gettext_lazy("Noted: they are one person. The protected file stays apart, for its keepers."),
    "different": gettext_lazy("Noted: two different persons. They are not proposed again unless something changes."),
}
_PAGE = 25


@needs("families.decide")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for this centre, the likeliest first."""
    rows = queries.waiting_pairs([request.post.centre_id])
    shown = page(rows, by=("-score", "pk"), after=request.GET.get("after", ""), size=_PAGE)
    pairs = queries.pairs(shown.rows)
    return render(request, "duplicates/list.html", {"pairs": pairs, "page": shown})


@needs("families.decide")
@once
def decide(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Two files side by side, and the three answers."""
    row = found(queries.pair(pair))
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer in Said.values:
        return _answered(request, row, answer)
    able = lambda verb: may(request.post.role, verb)  # noqa: E731
    shown = sides.compared(row, able) if row.both else None
    for half in row.halves:
        if half.person is not None:
            journal.opened("families.compared", half.person, compartment=row.review.compartment)
    asks = row.review.one_centre_id != row.review.other_centre_id
    context = {"pair": row, "compared": shown, "facts": sides.facts(row.mine.person), "asks": asks}
    return render(request, "duplicates/pair.html", context)


def _answered(request: HttpRequest, row: queries.Pair, answer: str) -> HttpResponse:
    kept = 1 if request.POST.get("kept") == "1" else 0
    person = row.halves[kept].person if row.both else None
    try:
        became = actions.decide(
            review=row.review, answer=answer, by=request.user, kept=person.pk if person else None,
            taken=sides.taken(row, request.POST, kept) if row.both else (), whole="whole" in request.POST,
        )  # fmt: skip
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("duplicates:list")
    messages.success(request, str(_SAID.get(became, SENT)))
    file = queries.joined_by(row.review) if became == "merged" else None
    return redirect("families:household", file) if file else redirect("duplicates:list")


@needs("families.edit", "reception.receive")
@once
def ask(request: HttpRequest, person: UUID) -> HttpResponse:
    """A worker says of whom somebody may be the double; people who decide are asked."""
    row = found(Person.objects.select_related("household__commune").filter(pk=person).first())
    back = reverse("families:household", args=[row.household_id])
    other = read_key(request.POST.get("other", ""))
    if other is not None:
        actions.send_for_review(person=row, other=other, by=request.user)
        messages.success(request, str(SENT))
        return redirect(back)
    form = SearchForm(request.POST if request.method == "POST" else None, initial={"name": row.shown})
    results = None
    if form.is_bound and form.is_valid():
        try:
            results = look_for(form.birth(), name=form.cleaned_data["name"])
        except Refusal as refusal:
            put_refusal(form, refusal)
    here = [one for one in results.here if one.person.pk != row.pk] if results else []
    context = {"person": row, "form": form, "found": results, "here": here, "back": back}
    return render(request, "duplicates/ask.html", context)


@needs("families.decide")
@once
def apart(request: HttpRequest, joining: UUID) -> HttpResponse:
    """Take two files apart that were joined, and say why."""
    row = found(queries.joining(joining))
    reason = request.POST.get("reason", "")
    if request.method == "POST" and reason in ApartReason.values:
        try:
            actions.take_apart(merge=row, reason=reason, by=request.user)
            messages.success(request, _("Two files again. What was added in between stayed where it was written."))
            return redirect("duplicates:list")
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("duplicates:apart", row.pk)
    context = {"joining": row, "reasons": ApartReason.choices, "wrong": request.method == "POST"}
    context["since"] = sides.since_joined(row)
    return render(request, "duplicates/apart.html", context)


@needs("families.decide")
@once
def unlink(request: HttpRequest, link: UUID) -> HttpResponse:
    """A keeper says that a protected file is not the other's person's after all."""
    row = found(queries.link(link))
    if request.method == "POST":
        try:
            actions.unlink(link=row, by=request.user)
            messages.success(request, str(_SAID["different"]))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("duplicates:list")
    return render(request, "duplicates/unlink.html", {"link": row})
