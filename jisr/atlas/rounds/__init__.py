"""Rounds of mobile units: what is asked, the calendar that answers, and the stops it writes into the catalogue."""
