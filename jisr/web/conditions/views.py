"""The conditions of a service: read, tried out, written in a new version, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.centres import conditions, queries
from jisr.centres.models import Service, ServiceRule
from jisr.centres.rule_actions import RuleBegan, end_rule, write_rule
from jisr.common.errors import OutOfReach, Stale
from jisr.common.periods import holds
from jisr.conditions import asked
from jisr.conditions.trees import Tree
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.centres import reach
from jisr.web.conditions import draft
from jisr.web.conditions.forms import EndForm, VersionForm
from jisr.web.conditions.preview import preview
from jisr.web.conditions.shown import language, offered, ready, shown
from jisr.web.forms import once
from jisr.web.window import found, read_version


@needs("centres.edit", "centres.import")
@require_safe
def page(request: HttpRequest, service: int) -> HttpResponse:
    """What a service asks today, and its versions."""
    row, today = found(queries.service(service)), timezone.localdate()
    rules = conditions.versions(row.pk)
    now = next((rule for rule in rules if holds(rule.since, rule.until, today)), None)
    coming = next((rule for rule in rules if rule.since > today and rule.until != rule.since), None)
    context = _page(request, row, now) | {"rules": rules, "today": today, "coming": coming}
    return render(request, "conditions/page.html", context)


@needs("centres.edit", "centres.import")
@require_safe
def version(request: HttpRequest, service: int, version: int) -> HttpResponse:
    """A version as it was written."""
    row = found(queries.service(service))
    rule = found(next((one for one in conditions.versions(row.pk) if one.version == version), None))
    return render(request, "conditions/version.html", _page(request, row, rule))


def _page(request: HttpRequest, row: Service, rule: ServiceRule | None) -> dict[str, Any]:
    tree = _tree(rule)
    return {
        "service": row, "centre": row.centre, "rule": rule, "edits": reach.edits(request, row.centre),
        "asked": _words(tree),
        "shown": shown(draft.drafted(tree), province=row.centre.province_id) if tree else None,
    }  # fmt: skip


def _words(tree: Tree | None) -> str:
    return asked(tree, conditions.vocabulary(), language()) if tree else ""


def _tree(rule: ServiceRule | None) -> Tree | None:
    return conditions.readable(rule.tree) if rule else None


@needs("centres.edit")
@once
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, service: int) -> HttpResponse:
    """Build conditions without code; each button sends the whole form and nothing is written before "Save"."""
    row = found(queries.service(service))
    reach.to_edit(request, row.centre_id)
    last = next(iter(conditions.versions(row.pk)), None)
    if request.method == "GET":
        tree = _tree(last)
        root = draft.drafted(tree) if tree else draft.Node(draft.ALL)
        form = VersionForm(None, initial={"since": timezone.localdate()})
        return _editor(request, row, root, form, last)
    facts = conditions.vocabulary().facts
    root = draft.read(request.POST, facts) or draft.Node(draft.ALL)
    act, _colon, place = request.POST.get("do", "look").partition(":")
    if act == "save":
        return _save(request, row, root, last)
    form = VersionForm(None, initial={name: request.POST.get(name, "") for name in VersionForm.base_fields})
    if act == "ready":
        chosen = request.POST.get("ready", "")
        piece = next((one for one in conditions.ready_pieces() if one.code == chosen), None)
        root = draft.joined(root, draft.drafted(piece.tree)) if piece and piece.tree else root
    elif act != "look":
        root = draft.changed(root, act, place, request.POST.get(f"new.{place}", ""), facts)
    return _editor(request, row, root, form, last, looks=act == "look")


def _save(request: HttpRequest, row: Service, root: draft.Node, last: ServiceRule | None) -> HttpResponse:
    form = VersionForm(typed(request))
    told = draft.told(root, conditions.vocabulary().facts)
    if form.is_valid() and told is not None:
        try:
            rule = write_rule(
                service=row, tree=told, expected=read_version(request, 0), by=request.user, **form.cleaned_data
            )
            messages.success(
                request, _("Written. The conditions hold from %(day)s.") % {"day": wording.day(rule.since)}
            )
            return redirect("conditions:page", row.pk)
        except RuleBegan as refusal:
            form.add_error("since", str(refusal))
        except Stale as stale:
            return _editor(request, row, root, form, stale.current, looks=True, beside=stale.current, status=409)
    return _editor(request, row, root, form, last, looks=told is not None, marks=True)


def _editor(
    request: HttpRequest, row: Service, root: draft.Node, form: VersionForm, last: ServiceRule | None, *,
    looks: bool = False, marks: bool = False, beside: ServiceRule | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of the editor.

    Args:
        looks: whether whom it concerns is shown.
        marks: whether what is wrong is marked, also where nobody asked for a preview.
        beside: a version that somebody else wrote in between.
    """
    today = timezone.localdate()
    told = draft.told(root, conditions.vocabulary().facts) if looks or marks else None
    if not (looks or marks):
        for part in draft.walk(root):
            part.wrong = ""
    tree = conditions.checked(told) if told is not None else None
    now = conditions.rule_in_force(row.pk, today)
    before = _tree(beside) if beside else now.tree if now else None
    context = {
        "service": row, "centre": row.centre, "shown": shown(root, province=row.centre.province_id), "form": form,
        "facts": offered(), "pieces": ready(conditions.ready_pieces()), "read": last.version if last else 0,
        "asked": _words(tree),
        "preview": preview(request, row, before, tree, on=today) if looks and tree else None,
        "beside": beside, "beside_words": _words(before) if beside else "",
        "wrong": any(part.wrong for part in draft.walk(root)),
    }  # fmt: skip
    return render(request, "conditions/edit.html", context, status=status)


@needs("centres.edit")
@once
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, service: int) -> HttpResponse:
    """Say that there are no conditions any more from a day on."""
    row = found(queries.service(service))
    reach.to_edit(request, row.centre_id)
    last = found(next((rule for rule in conditions.versions(row.pk) if rule.until is None), None))
    form = EndForm(typed(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(service=row, expected=read_version(request, 0), on=form.cleaned_data["on"], by=request.user)
            messages.success(request, _("The conditions end. What was decided under them stays as it was."))
            return redirect("conditions:page", row.pk)
        except (RuleBegan, Stale, OutOfReach) as refusal:
            form.add_error("on", str(refusal))
    tree = _tree(last)
    context = {
        "service": row, "centre": row.centre, "rule": last, "form": form,
        "asked": _words(tree),
    }  # fmt: skip
    return render(request, "conditions/end.html", context)
