"""Calls for projects: announced, applied to, read by two, chosen under a budget, followed for a year."""
