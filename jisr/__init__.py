"""Jisr: one door to every social service, a region's voice that is answered, each promise followed to the dirham."""

from jisr.zone import ZONE as ZONE
