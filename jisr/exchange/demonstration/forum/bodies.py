"""The invented advisory bodies: who sits in them, what they plan and ask, what they think and what became of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.forum import meetings
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.people import DOMAIN
from jisr.forum.choices import ItemState, OpinionState
from jisr.forum.models import (
    AdvisoryBody,
    BodyMember,
    BodySeat,
    MeansAnswer,
    MeansRequest,
    Opinion,
    OpinionOutcome,
    ProgrammeItem,
    Wave,
)

FILE = Path(__file__).parent / "bodies.yaml"
_INVENTED: dict[str, Any] = {"is_demonstration": True}


def load(today: date) -> dict[str, int]:
    """Invent the bodies, unless they are there.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: every day of theirs is relative to it.

    Returns:
        how many bodies were made; zero when they were there.
    """
    told = yaml_text.read(FILE.read_text(encoding="utf-8"))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        if AdvisoryBody.objects.filter(code=told["bodies"][0]["code"]).exists():
            return {"advisory bodies": 0}
        calendar = Calendar(today)
        adviser = meetings.hire(told["person"], told["region"], calendar)
        answerer = User.objects.filter(email=f"forum.answers@{DOMAIN}").first()
        wave = Wave.objects.filter(is_demonstration=True, code="demonstration").first()
        for row in told["bodies"]:
            _make(row, calendar, adviser, answerer, wave)
        return {"advisory bodies": len(told["bodies"])}


def _make(row: Mapping[str, Any], calendar: Calendar, adviser: User, answerer: User | None, wave: Wave | None) -> None:
    """One body with all it keeps."""
    body = AdvisoryBody(
        code=row["code"], kind=row["kind"], founding_act=row.get("founding_act", ""),
        mandate_since=calendar.day(row["since"]), mandate_until=calendar.day(row["until"]), **_INVENTED,
        **_words(row, "name", "mandate"),
    )  # fmt: skip
    copy_in([body])
    _sit(row, body, adviser, calendar.day(row["since"]))
    copy_in(_item(one, body, calendar) for one in row["programme"])
    for one in row["requests"]:
        _ask(one, body, calendar, answerer)
    given: dict[str, Opinion] = {}
    for one in row["opinions"]:
        given[one["key"]] = _think(one, body, calendar, answerer, wave, given)


def _sit(row: Mapping[str, Any], body: AdvisoryBody, adviser: User, began: date) -> None:
    """The members; the one account speaks for the member that says so, or for the chair."""
    members = [
        BodyMember(
            body=body, part=one["part"], organisation=one.get("organisation", ""), sex=one.get("sex", ""),
            since=began, name_ar=one.get("name_ar", ""), name_fr=one.get("name_fr", ""),
            name_agreed_on=began if one.get("name_ar") else None, **_INVENTED, **_words(one, "function"),
        )
        for one in row["members"]
    ]  # fmt: skip
    copy_in(members)
    if row.get("seat"):
        held = next((n for n, one in enumerate(row["members"]) if one.get("account")), 0)
        copy_in([BodySeat(member=members[held], body=body, user=adviser, **_INVENTED)])


def _item(row: Mapping[str, Any], body: AdvisoryBody, calendar: Calendar) -> ProgrammeItem:
    settled = row.get("done", row.get("dropped"))
    state = ItemState.DONE if "done" in row else ItemState.DROPPED if "dropped" in row else ItemState.PLANNED
    return ProgrammeItem(
        body=body, due_on=calendar.day(row["due"]), state=state, evidence=row.get("evidence", ""),
        done_on=None if settled is None else calendar.day(settled),
        planned_on=min(calendar.day(row["due"]), calendar.today), **_INVENTED,
        **_words(row, "what"),
    )  # fmt: skip


def _ask(row: Mapping[str, Any], body: AdvisoryBody, calendar: Calendar, answerer: User | None) -> None:
    answers = row.get("answers", [])
    request = MeansRequest(
        body=body, kind=row["kind"], asked_on=calendar.day(row["asked"]), version=1 + len(answers),
        needed_on=calendar.day(row["needed"]) if "needed" in row else None, **_INVENTED, **_words(row, "what"),
    )  # fmt: skip
    copy_in([request])
    copy_in(
        MeansAnswer(
            request=request, body=body, kind=one["kind"], why=one.get("why", ""), next_step=one["next_step"],
            next_on=calendar.day(one["next"]) if "next" in one else None, author=answerer,
            answered_on=calendar.day(row["asked"] + one["after"]), **_INVENTED, **_words(one, "office"),
        )
        for one in answers
    )  # fmt: skip


def _think(
    row: Mapping[str, Any], body: AdvisoryBody, calendar: Calendar, answerer: User | None, wave: Wave | None,
    given: Mapping[str, Opinion],
) -> Opinion:  # fmt: skip
    on = calendar.day(row["given"]) if "given" in row else None
    opinion = Opinion(
        body=body, wave=wave if row.get("wave") else None, asked_by=row.get("asked_by", ""),
        due_on=calendar.day(row["due"]) if "due" in row else None, given_on=on,
        state=OpinionState.GIVEN if on else OpinionState.DRAFT, why_replaced=row.get("why", ""),
        replaces=given.get(row.get("replaces", "")), begun_on=on or calendar.today, **_INVENTED,
        **_words(row, "title", "text"),
    )  # fmt: skip
    copy_in([opinion])
    if told := row.get("outcome"):
        copy_in([
            OpinionOutcome(
                opinion=opinion, body=body, kind=told["kind"], why=told.get("why", ""), next_step=told["next_step"],
                author=answerer, told_on=calendar.day(row["given"] + told["after"]), **_INVENTED,
                **_words(told, "office"),
            )
        ])  # fmt: skip
    return opinion


def _words(row: Mapping[str, Any], *names: str) -> dict[str, str]:
    """What a row says in each of the two languages; "" where it says nothing."""
    return {f"{name}_{tongue}": row.get(f"{name}_{tongue}", "") for name in names for tongue in ("ar", "fr")}
