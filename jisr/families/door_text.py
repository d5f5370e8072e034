"""What the doors of the database ask about a file, as SQL; frozen with the migrations that first said it."""

_CURRENT = "a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)"
#: A row in no compartment, or in one that the speaker keeps.
OPEN = "({0}.compartment = '' OR {0}.compartment = ANY(jisr_compartments()))"
#: A household whose file one of the speaker's centres may open today.
MINE = (
    "EXISTS (SELECT FROM families_access a WHERE a.household_id = {0} AND a.centre_id = ANY(jisr_centres())"
    f" AND {_CURRENT})"
)
#: The same for whoever is hidden, somebody else's, or never was.
CLOSED = "RAISE insufficient_privilege USING MESSAGE = 'this file is not open to the speaker'"
