"""Agreements in the words of two open standards, IATI 2.03 and OC4IDS 0.9.5: from what is stored, nothing retyped."""
