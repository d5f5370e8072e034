"""How messages leave: text messages through a gateway, e-mail through a server, or a file beside the database.

Read from the environment (docs/guides/channels.md); what cannot work is refused when the product starts.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jisr.settings.environment import flag, text

#: Hosts to which an unencrypted line is no line at all.
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
#: Of the secret of what comes in: nobody guesses so many characters.
_SHORTEST_SECRET = 32


def confidential(name: str) -> str:
    """A secret: the first line of the file that ``NAME_FILE`` names, else the variable ``NAME`` itself."""
    path = text(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else text(name, "")


def outlet(name: str, default: str, *kinds: str) -> dict[str, Any]:
    """What carries one channel: ``kind`` and, for a gateway or a server, how it is reached.

    Args:
        name: JISR_SMS or JISR_EMAIL.
        kinds: that this channel knows beside none, console and file.

    Raises:
        ValueError: a kind that is not known, or a setting of it that cannot work.
    """
    kind = text(name, "") or default
    if kind not in {"none", "console", "file", *kinds}:
        raise ValueError(f"{name} is {kind!r}, not one of none, console, file, {', '.join(kinds)}")
    return {"kind": kind} | {"http": gateway, "smtp": server}.get(kind, dict)()


def gateway() -> dict[str, Any]:
    """The HTTP gateway of text messages.

    Raises:
        ValueError: no address, one that is not encrypted, or a template that is no JSON object.
    """
    url, method, shape = text("JISR_SMS_URL", ""), text("JISR_SMS_METHOD", "POST"), text("JISR_SMS_FORMAT", "form")
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)):
        raise ValueError("JISR_SMS_URL must be an https:// address; http:// only on this machine")
    if method not in {"POST", "PUT", "GET"} or shape not in {"form", "json"}:
        raise ValueError("JISR_SMS_METHOD is POST, PUT or GET, and JISR_SMS_FORMAT is form or json")
    fields = _object("JISR_SMS_FIELDS", '{"to": "{to}", "text": "{text}"}')
    if "{to}" not in json.dumps(fields) or "{text}" not in json.dumps(fields):
        raise ValueError("JISR_SMS_FIELDS must hold {to} and {text}")
    success = text("JISR_SMS_SUCCESS", "status")
    if not (success == "status" or (success.startswith("json:") and "=" in success) or success.startswith("text:")):
        raise ValueError("JISR_SMS_SUCCESS is status, json:path.to.field=value or text:words")
    return {
        "url": url, "method": method, "format": shape, "fields": fields, "success": success,
        "headers": _object("JISR_SMS_HEADERS", "{}"), "secret": confidential("JISR_SMS_SECRET"),
        "timeout_s": float(text("JISR_SMS_TIMEOUT_S", "15")),
    }  # fmt: skip


def server() -> dict[str, Any]:
    """The server of outgoing mail.

    Raises:
        ValueError: no server or sender, or an unencrypted line to another machine.
    """
    host, security, sender = (
        text("JISR_SMTP_HOST", ""),
        text("JISR_SMTP_SECURITY", "starttls"),
        text("JISR_SMTP_FROM", ""),
    )
    if not host or "@" not in sender:
        raise ValueError("JISR_EMAIL=smtp needs JISR_SMTP_HOST and JISR_SMTP_FROM")
    if security not in {"starttls", "tls", "none"} or (security == "none" and host not in LOCAL):
        raise ValueError("JISR_SMTP_SECURITY is starttls or tls; none only on this machine")
    return {
        "host": host, "port": int(text("JISR_SMTP_PORT", "465" if security == "tls" else "587")), "security": security,
        "user": text("JISR_SMTP_USER", ""), "password": confidential("JISR_SMTP_PASSWORD"), "sender": sender,
        "timeout_s": 15.0,
    }  # fmt: skip


def inbox() -> dict[str, Any]:
    """How the gateway hands over the text messages that come in; without a secret, none is heard.

    Raises:
        ValueError: a secret that could be guessed, an agreement that is not known, or a field without a name.
    """
    secret, auth = confidential("JISR_SMS_IN_SECRET"), text("JISR_SMS_IN_AUTH", "signature")
    if secret and len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"JISR_SMS_IN_SECRET must have at least {_SHORTEST_SECRET} characters")
    if auth not in {"signature", "bearer"}:
        raise ValueError("JISR_SMS_IN_AUTH is signature or bearer")
    fields = _object("JISR_SMS_IN_FIELDS", '{"from": "from", "text": "text", "id": "id"}')
    if set(fields) != {"from", "text", "id"} or not all(fields.values()):
        raise ValueError("JISR_SMS_IN_FIELDS must name from, text and id")
    number = text("JISR_SMS_IN_NUMBER", "")
    return {"secret": secret, "auth": auth, "fields": fields, "number": number}


def _object(name: str, default: str) -> dict[str, Any]:
    try:
        found = json.loads(text(name, default))
    except ValueError as fault:
        raise ValueError(f"{name} is no JSON object") from fault
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(f"{name} must be a JSON object of texts")
    return found


_DEFAULT = "file" if flag("JISR_DEMONSTRATION", False) else "none"
OUTLETS: dict[str, dict[str, Any]] = {
    "sms": outlet("JISR_SMS", _DEFAULT, "http"),
    "email": outlet("JISR_EMAIL", _DEFAULT, "smtp"),
}
INBOX = inbox()
#: Where the public reaches this installation, as it is written in messages; no slash at its end.
ADDRESS = text("JISR_ADDRESS", "").rstrip("/")
if not ADDRESS and {one["kind"] for one in OUTLETS.values()} & {"http", "smtp"}:
    raise ValueError("JISR_ADDRESS is not set: messages must say where the answer is read, for example https://…")
