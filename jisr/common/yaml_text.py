"""Texts in YAML: parameters, vocabularies, records, kept beside the code that reads them."""

from typing import Any

import yaml

#: libyaml reads the 600 kB that come with the product in 0.25 s, the same in Python in 1.5 s; wheels of all systems
#: bring it. Each process that starts reads a part of them.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str) -> Any:
    """Plain values of a text: mappings, lists, texts, numbers, days.

    Raises:
        yaml.YAMLError: it is no YAML.

    >>> read("limit_min: {unit: minute, values: {2021-10-01: 60}}")["limit_min"]["unit"]
    'minute'
    """
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe one, whichever it is
