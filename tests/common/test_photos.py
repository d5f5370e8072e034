"""Photographs as they are kept: what is seen, and nothing of where it was taken."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common.photos import MOST_DOTS, Broken, bare

PLACE = b"31.6258N 7.9891W"
_DOTS = b"\x12\xff\x00\x34\xff\xd0\x56"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + _DOTS


def segment(marker: int, said: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(said) + 2) + said


def exif(turned: int, order: str = "<") -> bytes:
    """What a telephone says: which side is up, and where it stood."""
    head = {"<": b"II*\x00", ">": b"MM\x00*"}[order]
    rows = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    return b"Exif\x00\x00" + head + struct.pack(f"{order}IH", 8, 2) + rows + struct.pack(f"{order}I", 0) + PLACE


def jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    """A JPEG of two scans with these segments, and what follows its end."""
    return (
        b"\xff\xd8"
        + b"".join(segments)
        + segment(0xDB, b"table")
        + _SCAN
        + segment(0xC4, b"more")
        + _SCAN
        + b"\xff\xd9"
        + after
    )


def chunk(kind: bytes, said: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_keeps_its_side_up_and_loses_its_place(order):
    """Exif, its thumbnail, notes of programs, comments and a film after the end go; dots, colours and density stay."""
    kept = [segment(0xE0, b"JFIF\x00density"), segment(0xE2, b"ICC_PROFILE\x00colours"), segment(0xEE, b"Adobe")]
    told = [segment(0xE1, exif(6, order)), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
            segment(0xED, PLACE), segment(0xFE, PLACE), segment(0xE2, b"MPF\x00" + PLACE)]  # fmt: skip

    found = bare(jpeg(*kept, *told, after=b"film" + PLACE), "image/jpeg")

    assert PLACE not in found
    assert all(one in found for one in kept)
    assert found.endswith(_SCAN + b"\xff\xd9")
    assert found.count(_SCAN) == 2
    assert b"Exif" in found
    assert bare(found, "image/jpeg") == found, "which side is up is still read"
    assert b"Exif" not in bare(jpeg(segment(0xE1, exif(1, order))), "image/jpeg")


def test_a_drawing_keeps_what_is_seen():
    """Texts, days and Exif of a PNG go; what is cut on its way, or is another thing, is no picture."""
    seen = [chunk(b"IHDR", bytes(13)), chunk(b"gAMA", bytes(4)), chunk(b"IDAT", b"dots"), chunk(b"IEND", b"")]
    told = [chunk(b"tEXt", PLACE), chunk(b"eXIf", PLACE), chunk(b"iTXt", PLACE), chunk(b"tIME", bytes(7))]
    head = b"\x89PNG\r\n\x1a\n"

    assert bare(head + seen[0] + b"".join(told) + b"".join(seen[1:]) + PLACE, "image/png") == head + b"".join(seen)
    for broken, media in ((head + seen[0], "image/png"), (b"GIF89a", "image/png"), (jpeg()[:-2], "image/jpeg"),
                          (b"\xff\xd8hello", "image/jpeg")):  # fmt: skip
        with pytest.raises(Broken):
            bare(broken, media)
    assert bare(b"%PDF", "application/pdf") == b"%PDF"


@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2, 0xC9])
def test_a_few_bytes_are_no_picture_of_gigabytes(marker):
    """Whoever looks at a photograph unpacks it: a bomb stops her telephone, and is refused before it is kept."""
    wide, high = 12_000, MOST_DOTS // 12_000
    frame = [struct.pack(">BHHB", 8, height, wide, 0) for height in (high, high + 1)]
    head = b"\x89PNG\r\n\x1a\n"
    drawn = [
        head + chunk(b"IHDR", struct.pack(">II", wide, height) + bytes(5)) + chunk(b"IEND", b"")
        for height in (high, high + 1)
    ]

    assert bare(jpeg(segment(marker, frame[0])), "image/jpeg") == jpeg(segment(marker, frame[0]))
    assert bare(drawn[0], "image/png") == drawn[0]
    for content, media in ((jpeg(segment(marker, frame[1])), "image/jpeg"), (drawn[1], "image/png"),
                           (jpeg(segment(marker, b"\x08")), "image/jpeg")):  # fmt: skip
        with pytest.raises(Broken):
            bare(content, media)


def test_a_drawing_hides_nothing_in_a_part_of_its_own():
    """A part that no reader knows is kept by none, and would carry what somebody hid in it."""
    head = b"\x89PNG\r\n\x1a\n"
    with pytest.raises(Broken):
        bare(head + chunk(b"IHDR", bytes(13)) + chunk(b"HIDE", PLACE) + chunk(b"IEND", b""), "image/png")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["image/jpeg", "image/png"]), st.integers(0, 120))
def test_nothing_that_is_sent_breaks_it(noise, media, at):
    """Whatever comes, it is a picture or it is refused; it always comes to an end."""
    whole = jpeg(segment(0xE1, exif(3))) if media == "image/jpeg" else b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")
    with suppress(Broken):
        assert len(bare(whole[:at] + noise + whole[at:], media)) <= len(whole) + len(noise) + 40
