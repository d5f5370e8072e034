"""Needs that nothing covers: said, counted, and closed when something does."""
