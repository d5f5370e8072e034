"""The keeper: one loop beside the server that does what nobody waits for.

Each job can be done again at any time without harm and finds its own work in the tables, so nothing is queued and a
killed keeper has lost nothing (docs/decisions/0030-one-loop-keeper.md).
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connections
from django.utils import timezone

from jisr.atlas.rounds.jobs import plan_rounds
from jisr.centres.jobs import keep_pages
from jisr.common import compiled, sealing
from jisr.common.database import call, scope
from jisr.common.management.commands.journal import HEAD
from jisr.exchange.duplicates import leftovers
from jisr.exchange.families_sheets.jobs import forget_files, read_files
from jisr.families import keying
from jisr.families.jobs import keep_no_longer
from jisr.forum.jobs import forget_addresses, forget_bundles
from jisr.ledger.calls.jobs import forget as forget_applications
from jisr.ledger.calls.jobs import tell_applicants
from jisr.ledger.results.jobs import forget_sheets as forget_sheets_of_results
from jisr.ledger.strategy.jobs import forget_sheets as forget_sheets_of_strategies
from jisr.messages.jobs import send_due
from jisr.web.centres.jobs import count_answers
from jisr.window.appointments.jobs import remind_due
from jisr.window.orientation.jobs import treat_due

#: How long the key of a form that was sent is remembered; a browser that goes back does so sooner.
ACTS_LIVE = timedelta(days=7)
_PAUSE_S = 1.0
#: A job in trouble is tried again after this many seconds, however often it is due.
_TROUBLE_S = 15.0
#: After a start, nothing that can wait is begun for so many seconds.
_SETTLED_S = 90.0
log = logging.getLogger(__name__)


@dataclass
class Job:
    """Something done again and again.

    Attributes:
        every_s: seconds between two beginnings.
        is_long: done in a thread of its own, so that sealing goes on beside it.
    """

    name: str
    do: Callable[[], Any]
    every_s: float
    is_long: bool = False
    due_at: float = 0.0
    in_trouble: bool = False
    thread: threading.Thread | None = field(default=None, repr=False)

    def run(self) -> None:
        """Do it now. What goes wrong is told by its kind alone: messages of errors may carry values."""
        close_old_connections()
        try:
            self.do()
            self.in_trouble = False
        except Exception as error:  # the other jobs must go on, and this one is tried again
            if not self.in_trouble:
                log.warning("%s does not succeed (%s); trying again", self.name, type(error).__name__)
            self.in_trouble = True
            connections.close_all()

    def begin(self, now: float) -> None:
        """Do it if it is due; a long one in its thread, never twice at once."""
        if now < self.due_at or (self.thread is not None and self.thread.is_alive()):
            return
        self.due_at = now + self.every_s
        if self.is_long:
            self.thread = threading.Thread(target=self._run_apart, name=self.name, daemon=True)
            self.thread.start()
            return
        self.run()
        if self.in_trouble:
            self.due_at = now + max(self.every_s, _TROUBLE_S)

    def _run_apart(self) -> None:
        try:
            self.run()
        finally:
            connections.close_all()  # those of this thread


def seal() -> None:
    """Seal the newest lines and note outside the database where the chain stands."""
    if sealing.seal(sealing.QUICK_WINDOW):
        sealing.note_head(settings.DATA / HEAD)


def seal_all() -> None:
    """Seal also what was committed late, or while no keeper ran."""
    sealed = 0
    while done := sealing.seal():
        sealed += done
    if sealed:
        sealing.note_head(settings.DATA / HEAD)


def verify() -> None:
    """Read the whole journal again; an auditor sees when, and what was found."""
    verdict = sealing.verify(settings.DATA / HEAD)
    sealing.remember(verdict)
    for broken in verdict.broken[:5]:
        log.error("the journal is broken: %s", broken)


def forget() -> None:
    """Drop drafts and sheets that died, keys of forms sent long ago, searches that were killed, sessions that ended."""
    with scope(speaking="keeper"):
        call("jisr_forget", ACTS_LIVE)
        call("jisr_forget_changes")
        call("jisr_forget_sheets")
    leftovers.clear(settings.DATA)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def jobs() -> list[Job]:
    """Everything the keeper does, the most urgent first."""
    return [
        Job("sealing", seal, every_s=1),
        Job("sealing what came late", seal_all, every_s=60),
        Job("reminders and expiries", treat_due, every_s=60),
        Job("reminders of appointments", remind_due, every_s=60),
        # a gateway may take its time: sealing goes on beside it
        Job("sending messages", send_due, every_s=5, is_long=True),
        # each file in a process of its own; this thread waits for it
        Job("reading files of families", read_files, every_s=1, is_long=True),
        Job("planning rounds", plan_rounds, every_s=1, is_long=True),
        Job("forgetting files of families", forget_files, every_s=600),
        Job("signing the day", sealing.sign_day, every_s=60),
        Job("forgetting", forget, every_s=600),
        Job("forgetting addresses", forget_addresses, every_s=3600),
        Job("telling applicants", tell_applicants, every_s=60),
        Job("forgetting drafts of applications", forget_applications, every_s=86_400),
        Job("forgetting sheets of strategies", forget_sheets_of_strategies, every_s=86_400),
        Job("forgetting sheets of results", forget_sheets_of_results, every_s=86_400),
        Job("forgetting files of kits", forget_bundles, every_s=3600),
        Job("keeping no longer than needed", keep_no_longer, every_s=86_400),
        Job("keeping pages true", keep_pages, every_s=21_600, is_long=True),
        Job("counting in how many days centres answer", count_answers, every_s=86_400, is_long=True),
        # whatever started the database again, the search answers from memory soon after
        Job("warming the search", keying.warm, every_s=3600, is_long=True),
        Job("verifying", verify, every_s=86_400, is_long=True),
        # half a minute of another process, once a release: not while the first pages are asked for
        Job("compiling", compiled.compile_all, 86_400, is_long=True, due_at=time.monotonic() + _SETTLED_S),
    ]


def keep(stopped: threading.Event, work: list[Job], is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Do what is due until told to stop.

    Args:
        stopped: set from outside; the job under way is finished first.
        is_wanted: asked at each turn; false once the one who started us is gone.
    """
    while not stopped.is_set() and is_wanted():
        for job in work:
            if stopped.is_set():
                return
            job.begin(time.monotonic())
        stopped.wait(_PAUSE_S)
