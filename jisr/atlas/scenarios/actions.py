"""Writing scenarios: begin, say otherwise, pick by hand, compute a plan, keep, copy, throw away; and links to them."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import queries
from jisr.atlas.scenarios.choices import LIMITS, Deed, Goal, State
from jisr.atlas.scenarios.models import Scenario, ScenarioLink
from jisr.atlas.scenarios.rules import Pick, Rules, Site, cost_of, solved
from jisr.atlas.scenarios.rules import told as keeping
from jisr.atlas.siting import Aim, Effort, Verdict
from jisr.common import journal
from jisr.common.crypto import keyed_hash
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.text import clean_typed

#: Seconds on the clock that a plan may take inside a request; what is not proved by then is said so.
SECONDS: Final = 2.0


class IsKept(Refusal):
    """It was kept meanwhile."""

    message = _("A kept scenario stays as it is. Draw another one from it, and change that.")


class TooManyPicks(Refusal):
    """More than one scenario holds."""

    message = _("A scenario holds %(most)s places at most. Take some out first.")


class NowhereToGo(Refusal):
    """No deed is allowed, or nowhere can it be done."""

    message = _("Nothing that you allowed can be done in this place. Allow something else, or look at a wider place.")


class NoBudget(Refusal):
    """A plan is computed under a budget."""

    message = _("Write a budget first: the plan is the best that it pays for.")


class NotTogether(Refusal):
    """Capacities with an aim that cannot have them."""

    message = _("People for each place go with two aims alone: most people within the limit, or least average travel.")


class NothingGained(Refusal):
    """To enlarge, where ways alone count."""

    message = _(
        "To enlarge a service shortens no way. Say how many people one place can serve, or allow something else."
    )


class NothingToShare(Refusal):
    """Drafts, or nothing."""

    message = _("Choose one to four kept scenarios. A draft is shared once it is kept.")


@transaction.atomic
def begin(*, by: User, title: str, **question: Any) -> Scenario:
    """Begin a scenario for a question, with the costs and places that we assume today.

    Args:
        question: theme, who, way, limit, supply, within; aim, budget, most, each_province, people_a_place, first_year,
            years and allowed where they are said already.
    """
    today = timezone.localdate()
    costs, sizes = queries.assumptions(today)
    said = {"first_year": today.year + 1, "allowed": [Deed.REHABILITATE, Deed.OPEN, Deed.MOBILE]} | question
    row = Scenario(
        author=by, is_demonstration=by.is_demonstration, title=clean_typed(title), costs=costs, sizes=sizes, **said
    )
    row.save(force_insert=True)
    journal.record("atlas.scenario_begun", row, by=by)
    return row


@transaction.atomic
def change(*, scenario: Scenario, by: User, expected: int, **said: Any) -> Scenario:
    """Say otherwise what a scenario asks, allows and costs; a computed plan is then one made by hand.

    Raises:
        IsKept: it is kept.
        Stale: somebody saved it in between.
    """
    row = _draft(scenario, by)
    row.save_version(expected, **said | {"proof": None})
    journal.record("atlas.scenario_changed", row, by=by)
    return row


@transaction.atomic
def pick(
    *, scenario: Scenario, by: User, deed: str, places: Sequence[str], size: int, days: int, year: int
) -> Scenario:
    """Put places into a plan by hand; one that is there already is said anew.

    Args:
        places: ``rules.Pick.place`` of each.
        size: places that each adds; of a mobile unit, at each visit.
        days: of the week, of a mobile unit.

    Raises:
        TooManyPicks, IsKept.
        OutOfReach: nothing of this kind can be done at one of them.
    """
    row = _draft(scenario, by)
    found, rows = queries.stand(row, atlas.ground())
    if set(places) - {one.place for one in queries.where(deed, found, rows)}:
        raise OutOfReach
    there = {(one[0], one[1]): one for one in row.picks}
    there |= {
        (deed, place): list(Pick(deed, place, size, days if deed == Deed.MOBILE else 0, year)) for place in places
    }
    if len(there) > LIMITS.picks:
        raise TooManyPicks(most=LIMITS.picks)
    row.save_version(row.version, picks=list(there.values()), proof=None)
    journal.record("atlas.scenario_picked", row, by=by)
    return row


@transaction.atomic
def take_out(*, scenario: Scenario, by: User, deed: str, place: str) -> Scenario:
    """Take a place out of a plan."""
    row = _draft(scenario, by)
    left = [one for one in row.picks if (one[0], one[1]) != (deed, place)]
    if len(left) == len(row.picks):
        raise OutOfReach
    row.save_version(row.version, picks=left, proof=None)
    journal.record("atlas.scenario_picked", row, by=by, reason="taken_out")
    return row


@transaction.atomic
def compute(*, scenario: Scenario, by: User, seconds: float = SECONDS) -> Scenario:
    """Put the plan that is best for the aim in the place of the picks, with what is proved of it.

    Nothing is written before the plan is there. Where no plan keeps the rules, the picks are empty and the proof says
    which rule, and by how much.

    Args:
        seconds: on the clock, at most.

    Raises:
        IsKept, NoBudget, NowhereToGo, NotTogether, NothingGained.
    """
    row = _draft(scenario, by)
    rules = _rules(row)
    ground = atlas.ground()
    found, rows = queries.stand(row, ground)
    sites = _candidates(row, found, rows)
    if not sites:
        raise NowhereToGo
    answer = solved(found, sites, queries.columns(found, sites, row.way), rules, effort=Effort(seconds=seconds))
    picks = [list(sites[at].pick._replace(year=year)) for at, year in answer.chosen]
    row.save_version(row.version, picks=picks, proof=keeping.proof(answer.proof))
    infeasible = answer.proof.verdict == Verdict.INFEASIBLE
    journal.record("atlas.scenario_computed", row, by=by, reason="infeasible" if infeasible else "")
    return row


def _rules(row: Scenario) -> Rules:
    if row.budget is None:
        raise NoBudget
    if row.people_a_place and row.aim not in {Goal.WITHIN, Goal.TRAVEL}:
        raise NotTogether
    if row.allowed == [Deed.ENLARGE] and not row.people_a_place:
        raise NothingGained
    return Rules(
        Aim(row.aim), row.budget, min(row.most or LIMITS.picks, LIMITS.picks), row.each_province, row.people_a_place,
        row.first_year, row.years,
    )  # fmt: skip


def _candidates(row: Scenario, found: Any, rows: Any) -> list[Site]:
    """Everywhere that something allowed can be done; a mobile unit comes one day of the week."""
    sites = []
    for deed in row.allowed:
        days = 1 if deed == Deed.MOBILE else 0
        cost = cost_of(deed, days, row.costs)
        for one in queries.where(deed, found, rows):
            pick = Pick(deed, one.place, row.sizes[deed], days, row.first_year)
            sites.append(Site(pick, one.name_ar, one.name_fr, one.commune, one.lat, one.lon, one.service, cost))
    return sites


@transaction.atomic
def keep(*, scenario: Scenario, by: User) -> Scenario:
    """Keep a scenario with its inputs and its figures; nothing of it is written again.

    Raises:
        IsKept: it is kept already.
    """
    row = _draft(scenario, by)
    kept = {"inputs": queries.inputs(row), "figures": queries.figures(row)}
    row.save_version(row.version, state=State.KEPT, kept_at=timezone.now(), kept=kept)
    journal.record("atlas.scenario_kept", row, by=by)
    return row


@transaction.atomic
def copy(*, scenario: Scenario, by: User, title: str) -> Scenario:
    """Draw another one from a scenario, one's own or a colleague's that is kept."""
    same = ("theme", "who", "way", "limit", "supply", "within", "aim", "budget", "most", "each_province",
            "people_a_place", "first_year", "years", "allowed", "costs", "sizes", "picks")  # fmt: skip
    row = Scenario(
        author=by, is_demonstration=by.is_demonstration, title=clean_typed(title),
        **{name: getattr(scenario, name) for name in same},
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("atlas.scenario_begun", row, by=by, reason="copied")
    return row


@transaction.atomic
def throw_away(*, scenario: Scenario, by: User) -> None:
    """Throw a draft away."""
    row = _draft(scenario, by)
    journal.record("atlas.scenario_thrown_away", row, by=by)
    row.delete()


def token_hash(secret: str) -> str:
    """Under what the secret of a link is kept."""
    return keyed_hash(secret, purpose="scenario link")


@transaction.atomic
def share(*, scenarios: Sequence[Scenario], days: int, by: User) -> tuple[ScenarioLink, str]:
    """Make a link to kept scenarios side by side.

    Args:
        days: that it opens, 1 to ``LIMITS.link_days``.

    Returns:
        the link, and its secret, which is kept nowhere.

    Raises:
        NothingToShare: none, more than four, or a draft among them.
    """
    if not 1 <= len(scenarios) <= LIMITS.compared or any(one.state != State.KEPT for one in scenarios):
        raise NothingToShare
    secret = secrets.token_urlsafe(24)
    row = ScenarioLink(
        author=by, is_demonstration=by.is_demonstration, scenarios=[one.pk for one in scenarios],
        token=token_hash(secret), until=timezone.now() + timedelta(days=min(max(days, 1), LIMITS.link_days)),
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("atlas.scenarios_shared", row, by=by)
    return row, secret


@transaction.atomic
def end_link(*, link: ScenarioLink, by: User) -> None:
    """Take a link back: from now on it opens nothing."""
    ended = ScenarioLink.objects.filter(pk=link.pk, author=by, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        raise OutOfReach
    journal.record("atlas.scenario_link_ended", link, by=by)


def _draft(scenario: Scenario, by: User) -> Scenario:
    """The row, held still until the act is done.

    Raises:
        OutOfReach: it is gone, or another's.
        IsKept: it is kept.
    """
    row = Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario.pk).first()
    if row is None or row.author_id != by.pk:
        raise OutOfReach
    if row.state == State.KEPT:
        raise IsKept
    return row
