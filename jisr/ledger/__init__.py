"""Promises and money: strategy, agreements, calls."""
