"""A code on the pages that it opened: sealed by this server for a while, in no address, and never as it is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.core import signing

from jisr.common.crypto import decrypt, encrypt


class NotHeld(ValueError):
    """Held too long ago, for something else, or by another server."""


@dataclass(frozen=True)
class Held:
    """How the codes of one kind are held.

    Attributes:
        sealed_for: what they open; what was held for one thing opens no other.
        seconds: how long a page may stand open.
    """

    sealed_for: str
    seconds: int

    def token(self, code: str) -> str:
        """What a page holds instead of a code."""
        return self._signer().sign(urlsafe_b64encode(encrypt(code, bound_to=self.sealed_for)).decode())

    def code(self, token: str) -> str:
        """The code again.

        Raises:
            NotHeld: by this server, for this, and not too long ago.
        """
        try:
            sealed = urlsafe_b64decode(self._signer().unsign(token, max_age=self.seconds))
            return decrypt(sealed, bound_to=self.sealed_for)
        except (signing.BadSignature, ValueError) as fault:
            raise NotHeld from fault

    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=self.sealed_for)
