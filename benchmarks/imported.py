"""A list of families, taken in as the product does, and written as plain Django would."""

import csv
import io
import random
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.keys import readable_code
from jisr.exchange.demonstration.names import Names
from jisr.exchange.families_sheets import actions
from jisr.exchange.families_sheets.looking import Look
from jisr.exchange.families_sheets.store import told
from jisr.exchange.families_sheets.work import work
from jisr.exchange.models import FamilyImport
from jisr.families.actions import NAMES
from jisr.families.keying import arrays, keys_of
from jisr.families.models import Access, Household, Membership, Person, Phone
from jisr.staff.queries import demonstration_posts
from jisr.territory.models import Commune

_HEAD = (
    "key,household,relation,given_ar,family_ar,given_fr,family_fr,sex,born_on,marital_state,schooled,phone,cin,commune,"
    "locality,language,rsu"
).split(",")
_RELATIONS = ("head", "spouse", "child", "child", "child", "parent")
_CHUNK = 1 << 20


def a_list(size: int) -> bytes:
    """So many invented people in households of one to six, as a centre's spreadsheet writes them."""
    chance = random.Random(5)  # noqa: S311 - invented people
    names, out, row, home = Names(chance), io.StringIO(newline=""), 0, 0
    with scope(speaking="public"):
        communes = list(Commune.objects.values_list("code", flat=True))
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    while row < size:
        home += 1
        arabic, latin = names.surname()
        place, phone = chance.choice(communes), f"06{chance.randrange(10**8):08d}"
        register = chance.choice(("declared", "no", ""))
        for relation in _RELATIONS[: min(size - row, chance.choice((1, 2, 3, 4, 5, 6)))]:
            row += 1
            sex = chance.choice("fm")
            given = names.given(sex)
            born = date(1940, 1, 1) + timedelta(days=chance.randrange(30_000))
            writer.writerow([
                f"A-{row}", f"M-{home}", relation, given[0], arabic, given[1], latin, sex, born.strftime("%d/%m/%Y"),
                chance.choice(("single", "married", "widowed", "")), chance.choice(("1", "0", "")),
                phone if relation == "head" else "", f"BK{row}" if chance.random() < 0.4 else "", place,
                f"دوار {home % 900}", "darija", register,
            ])  # fmt: skip
    return out.getvalue().encode()


def _director() -> Any:
    with scope():
        return next(post for post in demonstration_posts() if post.role == "centre_director")


def through_the_product(text: bytes, size: int) -> dict[str, Any]:
    """Brought, opened, given a meaning, checked, compared, written; then the same file again, up to its comparison."""
    post = _director()
    steps, key = _steps(text, post)
    with scope(user=post.user_id, centres=[post.centre_id]):
        ((written,),) = _ask("SELECT count(*) FROM families_externalkey WHERE person_id IS NOT NULL")
    started = time.perf_counter()
    again, second = _steps(text, post, write=False)
    with scope(user=post.user_id, centres=[post.centre_id]):
        found = FamilyImport.objects.get(pk=second).counts["found"]
        call("jisr_import_drop", second, True)
        FamilyImport.objects.filter(pk=second).update(state="cancelled", sealed=None)
    return {
        "whole": written == size and found.get("same") == size, "steps_s": steps, "again_steps_s": again,
        "again_s": time.perf_counter() - started, "key": str(key), "written": written, "again": found,
    }  # fmt: skip


def _ask(sql: str) -> list[tuple]:
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _steps(text: bytes, post: Any, *, write: bool = True) -> tuple[Mapping[str, float], Any]:
    """Seconds of each step, and the key of the import."""
    speak, took = {"user": post.user_id, "centres": [post.centre_id]}, {}
    chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    clock = time.perf_counter()

    def done(step: str) -> None:
        nonlocal clock
        took[step], clock = round(time.perf_counter() - clock, 1), time.perf_counter()

    with scope(**speak):
        made = actions.bring(name="list.csv", chunks=chunks, size=len(text), centre=post.centre, by=post)
    done("brought")
    who = {"author": str(post.user_id), "centre": post.centre_id}
    work(made.pk, **who)
    with scope(**speak):
        made.refresh_from_db()
        reading = Look.unpacked(told(made)["look"]).guess
        actions.give_meaning(importing=made, reading=reading, list_name="benchmark", by=post.user)
    done("looked")
    work(made.pk, **who)
    done("checked")
    if write:
        with scope(**speak):
            actions.confirm(importing=made, by=post.user, without_refused=True)
        if work(made.pk, **who) != "taken":
            raise SystemExit("the list was not written")
        done("written")
    return took, made.pk


def by_hand(text: bytes, size: int) -> dict[str, Any]:
    """The same rows by ``bulk_create`` in one transaction: not checked, compared, journaled, nor encrypted."""
    post, today = _director(), timezone.localdate()
    with scope(speaking="owner"):
        counted = Person.objects.count()
        _write(csv.DictReader(io.StringIO(text.decode())), post.centre_id, today)
        written = Person.objects.count() - counted
        transaction.set_rollback(True, using="owner")
    return {"whole": written == size}


def _write(rows: Iterable[Mapping[str, str]], centre: int, today: date) -> None:
    homes: dict[str, Household] = {}
    kept: dict[Any, list[Any]] = {model: [] for model in (Household, Access, Person, Membership, Phone)}
    for row in rows:
        if row["household"] not in homes:
            homes[row["household"]] = home = Household(
                reference=f"{readable_code(5)}-{readable_code(5)}", commune_id=row["commune"], language=row["language"],
                locality=row["locality"], rsu=row["rsu"], opened_by_id=centre, is_demonstration=True,
            )  # fmt: skip
            kept[Household].append(home)
            kept[Access].append(Access(household=home, centre_id=centre, since=today, why="imported"))
        home = homes[row["household"]]
        person = Person(
            household=home, sex=row["sex"], born_on=datetime.strptime(row["born_on"], "%d/%m/%Y").date(),  # noqa: DTZ007
            marital_state=row["marital_state"], schooled={"1": True, "0": False}.get(row["schooled"]),
            **{name: row[name] for name in NAMES},
        )  # fmt: skip
        kept[Person].append(person)
        kept[Membership].append(Membership(household=home, person=person, relation=row["relation"]))
        if row["phone"]:
            kept[Phone].append(Phone(household=home, person=person, number=row["phone"]))
    for model, made in kept.items():
        model.objects.bulk_create(made, batch_size=5_000)
    people = kept[Person]
    call("jisr_index_persons", *arrays((one.pk, keys_of(*(getattr(one, name) for name in NAMES))) for one in people))
