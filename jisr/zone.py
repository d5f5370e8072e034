"""Where the days of the product begin and end, in Python and in the database alike."""

from typing import Final
from zoneinfo import reset_tzpath

#: A right of access or a post counts from midnight there.
ZONE: Final = "Africa/Casablanca"

# The hour of Morocco is what the parts say that the product is installed with, as its database does. A machine whose
# own table was not renewed is an hour off since 20 September 2026, and every night a day off for that hour.
reset_tzpath(())
