"""What was looked at of a service, in sentences: those of the catalogue, and those of the order."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from jisr.centres.choices import COSTS, COSTS_PER, MODES, SATURATIONS
from jisr.centres.conditions import ABOUT
from jisr.centres.rules import Reason
from jisr.web import wording
from jisr.web.centres import sentences
from jisr.web.remembered import remembered


def say(reason: Reason, *, language: str | None = None) -> str:
    """One sentence for one reason of ``ranking.grounds``.

    Args:
        language: the one that is active, from whoever asked for it already.
    """
    if reason.about == ABOUT:  # worded when it was judged, with facts of one person: nothing to remember
        return sentences.say(reason)
    values = [(name, tuple(of) if isinstance(of, list) else of) for name, of in reason.values.items()]
    return _said(reason.about, reason.verdict, reason.shade, tuple(values), language=language)


@remembered
def _said(about: Any, verdict: Any, shade: Any, values: Any) -> str:
    reason = Reason(about, verdict, shade=shade, values=dict(values))
    return speaker(reason)(reason)


def speaker(reason: Reason) -> Callable[[Reason], str]:
    """Who words a reason: that of the order, or that of the catalogue."""
    return _SPEAKERS.get(reason.about, sentences.say)


def _closed(reason: Reason) -> str:
    told: dict[str, Any] = {
        "service_from": _("Begins on %(day)s"),
        "service_ended": _("Ended on %(day)s"),
        "centre_from": _("The centre opens on %(day)s"),
        "centre_ended": _("The centre closed on %(day)s"),
        "until": _("Closed until %(day)s"),
        "for_now": _("Closed until further notice"),
    }
    day = reason.values.get("on")
    return told[reason.shade] % {"day": wording.day(day) if day else ""}


def _stale(reason: Reason) -> str:
    return _("Nobody has said since %(day)s that this is still true: telephone first") % {
        "day": wording.day(reason.values["on"])
    }


def _remote(reason: Reason) -> str:
    how = wording.listed([str(MODES[code]) for code in reason.values["modes"]])
    return _("Without travelling: %(how)s") % {"how": how}


def _saturation(reason: Reason) -> str:
    if reason.verdict == "unknown":
        return _("How much is asked of it is not known")
    said = {"level": SATURATIONS[reason.values["level"]], "on": wording.day(reason.values["on"])}
    return _("%(level)s, said on %(on)s") % said


def _wait(reason: Reason) -> str:
    days = reason.values.get("wait")
    if days is None:
        return _("Waiting time not known")
    return _("Waiting: about %(span)s") % {"span": wording.span(days)} if days else _("No waiting")


def _answer(reason: Reason) -> str:
    days = reason.values.get("within")
    if days is None:
        return _("How soon it answers referrals was not measured yet")
    if not days:
        return _("Answers referrals the same day")
    return _("Answers referrals within about %(span)s") % {"span": wording.span(days)}


def _fresh(reason: Reason) -> str:
    day = reason.values.get("on")
    return _("Said true on %(day)s") % {"day": wording.day(day)} if day else _("Never said true again")


def _quality(reason: Reason) -> str:
    return _("Its page says %(percent)s of what a page should say") % {
        "percent": wording.percent(reason.values["of_100"] / 100)
    }


def _cost(reason: Reason) -> str:
    kind, centimes, per = (reason.values.get(name) for name in ("cost", "centimes", "per"))
    if not kind:
        return _("Cost not known")
    if centimes is None:
        return str(COSTS[kind])
    amount = wording.mad(centimes)
    return _("%(amount)s, %(per)s") % {"amount": amount, "per": COSTS_PER[per]} if per else amount


def _staff(reason: Reason) -> str:
    asks_woman = reason.values["sex"] == "f"
    if reason.verdict == "yes":
        return _("A woman receives, as asked") if asks_woman else _("A man receives, as asked")
    if reason.verdict == "no":
        return _("A man receives there") if asks_woman else _("A woman receives there")
    return _("Whether a woman can receive is not known") if asks_woman else _("Whether a man can receive is not known")


_SPEAKERS = {
    "closed": _closed, "stale": _stale, "remote": _remote, "saturation": _saturation, "wait": _wait,
    "answer": _answer, "fresh": _fresh, "quality": _quality, "cost": _cost, "staff": _staff,
}  # fmt: skip
