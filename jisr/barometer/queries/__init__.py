"""Reads of the barometer: events alone, spoken for as ``counter``; what comes out is counted, summed and hidden.

Events in a compartment are counted only for readers who keep it: the database leaves them out for all others.
An event that was reversed is not counted.
"""

from jisr.barometer.queries.answering import answered_in
from jisr.barometer.queries.asking import newest
from jisr.barometer.queries.kept import kept
from jisr.barometer.queries.lacking import hindering, lacking, lacking_where
from jisr.barometer.queries.reports import Area, report
from jisr.barometer.queries.served import served

__all__ = ["Area", "answered_in", "hindering", "kept", "lacking", "lacking_where", "newest", "report", "served"]
