"""What siting answers: a plan, who goes where, what it is worth, how much is proved, and why each site is there."""

from dataclasses import dataclass

from jisr.atlas.siting.choices import Action, Aim, Verdict
from jisr.atlas.siting.kernels import Numbers, Reals
from jisr.atlas.siting.limits import Lack
from jisr.atlas.siting.search import PROVED


@dataclass(frozen=True)
class Step:
    """One limit of the aim worst: people beyond it, and the fewest that could be, given those beyond longer limits.

    Attributes:
        limit_min: the limit.
        people: beyond it, or without any site.
        bound: no plan that is as good on longer limits has fewer.
    """

    limit_min: float
    people: float
    bound: float


@dataclass(frozen=True)
class Choice:
    """Why a site is in the plan: the numbers of its sentence.

    Attributes:
        site: which.
        action: what is done.
        cost_mad: what it costs.
        people: who go there.
        beyond: of them, how many were beyond the limit, or without any site, and no longer are.
        unserved: of these, how many reached no site at all.
        before_min: average minutes to where they went, of those who reached something; None where nobody did.
        after_min: average minutes to this site, of all who go there; None where nobody goes.
        from_groups: (province, people) of those counted in ``beyond``, most first.
    """

    site: int
    action: Action
    cost_mad: float
    people: float
    beyond: float
    unserved: float
    before_min: float | None
    after_min: float | None
    from_groups: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Answer:
    """A plan and its proof.

    Attributes:
        aim: what it is best at.
        chosen: sites, in order of number.
        assigned: (n,) the site that each point goes to, -1 where it reaches none.
        minutes: (n,) how far; inf where it reaches none.
        value: of the aim. travel: average minutes, the unserved counted as the problem says. within: people. worst:
            people beyond the longest limit. spread: average minutes of the farther of two people.
        bound: no plan is better than this; None where nothing is proved.
        verdict: from a closed list.
        gap: how much better a plan could be, as a share of the value; None where nothing is proved.
        before: the value if nothing were chosen.
        people_served: who reach a site.
        people_unserved: who reach none.
        gini: of the minutes, 0 to 1.
        spent_mad: of the budget.
        choices: why each site is there.
        why: rules that cannot be kept; then there is no plan.
        steps: of the aim worst.
        engine: what computed it.
        seconds: on the clock.
        first_s: until the first plan.
    """

    aim: Aim
    chosen: tuple[int, ...]
    assigned: Numbers
    minutes: Reals
    value: float
    bound: float | None
    verdict: Verdict
    gap: float | None
    before: float
    people_served: float
    people_unserved: float
    gini: float
    spent_mad: float
    choices: tuple[Choice, ...] = ()
    why: tuple[Lack, ...] = ()
    steps: tuple[Step, ...] = ()
    engine: str = ""
    seconds: float = 0.0
    first_s: float = 0.0


@dataclass(frozen=True)
class Phase:
    """One year of a plan by years.

    Attributes:
        year: which.
        chosen: what opens this year.
        answer: of all that is open then; its bound is that of a plan that may choose anew with all money so far.
    """

    year: int
    chosen: tuple[int, ...]
    answer: Answer


def verdict_of(value: float, bound: float | None) -> tuple[Verdict, float | None]:
    """What a bound proves of a value, and the gap.

    >>> verdict_of(100.0, 99.0)
    (<Verdict.WITHIN_GAP: 'within_gap'>, 0.01)
    """
    if bound is None:
        return Verdict.UNPROVED, None
    gap = abs(value - bound) / max(abs(value), abs(bound), 1e-300) if value != bound else 0.0
    return (Verdict.OPTIMAL if gap <= PROVED else Verdict.WITHIN_GAP), gap
