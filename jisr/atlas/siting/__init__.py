"""Where to open, rehabilitate, enlarge, equip: plans under a budget and rules, each with what is proved of it."""

from jisr.atlas.siting.answer import Answer, Choice, Phase, Step
from jisr.atlas.siting.choices import Action, Aim, Aside, Rule, Verdict
from jisr.atlas.siting.limits import Lack
from jisr.atlas.siting.plan import LIMITS_MIN, by_years, site
from jisr.atlas.siting.problem import Misfit, Problem, SetAside, problem
from jisr.atlas.siting.search import Effort

__all__ = [
    "LIMITS_MIN", "Action", "Aim", "Answer", "Aside", "Choice", "Effort", "Lack", "Misfit", "Phase", "Problem", "Rule",
    "SetAside", "Step", "Verdict", "by_years", "problem", "site",
]  # fmt: skip
