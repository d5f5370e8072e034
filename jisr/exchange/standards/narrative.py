"""Texts in both languages as elements of IATI."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.standards.rows import Words

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What a file of XML cannot hold at all; a text may have been pasted with it.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def narrate(parent: Element, name: str, words: Words, values: Mapping[str, str] | None = None) -> None:
    """An element with the text in each language that it has; none where there is no text.

    Args:
        values: its attributes.
    """
    if not any(words):
        return
    node = SubElement(parent, name, dict(values or {}))
    for language, text in words._asdict().items():
        if text:
            SubElement(node, "narrative", {LANG: language}).text = _UNWRITABLE.sub("", text)
