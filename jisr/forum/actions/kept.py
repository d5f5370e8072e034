"""In a kit, codes are kept beside their hashes: the main server hashes with another key."""

from django.conf import settings

from jisr.common.crypto import encrypt
from jisr.common.database import call
from jisr.forum.queries.kits import secret_bound_to


def kept(found: str, text: str) -> str:
    """The hash that was made from a code; in a kit, the code is sealed and kept until the kit is joined.

    Every act that stores a keyed hash of a slip or of a voter passes it through here.

    Args:
        found: the hash; "" for no code.
        text: what it was made from.
    """
    if settings.KIT and found:
        call("jisr_kit_keep", found, encrypt(text, bound_to=secret_bound_to(found)))
    return found
