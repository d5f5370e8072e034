"""Whether this installation is the kit of a meeting; ``kit.json`` in its data directory says of which one."""

import json
from pathlib import Path

#: Written when a kit is opened, after everything in it is stored.
NOTE = "kit.json"


def kit_of(data: Path) -> dict | None:
    """What the kit is, or None for an ordinary installation.

    Returns:
        kit, instance, wave and meeting (codes), name and wave_name ({ar, fr}), cut_at, opened_at, server (its host),
        key (shuts what is taken back to the main server).

    Raises:
        ValueError: the note is there and cannot be read.
    """
    path = data / NOTE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
