"""Invented sheets, works, meters and logs of the demonstration's centres: told by the product's own acts."""

import random
from datetime import date, timedelta
from decimal import Decimal

from jisr.centres.models import Centre, Programme
from jisr.centres.works import actions, queries
from jisr.centres.works.choices import Look
from jisr.centres.works.items import asked
from jisr.centres.works.models import BuildingAudit
from jisr.common.database import scope
from jisr.common.periods import months_after
from jisr.staff.models import Post
from jisr.staff.queries import scope_of

SEED = "jisr demonstration works"
#: Where the stories happen: there a third of the centres has been looked at, elsewhere one in thirty.
PROVINCE, OFTEN, SELDOM = "07.161", 3, 30
_HOME, _CAS, _COAPH, _UNIT = "DEMO-CHI-TALIBA-IMI", "DEMO-CHI-CAS", "DEMO-CHI-COAPH", "DEMO-CHI-MOB"
#: What was found in the centres of the stories, where it is not good.
_FOUND: dict[str, dict[str, str]] = {
    _HOME: {"building.roof": "repair", "access.entrance": "absent", "access.doors": "repair",
            "access.toilets": "absent", "rooms.showers": "out", "energy.solar": "absent",
            "connection.internet": "repair"},
    _CAS: {"access.toilets": "absent", "energy.solar": "absent", "rooms.listening": "repair"},
    _COAPH: {"energy.heating": "absent", "energy.solar": "good"},
}  # fmt: skip
_CENTIMES = 100
_LIKELY = (Look.GOOD, Look.GOOD, Look.GOOD, Look.GOOD, Look.GOOD, Look.REPAIR, Look.REPAIR, Look.ABSENT, Look.UNSEEN)
_VITAL = (*[Look.GOOD] * 34, *[Look.REPAIR] * 4, Look.OUT, Look.UNSEEN)


def load(today: date) -> dict[str, int]:
    """Look at buildings, run one operation, read meters for a year.

    Returns:
        how many sheets were made; zero when they were there, or the centres are not.
    """
    directors = {code: _director(code) for code in _FOUND}
    with scope(speaking="owner"):
        if BuildingAudit.objects.exists() or not all(directors.values()):
            return {"sheets": 0}
        rows = list(Centre.objects.filter(is_demonstration=True, confidential=False).order_by("code"))
    dice, made = random.Random(SEED), 0
    for code, post in directors.items():
        if post is not None:
            with scope(**scope_of(post, user=post.user)):
                _of_stories(code, post, today, dice)
                made += 1
    keeper = directors[_CAS]
    for place, centre in enumerate(rows):
        every = OFTEN if centre.province_id == PROVINCE else SELDOM
        if centre.code in _FOUND or keeper is None or place % every or not asked(centre.type):
            continue
        with scope(user=keeper.user_id, centres=[centre.pk]):
            _looked_at(centre, keeper, today - timedelta(days=dice.randint(20, 600)), dice)
        made += 1
    unit = next((one for one in rows if one.code == _UNIT), None)
    if unit is not None and keeper is not None:
        with scope(user=keeper.user_id, centres=[unit.pk]):
            _drive(unit, keeper, today, dice)
    return {"sheets": made}


def _director(code: str) -> Post | None:
    posts = Post.objects.select_related("user", "centre").filter(
        centre__code=code, role="centre_director", is_demonstration=True
    )
    with scope(speaking="owner"):
        return posts.order_by("id").first()


def _looked_at(centre: Centre, post: Post, on: date, dice: random.Random) -> None:
    said = {
        one.code: actions.Said(dice.choice(_VITAL if one.role == "vital" else _LIKELY)) for one in asked(centre.type)
    }
    actions.make_audit(centre=centre, on=on, said=said, by=post.user)


def _of_stories(code: str, post: Post, today: date, dice: random.Random) -> None:
    """A sheet as it was found, a year of readings; works go on at the home and were received at the guidance centre."""
    centre = Centre.objects.get(code=code)
    said = {one.code: actions.Said(_FOUND[code].get(one.code, Look.GOOD)) for one in asked(centre.type)}
    if said["access.doors"].look == Look.GOOD:
        said["access.doors"] = actions.Said(Look.GOOD, 90)
    if code == _COAPH:
        said["access.toilets"] = actions.Said(Look.ABSENT)
    actions.make_audit(centre=centre, on=today - timedelta(days=240), said=said, by=post.user)
    _read(centre, post, today, dice)
    if code == _HOME:
        _going_on(centre, post, today)
    elif code == _COAPH:
        _received(centre, post, today)


def _paying(centre: Centre) -> Programme | None:
    return Programme.objects.filter(is_demonstration=centre.is_demonstration).order_by("code").first()


def _going_on(centre: Centre, post: Post, today: date) -> None:
    """The roof and the ramp of the home are under way, and some girls sleep elsewhere."""
    by, day = post.user, today - timedelta(days=90)
    row = actions.diagnose(
        centre=centre, title="السقف والولوجيات", audit=queries.last_audit(centre.pk), programme=_paying(centre), by=by,
        on=day,
    )  # fmt: skip
    for item, dirhams, paid, begun in (
        ("building.roof", 180_000, 90_000, 21), ("access.entrance", 45_000, 0, None),
        ("access.toilets", 60_000, 0, None), ("rooms.showers", 35_000, 35_000, 21),
    ):  # fmt: skip
        values = {
            "item": item, "estimate": dirhams * _CENTIMES, "paid": paid * _CENTIMES,
            "planned_since": today - timedelta(days=25), "planned_until": today + timedelta(days=40),
            "since": today - timedelta(days=begun) if begun else None,
            "until": today - timedelta(days=6) if item == "rooms.showers" else None,
        }  # fmt: skip
        actions.add_line(operation=row, values=values, by=by)
    actions.programme(operation=row, expected=row.version, on=today - timedelta(days=60), by=by)
    actions.begin(operation=row, expected=row.version, on=today - timedelta(days=21), by=by)
    near = {"province": centre.province_id, "type": centre.type, "is_demonstration": True, "confidential": False}
    other = Centre.objects.filter(**near).exclude(pk=centre.pk).order_by("code").first()
    shut = actions.shut(
        operation=row, since=today - timedelta(days=20), until=None, by=by, to=other, moved=11 if other else None,
        nowhere=3,
    )  # fmt: skip
    actions.reopen(closure=shut, on=today - timedelta(days=8), by=by)


def _received(centre: Centre, post: Post, today: date) -> None:
    """The toilet of the guidance centre was made accessible: its sheet says so."""
    by = post.user
    row = actions.diagnose(
        centre=centre, title="مرحاض ولوج", audit=queries.last_audit(centre.pk), programme=_paying(centre), by=by,
        on=today - timedelta(days=200),
    )  # fmt: skip
    line = actions.add_line(
        operation=row, by=by,
        values={"item": "access.toilets", "estimate": 52_000 * _CENTIMES, "paid": 54_500 * _CENTIMES,
                "since": today - timedelta(days=150), "until": today - timedelta(days=120)},
    )  # fmt: skip
    actions.programme(operation=row, expected=row.version, on=today - timedelta(days=180), by=by)
    actions.begin(operation=row, expected=row.version, on=today - timedelta(days=150), by=by)
    actions.receive(
        operation=row, expected=row.version, on=today - timedelta(days=110), mended=[line.pk], by=by,
        reserves=[("مقبض الاستناد غير ثابت", today - timedelta(days=80))],
    )  # fmt: skip
    actions.lift(reserve=row.reserves.get(), on=today - timedelta(days=95), by=by)
    actions.finish(operation=row, expected=row.version, on=today - timedelta(days=94), by=by)


def _read(centre: Centre, post: Post, today: date, dice: random.Random) -> None:
    """Meters read on the first days of the last months; one month was forgotten, one estimated."""
    kinds = {"electricity": 640, "water": 55} | ({"solar": 310} if centre.code == _COAPH else {})
    for kind, monthly in kinds.items():
        meter = actions.add_meter(centre=centre, kind=kind, number=f"DEMO-{kind[:2].upper()}-1", by=post.user)
        shown = Decimal(dice.randint(1_000, 9_000))
        for ago in range(13, -1, -1):
            on = min(months_after(today.replace(day=2), -ago), today)
            if ago != 5:
                actions.read_meter(meter=meter, on=on, value=shown, estimated=ago == 8, by=post.user)
            shown += Decimal(int(monthly * dice.uniform(0.75, 1.25) * 10)) / 10
        if kind == "electricity":
            since = months_after(today.replace(day=2), -2)
            actions.add_bill(
                meter=meter, since=since, until=months_after(since, 1) - timedelta(days=1), quantity=Decimal(monthly),
                amount=monthly * 130, by=post.user,
            )  # fmt: skip


def _drive(unit: Centre, post: Post, today: date, dice: random.Random) -> None:
    """Two days on the road each week for two months."""
    shown = 48_200
    for ago in range(60, 0, -1):
        on = today - timedelta(days=ago)
        if on.weekday() not in {1, 3}:
            continue
        driven = dice.randint(60, 140)
        actions.log_day(
            centre=unit, on=on, leaves_at=shown, comes_at=shown + driven, stops=dice.randint(2, 5),
            litres=Decimal(driven) / 10, by=post.user,
        )  # fmt: skip
        shown += driven
