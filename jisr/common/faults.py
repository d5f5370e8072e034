"""Faults of a caller that several rooms tell apart: ValueErrors in English, for the developer. Knows no Django."""


class ShapeMismatch(ValueError):
    """Arrays do not describe the same things."""
