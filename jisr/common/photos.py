"""Photographs without what a telephone writes into them unasked: where it stood, whose it is, when.

Whoever proves what she bought with a photograph of her kitchen does not tell where she lives. What is seen stays, dot
by dot: no picture is computed anew.

Sources: ITU-T T.81 (JPEG), annex B; W3C Portable Network Graphics, third edition, 2025; CIPA DC-008 (Exif 2.32), 4.6.
"""

import re
import struct
from collections.abc import Iterator

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_EXIF, _APP0, _APP1, _APP2, _APP14, _APP15 = b"Exif\x00\x00", 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
#: Which side is up: the one thing of Exif without which a picture lies on its side.
_ORIENTATION, _TURNED = 0x0112, range(2, 9)
#: The next marker after the dots of a scan: 0xFF 0x00 is a dot, 0xFF 0xD0 to 0xD7 part the scan.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_HEAD_PNG = b"\x89PNG\r\n\x1a\n"
#: Dots of the largest picture that is kept: what a reader's browser unpacks takes four bytes for each. A few kilobytes
#: can say that they are a picture of gigabytes.
MOST_DOTS = 120_000_000
#: Frames of a JPEG, which say how wide and high it is: all of 0xC0 to 0xCF but tables and a reserved one.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: What a PNG is made of; another part that readers would have to know is none of a picture.
_NEEDED = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
#: Of the optional parts of a PNG, those that say how its colours are shown.
_COLOURS = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP"})


class Broken(ValueError):
    """A picture that is not whole, or unpacks to more than anybody photographs."""


def bare(content: bytes, media: str) -> bytes:
    """The same picture without place, device, author, day, thumbnail, or anything that follows its end.

    Args:
        media: image/jpeg or image/png; any other content comes back as it is.

    Raises:
        Broken: it is no whole picture of its kind, or has more than ``MOST_DOTS``.
    """
    if media == "image/jpeg":
        return b"".join(_of_jpeg(content))
    if media == "image/png":
        return b"".join(_of_png(content))
    return content


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        marker, at = _marker(content, at)
        if marker == _END:
            yield b"\xff\xd9"
            return
        end = at + int.from_bytes(content[at : at + 2], "big")
        if end < at + 2 or end > len(content):
            raise Broken
        part = content[at + 2 : end]
        if marker in _FRAMES:
            _not_too_large(part[1:5], ">HH")
        if marker == _APP1 and part.startswith(_EXIF):
            yield _side_up(part)
        elif _is_seen(marker, part):
            yield b"\xff" + bytes([marker]) + content[at:end]
        at = end
        if marker == _SCAN:
            found = _MARKER.search(content, at)
            if found is None:
                raise Broken
            yield content[at : found.start()]
            at = found.start()


def _not_too_large(said: bytes, form: str) -> None:
    """Read height and width, or width and height.

    Raises:
        Broken: they are not there, or are more than is kept.
    """
    if len(said) != struct.calcsize(form):
        raise Broken
    one, other = struct.unpack(form, said)
    if one * other > MOST_DOTS:
        raise Broken


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands at a place, and where what it says begins."""
    if content[at : at + 1] != b"\xff":
        raise Broken
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content) or content[at] in {0, _START}:
        raise Broken
    return content[at], at + 1


def _is_seen(marker: int, part: bytes) -> bool:
    """Whether a segment changes what is seen: of those for programs only colours and density do."""
    if marker == _COMMENT:
        return False
    if not _APP0 <= marker <= _APP15:
        return True
    return (
        (marker == _APP0 and part.startswith(b"JFIF\x00"))
        or (marker == _APP2 and part.startswith(b"ICC_PROFILE\x00"))
        or marker == _APP14
    )


def _side_up(part: bytes) -> bytes:
    """A segment of Exif that says which side is up, and nothing else; nothing where the picture stands as it is."""
    turned = _orientation(part[len(_EXIF) :])
    if turned not in _TURNED:
        return b""
    said = _EXIF + b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _orientation(told: bytes) -> int:
    """What the first directory of Exif says of the side that is up; 0 where it says nothing that can be read."""
    order = {b"II": "<", b"MM": ">"}.get(told[:2], "")
    try:
        (first,) = struct.unpack_from(f"{order}I", told, 4) if order else (len(told),)
        (count,) = struct.unpack_from(f"{order}H", told, first)
        for n in range(count):
            tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", told, first + 2 + 12 * n)
            if (tag, kind) == (_ORIENTATION, 3):
                return int(value)
    except struct.error:
        pass
    return 0


def _of_png(content: bytes) -> Iterator[bytes]:
    if not content.startswith(_HEAD_PNG):
        raise Broken
    yield _HEAD_PNG
    at, kind = len(_HEAD_PNG), b""
    while kind != b"IEND":
        kind = content[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if len(kind) < 4 or end > len(content):
            raise Broken
        if kind == b"IHDR":
            _not_too_large(content[at + 8 : at + 16], ">II")
        if kind[:1].isupper() and kind not in _NEEDED:
            raise Broken
        if kind in _NEEDED or kind in _COLOURS:
            yield content[at:end]
        at = end
