"""Which rows a post reaches at the desk of agreements: those of the agreements of its region, and no others."""

from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from jisr.ledger.agreements import queries
from jisr.ledger.agreements.models import (
    Agreement,
    Block,
    Claim,
    Document,
    Entry,
    Instalment,
    Milestone,
    Party,
    Proposal,
    Version,
)
from jisr.staff.models import Post
from jisr.web.window import found


def agreements(request: HttpRequest) -> QuerySet[Agreement]:
    """The agreements of the reader's region that people of this installation keep."""
    return queries.of_post(request.post).filter(sources=[])


def on_record(request: HttpRequest) -> QuerySet[Agreement]:
    """The agreements of the reader's region that are known from publications alone."""
    return queries.of_post(request.post).exclude(sources=[])


def spoken_of(request: HttpRequest, code: str) -> Agreement:
    """An agreement of the reader's region of which publications may speak, kept here or known from them alone."""
    return found(queries.of_post(request.post).filter(code=code).first())


def claim(request: HttpRequest, key: UUID) -> Claim:
    """A published figure that the council of the reader wrote down, and that stands."""
    rows = Claim.objects.select_related("agreement__region", "party").filter(by_council=True, taken_back_at=None)
    return found(rows.filter(pk=key, agreement__in=queries.of_post(request.post)).first())


def agreement(request: HttpRequest, code: str) -> Agreement:
    """One of them.

    Raises:
        Http404: it is another region's, or there is none.
    """
    return found(agreements(request).filter(code=code).first())


def under(request: HttpRequest, model: type[Model], key: UUID, *more: str) -> Any:
    """A row under one of them.

    Raises:
        Http404: it is under another region's, or there is none.
    """
    rows = model._default_manager.select_related("agreement__region", *more)
    return found(rows.filter(pk=key, agreement__in=agreements(request)).first())


def version(request: HttpRequest, key: UUID) -> Version:
    """A version of an agreement of the reader that is in preparation."""
    row: Version = under(request, Version, key)
    return found(None if row.in_force else row)


def instalment(request: HttpRequest, key: UUID) -> Instalment:
    """An instalment of an agreement of the reader."""
    row: Instalment = under(request, Instalment, key, "party")
    return row


def block(request: HttpRequest, key: UUID) -> Block:
    """A block that stands, of an agreement of the reader."""
    row: Block = under(request, Block, key, "instalment__party")
    return found(None if row.until else row)


def entry(request: HttpRequest, key: UUID) -> Entry:
    """A step of money under an agreement of the reader."""
    row: Entry = under(request, Entry, key, "instalment__party")
    return row


def proposal(request: HttpRequest, key: UUID) -> Proposal:
    """A proposal under an agreement of the reader."""
    row: Proposal = under(request, Proposal, key, "instalment__party")
    return row


def milestone(request: HttpRequest, key: UUID) -> Milestone:
    """A milestone of an agreement of the reader."""
    row: Milestone = under(request, Milestone, key)
    return row


def document(request: HttpRequest, key: UUID) -> Document:
    """A document of an agreement of the reader."""
    row: Document = under(request, Document, key)
    return row


def parties(post: Post) -> QuerySet[Party]:
    """Institutions that may be party to agreements of this post: invented ones for invented people."""
    return Party.objects.filter(is_demonstration=post.is_demonstration).order_by("name_fr", "pk")
