"""Cut a font file down: ``python -m jisr.web.font_cutter SOURCE RANGES MADE [RANGES MADE…]``."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont


def characters(ranges: str) -> Iterator[int]:
    """The code points of comma-separated hexadecimal ranges.

    >>> list(characters("0041-0043,0061-0061"))
    [65, 66, 67, 97]
    """
    for part in ranges.split(","):
        first, last = part.split("-")
        yield from range(int(first, 16), int(last, 16) + 1)


def cut(source: Path, ranges: str, made: Path) -> None:
    """Write ``made``, a woff2 of the characters of ``source`` within ``ranges``; it appears whole or not at all."""
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True, hinting=False)
    options.drop_tables += ["DSIG", "meta"]
    with TTFont(source, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=list(characters(ranges)))
        cutter.subset(font)
        font.flavor = "woff2"
        with tempfile.NamedTemporaryFile(dir=made.parent, suffix=".part", delete=False) as part:
            font.save(part)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(made)


if __name__ == "__main__":
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    source, *pairs = sys.argv[1:]
    for ranges, made in zip(pairs[::2], pairs[1::2], strict=True):
        cut(Path(source), ranges, Path(made))
