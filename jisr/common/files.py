"""What a file is, told from its content. Pure."""

import puremagic


def looks_like(content: bytes) -> str:
    """What a content that is not taken looks like, to tell whoever sent it: an extension, or ``?``."""
    try:
        return puremagic.from_string(content[:8192]).lstrip(".") or "?"
    except (puremagic.PureError, ValueError):
        return "?"
