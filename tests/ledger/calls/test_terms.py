"""What people apply under stands: no statement of a colleague changes it, and the closing moves later only."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.errors import Unacceptable
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Call, Extension, Unsent
from jisr.ledger.calls.rules.codes import new_code
from tests.access.people import entered
from tests.access.probes import refused, refused_as
from tests.ground import user_of
from tests.ledger.agreements.at_once import at_once
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
#: Column -> what somebody would write there.
TERMS = {
    "budget": "budget * 2", "most_each": "1", "places": "3", "gap": "90", "least_points": "0", "kinds": "'{idea}'",
    "provinces": "'[]'", "is_blind": "false", "appeal_days": "1", "opens_at": "opens_at - interval '1 day'",
    "name_ar": "'x'", "name_fr": "'x'", "about_ar": "'x'", "about_fr": "'x'", "office_ar": "'x'", "office_fr": "'x'",
    "closes_at": "closes_at + interval '1 day'", "state": "'drafted'", "rules": "'x'", "papers": "'x'", "files": "'{}'",
    "line_id": "gen_random_uuid()", "region_id": "'09'", "prepared_by_id": "NULL", "decided_by_id": "prepared_by_id",
    "proposed_by_id": "prepared_by_id",
}  # fmt: skip


def test_no_statement_changes_what_was_published():
    """Column by column, by the raw login of whoever keeps the call; criteria and places reserved too."""
    call = calling.a_call()
    with under("coordinator"):
        for column, value in TERMS.items():
            assert refused(f"UPDATE calls_call SET {column} = {value}"), column
        for table in ("criterion", "quota"):
            assert refused(f"DELETE FROM calls_{table}"), table
            assert refused(f"UPDATE calls_{table} SET call_id = call_id"), table
        assert refused(
            "UPDATE calls_call SET state = 'proposed', method = 'greedy', proposed_at = now(), proposed_by_id ="
            f" {user_of('council').pk}"
        )
        assert refused(
            "INSERT INTO calls_extension (id, call_id, was, until, reason_ar, reason_fr, by_id, at, is_demonstration)"
            " SELECT gen_random_uuid(), id, closes_at, closes_at + interval '1 day', 'x', 'x',"
            f" {user_of('council').pk}, now(), is_demonstration FROM calls_call"
        )
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE calls_call SET state = 'decided', decided_at = now(), decided_by_id = prepared_by_id"
            )
    with under("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
        named = {"code": "in-her-name", "region": call.region, "prepared_by": user_of("council")}
        Call(**calling.TERMS, **named, is_demonstration=True).save(force_insert=True)
    for name in ("council", "far_coordinator"):
        with under(name) as held, pytest.raises(actions.OutOfReach):
            _extended(call, held.user, timedelta(days=1))
    assert refused_as("public", "INSERT INTO calls_extension DEFAULT VALUES")


def _extended(call, by, more):
    why = {"reason_ar": "انقطع الأنترنيت", "reason_fr": "Coupure"}
    return actions.extend(call=call, closes_at=call.closes_at + more, by=by, **why)


def test_a_closing_is_put_off_while_it_is_open_and_the_page_says_so():
    """Later and with its reason; drafts live longer with it; of two at once, one does; after the closing, nobody."""
    call, code = calling.a_call(), new_code()
    with scope(speaking="public"):
        actions.keep(call=call, code=code, fields={"title": ["معصرة"]})
    before = call.closes_at
    with under("coordinator") as keeper:
        for wrong in (timedelta(0), timedelta(hours=-1)):
            with pytest.raises(Unacceptable):
                _extended(call, keeper.user, wrong)
        with pytest.raises(Unacceptable):
            actions.extend(
                call=call, closes_at=before + timedelta(days=1), reason_ar="س", reason_fr="", by=keeper.user
            )  # fmt: skip

    def act():
        with under("coordinator") as keeper:
            return _extended(call, keeper.user, timedelta(days=3))

    done = at_once(act, act, refusals=actions.OutOfReach)
    assert sum(isinstance(one, Extension) for one in done) == 1
    page = Client(headers={"accept-language": "fr"}).get(reverse("calls:call", args=[call.code])).content.decode()
    assert "Coupure" in page
    with scope(speaking="owner"):
        row = Call.objects.get(pk=call.pk)
        assert row.closes_at == before + timedelta(days=3)
        assert Unsent.objects.get().dies_at == row.closes_at + timedelta(days=90)

    keeper = entered("coordinator")
    again = timezone.localtime(row.closes_at + timedelta(days=2))
    said = {"closes_at": f"{again:%Y-%m-%dT%H:%M}", "reason_ar": "س", "reason_fr": "s", "version": row.version}
    assert keeper.post(reverse("calls:desk:extend", args=[call.code]), said).status_code == 302
    assert len(queries.calls().get(pk=call.pk).extensions.all()) == 2

    calling.close(row)
    with under("coordinator") as held, pytest.raises(actions.ClosedAlready):
        _extended(row, held.user, timedelta(days=9))
    with under("coordinator") as held, pytest.raises(actions.OutOfReach):
        row.closes_at += timedelta(minutes=30)  # a page that was opened before
        _extended(row, held.user, timedelta(days=9))
