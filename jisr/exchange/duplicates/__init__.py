"""Duplicates over the whole registry: candidates, scores, clusters; handed to people, who decide."""
