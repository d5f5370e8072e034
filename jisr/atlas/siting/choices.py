"""Closed lists of siting."""

from enum import StrEnum


class Aim(StrEnum):
    """What a plan is best at."""

    TRAVEL = "travel"  # least average travel (p-median)
    WITHIN = "within"  # most people within a limit (maximal covering)
    WORST = "worst"  # fewest beyond the farthest limit, then beyond the next … (leximin by bands)
    SPREAD = "spread"  # least travel of the farther of any two people: average times (1 + Gini)


class Action(StrEnum):
    """What is done at a site when it is chosen."""

    OPEN = "open"
    REHABILITATE = "rehabilitate"
    ENLARGE = "enlarge"
    EQUIP = "equip"
    MOBILE = "mobile"
    KEEP = "keep"  # an open centre that may be closed: it stays only where it is chosen


class Verdict(StrEnum):
    """How much of an answer is proved."""

    OPTIMAL = "optimal"  # nothing is better by more than 1e-9 of the value
    WITHIN_GAP = "within_gap"  # nothing is better by more than the gap that is printed
    UNPROVED = "unproved"  # a plan, and no proof at all
    INFEASIBLE = "infeasible"  # no plan keeps every rule: ``why`` says which rule, and by how much


class Rule(StrEnum):
    """A rule that no plan can keep."""

    SITES_OF_GROUP = "sites_of_group"  # a province has fewer places that can be chosen than it needs
    MOST = "most"  # provinces together need more sites than may be chosen
    BUDGET = "budget"  # the cheapest sites that the provinces need cost more than the budget


class Aside(StrEnum):
    """Why something of the input was set aside."""

    PEOPLE_UNKNOWN = "people_unknown"
    PEOPLE_NEGATIVE = "people_negative"
    MINUTES_UNKNOWN = "minutes_unknown"
    MINUTES_NEGATIVE = "minutes_negative"
    COST_UNKNOWN = "cost_unknown"
    COST_NEGATIVE = "cost_negative"
    NO_CAPACITY = "no_capacity"
