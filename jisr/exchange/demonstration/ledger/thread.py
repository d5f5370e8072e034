"""Whole threads and broken ones: an invented sentence that leads to people served, and one that stops at each step."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from jisr.accounts.models import User
from jisr.centres.models import Operator, Programme
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.ledger.agreements import Teller
from jisr.exchange.demonstration.people import DOMAIN
from jisr.forum.choices import EdgeKind, StatementState
from jisr.forum.models import Contribution, Edge, EdgeFrom, EdgeTo, Statement
from jisr.ledger.agreements.models import Agreement, ObjectLine, Party
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.models import Strategy
from jisr.ledger.strategy.rules.sheets import MeasureRow
from jisr.staff.models import Post

FILE = Path(__file__).parent / "thread.yaml"
_DAYS = 3 * 365
#: Who keeps, proposes and confirms the invented agreements.
_KEEPERS = ("regional_council", "first_approver", "second_approver")

Row = Mapping[str, Any]


def load(today: Any) -> dict[str, int]:
    """Invent what whole threads lack, unless it is there, or what they are made of is not.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: every day of theirs is relative to it.

    Returns:
        how many measures and agreements were made; zeros when they were there.
    """
    told = yaml_text.read(FILE.read_text(encoding="utf-8"))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        by = User.objects.filter(email=f"strategy@{DOMAIN}").first()
        payer = Programme.objects.filter(code="DEMO-P-INCLUSION", is_demonstration=True).select_related("owner").first()
        said = Contribution.objects.filter(code=told["statement"]["of"]).first()
        there = Strategy.objects.filter(code=told["strategy"]["code"]).exists()
        if by is None or payer is None or said is None or there or not Agreement.objects.filter(code="demo-tamkine"):
            return {"measures of threads": 0, "agreements of threads": 0}
        calendar = Calendar(today)
        _statement(told["statement"], said, calendar)
        for row in told["programmes"]:
            _programme(row, payer.owner, calendar)
        _measures(told, calendar, by)
        _fund(told["funds"]["agreement"], {told["funds"]["line"]: told["funds"]["programme"]})
        _agreements(told["agreements"], calendar)
        return {"measures of threads": len(told["measures"]), "agreements of threads": len(told["agreements"])}


def _statement(row: Row, said: Contribution, calendar: Calendar) -> None:
    """A statement of the invented wave, drawn from one contribution."""
    at = calendar.at(calendar.day(row["day"]))
    author = Statement.objects.filter(wave=said.wave, author__isnull=False).values_list("author", flat=True).first()
    drawn = Statement.objects.create(
        wave=said.wave, language=row["language"], text=row["text"], author_id=author, made_at=at, is_demonstration=True
    )
    edge = Edge.objects.create(wave=said.wave, kind=EdgeKind.EXTRACTED, at=at, by_id=author)
    EdgeFrom.objects.create(edge=edge, contribution=said)
    EdgeTo.objects.create(edge=edge, statement=drawn)


def _programme(row: Row, owner: Operator, calendar: Calendar) -> None:
    since = calendar.day(row["since"])
    Programme.objects.create(
        code=row["code"], name_ar=row["ar"], name_fr=row["fr"], themes=row["themes"], owner=owner, since=since,
        until=since + timedelta(days=_DAYS), is_demonstration=True,
        source=Programme.objects.filter(is_demonstration=True).values_list("source", flat=True)[0],
    )  # fmt: skip


def _measures(told: Row, calendar: Calendar, by: User) -> None:
    """A short strategy that was decided after the first meeting."""
    said = told["strategy"]
    names = {name: value for name, value in said.items() if name.endswith(("_ar", "_fr"))}
    decided = calendar.day(said["decided"])
    version = actions.begin_strategy(by=by, since=decided, until=decided + timedelta(days=_DAYS), **names)
    Strategy.objects.filter(pk=version.strategy_id).update(code=said["code"])
    rows = [
        MeasureRow(since=decided, until=decided + timedelta(days=_DAYS),
                   **{name: value for name, value in row.items() if name != "takes_up"})
        for row in told["measures"]
    ]  # fmt: skip
    actions.put_measures(version=version, rows=rows, by=by)
    version = actions.put_in_force(version=version, on=decided, by=by)
    held = {row.code: row for row in queries.measures_of(version)}
    for row in told["measures"]:
        statements = Statement.objects.filter(is_demonstration=True, state=StatementState.ACTIVE)
        begins = row.get("takes_up")
        found = statements.filter(text__startswith=begins).first() if begins else None
        if found is not None:
            actions.take_up(measure=held[row["code"]], statement=found, by=by)


def _agreements(rows: list[Row], calendar: Calendar) -> None:
    """Agreements whose parties and keepers are those of the invented region."""
    users = [f"ledger.{name}@{DOMAIN}" for name in ("council", "first", "second")]
    posts = Post.objects.filter(user__email__in=users, role__in=_KEEPERS).select_related("user")
    parties = {
        row.code.removeprefix("demo-"): row
        for row in Party.objects.filter(is_demonstration=True, code__startswith="demo-")
    }
    for row in rows:
        Teller(row, calendar, {post.role: post for post in posts}, parties).tell()
        _fund(row["code"], row["funds"])
    with connections["owner"].cursor() as cursor:  # what is invented breaks no law either
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _fund(agreement: str, programmes: Mapping[str, str]) -> None:
    """The object lines of an agreement name the programmes that they fund."""
    for line, code in programmes.items():
        programme = Programme.objects.get(code=code, is_demonstration=True)
        ObjectLine.objects.filter(agreement__code=agreement, code=line).update(programme=programme)
