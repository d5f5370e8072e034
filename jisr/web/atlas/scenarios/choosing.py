"""Where something can be done, the worst served first, in words by which somebody chooses."""

from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import queries
from jisr.atlas.scenarios.choices import AT_COMMUNES, AT_SERVICES
from jisr.atlas.scenarios.models import Scenario
from jisr.web.atlas import shown
from jisr.web.atlas.scenarios import told

#: Places that a form lists; a smaller place of the question shows the others.
LISTED = 60


def choices(row: Scenario, deed: str) -> list[tuple[str, str]]:
    """(key, words) of each place where a deed can be done; those with most people beyond the limit first."""
    found, rows = queries.stand(row, atlas.ground())
    minutes, far = found.ways.nearest()[1], queries.too_far(found)
    communes = found.ground.communes
    listed = []
    for one in queries.ranked(deed, found, rows)[:LISTED]:
        name = told.named(one._asdict())
        commune = told.named(communes[one.commune]._asdict())
        words = {
            "name": name if deed in AT_COMMUNES else f"{name} · {commune}",
            "minutes": shown.minutes(minutes[one.commune]), "n": told.count(far[one.commune]),
        }  # fmt: skip
        if deed in AT_SERVICES:
            listed.append((one.place, words["name"]))
        else:
            listed.append((one.place, told.far(**words)))
    return listed
