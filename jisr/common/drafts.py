"""What somebody was typing: kept for her alone, encrypted, for a day."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from jisr.common.crypto import decrypt, encrypt
from jisr.common.keys import read_key
from jisr.common.models import Draft

LIFE = timedelta(hours=24)
_PLACE_LENGTH = 200
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "draft_place"})


class Fields(Protocol):
    """What a posted form looks like."""

    def lists(self) -> Iterable[tuple[str, list[Any]]]:
        """Names and their values."""


@transaction.atomic
def keep(*, author: Any, place: str, fields: Fields) -> Draft:
    """Keep the fields of a form, in place of what was kept of it before.

    Args:
        author: the user whose draft it is; the speaker of the scope.
        place: path of the form.
        fields: what was typed; passwords and tokens are left out.
    """
    forget(place=place)
    kept = {name: values for name, values in fields.lists() if name not in _NOT_KEPT and "password" not in name}
    draft = Draft(author=str(author.pk), place=place[:_PLACE_LENGTH], dies_at=timezone.now() + LIFE)
    draft.body = encrypt(json.dumps(kept), bound_to=_bound(draft))
    draft.save(force_insert=True)
    return draft


def of_place(place: str) -> Draft | None:
    """The speaker's own draft of a form; the newest."""
    return Draft.objects.filter(place=place[:_PLACE_LENGTH]).order_by("-id").first()


def draft_of(key: str) -> Draft | None:
    """The speaker's own draft with this key; None for another's, one that died, or no key at all."""
    known = read_key(key)
    return Draft.objects.filter(pk=known).first() if known else None


def fields_of(key: str, *, place: str) -> QueryDict | None:
    """What was typed in the form at this place, as a form takes it; None when there is none."""
    draft = draft_of(key)
    return opened(draft) if draft and draft.place == place[:_PLACE_LENGTH] else None


def opened(draft: Draft) -> QueryDict | None:
    """The fields of a draft; None when it cannot be read any more."""
    try:
        kept = json.loads(decrypt(bytes(draft.body), bound_to=_bound(draft)))
    except InvalidTag:
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept.items():
        fields.setlist(name, values)
    return fields


def forget(*, place: str) -> None:
    """Drop the speaker's own drafts of a form."""
    Draft.objects.filter(place=place[:_PLACE_LENGTH]).delete()


def _bound(draft: Draft) -> str:
    return f"common.draft:{draft.author}:{draft.place}"
