"""``python -m benchmarks.migrate_to``: the tables as the last release had them, in an empty database, by today's code.

``benchmarks/released.txt`` names the migrations of that release.
"""

from pathlib import Path

import django

django.setup()

from django.db import connections  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from jisr.common.quick_states import quick_states  # noqa: E402

NAMED = Path(__file__).parent / "released.txt"


def main() -> None:
    """Migrate to the last release: of ours what it had, of others all."""
    with quick_states():
        executor = MigrationExecutor(connections["owner"])
        graph = executor.loader.graph
        ours = {tuple(line.split(".")) for line in NAMED.read_text().split()}
        rooms = {room for room, _name in ours}
        had = [node for node in graph.nodes if node in ours or node[0] not in rooms]
        followed = {parent.key for node in had for parent in graph.node_map[node].parents}
        executor.migrate([node for node in had if node not in followed])


if __name__ == "__main__":
    main()
