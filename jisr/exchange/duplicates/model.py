"""The model by which two persons are compared: Splink's settings, made of ``weights.yaml`` and the conditions here.

Conditions are SQL that DuckDB and Spark read alike. ``settings(...)`` as JSON is what another machine needs.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text

PACKAGE = "jisr.exchange.duplicates"
#: One row a person, see ``tables.PERSONS``.
KEY = "person"

_KNOWN = "({0}_l is null or {0}_r is null)"
_EXACT = "(not about_l and not about_r)"


def _any(one: str, other: str) -> str:
    """Either reading of one name equals either reading of the other: scripts may disagree on a skeleton."""
    return (
        "(" + " or ".join(f"{left} = {right}" for left in _readings(one, "l") for right in _readings(other, "r")) + ")"
    )


def _readings(column: str, side: str) -> tuple[str, str]:
    return f"{column}_{side}", f"{column}_2_{side}"


def _near(left: str, right: str, least: int, most: int) -> str:
    return f"(length({left}) >= {least} and length({right}) >= {least} and levenshtein({left}, {right}) <= {most})"


def _one_off(column: str, least: int, most: int) -> str:
    return _near(f"{column}_l", f"{column}_r", least, most)


def _names(part: str) -> dict[str, str]:
    key, arabic, latin = f"{part}_key", f"{part}_arabic", f"{part}_latin"
    word, last = f"{part}_word", f"{part}_word_2"
    near_keys = " or ".join(_near(x, y, 3, 1) for x in _readings(key, "l") for y in _readings(key, "r"))
    return {
        "": _KNOWN.format(key),
        "letters": f"({arabic}_l = {arabic}_r or {latin}_l = {latin}_r)",
        "sounds": _any(f"{part}_sounds", f"{part}_sounds"),
        "skeleton": _any(key, key),
        "swapped": f"({_any('given_key', 'family_key')} and {_any('family_key', 'given_key')})",
        "letter": f"({_one_off(arabic, 3, 1)} or {_one_off(latin, 3, 1)} or {_one_off(latin, 5, 2)})",
        "sound": f"({near_keys})",
        "word": "(" + " or ".join(f"{x}_l = {y}_r" for x in (word, last) for y in (word, last)) + ")",
    }  # fmt: skip


_SAME_SOUND = f"({_names('given')['letters']} or {_names('given')['sounds']})"
#: Comparison -> level -> when it holds, the first that holds; "" is "not known"; a level without one is all the rest.
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "given": _names("given") | {"other": "ELSE"},
    "family": _names("family") | {"other_woman": "sex_l = 'f' and sex_r = 'f'", "other": "ELSE"},
    "birth": {
        "": _KNOWN.format("year"),
        "day": f"{_EXACT} and year_l = year_r and month_l = month_r and day_l = day_r",
        "day_and_month_swapped": f"{_EXACT} and year_l = year_r and month_l = day_r and day_l = month_r",
        "year_both_about": "about_l and about_r and year_l = year_r",
        "year_one_about": "(about_l or about_r) and year_l = year_r",
        "near_year": "(about_l or about_r) and abs(year_l - year_r) <= 2",
        "one_part": (
            f"{_EXACT} and ((year_l = year_r and (month_l = month_r or day_l = day_r))"
            " or (month_l = month_r and day_l = day_r and abs(year_l - year_r) <= 10))"
        ),
        "other": "ELSE",
    },
    "sex": {"": _KNOWN.format("sex"), "same": "sex_l = sex_r", "other": "ELSE"},
    "place": {
        "": _KNOWN.format("commune"),
        "phone": _any("phone", "phone"),
        "commune": "commune_l = commune_r",
        "other": "ELSE",
    },
    "identity": {
        "": f"({_KNOWN.format('cin')} and {_KNOWN.format('idcs')})",
        "same": "(cin_l = cin_r or idcs_l = idcs_r)",
        "other": "ELSE",
    },
    "household": {
        "": _KNOWN.format("household"),
        "housemates": f"household_l = household_r and not coalesce({_SAME_SOUND}, false)",
        "other": "ELSE",
    },
}  # fmt: skip


#: Comparison -> level -> what is said of it to whoever decides, a code of ``families.choices.LikenessReason``.
REASONS: Mapping[str, Mapping[str, str]] = {
    **{
        part: {
            "letters": f"{part}_same", "sounds": f"{part}_spelling", "skeleton": f"{part}_vowels",
            "swapped": "names_swapped", "letter": f"{part}_letter", "sound": f"{part}_letter",
            "word": f"{part}_shortened", "other": f"{part}_differs", "other_woman": "married_name",
        } for part in ("given", "family")
    },
    "birth": {
        "day": "birth_same", "day_and_month_swapped": "birth_swapped", "year_both_about": "birth_about",
        "year_one_about": "birth_about", "near_year": "birth_near", "one_part": "birth_differs",
        "other": "birth_differs",
    },
    "sex": {"same": "sex_same", "other": "sex_differs"},
    "place": {"phone": "phone_same", "commune": "commune_same"},
}  # fmt: skip


def weights() -> dict[str, Any]:
    """The figures of ``weights.yaml``, with their version."""
    return yaml_text.read(files(PACKAGE).joinpath("weights.yaml").read_text(encoding="utf-8"))


def settings(persons: int, share: float) -> dict[str, Any]:
    """Splink's settings for a registry of this size.

    Args:
        persons: how many there are: among more people two are less often the same one.
        share: of persons expected to stand there twice.

    Returns:
        a dictionary that ``json.dumps`` writes and Splink reads, whatever it runs on.
    """
    figures = weights()
    return {
        "link_type": "dedupe_only",
        "linker_uid": f"jisr-{figures['version']}",
        "unique_id_column_name": KEY,
        "probability_two_random_records_match": min(2 * share / max(persons, 2), 0.5),
        # candidates come from ``tables.keys``; this one rule is there because Splink asks for one
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.family_key = r.family_key and l.given_key = r.given_key and l.year = r.year"}
        ],
        "comparisons": [
            {"output_column_name": name, "comparison_levels": [_level(figures[name], *each) for each in levels.items()]}
            for name, levels in CONDITIONS.items()
        ],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }  # fmt: skip


def _level(figures: Mapping[str, Any], name: str, condition: str) -> dict[str, Any]:
    if not name:
        return {"sql_condition": condition, "label_for_charts": "not known", "is_null_level": True}
    level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": name}
    level |= {"m_probability": figures[name]["m"], "u_probability": figures[name]["u"]}
    if often := figures[name].get("often"):
        level |= {"tf_adjustment_column": often, "disable_tf_exact_match_detection": True}
    return level
