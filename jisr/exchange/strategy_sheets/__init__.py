"""Sheets of measures and of programme lines: one list of columns for what comes in and what goes out."""
