"""Strategies in versions, programmes of others, and what the two have in common, computed and explained."""
