"""A wave as large as one can be, made by the owner's hand in bulk, for time alone: ``-m benchmarks.forum_ground N``."""

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

import django
import yaml

CODE, MEETINGS, BODIES = "benchmark-wave", 12, 12
_SEED, _FIRST = 20_260_205, date(2026, 1, 5)


def make(size: int) -> None:
    """So many contributions, nine of ten published; three statements for ten of them, most of them answered."""
    from benchmarks.group import LABELLED, many_texts  # noqa: PLC0415 - what it needs can be read once Django is set up
    from jisr.common.crypto import encrypt  # noqa: PLC0415
    from jisr.common.database import scope  # noqa: PLC0415
    from jisr.exchange.demonstration.forum import loading  # noqa: PLC0415
    from jisr.forum import models  # noqa: PLC0415
    from jisr.forum.queries.sealed import bound_to  # noqa: PLC0415
    from jisr.territory.models import Region  # noqa: PLC0415

    texts = list(many_texts(yaml.safe_load(LABELLED.read_text(encoding="utf-8"))["items"], size).values())
    lot = random.Random(_SEED)  # noqa: S311 - the same wave each time
    loading.load(date.today())  # noqa: DTZ011 - whose team keys
    with scope(speaking="owner"):
        if models.Wave.objects.filter(code=CODE).exists():
            return
        regions = list(Region.objects.values_list("pk", flat=True))
        wave = models.Wave(code=CODE, name_ar="دورة القياس", name_fr="Cycle de mesure", is_demonstration=True)
        wave.opened_on = _FIRST
        wave.save(force_insert=True)
        _seat(wave)
        held = [
            models.Meeting(
                wave=wave, code=f"{CODE}-{n}", region_id=regions[n % len(regions)], place_fr=f"Salle {n}",
                held_on=_FIRST + timedelta(days=n), state="held", is_demonstration=True,
            )
            for n in range(MEETINGS)
        ]  # fmt: skip
        models.Meeting.objects.bulk_create(held)
        rows = [
            models.Contribution(
                wave=wave, meeting=held[n % MEETINGS], code=f"B{n:07}", kind="proposal", language="mixed",
                channel="paper", region_id=held[n % MEETINGS].region_id, theme="schooling", is_demonstration=True,
                said_on=_FIRST + timedelta(days=n % 90), **_state(n, text),
            )
            for n, text in enumerate(texts)
        ]  # fmt: skip
        models.Contribution.objects.bulk_create(rows, batch_size=1_000)
        models.Verbatim.objects.bulk_create(
            (
                models.Verbatim(contribution=row, wave=wave, sealed=encrypt(text, bound_to=bound_to(row.pk)))
                for row, text in zip(rows, texts, strict=True)
            ),
            batch_size=1_000,
        )
        _lineage(wave, [row for row in rows if row.text], texts, lot, size * 3 // 10)


def _state(n: int, text: str) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    return {"state": "said"} if n % 10 == 9 else {"state": "published", "text": text, "published_at": timezone.now()}


def _seat(wave: Any) -> None:
    """Everybody of the demonstration who may, sits on its team."""
    from jisr.forum.choices import POST_OF_SEAT  # noqa: PLC0415
    from jisr.forum.models import Seat  # noqa: PLC0415
    from jisr.staff.models import Post  # noqa: PLC0415

    roles = {post: seat for seat, post in POST_OF_SEAT.items()}
    for post in Post.objects.filter(role__in=roles, user__is_demonstration=True):
        Seat.objects.create(wave=wave, user_id=post.user_id, role=roles[post.role], since=_FIRST, is_demonstration=True)


def _lineage(wave: Any, rows: Sequence[Any], texts: Sequence[str], lot: random.Random, count: int) -> None:
    """Statements drawn from two contributions each, some joined, reworded or translated; answers to most."""
    from jisr.forum import models  # noqa: PLC0415

    made: dict[str, list[Any]] = {"statements": [], "edges": [], "froms": [], "tos": []}
    left = iter(rows)

    def step(kind: str, froms: Sequence[Any], text: str) -> Any:
        statement = models.Statement(wave=wave, language="ar", text=text, is_demonstration=True)
        edge = models.Edge(wave=wave, kind=kind)
        made["statements"].append(statement)
        made["edges"].append(edge)
        made["tos"].append(models.EdgeTo(edge=edge, statement=statement))
        for one in froms:
            if kind in {"merged", "reworded"}:
                one.state = "replaced"
            end = {"statement": one} if isinstance(one, models.Statement) else {"contribution": one}
            made["froms"].append(models.EdgeFrom(edge=edge, **end))
        return statement

    first = [step("extracted", list(islice(left, 2)), lot.choice(texts)) for _ in range(count * 5 // 6)]
    for n in range(count // 12):
        step("merged", first[2 * n : 2 * n + 2], lot.choice(texts))
        step("reworded" if n % 2 else "translated", [first[-1 - n]], lot.choice(texts))
    for name, kind in (("statements", models.Statement), ("edges", models.Edge), ("froms", models.EdgeFrom)):
        kind.objects.bulk_create(made[name], batch_size=1_000)
    models.EdgeTo.objects.bulk_create(made["tos"], batch_size=1_000)
    to = [{"statement": one} for one in made["statements"] if one.state == "active" and lot.random() < 0.8]
    to += [{"contribution": one} for one in islice(left, count // 6)]
    models.Answer.objects.bulk_create(
        (
            models.Answer(
                wave=wave, kind="accepted", what=f"جواب {n}", why="السبب", next_step="الخطوة", language="ar",
                body_ar=f"هيئة {n % BODIES}", answered_on=_FIRST + timedelta(days=lot.randint(20, 300)),
                sources=[{"title": "x"}], is_demonstration=True, alike=f"{n:064}", **one,
            )
            for n, one in enumerate(to)
        ),
        batch_size=1_000,
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    make(int(sys.argv[1]))
