"""Encryption of the few fields that need it, and keyed hashes that find an exact value without storing it."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def encrypt(text: str, *, bound_to: str = "") -> bytes:
    """The text under AES-256-GCM, with its nonce in front.

    Args:
        bound_to: what the value belongs to (table and key); decrypting it elsewhere fails.
    """
    return encrypt_bytes(text.encode(), bound_to=bound_to)


def encrypt_bytes(content: bytes, *, bound_to: str = "") -> bytes:
    """The content under AES-256-GCM, as ``encrypt`` does for a text."""
    return encrypt_with(bytes.fromhex(settings.FIELD_KEY), content, bound_to=bound_to)


def decrypt(value: bytes, *, bound_to: str = "") -> str:
    """The text again.

    Raises:
        cryptography.exceptions.InvalidTag: it was altered, or belongs to something else.
    """
    return decrypt_bytes(value, bound_to=bound_to).decode()


def decrypt_bytes(value: bytes, *, bound_to: str = "") -> bytes:
    """The content again.

    Raises:
        cryptography.exceptions.InvalidTag: it was altered, or belongs to something else.
    """
    return decrypt_with(bytes.fromhex(settings.FIELD_KEY), value, bound_to=bound_to)


def new_data_key() -> bytes:
    """32 bytes from the system's source of chance: the key of one person."""
    return AESGCM.generate_key(256)


def encrypt_with(key: bytes, content: bytes, *, bound_to: str = "") -> bytes:
    """The content under AES-256-GCM and a key of its own, with its nonce in front."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def decrypt_with(key: bytes, value: bytes, *, bound_to: str = "") -> bytes:
    """The content again.

    Raises:
        cryptography.exceptions.InvalidTag: another key, altered, or of something else.
    """
    value = bytes(value)
    return AESGCM(key).decrypt(value[:_NONCE], value[_NONCE:], bound_to.encode())


def keyed_hash(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits that depend on the text, the purpose and the key of this installation."""
    message = purpose.encode() + b"\x00" + text.encode()
    return hmac.new(bytes.fromhex(settings.HASH_KEY), message, hashlib.sha256).hexdigest()
