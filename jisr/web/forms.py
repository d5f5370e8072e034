"""What every form that writes shares: sent once, refused field by field."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.encoding import force_str

from jisr.common.crypto import keyed_hash
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.keys import read_key
from jisr.common.models import Act

View = Callable[..., HttpResponse]
#: Fields that say nothing of what was typed.
_BESIDE = frozenset({"csrfmiddlewaretoken", "act_key", "sent_again"})
#: Within this time the same words sent to the same place are taken for a browser that went back.
_SHORTLY = timedelta(minutes=10)


def once(view: View) -> View:
    """A form sent twice is one act: the same key from the same author is answered with the first result.

    The key (``{% act_key %}``) is made where the form is shown. A form that came back with errors keeps its key,
    because only an act that succeeded (a redirect) is remembered. What was changed before the second sending is
    not lost: it is shown, with the choice to send it as something new.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        author, digest = str(request.user.pk or ""), _digest(request)
        done = Act.objects.filter(author=author, key=key).first()
        if done is None:
            act = Act(author=author, key=key, digest=digest)
            try:
                with transaction.atomic():
                    act.save(force_insert=True)  # a second sending waits here for the first to commit
            except IntegrityError:
                done = Act.objects.get(author=author, key=key)
        if done is not None and done.digest != digest:
            # a file cannot be shown again to be sent again: another one is something new
            return view(request, *args, **kwargs) if request.FILES else _sent_before(request, done, changed=True)
        if done is not None:
            return HttpResponseRedirect(done.result or request.path, status=303)
        response = view(request, *args, **kwargs)
        told = response["Location"] if response.status_code in {302, 303} else getattr(response, "shown_once", "")
        if told:
            Act.objects.filter(pk=act.pk).update(result=told[:300])
        else:
            act.delete()
        return response

    return guarded


def shown_once(response: HttpResponse, after: str) -> HttpResponse:
    """An answer with a secret, for a view under ``once``: sent again, the same form leads to ``after`` instead."""
    response.shown_once = after
    return response


def not_again(view: View) -> View:
    """Ask before the same words are written a second time: mostly a browser went back and sent its form again.

    For views under ``once`` whose act can be repeated for ever: what can be done only once says so by itself.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and "sent_again" not in request.POST:
            sent = Act.objects.filter(author=str(request.user.pk or ""), digest=_digest(request))
            before = sent.filter(at__gt=timezone.now() - _SHORTLY).exclude(result="").order_by("-at", "-id").first()
            if before is not None:
                return _sent_before(request, before, changed=False)
        return view(request, *args, **kwargs)

    return asking


def _sent_before(request: HttpRequest, act: Act, *, changed: bool) -> HttpResponse:
    """What was sent is kept on the page, to be sent as something new or left."""
    pairs = [(name, value) for name, values in request.POST.lists() if name not in _BESIDE for value in values]
    page = {"act": act, "changed": changed, "pairs": pairs, "place": request.get_full_path()}
    return render(request, "sent_before.html", page, status=409)


def _digest(request: HttpRequest) -> str:
    """A keyed hash of what was sent and where to; the order of the fields does not count."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in _BESIDE)
    files = sorted((name, one.name, one.size) for name, one in request.FILES.items())
    return keyed_hash(json.dumps([request.path, fields, files]), purpose="act")


def _key(request: HttpRequest) -> UUID | None:
    return read_key(request.POST.get("act_key", "")) if request.method == "POST" else None


def put_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal where the worker looks: beside its field, or above the form."""
    if not isinstance(refusal, Unacceptable):
        form.add_error(None, str(refusal))
        return
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, force_str(message))
