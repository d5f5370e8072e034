"""Work of the keeper for calls: applicants are told that there is something to read; what has served is forgotten.

Both find their own work in the tables, and can be done again at any time: a message has a key made of what it is
about, so nobody is told twice.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.common.parameters import value
from jisr.messages import outlets
from jisr.messages.wording import said

#: Messages of one turn; the others wait for the next one, a minute later.
MOST = 500
#: Where a code is typed, and where a call is read; under the address of this installation.
MINE, CALL = "/calls/mine/", "/calls/{code}/"


def tell_applicants(most: int = MOST) -> int:
    """Queue what there is to tell to those who left an address, in the language in which they applied.

    Returns:
        how many messages were queued.
    """
    days = int(value("jisr.ledger.calls", "deadlines", "tell_days", on=timezone.localdate()))
    with scope(speaking="keeper"):
        rows = call("jisr_calls_to_tell", outlets.reaching(), days, most)
        if not rows:
            return 0
        applications, templates, occasions = ([row[n] for row in rows] for n in range(3))
        keys, bodies = [new_key() for _row in rows], [_body(*row[1:]) for row in rows]
        ((queued,),) = call("jisr_calls_tell", keys, applications, templates, occasions, bodies)
    return int(queued)


def _body(template: str, _occasion: str, language: str, number: str, day: Any, code: str) -> str:
    path = CALL.format(code=code) if code else MINE
    shown = f"{day:%d/%m/%Y}" if day else ""
    return said(template, language, number=number, day=shown, address=f"{settings.ADDRESS}{path}")


def forget() -> tuple[int, int]:
    """Destroy what was being written and died, and addresses that have served; how many of each."""
    days = int(value("jisr.ledger.calls", "deadlines", "contact_days", on=timezone.localdate()))
    with scope(speaking="keeper"):
        ((drafts, contacts),) = call("jisr_calls_forget", days)
    return int(drafts), int(contacts)
