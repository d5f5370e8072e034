"""Packages of services that others made: sent, read as a report, said what they mean, taken in."""
