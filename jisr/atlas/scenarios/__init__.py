"""Scenarios: if centres were rehabilitated, or a mobile unit came: drawn, computed, kept, compared and shared."""
