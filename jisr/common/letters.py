"""Where the letters of the product lie: IBM Plex Sans Arabic, in its wheel (SIL Open Font License 1.1).

The Arabic family holds the Latin letters of IBM Plex Sans too, so that one wheel gives both, on pages and on paper.
"""

from importlib.util import find_spec
from pathlib import Path

FAMILY = "IBM Plex Sans Arabic"
WHEEL, PACKAGE = "fontpkg-ibm-plex-sans-arabic", "fontpkg_ibm_plex_sans_arabic"


class FontsMissing(ValueError):
    """The wheel with the letters is not installed: the set-up of the product was not run."""


def folder() -> Path:
    """The folder of the wheel that holds the font files.

    Raises:
        FontsMissing: the wheel is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FontsMissing(f"{WHEEL} is not installed: run `make setup`")
    return Path(spec.origin).parent / "files"
