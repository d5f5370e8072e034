"""Lists of the desk and of the public pages; each a fixed number of queries."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common.crypto import decrypt, decrypt_bytes
from jisr.common.database import call as door
from jisr.common.models import Keyed
from jisr.common.money import MAD
from jisr.ledger.agreements.models import ObjectLine
from jisr.ledger.calls.choices import CallState, Outcome
from jisr.ledger.calls.models import Appeal, Applicant, Application, Call, Decision, HelpRequest, Paper, Reading
from jisr.ledger.calls.models.walls import DECIDER, KEEPER, READER
from jisr.ledger.calls.queries.mine import Mine
from jisr.ledger.calls.rules.asked import Asked, asked
from jisr.ledger.calls.rules.choosing import Group
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.territory.models import Region

#: After every place in an order.
_LAST = 2**31 - 1


def calls() -> QuerySet[Call]:
    """Every call that the reader may see, the newest first."""
    return Call.objects.select_related("region", "programme", "line__agreement").order_by("-closes_at", "code")


def asked_of(row: Application | Mine) -> Asked:
    """What the call of an application asks of whoever handed it in, in the versions that it was announced with."""
    return asked(row.call, row.kind, timezone.localtime(row.deposited_at).date())


def of_lines(lines: Iterable[Any]) -> QuerySet[Call]:
    """Calls that object lines pay for, and that were announced, the newest first."""
    return Call.objects.filter(line__in=list(lines)).exclude(state=CallState.DRAFTED).order_by("-closes_at", "code")


def groups_of(call: Call) -> list[Group]:
    """What is reserved in a call."""
    return [Group(one.kind, one.of, one.at_least, one.heads) for one in call.quotas.all()]


def lines_for(region: Region, *, invented: bool) -> QuerySet[ObjectLine]:
    """Object lines of agreements that may pay for a call of a region; invented ones for an invented call."""
    here = Q(agreement__region=region) | (Q(agreement__region=None) if invented else Q(pk=None))
    rows = ObjectLine.objects.filter(here, is_demonstration=invented, agreement__currency=MAD).select_related(
        "agreement"
    )
    return rows.order_by("agreement__code", "code")


def counts_of(call: Call) -> dict[str, int]:
    """How many applications of a call stand where."""
    rows = Application.objects.filter(call=call).values_list("state").annotate(n=Count("pk")).order_by()
    return dict(rows)


def messages_of(call: Call) -> dict[str, int]:
    """How many messages to applicants of a call stand where: queued, sent, failed."""
    return dict(door("jisr_calls_messages", call.pk))


def files_of(reader: User) -> QuerySet[Reading]:
    """The files that somebody reads, those not read yet first."""
    return (
        Reading.objects.filter(reader=reader, conflict="")
        .select_related("application", "call")
        .order_by("read_at", "given_at", "pk")
    )


def readers_of(call: Call) -> list[User]:
    """Colleagues who may be given files of a call."""
    posts = Post.objects.filter(holding(), role=READER, is_demonstration=call.is_demonstration)
    if call.region_id:
        posts = posts.filter(region=call.region_id)
    # who sees who applies, and what others gave, gives no points
    sees = Post.objects.filter(holding(), role__in=[KEEPER, DECIDER], is_demonstration=call.is_demonstration)
    if call.region_id:
        sees = sees.filter(region=call.region_id)
    return list(User.objects.filter(pk__in=posts.values("user")).exclude(pk__in=sees.values("user")).order_by("pk"))


def decisions_of(call: Call, outcome: str = "") -> QuerySet[Decision]:
    """The published results of a call, of one outcome where it is named, in their order.

    ``place`` is the place in the order; whoever came in by an appeal, and was never ranked, stands after everybody.
    """
    rows = Decision.objects.filter(call=call).annotate(place=Coalesce("rank", Value(_LAST)))
    return (rows.filter(outcome=outcome) if outcome in Outcome.values else rows).order_by("place", "number")


def appeals_of(call: Call) -> QuerySet[Appeal]:
    """Appeals of a call, those that wait first."""
    return Appeal.objects.filter(call=call).select_related("application__decision").order_by("answered_on", "made_at")


def help_of(user: User) -> QuerySet[HelpRequest]:
    """Requests for help that wait, and those that somebody took."""
    rows = HelpRequest.objects.filter(Q(helper=None) | Q(helper=user), done_on=None)
    return rows.select_related("call").order_by("asked_at")


def opened(row: Keyed, sealed: Any) -> Mapping[str, Any]:
    """What was sealed with a row."""
    told: Mapping[str, Any] = json.loads(decrypt(bytes(sealed), bound_to=f"{row._meta.label_lower}:{row.pk}"))
    return told


def applicant_of(application: Application) -> Mapping[str, Any] | None:
    """Who applies; None for a reader who may not know."""
    row = Applicant.objects.filter(application=application).first()
    return None if row is None else opened(row, row.sealed)


def paper_content(row: Paper) -> bytes:
    """The content of a paper, as it was handed in."""
    return decrypt_bytes(bytes(row.sealed), bound_to=f"calls.paper:{row.pk}")
