"""What every form that writes shares: sent once, refused field by field."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import force_str

from jisr.common.errors import Refusal, Unacceptable
from jisr.common.models import Act

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """A form sent twice is one act: the same key from the same author is answered with the first result.

    The key (``{% act_key %}``) is made where the form is shown. A form that came back with errors keeps its key,
    because only an act that succeeded (a redirect) is remembered.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        author = str(request.user.pk or "")
        done = Act.objects.filter(author=author, key=key).first()
        if done is None:
            act = Act(author=author, key=key)
            try:
                with transaction.atomic():
                    act.save(force_insert=True)  # a second sending waits here for the first to commit
            except IntegrityError:
                done = Act.objects.get(author=author, key=key)
        if done is not None:
            return HttpResponseRedirect(done.result or request.path, status=303)
        response = view(request, *args, **kwargs)
        if response.status_code in {302, 303}:
            Act.objects.filter(pk=act.pk).update(result=response["Location"][:300])
        else:
            act.delete()
        return response

    return guarded


def _key(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get("act_key", ""))
    except ValueError:
        return None


def put_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal where the worker looks: beside its field, or above the form."""
    if not isinstance(refusal, Unacceptable):
        form.add_error(None, str(refusal))
        return
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, force_str(message))
