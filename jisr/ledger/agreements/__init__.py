"""Agreements: who pledged, who called, approved, paid and justified, and what was promised for it."""
