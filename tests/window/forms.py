"""Forms as the pages send them: the key of the act, the rows of needs."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

_OF_THE_READING = re.compile(r'name="(?:act_key|csrfmiddlewaretoken|next)" value="[^"]*"')


def act(**values: Any) -> dict[str, Any]:
    """A form with the key of its act."""
    return {"act_key": str(uuid.uuid4())} | values


def interview(person: Any, *needs: Sequence[str], **changes: Any) -> dict[str, Any]:
    """The form of an interview: (person, domain, place on the scale, words) for each need."""
    rows: dict[str, Any] = {"needs-TOTAL_FORMS": str(len(needs)), "needs-INITIAL_FORMS": "0"}
    for n, (whose, theme, gravity, words) in enumerate(needs):
        rows |= {f"needs-{n}-person": str(whose), f"needs-{n}-theme": theme, f"needs-{n}-gravity": gravity}
        rows[f"needs-{n}-words"] = words
    around = {"strengths": "", "risks": "", "note": "", "secrecy": "team", "place": "centre"}
    return act(person=str(person)) | around | rows | changes


def shown(client: Any, address: str) -> str:
    """A page as it is read, without what changes at each reading."""
    return same(client.get(address))


def same(page: Any) -> str:
    """An answer without what changes at each reading: keys of acts, tokens, its own address."""
    return _OF_THE_READING.sub("", page.content.decode())
