"""In which letters a text file is written, found out from its bytes, and shown so that a person can say otherwise."""

import codecs
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

#: What a person may choose among, in the order of the page.
ENCODINGS: Final = ("utf-8", "cp1256", "cp1252", "utf-16-le", "utf-16-be", "iso-8859-6")
_SAMPLE: Final = 512 * 1024
ARABIC: Final = re.compile(r"[\u0621-\u064a]")
_LETTERS: Final = re.compile(r"[\u0020-\u007e\u00c0-\u017f\u0600-\u06ff\r\n\t]")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class NotText(ValueError):
    """The bytes are no text in any of the encodings."""


def marked(start: bytes) -> tuple[str, int]:
    """Encoding that the first bytes say, and how many they are; ("", 0) where they say none."""
    return next(((name, len(mark)) for mark, name in _MARKS if start.startswith(mark)), ("", 0))


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The likeliest encoding of a text; the whole of it is read, but for a mark at its start.

    Raises:
        NotText: it holds bytes that no text has.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, zeros, sample = True, False, bytearray()
    for place, chunk in enumerate(chunks):
        if place == 0 and (name := marked(chunk)[0]):
            return name
        # what tells one encoding from another may stand anywhere: kept are the parts that are not plain
        if len(sample) < _SAMPLE and (place == 0 or not chunk.isascii()):
            sample += chunk[: _SAMPLE - len(sample)]
        zeros = zeros or b"\x00" in chunk
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if zeros:
        return _wide(bytes(sample))
    return "utf-8" if is_utf8 else windows(bytes(sample))


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark."""
    even = sample[: len(sample) // 2 * 2]
    shares = {
        name: len(_LETTERS.findall(text)) / max(1, len(text))
        for name in ("utf-16-le", "utf-16-be")
        for text in [even.decode(name, errors="replace")]
    }
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < 0.9:
        raise NotText(best)
    return best


def windows(sample: bytes) -> str:
    """cp1256 or cp1252: both hold é, è, ç at one place; in Arabic text Arabic letters stand beside each other."""
    text = sample.decode("cp1256")
    arabic = [bool(ARABIC.match(letter)) for letter in text]
    latin = [letter.isascii() and letter.isalpha() for letter in text]
    together = sum(one and other for one, other in pairwise(arabic))
    alone = sum(one and other for one, other in zip(arabic, latin[1:], strict=False))
    return "cp1256" if together > alone else "cp1252"
