"""What doctor says of the journal, on the tables as they are; elsewhere its tests make do without Django."""

import os
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections

from jisr.common import sealing
from jisr.common.database import scope
from jisr.common.models import JournalLine
from jisr.launch.doctor import database
from jisr.launch.doctor.findings import Verdict


@pytest.mark.django_db(databases=["default", "owner", "sealer"], transaction=True)
def test_the_journal_is_looked_at(tmp_path, monkeypatch):
    """A key of somebody else, a batch that does not follow, lines that wait: each said, with what to do."""
    monkeypatch.setattr(sealing, "_BATCH", 1)
    with scope():
        for number in range(3):
            JournalLine.objects.create(verb="test.line", subject=f"test:{number}", by="1")
    while sealing.seal():
        pass
    sealing.note_head(tmp_path / "journal.head")
    house = SimpleNamespace(data=tmp_path)
    (tmp_path / "key").write_bytes(Path(os.environ["JISR_SECRET_FILE"]).read_bytes())

    with connected() as owner:
        assert database._opens(house, owner).verdict == Verdict.WELL
        assert database._chain(owner).says.startswith("the last 3 of 3 batches follow")
        assert database._unsealed(owner).verdict == Verdict.WELL
        assert database._clock(owner).verdict == Verdict.WELL
        assert database._migrations(set(database.migrations(owner))).verdict == Verdict.WELL

        (tmp_path / "key").write_bytes(b"another")
        assert "not the one of this data" in database._opens(house, owner).says
        owner.execute("UPDATE common_journalbatch SET root = 'x' WHERE n = 2")
        assert "batch 2 does not follow" in database._chain(owner).says
        owner.execute("DELETE FROM common_journalseal WHERE batch_id = 3")
        owner.execute("UPDATE common_journalline SET at = at - interval '5 minutes'")
        assert database._unsealed(owner).says.startswith("1 lines wait, the first since 5 minutes")
        owner.execute("UPDATE common_journalbatch SET sealed_at = now() + interval '1 day' WHERE n = 3")
        assert "yet to come" in database._clock(owner).says
        assert "newer version" in database._migrations({*database.migrations(owner), "families.9999_later"}).says
        owner.rollback()


def connected():
    """The test database as the owner, beside Django."""
    told = connections["owner"].get_connection_params()
    return psycopg.connect(**{name: told[name] for name in ("dbname", "user", "host", "port") if told.get(name)})
