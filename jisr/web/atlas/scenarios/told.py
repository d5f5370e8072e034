"""A scenario in words: what it does and why, what it changes, what is proved, what is otherwise since."""

from collections.abc import Mapping, Sequence
from math import ceil, isfinite
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.atlas.choices import Limit, Way, Who
from jisr.atlas.figures import Ground
from jisr.atlas.scenarios.choices import LIMITS, Deed, Goal
from jisr.atlas.scenarios.rules.sites import WEEK
from jisr.atlas.scenarios.rules.told import Since, figure
from jisr.centres.choices import Theme
from jisr.web import wording
from jisr.web.atlas import shown
from jisr.web.atlas.scenarios.drawn import Drawn

#: Parts of the people whose gain is told beside that of the question.
GROUPS = (Who.WOMEN, Who.CHILDREN, Who.ELDERLY, Who.DISABLED, Who.RURAL)


def named(place: Mapping[str, Any]) -> str:
    """The name of a place that was kept as plain values, whole inside words of another script."""
    return f"\u2068{wording.name_of(SimpleNamespace(name_ar=place['name_ar'], name_fr=place['name_fr']))}\u2069"


def count(value: float) -> str:
    """People, kilometres or kilograms, as a whole number."""
    return wording.number(round(value)) if isfinite(value) else _("not known")


def question(one: Drawn) -> str:
    """What a scenario answers."""
    return _("%(theme)s. For whom: %(who)s. Where: %(place)s. %(way)s, limit %(limit)s.") % {
        "theme": Theme(one.theme).label, "who": Who(one.who).label, "place": one.place, "way": Way(one.way).label,
        "limit": Limit(one.limit).label,
    }  # fmt: skip


def why(site: Mapping[str, Any], limit: str) -> str:
    """Why something is done here: whom it brings within the limit, or how far those who come went before."""
    if site["beyond"] >= 1:
        homes = [named(one) for one in site["from"][:3]]
        return _("Because %(n)s people of %(places)s are beyond %(limit)s today.") % {
            "n": count(site["beyond"]), "places": wording.listed(homes), "limit": Limit(limit).label,
        }  # fmt: skip
    if site["people"] >= 1 and site["before_min"] is not None:
        return _("%(n)s people come here: %(before)s in the mean today, %(after)s then.") % {
            "n": count(site["people"]), "before": shown.minutes(site["before_min"]),
            "after": shown.minutes(site["after_min"]),
        }  # fmt: skip
    return _("It shortens nobody's way; its places add to those that people share.")


def deed(site: Mapping[str, Any]) -> str:
    """What is done, how much of it, when."""
    words = {"deed": Deed(site["action"]).label, "places": wording.number(site["places"]), "year": site["year"]}
    if site["action"] == Deed.MOBILE:
        days = ngettext("%(n)s day a week", "%(n)s days a week", site["days"]) % {"n": wording.number(site["days"])}
        return _("%(deed)s, %(days)s, %(places)s places at each visit, %(year)s") % (words | {"days": days})
    return _("%(deed)s, %(places)s places, %(year)s") % words


def proved(one: Drawn, ground: Ground) -> list[str]:
    """What is proved of the plan; never "the best" where no bound says so."""
    if one.proof is None:
        return [_("Made by hand: nothing is claimed of it but its figures.")]
    verdict, gap = one.proof["verdict"], one.proof["gap"]
    aim = Goal(one.aim).label
    if verdict == "infeasible":
        return [_("No plan keeps these rules."), *(lack(row, ground) for row in one.proof["lacking"])]
    first = [_("With a budget of 0 nothing can be done: everything stays as it is.")] if one.budget == 0 else []
    if len(one.figures["sites"]) >= LIMITS.picks:
        first.append(_("A scenario holds %(n)s places at most, and the plan takes them all.") % {
            "n": wording.number(LIMITS.picks),
        })  # fmt: skip
    if verdict == "optimal":
        return [*first, _("Proved best for “%(aim)s”: no other plan under these rules does better.") % {"aim": aim}]
    if verdict == "within_gap":
        # rounded up: never nearer than what is proved
        gap = wording.percent(ceil(gap * 1000) / 1000, 1)
        return [*first, _("At most %(gap)s from the best for “%(aim)s” that these rules allow.") % {
            "gap": gap, "aim": aim,
        }]  # fmt: skip
    return [*first, _("A plan; how far it is from the best is not known.")]


def lack(row: Sequence[Any], ground: Ground) -> str:
    """A rule that no plan can keep, and by how much.

    Args:
        row: rule, code of the province, what it needs, what there is.
    """
    rule, code, needs, has = row
    province = next((named(one._asdict()) for one in ground.provinces if one.code == code), "")
    if rule == "sites_of_group":
        return _("%(province)s needs %(needs)s service more; what you allowed can be done at %(has)s places there.") % {
            "province": province, "needs": wording.number(needs), "has": wording.number(figure(has)),
        }  # fmt: skip
    if rule == "most":
        return _("The provinces together need %(needs)s places; at most %(has)s may be chosen.") % {
            "needs": wording.number(needs), "has": wording.number(figure(has)),
        }  # fmt: skip
    return _("What the provinces need costs %(needs)s at the least; the budget is %(has)s.") % {
        "needs": wording.mad(round(needs)), "has": wording.mad(round(figure(has))),
    }  # fmt: skip


def changed(since: Since) -> list[str]:
    """What is otherwise since a scenario was kept."""
    parts = {
        _("services added: %(n)s"): since.added, _("services gone: %(n)s"): since.gone,
        _("services with another place or other places: %(n)s"): since.changed,
    }  # fmt: skip
    found = [words % {"n": wording.number(n)} for words, n in parts.items() if n]
    if since.ground:
        found.append(_("the population or the map of communes was loaded anew"))
    if since.speeds:
        found.append(_("people are reckoned to travel at other speeds"))
    return found


def far(name: str, minutes: str, n: str) -> str:
    """A place with how far it is and how many of the public are too far, for whoever chooses."""
    return _("%(name)s · today %(minutes)s · too far: %(n)s people") % {"name": name, "minutes": minutes, "n": n}


def units(one: Drawn) -> str:
    """How many mobile units the plan keeps busy; "" for none."""
    days = sum(site["days"] for site in one.figures["sites"])
    if not days:
        return ""
    return _("Mobile units: %(days)s days a week; at five days a unit, that is %(units)s.") % {
        "days": wording.number(days), "units": wording.number(days / WEEK, 1 if days % WEEK else 0),
    }  # fmt: skip
