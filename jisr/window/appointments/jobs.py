"""Work of the keeper: what is due to be said some days before an appointment."""

from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.common.turns import in_any_order
from jisr.window.appointments import actions, queries


def remind_due() -> dict[str, int]:
    """Write every reminder that is due, each under the scope of its centre.

    Returns:
        how many were written of each of the two. What was moved or cancelled in the meantime is left alone.
    """
    written = {"first": 0, "second": 0}
    with scope(speaking="keeper"):
        found = in_any_order(queries.due())
    for key, centre, compartment, what in found:
        with scope(centres=[centre], compartments=[compartment] if compartment else []):
            row = queries.appointment(key)
            if row is None:
                continue
            try:
                written[what] += actions.remind(appointment=row, what=what)
            except Refusal:  # another keeper was quicker
                continue
    return written
