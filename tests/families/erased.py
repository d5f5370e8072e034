"""A life told into every table that hangs on a person, words planted in all its columns, and where they are found."""

import json
import secrets
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils import timezone

from jisr.centres.models import Service
from jisr.common import drafts
from jisr.common.crypto import encrypt
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.families import actions as families
from jisr.families.models import AccessRequest, ExternalKey
from jisr.messages import actions as messages
from jisr.window.allocation.models import Placement, Round
from jisr.window.deposits import actions as deposits
from jisr.window.listening import actions as listening
from jisr.window.orientation import actions as orientation
from jisr.window.orientation import offer_actions as offers
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.library import signals
from jisr.window.pathways.queries import Signal
from jisr.window.reception import actions as reception
from jisr.window.reception.models import Alert
from tests.access.rows import in_depth
from tests.exchange.families_sheets import lists
from tests.families.joined import proposed
from tests.ground import FAR, OWN, SERVICE_SHELTER, SERVICE_SISTER, owner, user_of
from tests.stories import listened, received, referred, under
from tests.window.appointments import agendas

#: Another one in every run: what a run before left in the pages of a kept cluster is not this one's.
RUN = secrets.token_hex(2)
#: Unusual enough to be found among 100 MB, in each script; one of them stands in clear, others are typed as secrets.
GIVEN, FAMILY, LATIN = f"زمردةقش{RUN}", f"شمعدانغض{RUN}", f"Zqwxplantee{RUN}"
SECRETS = (f"عبقرينوشغ{RUN}", f"Qzvsecretnote{RUN}", f"Xq9917283{RUN}")
STAGED = "tests_stagedsheet"
NUMBER, PHONE = f"ZQ99{RUN.upper()}", f"+2126{int(RUN, 16):08d}"


#: What holds a row as it was written, by table: set aside while words are planted.
_HELD = {"allocation_placement": "placement_is_reviewed_before"}


class Fields:
    """A form in which her name is being typed."""

    def lists(self):
        """Names and their values."""
        return [("words", [GIVEN, SECRETS[0]])]


def told(account="keeper", *, household=None):
    """One person with a row in every table that may hang on her; all of it ended, so that nothing holds an erasure."""
    with under(account) as held:
        names = {"given_fr": LATIN, "disability": "psychic"}
        if household is None:
            visit = received(
                held, given=GIVEN, family=FAMILY, names=names, locality="دوارغضنفرق", visit={"words": SECRETS[1]}
            )
            person, household = visit.person, visit.household
        else:
            person = families.add_person(
                household=household, by=held.user, given_ar=GIVEN, family_ar=FAMILY, sex="f", **names
            )
            visit = _visit(held, person)
        families.add_phone(household=household, person=person, number=PHONE, owner="own", is_safe=True, by=held.user)
        families.add_identity(person=person, kind="cin", number=NUMBER, by=held.user)
        families.answer_facts(person=person, household=household, answers={"works": True}, by=held.user)
        interview = listened(
            held, visit, (person, "disability"), note=SECRETS[1], strengths=SECRETS[0], risks=SECRETS[2]
        )
        listening.add_note(interview=interview, text=SECRETS[0], by=held.user, secrecy="author")
        referral = referred(held, interview, SERVICE_SISTER, shares=("name", "need", "contact", "disability"))
        gap = gaps.note(need=interview.needs.get(), why="all_full", centre=held.centre, by=held.user)
        gaps.close(need=gap.need, by=held.user)
        orientation.withdraw(referral=referral, reason="declined", by=held.user)
        referral.refresh_from_db()
        _offered(held, referral)
        _steps(held, household, person, referral)
        _asked_for(held, person)
        agendas.ended(held, person)
        messages.queue(centre=OWN, channel="sms", to=PHONE, template="awaits", body=SECRETS[2], about=referral)
        drafts.keep(author=held.user, place=f"/listening/new/{person.pk}/", fields=Fields())
        _written_twice(held, person)
        row = families.ask_right(
            person=person, centre=held.centre, right="erasure", speaks="herself", checked="card", by=held.user,
            words=SECRETS[0],
        )  # fmt: skip
    _by_others(visit, household, held)
    return person, row


def _offered(held, referral):
    """The same need shown to several centres, and taken back."""
    service = Service.objects.get(pk=SERVICE_SHELTER if referral.compartment else SERVICE_SISTER)
    if service.compartment == referral.compartment:
        made = offers.offer(need=referral.need, services=[service], centre=held.centre, by=held.user, reach="nation",
                            manner="spoken", shares=["name"], leaves_out=[FAR])  # fmt: skip
        offers.take_back(made=made, reason="served", by=held.user)


def _written_twice(held, person):
    """A second file of hers, joined into this one: what the joining remembers is hers as well."""
    names = {"given_ar": GIVEN, "family_ar": FAMILY, "given_fr": LATIN, "sex": "f"}
    twin = families.add_person(household=person.household, by=held.user, **names)
    families.decide(review=proposed(person, twin), answer="same", kept=person.pk, by=held.user)


def _visit(held, person):
    return reception.receive(person=person, centre=held.centre, by=held.user, reasons=["schooling"], words=SECRETS[1])


def _steps(held, household, person, referral):
    plan = pathways.open_plan(household=household, centre=held.centre, goal="هدف العائلة", by=held.user)
    step = pathways.add_step(
        plan=plan, person=person, kind="aid", what=SECRETS[2], due_on=timezone.localdate(), by=held.user,
        referral=referral,
    )  # fmt: skip
    pathways.mark_attendance(step=step, day=timezone.localdate(), present=True, centre=held.centre, by=held.user)
    pathways.give_aid(step=step, kind="goods", what=SECRETS[1], centre=held.centre, by=held.user)
    in_depth(plan, step, person, held)
    pathways.note_contact(plan=plan, person=person, way="home", by=held.user)
    pathways.set_goal(plan=plan, person=person, domain="health", words=SECRETS[0], by=held.user)
    _signalled(person, held)
    pathways.end_step(step=step, version=1, outcome="reached", centre=held.centre, by=held.user, words=SECRETS[2])


def _asked_for(held, person):
    """A request deposited, refused, contested and settled."""
    row = deposits.deposit(
        person=person, centre=held.centre, procedure="disability_card", brought=["medical"], by=held.user
    )
    deposits.note_stage(deposit=row, stage="capacity", planned_on=timezone.localdate(), by=held.user)
    deposits.refuse(deposit=row, version=row.version, ground="condition", reason=SECRETS[0], by=held.user)
    deposits.appeal(deposit=row, version=row.version, words=SECRETS[1], by=held.user)
    other = user_of("director")  # than refused it
    with scope(user=other.pk, centres=[OWN], compartments=[row.compartment] if row.compartment else []):
        deposits.settle(deposit=row, version=row.version, granted=False, words=SECRETS[2], by=other)


def _signalled(person, held):
    signal = Signal(signals()["school_left"], person.household_id, person.pk, f"{person.pk}:2026", [], "")
    pathways.set_aside(household=person.household, signal=signal, because="known", by=held.user)


def _by_others(visit, household, held):
    """What others wrote: a report of danger, another centre's question, a sheet between preview and yes."""
    now = timezone.now()
    with scope(speaking="owner"):
        _in_a_round(Referral.objects.get(person=visit.person_id), held)
        alert = Alert(centre_id=OWN, said_on=now.date(), state="received", taken_by=held.user, taken_at=now,
                      visit_id=visit.pk, ended_at=now)  # fmt: skip
        alert.sealed = encrypt(SECRETS[0], bound_to=str(alert.pk))
        alert.save(force_insert=True)
        listed = new_key()
        ExternalKey.objects.create(
            household=household, person_id=visit.person_id, centre_id=OWN, source=new_key(), exact=listed,
            sealed=encrypt(SECRETS[2], bound_to=f"externalkey:{listed}"), compartment=household.compartment,
        )  # fmt: skip
        AccessRequest.objects.create(
            household_id=household.pk,
            from_centre_id=FAR,
            to_centre_id=OWN,
            why="تعرفها",
            asked_by=user_of("far_worker"),
        )
    # a sheet of families between its preview and the yes, in the shape that all sheets share (jisr/common/staged.py)
    owner(f"CREATE TABLE IF NOT EXISTS {STAGED} (id uuid PRIMARY KEY, dies_at timestamptz, lines jsonb)")
    for lines in (
        [[2, {"a": f"{GIVEN} {FAMILY} {SECRETS[2]}"}], [3, {"a": "بريء"}]],
        [[2, {"a": PHONE}]],
        [[2, {"a": "ب"}]],
    ):
        owner(f"INSERT INTO {STAGED} VALUES (%s, now(), %s)", str(new_key()), json.dumps(lines, ensure_ascii=False))


def _in_a_round(referral, held):
    """A round in which she waited, put aside since."""
    row = Round.objects.create(
        centre_id=referral.to_centre_id, service_id=referral.service_id, code=new_key().hex[-12:], places=1,
        order="waiting", order_since=timezone.localdate(), band_days=30, made_by=held.user, state="dropped",
        engine="numpy",
    )  # fmt: skip
    Placement.objects.create(
        round=row, referral=referral, need_id=referral.need_id, centre_id=row.centre_id, computed=False, placed=False,
        position=0, asked_on=row.made_on, turn=1, why="all_full", compartment=referral.compartment,
    )  # fmt: skip


def listed():
    """Lists that wait for a yes: two of her centre, one of another that has her number alone, one without her."""
    hers, far = lists.row("1", given=GIVEN, family=FAMILY, born=""), {"who": "far_director"}
    return [
        lists.mapped(lists.brought(lists.as_csv([hers]))),
        lists.brought(lists.as_csv([hers])),
        lists.mapped(lists.brought(lists.as_csv([lists.row("2", given="سعاد", cin=NUMBER)]), **far), **far),
        lists.mapped(lists.brought(lists.as_csv([lists.row("3", given="بعيدة")]), **far), **far),
    ]


def hanging(person):
    """{table: keys} of every row that hangs on her, as the database finds them."""
    begin = json.dumps({"families_person": [str(person)]})
    return json.loads(owner("SELECT jisr_hanging_on(%s, '{}')::text", begin)[0][0])


def may_hang():
    """Every table that may hold a row of hers, as the keys of the catalogue say."""
    found, edge = {"families_person"}, {"families_person"}
    pointers = owner("SELECT child, parent, col, may_be_empty, names_a_person FROM jisr_pointers()")
    while edge:
        edge = {
            child for child, parent, col, empty, names in pointers
            if parent in edge and (not empty or col == "person_id" or not names)
        } - found  # fmt: skip
        found |= edge
    return found


def plant(rows):
    """Write an unusual word into every text of these rows, twice: {word: where}."""
    words, by_table = {}, {model._meta.db_table: model for model in apps.get_models()}
    for table, keys in sorted(rows.items()):
        if table in _HELD:
            owner(f"ALTER TABLE {table} DISABLE TRIGGER {_HELD[table]}")
        for field in by_table[table]._meta.concrete_fields:
            word = _word(field, len(words))
            if word is None:
                continue
            for one in (word, f"{word}z" if _room(field) > len(word) else word):
                said = json.dumps({"said": one}) if isinstance(field, models.JSONField) else one
                pk = by_table[table]._meta.pk.column
                owner(f'UPDATE {table} SET "{field.column}" = %s WHERE {pk}::text = ANY(%s)', said, keys[:1])
            words[word] = f"{table}.{field.column}"
        if table in _HELD:
            owner(f"ALTER TABLE {table} ENABLE TRIGGER {_HELD[table]}")
        owner(f"ANALYZE {table}")
    return words


def _word(field, n):
    if isinstance(field, models.JSONField):
        return f"{RUN}{n:03d}j"
    free = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.remote_field
    return f"{RUN}{n:03d}w" if free and _room(field) >= 8 and field.name not in _CODES else None


#: Codes of a closed list which the model does not name as such; what the story has planted itself; drawn numbers.
_CODES = {"theme", "template", "given_ar", "family_ar", "number", "code", "procedure", "stage"}


def _room(field):
    return getattr(field, "max_length", None) or 10_000


def rows_of_all():
    """{table: {row as text}} of the whole database."""
    tables = owner("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    return {table: {row for (row,) in owner(f"SELECT t::text FROM {table} t")} for (table,) in tables}


def in_files(folder, words):
    """Where these words stand in the files of a folder, once what is in memory is written: (word, path)."""
    owner("CHECKPOINT")
    found, wanted = set(), [(word, word.encode()) for word in words]
    for path in (one for one in Path(folder).rglob("*") if one.is_file()):
        content = path.read_bytes()
        found |= {(word, str(path.relative_to(folder))) for word, said in wanted if said in content}
    return found
