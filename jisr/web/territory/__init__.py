"""Pages of places, and the field in which a commune is typed."""
