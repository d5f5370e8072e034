"""Backups: one sealed file each, put back into an empty place, and rehearsed (docs/operate.md, docs/decisions/0091)."""
