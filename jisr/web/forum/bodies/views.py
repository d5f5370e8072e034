"""The desk of the bodies: what waits, one body with all it keeps, who sits in it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal
from jisr.common.keys import readable_code
from jisr.forum import actions, queries
from jisr.forum.choices import ItemState
from jisr.forum.models import BodyMember
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.bodies import reach, waiting
from jisr.web.forum.bodies.acting import answered
from jisr.web.forum.bodies.forms import EditBodyForm, EndForm, MemberForm, NameForm, OpenBodyForm

_ANY = ("forum.advise", "forum.answer", "forum.prepare")
_KEPT = ("name_ar", "name_fr", "mandate_since", "mandate_until", "mandate_ar", "mandate_fr", "founding_act")


@needs(*_ANY)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits over all bodies of the reader, and the bodies."""
    role, rows = request.post.role, list(reach.bodies(request))
    page = {
        "tasks": waiting.tasks(role, rows), "bodies": rows, "tallies": queries.tallies(rows),
        "keeps": may(role, "forum.prepare"), "advises": may(role, "forum.advise"),
    }  # fmt: skip
    return render(request, "forum/bodies/desk.html", page)


@needs(*_ANY)
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: what waits in it, its programme, its drafts, its members."""
    row, role = reach.body(request, code), request.post.role
    advises = may(role, "forum.advise")
    members = queries.members_of(row)
    mine = set(row.seats.filter(user=request.user.pk).values_list("member", flat=True)) if advises else set()
    page = {
        "body": row, "tasks": waiting.tasks(role, [row]), "members": members, "mine": mine, "advises": advises,
        "keeps": may(role, "forum.prepare"),
        "programme": [one for one in queries.programme_of(row) if one.state == ItemState.PLANNED],
        "opinions": queries.opinions_of(row) if advises else [],
    }  # fmt: skip
    return render(request, "forum/bodies/body.html", page)


@needs("forum.prepare")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Give a body of the region its page."""
    form = OpenBodyForm(typed(request), checked=request.method == "POST")
    region = request.post.region
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        kind = said.pop("kind")
        code = f"{kind}-{region.code}-{readable_code(5).lower()}"
        try:
            row = actions.open_body(code=code, region=region, kind=kind, values=said, by=request.user)
            return redirect("forum:bodies:body", row.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Open the page of an advisory body"), "verb": _("Open its page"),
        "back": reverse("forum:bodies:desk"), "back_words": pgettext("door", "Advisory bodies"),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("forum.prepare")
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Say more, or better, of a body."""
    row = reach.body(request, code)
    start = {name: getattr(row, name) for name in _KEPT}
    form = EditBodyForm(typed(request), initial=start, checked=request.method == "POST")
    return answered(
        request, form,
        lambda: actions.edit_body(body=row, expected=row.version, values=form.cleaned_data, by=request.user),
        body=row, versioned=row, done=_("Saved: the public page says it."), title=_("The body and its mandate"),
        verb=_("Save"),
    )  # fmt: skip


@needs("forum.prepare")
@once
def name_member(request: HttpRequest, code: str) -> HttpResponse:
    """Write down who sits in a body."""
    row = reach.body(request, code)
    form = MemberForm(typed(request), accounts=reach.accounts(request, row), checked=request.method == "POST")

    def act() -> BodyMember:
        said = dict(form.cleaned_data)
        said.pop("agreed")
        beside = {name: said.pop(name) for name in ("user", "name_ar", "name_fr")}
        return actions.name_member(body=row, values=said, by=request.user, **beside)

    return answered(
        request, form, act, body=row, done=_("The member is written down."), title=_("Write down a member"),
        verb=_("Write down the member"),
        lead=_("As the council decided. The function is public; the name only with consent."),
    )  # fmt: skip


@needs("forum.prepare", "forum.advise")
@once
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member: whether her name is published, and for the region the end of her membership."""
    row = reach.member(request, pk)
    keeps, ends = may(request.post.role, "forum.prepare"), "until" in request.POST
    start = {"agreed": bool(row.name_agreed_on), "name_ar": row.name_ar, "name_fr": row.name_fr}
    name_form = NameForm(typed(request) if not ends else None, initial=start, checked=request.method == "POST")
    end_form = EndForm(typed(request) if ends else None, checked=ends)
    form = end_form if keeps and ends else name_form

    def act() -> Any:
        if form is end_form:
            until = form.cleaned_data["until"]
            return actions.end_member(member=row, expected=row.version, until=until, by=request.user)
        names = {name: form.cleaned_data[name] for name in ("name_ar", "name_fr")}
        return actions.publish_name(member=row, expected=row.version, by=request.user, **names)

    return answered(
        request, form, act, body=row.body, versioned=row, done=_("Saved: the public page says it."),
        title=_("A member of the body"), verb=_("Save"), template="forum/bodies/member.html", row=row,
        name_form=name_form, end_form=end_form if keeps else None,
    )  # fmt: skip
