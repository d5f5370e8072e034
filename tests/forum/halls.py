"""A hall with its kit, in the same database as the main server: what is done in it is taken back when it closes.

The kit hashes and seals with keys of its own, as on its laptop. Which kit it is, and the codes that it keeps, stand in
tables that the owner alone opens; ``test_kit_opened`` tries those.
"""

from contextlib import contextmanager, suppress
from unittest.mock import patch
from uuid import uuid4

from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from jisr.forum import actions
from jisr.forum.models import Contribution, KitSecret, OpenedKit
from jisr.forum.queries.kits import bundle_key
from tests.stories import under

PHRASE = "ACDE-FGHJ-KMNP-2346"


class Closed(Exception):
    """The hall is closed."""


def cut(told):
    """A kit of the meeting of a round, and its file."""
    with under("secretary") as held:
        return actions.cut_kit(meeting=told.meeting, phrase=PHRASE, server="jisr.example", by=held.user)


def note_of(kit):
    """What the laptop knows of its kit."""
    return {
        "kit": str(kit.pk), "cut_at": kit.cut_at.isoformat(), "meeting": kit.meeting.code, "wave": kit.wave.code,
        "name": {"ar": "قاعة", "fr": "Salle"}, "wave_name": {"ar": "دورة", "fr": "Cycle"}, "server": "jisr.example",
        "key": bundle_key(kit.pk).hex(),
    }  # fmt: skip


@contextmanager
def laptop(kit, *, opened_at=None):
    """The settings and the two tables of the laptop."""
    secrets, note = [], note_of(kit)
    elsewhere = set(Contribution.objects.filter(wave=kit.wave_id).values_list("pk", flat=True))
    row = OpenedKit(kit=kit.pk, wave=kit.wave, meeting=kit.meeting, instance=uuid4())
    row.opened_at = opened_at or timezone.now()

    def keep(_function, found, sealed):
        secrets.append(KitSecret(hash=found, sealed=sealed))

    def said_here(_opened):
        return Contribution.objects.filter(wave=kit.wave_id, verbatim__isnull=False).exclude(pk__in=elsewhere)

    with (
        override_settings(KIT=note, ALLOWED_HOSTS=["*"], HASH_KEY="ab" * 32, FIELD_KEY="cd" * 32),
        patch("jisr.forum.queries.kits.opened_kit", lambda: row),
        patch("jisr.forum.queries.opened_kit", lambda: row),
        patch("jisr.forum.queries.kits.said_here", said_here),
        patch("jisr.forum.queries.kits._secrets", lambda: secrets),
        patch("jisr.forum.actions.kept.call", keep),
    ):
        yield row


def in_the_hall(kit, act, *, true_at=None, **values):
    """Do something on the laptop, take out what it gathered, and leave no trace but the file.

    Args:
        act: called with the post of the secretary, under her scope.
        true_at: what a telephone said when it was taken out.
    """
    files = []
    with suppress(Closed), transaction.atomic():
        with under("secretary") as held, laptop(kit, **values):
            act(held)
            files.append(actions.take_out(by=held.user, true_at=true_at))
        raise Closed
    return files[0]


def brought(told, file, by="secretary"):
    """A file that came back is kept, to be looked at."""
    with under(by) as held:
        return actions.receive_kit(wave=told.wave, raw=file, by=held.user)


def joined(told, file, **values):
    """A file that came back is joined."""
    bundle = brought(told, file)
    with under("secretary") as held:
        return actions.join_kit(bundle=bundle, by=held.user, **values)
