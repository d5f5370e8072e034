"""Outlets that stay on this machine: the terminal and a file; for trying things out, never for people."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from jisr.messages.rules import SENT, Tried

#: In the data directory, readable by its owner alone.
NAME = "messages.jsonl"


class Console:
    """Says that a message left, by its key; words and number are on no terminal, which somebody may be logging."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Nothing to configure."""

    def hand_over(self, *, key: str, channel: str, to: str, text: str) -> Tried:
        """Print one line."""
        print(f"message {key}: {channel}, {len(text)} letters, to …{to[-2:]}", file=sys.stdout, flush=True)
        return Tried(SENT)


class File:
    """A line of JSON for each message in the data directory: what a gateway would have been given."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Nothing to configure."""

    def hand_over(self, *, key: str, channel: str, to: str, text: str) -> Tried:
        """Append one line, whole or not at all."""
        line = {"at": timezone.now().isoformat(), "key": key, "channel": channel, "to": to, "text": text}
        file = os.open(settings.DATA / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{json.dumps(line, ensure_ascii=False)}\n".encode())
        finally:
            os.close(file)
        return Tried(SENT)
