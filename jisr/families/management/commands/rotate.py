"""Change the wrapping key: every key of a person is wrapped anew, no word is touched."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.common import ring
from jisr.common.database import speaker
from jisr.families.actions.keys import rotate, seal_what_is_plain


class Command(BaseCommand):
    """For whoever runs the installation; cut short, it is begun again and goes on. Pages answer meanwhile."""

    help = "Wrap the keys of all persons by a new wrapping key; the old one opens nothing any more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the owner of the tables, batch by batch, and say how many."""
        token, done = speaker.set("owner"), 0
        try:
            seal_what_is_plain()
            for done in rotate():
                self.stdout.write(f"{done} keys wrapped anew")
        finally:
            speaker.reset(token)
        if ring.is_of_environment() and len(ring.ring().keys) > 1:
            self.stdout.write("Now leave only the first key in JISR_WRAPPING_KEYS, and start the server again.")
        self.stdout.write(
            f"The wrapping key {ring.ring().current} is the only one. Keep a copy of it apart from backups."
        )
