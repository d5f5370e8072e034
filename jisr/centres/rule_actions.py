"""Writes of the conditions of services: versions that follow one another, none rewritten."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.conditions import checked
from jisr.centres.models import Service, ServiceRule
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Stale
from jisr.common.text import clean_typed


class RuleBegan(Refusal):
    """Two versions would hold on one day, or a past decision would find other conditions than it was made with."""

    message = _(
        "Conditions begin today at the earliest, and not before the version that they replace. Choose a later day."
    )


@transaction.atomic
def write_rule(
    *, service: Service, tree: Any, expected: int, since: date, source_title: str, by: User | None,
    source_url: str = "", source_read_on: date | None = None,
) -> ServiceRule:  # fmt: skip
    """Write the next version of the conditions of a service; the one before ends on the day on which this begins.

    Args:
        tree: as ``jisr.conditions.as_told`` gives it.
        expected: the number of the version that the writer read; 0 where there was none.
        since: the first day on which it holds. The first version may begin in the past: it was so before it was
            written down; a later one begins today at the earliest.
        source_title: where it is written or who decided it.

    Raises:
        Stale: somebody wrote another version in between.
        RuleBegan: it would begin before the version that it replaces, or before today.
        BadRule: the tree is none over the facts of the catalogue (a fault of the caller: forms check it first).
    """
    checked(tree)
    last = _last_rule(service, expected)
    if last is not None and since < max(last.since, timezone.localdate()):
        raise RuleBegan
    if last is not None and (last.until is None or last.until > since):
        ServiceRule.objects.filter(pk=last.pk).update(until=since)
    rule = ServiceRule(
        service=service, version=expected + 1, since=since, tree=tree, source_title=clean_typed(source_title),
        source_url=source_url, source_read_on=source_read_on, by=by,
    )  # fmt: skip
    rule.save(force_insert=True)
    journal.record("centres.rule_written", rule, by=by or "")
    return rule


@transaction.atomic
def end_rule(*, service: Service, expected: int, on: date, by: User) -> ServiceRule:
    """Say that a service has no conditions any more from a day on; what held before can still be read.

    Raises:
        Stale: somebody wrote another version in between.
        RuleBegan: a day that is past, or before the conditions began.
        OutOfReach: it has none.
    """
    last = _last_rule(service, expected)
    if last is None or last.until is not None:
        raise OutOfReach
    if on < max(last.since, timezone.localdate()):
        raise RuleBegan
    ServiceRule.objects.filter(pk=last.pk).update(until=on)
    last.until = on
    journal.record("centres.rule_ended", last, by=by)
    return last


def _last_rule(service: Service, expected: int) -> ServiceRule | None:
    """The newest version, held until the transaction ends, so that two writers come one after the other."""
    held = Service.objects.select_for_update(of=("self",)).filter(pk=service.pk)
    if not held.values_list("pk", flat=True).first():
        raise OutOfReach
    last = ServiceRule.objects.filter(service=service).order_by("-version").first()
    if (last.version if last else 0) != expected:
        raise Stale(last)
    return last
