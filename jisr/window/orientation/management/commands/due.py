"""Remind and expire the referrals that are due, now."""

from typing import Any

from django.core.management.base import BaseCommand

from jisr.window.orientation.jobs import treat_due


class Command(BaseCommand):
    """The same work that the keeper does by itself, for an operator or a timer."""

    help = "Remind the centres that have not answered a referral, and close what nobody answered."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many."""
        treated = treat_due()
        self.stdout.write(f"reminded {treated['remind']}, expired {treated['expire']}")
