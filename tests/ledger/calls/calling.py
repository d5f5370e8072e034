"""A call told through the product's own acts, each under the post, or the lack of one, of whoever does it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jisr.common.database import scope
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Appeal, Application, Award, Call, Decision, Payment, Reading, Tranche
from jisr.ledger.calls.rules.codes import new_code
from jisr.territory.models import Region
from tests.ground import user_of
from tests.stories import under

NOW = timezone.now()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NAME, PHONE = "خدوج تيغزران", "+212612345678"
PERSON = {"name": NAME, "organisation": "تعاونية تافوكت", "phone": PHONE, "commune": "Imintanoute"}
FACTS = {
    "in_region": True, "adult": True, "helped_before": False, "registered": True, "members": 22, "mostly_women": True,
}  # fmt: skip
VALUES = {
    "kind": "cooperative", "province": "chichaoua", "favoured": ["rural"], "title": "معصرة أركان",
    "project": "اثنتان وعشرون امرأة تعصر الأركان", "asked": 3_000_000, "own": 500_000, "women": 22,
    "declared": ["statutes", "members", "bank", "quotation"],
}  # fmt: skip
TERMS = {
    "name_ar": "نداء لمشاريع النساء", "name_fr": "Appel à projets pour les femmes", "office_ar": "المنسقية",
    "opens_at": NOW - timedelta(days=30), "closes_at": NOW + timedelta(days=2),
    "kinds": ["idea", "cooperative"], "budget": 10_000_000, "most_each": 4_000_000, "least_points": 20, "gap": 15,
    "provinces": [
        {"code": "chichaoua", "ar": "شيشاوة", "fr": "Chichaoua"},
        {"code": "essaouira", "ar": "الصويرة", "fr": "Essaouira"},
    ],
}  # fmt: skip
CRITERIA = [
    {"name_ar": "الأثر", "name_fr": "Effet", "most": 50}, {"name_ar": "الجدوى", "name_fr": "Faisabilité", "most": 50},
]  # fmt: skip
QUOTAS = [{"kind": "province", "of": "essaouira", "at_least": 1, "heads": 3}]


def a_call(code: str = "call-of-tests", *, announced: bool = True, line: Any = None, **terms: Any) -> Call:
    """A call of region 07, open for two more days; made by its coordinator."""
    with under("coordinator") as keeper:
        call = actions.prepare(
            code=code, region=Region.objects.get(pk="07"), values=TERMS | terms, criteria=CRITERIA, quotas=QUOTAS,
            by=keeper.user, line=line,
        )  # fmt: skip
        return actions.announce(call=call, expected=1, by=keeper.user) if announced else call


def deposited(call: Call, code: str = "", **values: Any) -> str:
    """An application by somebody without an account; its code."""
    code, person = code or new_code(), values.pop("person", PERSON)
    facts = FACTS | values.pop("facts", {})
    with scope(speaking="public"):
        told = {"language": values.pop("language", "ar"), "reply_to": values.pop("reply_to", "")}
        actions.deposit(call=call, code=code, person=person, values=VALUES | values, facts=facts, **told)
    return code


def close(call: Call) -> None:
    """Time passes: the last moment of the call is a minute ago. Nobody but the clock may do that."""
    moment = timezone.now() - timedelta(minutes=1)
    with scope(speaking="owner"):
        Call.objects.filter(pk=call.pk).update(closes_at=moment)
    call.closes_at = moment


def complete(call: Call) -> list[Application]:
    """Every application of a call is found complete by its keeper."""
    with under("coordinator") as keeper:
        rows = list(Application.objects.filter(call=call, state="deposited").order_by("deposited_at"))
        return [actions.find_complete(application=row, expected=row.version, by=keeper.user) for row in rows]


def given(call: Call, *readers: str) -> int:
    """Its files are given to readers by its keeper."""
    names = readers or ("reader_one", "reader_two", "reader_three")
    with under("coordinator") as keeper:
        return actions.give_files(call=call, readers=[user_of(name) for name in names], by=keeper.user)


def read(call: Call, total: Any) -> int:
    """Everybody reads what she was given; ``total`` says the points of an application for a reader's place."""
    count = 0
    for name in ("reader_one", "reader_two", "reader_three"):
        with under(name) as held:
            criteria = list(call.criteria.all())
            for row in queries.files_of(held.user).filter(call=call, read_at=None):
                points = total(row.application, row.place)
                half = {str(criteria[0].pk): points // 2, str(criteria[1].pk): points - points // 2}
                actions.read(reading=row, points=half, words="س", by=held.user)
                count += 1
    return count


def here(call: Call, **values: Any) -> str:
    """An application in the transaction of a test: the same doors, opened by the login of a colleague."""
    code = new_code()
    with under("coordinator"):
        actions.deposit(call=call, code=code, person=PERSON, values=VALUES | values, facts=FACTS, language="ar")
    return code


def over(call: Call) -> None:
    """Its last moment is a minute ago for the acts that are given this row; no colleague may write that into it."""
    call.closes_at = timezone.now() - timedelta(minutes=1)


def read_through(code: str, before: Any = None, line: Any = None) -> Call:
    """A call in the transaction of a test whose files were read and whose selection is proposed.

    Args:
        before: what else happens while it is open; takes the call and the code of its one application.
        line: the object line that pays for it.
    """
    call = a_call(code, line=line)
    opens = here(call)
    if before:
        before(call, opens)
    over(call)
    complete(call)
    given(call, "reader_one", "reader_two")
    read(call, lambda row, place: 60)
    return proposed(call)


def proposed(call: Call, method: str = "greedy") -> Call:
    """The keeper proposes."""
    with under("coordinator") as keeper:
        row = Call.objects.get(pk=call.pk)
        row.closes_at = call.closes_at
        return actions.propose(call=row, expected=call.version, method=method, by=keeper.user)


def of_code(code: str) -> Any:
    """What whoever holds a code reads."""
    with scope(speaking="public"):
        return queries.by_code(code)


def readings(name: str) -> list[Reading]:
    """The readings that somebody sees."""
    with under(name):
        return list(Reading.objects.order_by("pk"))


def addresses(made: Any, code: str = "world-call") -> Any:
    """A call with results, and the keys of a row of every kind under it."""
    codes = []

    def before(call: Call, opens: str) -> None:
        codes.append(opens)
        with under("coordinator"):
            actions.hand_in(code=opens, item="statutes", content=PDF, size=len(PDF))
            actions.ask_help(call=call, code=new_code(), person={"name": NAME, "phone": PHONE})

    call = read_through(code, before)
    with under("council") as council:
        actions.decide(call=call, by=council.user)
        actions.appeal(code=codes[0], words="خطأ")
        appeal = Appeal.objects.get(call=call).pk
    with under("incubator") as helper:
        help_request = queries.help_of(helper.user).get(call=call).pk
    with under("coordinator"):
        row = Application.objects.get(call=call)
        reading = Reading.objects.get(call=call, reader=user_of("reader_one")).pk
        award = awarded(row)
        first = award.tranches.get(place=1)
        payment = paid(first)
        with under("approver") as approver:
            waits = actions.propose_return(payment=payment, reason="خطأ", by=approver)
        actions.prove(code=codes[0], tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        return made(
            call.code, row.pk, row.handed.get().pk, reading, help_request, appeal, award.pk, first.pk,
            first.proofs.get().pk, award.visits.get(months=6).pk, waits.pk,
        )  # fmt: skip


def paid(tranche: Tranche) -> Payment:
    """An instalment is paid by two people."""
    with under("approver") as first:
        proposal = actions.propose_payment(tranche=tranche, by=first)
    with under("second_approver") as second:
        return actions.confirm_payment(payment=proposal, by=second)


def awarded(row: Application, *amounts: int) -> Award:
    """The convention of a selected project, in instalments of these amounts; under the post of the keeper."""
    day = timezone.localdate()
    parts = amounts or (row.asked // 2, row.asked - row.asked // 2)
    return actions.sign_award(
        decision=Decision.objects.get(application=row), amount=sum(parts), by=user_of("coordinator"),
        tranches=[{"amount": one, "for_ar": "معدات", "due_on": day} for one in parts],
    )  # fmt: skip
