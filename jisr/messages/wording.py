"""The words of messages: data, one file a template, in both languages of a centre; they name nothing and nobody."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text

LANGUAGES = ("ar", "fr")


@cache
def texts(template: str) -> Mapping[str, str]:
    """The text of a template in each language.

    Args:
        template: name of a file in ``templates``, without ``.yaml``.

    Raises:
        ValueError: a language is missing.
    """
    found: dict[str, str] = yaml_text.read(
        files("jisr.messages").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    )
    if set(found) != set(LANGUAGES):
        raise ValueError(f"{template}: texts in {sorted(found)}, not in {sorted(LANGUAGES)}")
    return found


def body(template: str, **values: Any) -> str:
    """A message in Arabic, then in French: which of them the reader at the other end prefers is not known.

    >>> print(body("link_code", code="12 34 56", minutes=10).splitlines()[1])
    Jisr : code 12 34 56, valable 10 minutes. Ne le donnez à personne.
    """
    return "\n".join(texts(template)[language].format(**values) for language in LANGUAGES)


def said(template: str, language: str, **values: Any) -> str:
    """A message in the language that its reader chose; in Arabic where there are no words in it.

    >>> said("link_code", "fr", code="12 34 56", minutes=10)
    'Jisr : code 12 34 56, valable 10 minutes. Ne le donnez à personne.'
    """
    told = texts(template)
    return told.get(language, told["ar"]).format(**values)
