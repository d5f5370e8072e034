"""The standards' own schemas and rules, read from beside this file: no network, no opinion of ours."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlparse

from jsonschema import Draft4Validator, FormatChecker
from lxml import etree
from referencing import Registry, Resource

SCHEMAS = Path(__file__).parent / "schemas"
IATI, OC4IDS = SCHEMAS / "iati-2.03", SCHEMAS / "oc4ids-0.9.5"
FORMATS = FormatChecker(formats=())


@FORMATS.checks("uri")
def is_address(text):
    """A whole address in the standard alphabet."""
    found = urlparse(text)
    return bool(found.scheme and found.netloc) and re.fullmatch(r"[!#-;=?-\[\]_a-z~%]+", text) is not None


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(text):
    """A day and an hour with their zone."""
    return datetime.fromisoformat(text).tzinfo is not None


@cache
def _xsd():
    return etree.XMLSchema(etree.parse(IATI / "iati-activities-schema.xsd"))


@cache
def _json_schema():
    schemas = [json.loads((OC4IDS / f"project-{name}schema.json").read_text()) for name in ("", "package-")]
    registry = Registry().with_resources((one["id"], Resource.from_contents(one)) for one in schemas)
    return Draft4Validator(schemas[1], registry=registry, format_checker=FORMATS)


def of_project_package(text):
    """What the schema of OC4IDS has against a package; nothing when it is one."""
    return [f"{list(one.absolute_path)}: {one.message}"[:200] for one in _json_schema().iter_errors(json.loads(text))]


def of_activities(text):
    """What the schema and the rules of IATI have against a file; nothing when it is one."""
    tree = etree.fromstring(text)
    if not _xsd().validate(tree):
        return [str(one)[:200] for one in _xsd().error_log]
    return broken_rules(tree)


def broken_rules(tree):
    """The rules of the standard's own list that a file breaks, each with what broke it.

    Raises:
        KeyError: a kind of rule that nobody judges here.
    """
    found = []
    for path, rules in json.loads((IATI / "ruleset-standard.json").read_text()).items():
        for node in tree.xpath(path):
            found += [f"{path} {name} {case}" for name, cases in rules.items() for case in cases["cases"]
                      if not RULES[name](node, case)]  # fmt: skip
    return found


def _values(node, paths):
    return [one for path in paths for one in node.xpath(path)]


def _texts(node, paths):
    return [one if isinstance(one, str) else "".join(one.itertext()) for one in _values(node, paths)]


def _days(node, path):
    """The days at a path; NOW is today."""
    return [date.today()] if path == "NOW" else [date.fromisoformat(one[:10]) for one in _texts(node, [path])]  # noqa: DTZ011


def _in_order(node, *paths):
    """The days at these paths never go back; a path without one is not judged."""
    known = [days[0] for days in (_days(node, path) for path in paths) if days]
    return all(one <= other for one, other in pairwise(known))


def _conditioned(node, case):
    return "condition" not in case or node.xpath(case["condition"])


def _at_least_one(node, case):
    return not _conditioned(node, case) or bool(_values(node, case["paths"]))


def _adds_up(node, case):
    found = _texts(node, case["paths"])
    return not found or sum(map(Decimal, found)) == case["sum"]


def _only_one_of(node, case):
    """None beside what excludes them; exactly one where nothing does."""
    return len(_values(node, case["paths"])) == (0 if _values(node, case["excluded"]) else 1)


def _one_or_all(node, case):
    """Once on the activity, or on everything under it that takes one."""
    if case["all"] == "lang":
        whole = node.xpath("not(descendant::narrative[not(@xml:lang)])")
    elif case["all"] == "currency":
        whole = node.xpath("not(descendant::value[not(@currency)])")
    else:
        whole = node.xpath("not(transaction[not(sector)])") and bool(node.xpath("transaction"))
    return bool(node.xpath(case["one"])) or whole


def _loop(node, case):
    each = set(_texts(node, [case["foreach"]]))
    return all(
        RULES[name](node, {**inner, "paths": [path.replace("$1", value) for path in inner["paths"]]})
        for value in each for name, cases in case["do"].items() for inner in cases["cases"]
    )  # fmt: skip


def _no_longer_than_a_year(node, case):
    [begins], [ends] = _days(node, case["start"]), _days(node, case["end"])
    return (ends - begins).days <= 366


RULES = {
    "atleast_one": _at_least_one,
    "one_or_all": _one_or_all,
    "only_one_of": _only_one_of,
    "date_now": lambda node, case: _in_order(node, case["date"], "NOW"),
    "date_order": lambda node, case: _in_order(node, case["less"], case["more"]),
    "between_dates": lambda node, case: _in_order(node, case["start"], case["date"], case["end"]),
    "regex_matches": lambda node, case: all(re.fullmatch(case["regex"], one) for one in _texts(node, case["paths"])),
    "sum": _adds_up,
    "strict_sum": lambda node, case: sum(map(Decimal, _texts(node, case["paths"]))) == case["sum"],
    "loop": _loop,
    "range": lambda node, case: all(case["min"] <= float(one) <= case["max"] for one in _texts(node, case["paths"])),
    "if_then": lambda node, case: not node.xpath(case["if"]) or node.xpath(case["then"]),
    "time_limit": _no_longer_than_a_year,
    "no_more_than_one": lambda node, case: len(_values(node, case["paths"])) <= 1,
}
