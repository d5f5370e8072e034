"""What the pages of the meeting kit say, in one sentence each."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.forum.models import KitBundle
from jisr.forum.rules.joining import Clock
from jisr.web import wording

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def bundle(row: KitBundle) -> str:
    """A file that came back, in one line of the list."""
    if row.joined_at is None:
        day = wording.day(row.brought_at)
        return _("brought on %(day)s, not joined yet: look at it and join it") % {"day": day}
    new = row.counts.get("new", 0)
    words = ngettext("joined on %(day)s: %(n)s new contribution", "joined on %(day)s: %(n)s new contributions", new)
    return words % {"day": wording.day(row.joined_at), "n": wording.number(new)}


def clock(found: Clock, n_days: int) -> str:
    """How wrong the clock was, how that is known, and what follows."""
    if not found.matters:
        if found.measured:
            return _("Somebody compared the clock of the laptop with a telephone: it was right within the hour.")
        return _("Nobody compared the clock of the laptop with a telephone; nothing shows that it was wrong.")
    size = _size(abs(found.off))
    if found.measured:
        slow, fast = _("The clock of the laptop was %(size)s slow."), _("The clock of the laptop was %(size)s fast.")
    else:
        slow = _("The clock of the laptop was at least %(size)s slow.")
        fast = _("The clock of the laptop was at least %(size)s fast.")
    days = ngettext("%(n)s day is set right.", "%(n)s days are set right.", n_days) % {"n": wording.number(n_days)}
    days = days if n_days else ""
    said = (slow if found.off > timedelta() else fast) % {"size": size}
    return " ".join(filter(None, [said, _("Times are set right by as much."), days]))


def _size(off: timedelta) -> str:
    if off >= 2 * _DAY:
        n = off // _DAY
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": wording.number(n)}
    n = round(off / _HOUR)
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": wording.number(n)}


def counted(seen: Any) -> str:
    """What becomes of the laptop's count of who came."""
    n = wording.number(seen.n_people)
    return {
        "new": ngettext("The laptop counted %(n)s person; nobody was counted here: it is taken.",
                        "The laptop counted %(n)s people; nobody was counted here: it is taken.", seen.n_people),
        "same": _("Who came is counted here as on the laptop: %(n)s."),
        "other": ngettext("The laptop counted %(n)s person, and another count stands here. The two are never added.",
                          "The laptop counted %(n)s people, and another count stands here. The two are never added.",
                          seen.n_people),
    }.get(seen.counted, "") % {"n": n} if seen.counted else ""  # fmt: skip


def held(seen: Any) -> str:
    """That the laptop knows of the meeting what this server does not."""
    words = _("The laptop noted that the meeting was held on %(day)s: it is noted here too.")
    return words % {"day": wording.day(seen.held_on)} if seen.held_on else ""


def more(n: int) -> str:
    """That others are not shown."""
    words = pgettext("after a list", "and %(n)s more")
    return words % {"n": wording.number(n)} if n > 0 else ""
