"""Scenarios: laws of plans, of what is kept and of who reads it."""
