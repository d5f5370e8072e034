"""On how many days of the week a bus goes from each commune, checked row by row."""

from collections.abc import Sequence
from typing import Final

from jisr.exchange.own_tables.reading import Row
from jisr.territory.models import Commune

NEEDED: Final = ("commune_code", "days_a_week")


def check(rows: Sequence[Row]) -> tuple[dict[str, int], list[tuple[int, str, str]]]:
    """Commune -> days; and (row number, commune, why) of every row that cannot be loaded. One query."""
    known = set(Commune.objects.values_list("code", flat=True))
    found: dict[str, int] = {}
    wrong = []
    for row in rows:
        code, days = row.cells["commune_code"], row.cells["days_a_week"]
        if code not in known:
            wrong.append((row.number, code, f"there is no commune {code!r}"))
        elif code in found:
            wrong.append((row.number, code, "the commune stands in another row already"))
        elif days not in {"0", "1", "2", "3", "4", "5", "6", "7"}:
            wrong.append((row.number, code, f"days_a_week is {days!r}, not a whole number from 0 to 7"))
        else:
            found[code] = int(days)
    return found, wrong
