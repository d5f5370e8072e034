"""What the council keeps of an agreement: registered, edited, carried on; milestones, documents, counts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.common.errors import OutOfReach
from jisr.ledger.agreements import actions
from jisr.ledger.agreements.choices import AGREEMENT_TRANSITIONS, AgreementState
from jisr.ledger.agreements.models import Agreement, Document
from jisr.web.access import needs, typed
from jisr.web.agreements.desk import reach
from jisr.web.agreements.desk.acting import acted
from jisr.web.agreements.desk.forms import (
    AgreementForm,
    CountForm,
    DocumentForm,
    MilestoneForm,
    NothingForm,
    OnForm,
    PartyForm,
    ReasonForm,
)
from jisr.web.agreements.views import sent
from jisr.web.forms import not_again, once
from jisr.web.said import of_language
from jisr.web.wording import name_of

#: Where invented people keep theirs: a region that the territory does not know.
_INVENTED = {"place_ar": "جهة العرض التوضيحي", "place_fr": "Région de démonstration"}
_KEPT = ("name_ar", "name_fr", "about_ar", "about_fr", "since", "until")


def way_back(row: Agreement) -> dict[str, Any]:
    """Back to the desk's page of an agreement."""
    return {"back": reverse("agreements:desk:agreement", args=[row.code]), "back_words": name_of(row)}


@needs("agreements.keep")
@once
@not_again
def register(request: HttpRequest) -> HttpResponse:
    """Begin the draft of an agreement."""
    form = AgreementForm(typed(request), checked=request.method == "POST")
    post = request.post
    place = {"region": None, **_INVENTED} if post.is_demonstration else {"region": post.region}
    return acted(
        request, form, lambda: actions.register(values=form.cleaned_data, by=post, **place),
        back=reverse("agreements:desk:list"), back_words=pgettext("door", "Agreements"),
        done=_("The draft is there. Write down its parties and its money."), title=_("Register an agreement"),
        verb=_("Register it"), then=lambda made: reverse("agreements:desk:agreement", args=[made.code]),
        lead=_("Its region keeps it as a draft until it is initialled; then everybody reads it."),
    )  # fmt: skip


@needs("agreements.keep")
@once
@not_again
def party(request: HttpRequest) -> HttpResponse:
    """Write down an institution that is not in the list."""
    form = PartyForm(typed(request), checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.add_party(by=request.post, **form.cleaned_data),
        back=reverse("agreements:desk:list"), back_words=pgettext("door", "Agreements"),
        done=_("The party is in the list."), title=_("Add a party"), verb=_("Add it"),
        lead=_("An institution, never a person."),
    )  # fmt: skip


@needs("agreements.keep")
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Say better what an agreement is about."""
    row = reach.agreement(request, code)
    start = {name: getattr(row, name) for name in _KEPT}
    form = AgreementForm(typed(request), initial=start, checked=request.method == "POST")
    return acted(
        request, form,
        lambda: actions.edit(agreement=row, expected=row.version, values=form.cleaned_data, by=request.post),
        done=_("Saved."), title=_("Names and object"), verb=_("Save"), versioned=row, **way_back(row),
    )  # fmt: skip


@needs("agreements.keep")
@once
def carry_on(request: HttpRequest, code: str) -> HttpResponse:
    """Take an agreement to its next state."""
    row = reach.agreement(request, code)
    following = sorted(AGREEMENT_TRANSITIONS[row.state])
    state = AgreementState(following[0]) if following else AgreementState(row.state)
    form = OnForm(typed(request), checked=request.method == "POST")

    def act() -> Agreement:
        if not following:
            raise OutOfReach
        return actions.carry_on(agreement=row, to=state, on=form.cleaned_data["on"], by=request.post)

    return acted(
        request, form, act, done=_("Noted."), verb=_("Note it"), versioned=row, **way_back(row),
        title=_("The agreement is now: %(state)s") % {"state": state.label},
        lead=_("It goes forward only. Initialled, its text is public and changes by amendments alone."),
    )  # fmt: skip


@needs("agreements.keep")
@once
@not_again
def milestone(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that something happened."""
    row = reach.agreement(request, code)
    papers = row.documents.order_by("-added_at")
    form = MilestoneForm(typed(request), documents=papers, checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.mark(agreement=row, by=request.post, **form.cleaned_data),
        done=_("The milestone is on the page."), title=_("Add a milestone"), verb=_("Add it"), **way_back(row),
    )  # fmt: skip


@needs("agreements.keep")
@once
def milestone_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a milestone back that was wrong."""
    row = reach.milestone(request, pk)
    form = ReasonForm(typed(request), checked=request.method == "POST")
    return acted(
        request, form,
        lambda: actions.take_back_milestone(milestone=row, why=form.cleaned_data["reason"], by=request.post),
        done=_("Taken back. It stays readable, crossed out."), title=_("Take a milestone back"),
        verb=pgettext("undo", "Take it back"),
        said=f"{row.get_kind_display()} · {of_language(row, 'note')}".strip(" ·"),
        **way_back(row.agreement),
    )  # fmt: skip


@needs("agreements.keep")
@once
def add_document(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a file of the agreement."""
    row = reach.agreement(request, code)
    sent_now = request.method == "POST"
    form = DocumentForm(typed(request), request.FILES if sent_now else None, checked=sent_now)

    def act() -> Document:
        said = {name: form.cleaned_data[name] for name in ("kind", "title", "is_public")}
        return actions.add_document(agreement=row, content=form.content(), by=request.post, **said)

    return acted(
        request, form, act, done=_("The document is kept, with its checksum."), title=_("Add a document"),
        verb=_("Add it"), files=True, **way_back(row),
    )  # fmt: skip


@needs("agreements.read")
@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document, whether it is public or not."""
    return sent(reach.document(request, pk))


@needs("agreements.keep")
@once
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let everybody open a document, or no longer."""
    row = reach.document(request, pk)
    form = NothingForm(typed(request))
    return acted(
        request, form,
        lambda: actions.show_document(document=row, is_public=not row.is_public, by=request.post),
        done=_("Saved."), title=_("Hide this document?") if row.is_public else _("Show this document to everybody?"),
        verb=_("Hide it") if row.is_public else _("Show it"), said=row.title, **way_back(row.agreement),
    )  # fmt: skip


@needs("agreements.keep")
@once
@not_again
def count(request: HttpRequest, code: str) -> HttpResponse:
    """Write down how many were reached."""
    row = reach.agreement(request, code)
    form = CountForm(typed(request), agreement=row, checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.count(agreement=row, by=request.post, **form.cleaned_data),
        done=_("The count is on the page."), title=_("How many were reached"), verb=_("Note it"), **way_back(row),
        lead=_("All told until that day, not since the last count. The last count of a place is the one that holds."),
    )  # fmt: skip
