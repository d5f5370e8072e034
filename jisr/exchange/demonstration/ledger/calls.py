"""The invented calls: two that are open, one whose files are read, one whose results are published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common import yaml_text
from jisr.common.crypto import encrypt, encrypt_bytes
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.common.money import MINOR
from jisr.common.periods import months_after
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.forum import meetings
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.ledger.agreements import PAPER
from jisr.exchange.demonstration.people import DOMAIN
from jisr.ledger.agreements.choices import ProposalState
from jisr.ledger.agreements.models import ObjectLine
from jisr.ledger.calls.actions.deciding import results
from jisr.ledger.calls.actions.selecting import told as beside
from jisr.ledger.calls.choices import ApplicantKind, ApplicationState, CallState, Method, Reason
from jisr.ledger.calls.models import (
    Applicant,
    Application,
    Award,
    Call,
    Criterion,
    Decision,
    HelpRequest,
    Payment,
    Proof,
    Quota,
    Reading,
    SiteVisit,
    Tranche,
)
from jisr.ledger.calls.models.awards import MONTHS
from jisr.ledger.calls.queries.mine import code_hash
from jisr.ledger.calls.queries.selection import choice_of
from jisr.ledger.calls.rules import asked as files_of
from jisr.ledger.calls.rules.codes import new_code, new_number
from jisr.staff.models import Post

FILE = Path(__file__).parent / "calls.yaml"
#: Opens the first application of the call whose results are published: whoever looks at the demonstration may try it.
CODE = "ARGA-N222-DEMA"
_INVENTED: dict[str, Any] = {"is_demonstration": True}
_LINE = "projects"

Row = Mapping[str, Any]


def load(today: Any) -> dict[str, int]:
    """Invent the calls, unless they are there, or who keeps them is not.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: every day of theirs is relative to it.

    Returns:
        how many calls were made; zero when they were there.
    """
    told = yaml_text.read(FILE.read_text(encoding="utf-8"))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        keeper, council = _user(told["keeper"]), _user(told["council"])
        if keeper is None or council is None or Call.objects.filter(code=told["calls"][0]["code"]).exists():
            return {"calls": 0}
        calendar = Calendar(today)
        people = [meetings.hire(row, told["region"], calendar) for row in told["people"]]
        readers = [user for user, row in zip(people, told["people"], strict=True) if row["role"] == "file_reader"]
        payers = (_post(told["payers"][0]), _post(told["payers"][1]))
        for row in told["calls"]:
            Teller(told, row, calendar, keeper, council, readers, payers).tell()
        return {"calls": len(told["calls"])}


def _user(name: str) -> User | None:
    return User.objects.filter(email=f"{name}@{DOMAIN}").first()


def _post(name: str) -> Post | None:
    return Post.objects.select_related("user").filter(user__email=f"{name}@{DOMAIN}").first()


@dataclass
class Teller:
    """Writes one invented call with its files."""

    told: Row
    row: Row
    calendar: Calendar
    keeper: User
    council: User
    readers: Sequence[User]
    payers: tuple[Post | None, Post | None]

    def tell(self) -> None:
        """The call, its terms, its files, what readers gave, and the results."""
        row = self.row
        line = ObjectLine.objects.filter(code=_LINE, is_demonstration=True).order_by("pk").first()
        kinds, opened = row.get("kinds", ApplicantKind.values), self.calendar.day(row["opens"])
        # those that name no kinds were announced before files were chosen kind by kind: one rule file for everybody
        chosen = {kind: files_of.standard(kind, opened) for kind in row.get("kinds", ())}
        self.call = Call(
            code=row["code"], line=line, programme_id=line.programme_id if line else None, state=CallState.ANNOUNCED,
            opens_at=self.moment(row["opens"], 9), closes_at=self.moment(row["closes"], 16), prepared_by=self.keeper,
            kinds=kinds, files=files_of.frozen(chosen, opened), provinces=self.told["provinces"],
            budget=MINOR * row["budget"], most_each=MINOR * row["most_each"], least_points=40, gap=15,
            office_ar="منسقية جهة العرض التوضيحي", office_fr="Coordination de la région de démonstration",
            is_blind=True, **_INVENTED,
            **{name: row.get(name, "") for name in ("name_ar", "name_fr", "about_ar", "about_fr")},
        )  # fmt: skip
        self.under: dict[str, Any] = {"call": self.call, **_INVENTED}
        copy_in([self.call])
        self.criteria = [Criterion(place=n, **self.under, **one) for n, one in enumerate(self.told["criteria"], 1)]
        copy_in(self.criteria)
        copy_in(Quota(**self.under, **one) for one in self.told["quotas"])
        files = [self.file(n, *one) for n, one in enumerate(row["files"])]
        copy_in(files)
        copy_in(self.applicant(one) for one in files)
        copy_in(
            reading
            for one, told in zip(files, row["files"], strict=True)
            if len(told) > 6
            for reading in self.readings(one, told[6:])
        )
        if "help" in row:
            copy_in([self.help(row["help"])])
        if "decided" in row:
            self.decide()

    def moment(self, day: int, hour: int) -> datetime:
        """An hour of a day, also one that is to come."""
        at = datetime.combine(self.calendar.day(day), datetime.min.time(), timezone.get_default_timezone())
        return at + timedelta(hours=hour)

    def file(
        self, n: int, province: str, kind: str, title: str, asked: int, women: int, favoured: str, *points: Any
    ) -> Application:
        """One application; the first of the call with results opens by a code that everybody may try."""
        at = self.moment(self.row["opens"] + 1 + n % 8, 10)
        papers = [item.code for item in files_of.asked(self.call, kind, at.date()).items]
        over, aside = self.row["closes"] < 0, self.row["closes"] < 0 and not points and "decided" in self.row
        state = ApplicationState.COMPLETE if points else ApplicationState.DEPOSITED
        group = kind in {ApplicantKind.COOPERATIVE, ApplicantKind.ASSOCIATION}
        facts = {"applicant": kind, "in_region": True, "adult": True, "helped_before": False}
        facts |= {"registered": not aside, "members": max(women, 5), "mostly_women": True} if group else {}
        facts |= self.row.get("facts", {}).get(kind, {})
        return Application(
            number=new_number(), code_hash=code_hash(CODE if not n and "decided" in self.row else new_code()),
            deposited_at=at, kind=kind, province=province, title=title,
            project=f"{title}: مشروع متخيل لغرض العرض التوضيحي، تعمل فيه {women} من النساء.",
            asked=MINOR * asked, own=MINOR * asked // 10, women=women, favoured=favoured.split(),
            facts=facts, eligible="no" if aside else "yes", rule_since=datetime(2025, 1, 1).date(),  # noqa: DTZ001
            declared=papers if over and points else papers[:2],
            state=ApplicationState.SET_ASIDE if aside else state,
            settled_on=self.calendar.day(self.row["closes"]) if points or aside else None,
            why=Reason.NOT_ELIGIBLE if aside else "",
            why_text="التعاونية لم تُسجَّل بعد يوم الإيداع" if aside else "", **self.under,
        )  # fmt: skip

    def applicant(self, of: Application) -> Applicant:
        """Who applies: an invented name, sealed."""
        key = new_key()
        person = {
            "name": "رقوش المتخيلة", "organisation": of.title, "phone": "+212600000000", "commune": "جماعة توضيحية",
        }  # fmt: skip
        sealed = encrypt(json.dumps(person, ensure_ascii=False), bound_to=f"calls.applicant:{key}")
        return Applicant(id=key, application=of, sealed=sealed, **self.under)

    def readings(self, of: Application, points: Sequence[int | None]) -> list[Reading]:
        """What two readers gave; a file may still wait for both. Points are spread over the criteria by their most."""
        most, found = sum(one.most for one in self.criteria), []
        given = self.moment(min(self.row["closes"] + 1, 0), 9)
        for place, total in enumerate(points, 1):
            row = Reading(application=of, reader=self.readers[place - 1], place=place, given_at=given, **self.under)
            if total is not None:
                parts = [total * one.most // most for one in self.criteria]
                parts[0] += total - sum(parts)
                row.points = {str(one.pk): part for one, part in zip(self.criteria, parts, strict=True)}
                row.total, row.read_at, row.words = total, given, "قراءة متخيلة لغرض العرض التوضيحي"
            found.append(row)
        return found

    def help(self, person: Mapping[str, str]) -> HelpRequest:
        """Somebody who wants help with her file."""
        key = new_key()
        sealed = encrypt(json.dumps(dict(person), ensure_ascii=False), bound_to=f"calls.helprequest:{key}")
        return HelpRequest(id=key, code_hash=code_hash(new_code()), sealed=sealed, **self.under)

    def decide(self) -> None:
        """The results, as the product's own rules make them."""
        call, at = self.call, self.moment(self.row["decided"], 11)
        call.method, call.proposed_by, call.proposed_at = Method.GREEDY, self.keeper, at - timedelta(days=1)
        choice, _waiting = choice_of(call)
        call.selection, call.state = beside(call, choice), CallState.DECIDED
        call.decided_by, call.decided_at = self.council, at
        rows = results(call, choice)
        kept = ("method", "proposed_by", "proposed_at", "selection", "state", "decided_by", "decided_at")
        Call.objects.filter(pk=call.pk).update(**{name: getattr(call, name) for name in kept})
        Decision.objects.bulk_create(rows)
        Application.objects.filter(call=call).update(state=ApplicationState.DECIDED)
        for told in self.row.get("awards", ()):
            self.award(rows[told["rank"] - 1], told)

    def award(self, of: Decision, told: Row) -> None:
        """A convention in two halves; what was paid is shown by an invented invoice, what was visited by numbers."""
        signed = self.calendar.day(told["signed"])
        award = Award(application_id=of.application_id, number=of.number, amount=of.asked, **self.under)
        award.signed_on = signed
        copy_in([award])
        half = of.asked // 2
        for place, amount in ((1, half), (2, of.asked - half)):
            paid, seen = told.get(f"paid_{place}"), told.get(f"seen_{place}")
            row = Tranche(
                award=award, place=place, amount=amount, for_ar=("المعدات", "المواد الأولية والتكوين")[place - 1],
                due_on=signed + timedelta(days=30 * place), **self.under,
            )  # fmt: skip
            copy_in([row])
            self.pay(row, paid, told.get(f"proposed_{place}"))
            if seen is not None:
                copy_in([self.proof(row, self.moment(seen, 9))])
                Tranche.objects.filter(pk=row.pk).update(justified_on=self.calendar.day(seen))
        copy_in(self.visit(award, months, told.get(f"visit_{months}")) for months in MONTHS)

    def pay(self, of: Tranche, paid: int | None, proposed: int | None) -> None:
        """What two invented approvers did: paid on a day, or proposed and waiting for the second one."""
        day = proposed if paid is None else paid
        first, second = self.payers
        if day is None or first is None or second is None:
            return
        at = self.moment(day, 10)
        row = Payment(
            tranche=of, amount=of.amount, happened_on=self.calendar.day(day), proposed_by=first.user,
            proposed_post=first, proposed_at=at, **self.under,
        )  # fmt: skip
        if paid is not None:
            row.state, row.settled_by, row.settled_post = ProposalState.CONFIRMED, second.user, second
            row.settled_at = at + timedelta(hours=2)
        copy_in([row])

    def proof(self, of: Tranche, at: datetime) -> Proof:
        """An invented invoice."""
        key = new_key()
        return Proof(
            id=key, tranche=of, item="invoice", media="application/pdf", size=len(PAPER), handed_at=at,
            digest=sha256(PAPER).hexdigest(), sealed=encrypt_bytes(PAPER, bound_to=f"calls.proof:{key}"), **self.under,
        )  # fmt: skip

    def visit(self, of: Award, months: int, found: Sequence[int] | None) -> SiteVisit:
        """A visit that is to come, or what it found: day, alive, people, women, income of a month."""
        row = SiteVisit(award=of, months=months, due_on=months_after(of.signed_on, months), **self.under)
        if found:
            day, alive, row.jobs, row.women, income = found
            row.made_on, row.is_alive, row.income = self.calendar.day(day), bool(alive), MINOR * income
        return row
