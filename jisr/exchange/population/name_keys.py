"""Search keys for every name of the population, made once at the end of a load."""

from django.db import connections

from jisr.common.database import speaker
from jisr.exchange.population.keys import LABEL
from jisr.families import keying

#: The households of the population among others.
OURS = f"reference LIKE '{LABEL}%'"


def rekey() -> None:
    """Make the keys of everybody, beside those in use, as the owner."""
    token = speaker.set("owner")
    try:
        keying.rekey()
    finally:
        speaker.reset(token)
        connections.close_all()
