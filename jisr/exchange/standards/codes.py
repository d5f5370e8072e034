"""Our closed lists in the codes of the standards, and the sentences that the files say; read from ``codes.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any

from jisr.common import yaml_text
from jisr.exchange.standards.rows import Words

#: Signs between parts of a sentence, with the spaces that French prints before them.
_PRINTED = {"; ": Words("؛ ", "\u202f; "), ": ": Words(": ", "\u00a0: ")}
_FILE = Path(__file__).with_name("codes.yaml")


@cache
def mapped() -> dict[str, Any]:
    """The whole file."""
    found: dict[str, Any] = yaml_text.read(_FILE.read_text(encoding="utf-8"))
    return found


def iati(name: str, code: str = "") -> str:
    """The code of IATI for one of ours, or the one code of a list that has a single one."""
    found = mapped()["iati"][name]
    return str(found[code] if code else found)


def oc4ids(name: str, code: str) -> str:
    """The code of OC4IDS for one of ours; "" where it has none."""
    return str(mapped()["oc4ids"][name].get(code, ""))


def said(name: str, **values: Words | str | int) -> Words:
    """A sentence in both languages.

    Args:
        values: what stands in it; a text in both languages, or the same for both.
    """
    sentence = mapped()["said"][name]
    return Words(*(
        sentence[language] % {key: getattr(one, language, one) for key, one in values.items()}
        for language in Words._fields
    ))  # fmt: skip


def joined(parts: "list[Words]", between: str = "; ") -> Words:
    """Several texts as one, in each language those that it has.

    Args:
        between: what parts them; a sign is written as each language prints it.
    """
    signs = _PRINTED.get(between, Words(between, between))
    return Words(*(
        getattr(signs, language).join(filter(None, (getattr(one, language) for one in parts)))
        for language in Words._fields
    ))  # fmt: skip
