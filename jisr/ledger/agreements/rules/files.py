"""What a file is, read from its content and never from its name: a picture or a PDF that is whole, or nothing."""

#: Media types that are taken, each with how a whole file of it begins.
TAKEN = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/webp": b"RIFF",
}
#: The last bytes in which the end of a file must stand; tools add a few after it.
_TAIL = 1024


def media_type(content: bytes) -> str:
    """What a content is; "" when it is none of those taken, as far as its first bytes tell."""
    for kind, head in TAKEN.items():
        if content.startswith(head) and (kind != "image/webp" or content[8:12] == b"WEBP"):
            return kind
    return ""


def is_whole(content: bytes, kind: str) -> bool:
    """Whether a file goes on to its end: one whose line broke half-way does not.

    Args:
        kind: as ``media_type`` says.
    """
    tail = content[-_TAIL:]
    if kind == "application/pdf":
        return b"%%EOF" in tail
    if kind == "image/jpeg":
        return b"\xff\xd9" in tail
    if kind == "image/png":
        return b"IEND" in tail
    return len(content) >= int.from_bytes(content[4:8], "little") + 8
