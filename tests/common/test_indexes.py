"""What every page reads is found by the index that was made for it, however many other rows there are."""

import pytest
from django.db import connections

from jisr.common.database import scope
from tests.ground import OWN

pytestmark = pytest.mark.django_db(databases=["default", "owner", "counter"])


def plan(alias, sql, *values):
    """How the planner would do it where reading the whole table costs too much."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_the_walls_read_the_files_of_a_centre_from_one_covering_index():
    with scope(user="1", centres=[OWN]):
        told = plan("default", "SELECT id FROM families_household")
    assert "access_centre_household" in told
    assert "Seq Scan" not in told


@pytest.mark.django_db(transaction=True, databases=["owner", "counter"])
def test_late_answers_are_found_among_what_was_sent_to_a_service():
    """Of a table without rows any index may be taken: the choice is seen where a service has few of many."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_event (id, code, happened_on, recorded_at, centre_id, service_id, compartment,"
            " commune, programme, theme, sex, age_band, person, subject)"
            " SELECT gen_random_uuid(), 'oriented', '2025-01-01', now(), 1, n, '', '', '', '', '', '', '', ''"
            " FROM generate_series(1, 3000) AS n"
        )
        cursor.execute("ANALYZE common_event")

    with scope(speaking="counter"):
        told = plan(
            "counter",
            "SELECT id FROM common_event WHERE code = 'oriented' AND service_id = ANY(%s) AND happened_on < %s",
            [201, 202], "2026-01-01",
        )  # fmt: skip

    assert "event_sent_to" in told
