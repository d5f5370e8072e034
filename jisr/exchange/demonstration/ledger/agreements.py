"""The invented agreements: what was pledged, called, approved, paid and justified, what is late and what is blocked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from jisr.centres.models import Programme
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.common.money import MINOR
from jisr.exchange.demonstration.forum import meetings
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.words import REGION
from jisr.ledger.agreements.models import (
    Agreement,
    Block,
    Document,
    DocumentContent,
    Entry,
    Instalment,
    InstalmentTerm,
    LineTerm,
    Milestone,
    ObjectLine,
    Party,
    Proposal,
    Provision,
    Reached,
    Share,
    Target,
    Version,
)
from jisr.ledger.agreements.rules.money import Rate
from jisr.staff.models import Post

FILE = Path(__file__).parent / "agreements.yaml"
#: The invented text of an agreement: one page that says what it is.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 67>>stream\n"
    b"BT /F1 18 Tf 60 760 Td (Demonstration: texte imaginaire) Tj ET     \nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_INVENTED = {"is_demonstration": True}

Row = Mapping[str, Any]


@dataclass
class Teller:
    """Writes one invented agreement.

    Attributes:
        posts: by role.
        parties: by their name in the file.
        held: instalments by their name in the file, for instance region-1.
    """

    row: Row
    calendar: Calendar
    posts: Mapping[str, Post]
    parties: Mapping[str, Party]
    held: dict[str, Instalment] = field(default_factory=dict)
    lines: dict[str, ObjectLine] = field(default_factory=dict)

    def tell(self) -> None:
        """The agreement with all that hangs on it."""
        row, day = self.row, self.calendar.day
        words = {name: value for name, value in row.items() if name.endswith(("_ar", "_fr"))}
        self.agreement = Agreement.objects.create(
            code=row["code"], state=row["state"], place_ar=REGION[0], place_fr=REGION[1], **words, **_INVENTED,
            **{name: day(row[name]) for name in ("since", "until") if name in row},
        )  # fmt: skip
        self.under: dict[str, Any] = {"agreement": self.agreement, **_INVENTED}
        for number, version in enumerate(row["versions"], 1):
            self.version(number, version)
        self.document = self.paper()
        for name, steps in row["money"].items():
            self.money(self.held[name], steps)
        Milestone.objects.bulk_create([
            Milestone(kind=one["kind"], happened_on=day(one["day"]), **self.under) for one in row["milestones"]
        ])  # fmt: skip
        Reached.objects.bulk_create([
            Reached(unit="people", public="women", number=one["number"], rural=one["rural"], as_of=day(one["day"]),
                    **_place(one["place"]), **self.under)
            for one in row["reached"]
        ])  # fmt: skip

    def version(self, number: int, row: Row) -> None:
        """One version, in force when it is whole."""
        version = Version.objects.create(
            number=number, envelope=row["envelope"] * MINOR, effective_on=self.calendar.day(row["day"]),
            why_ar=row.get("why_ar", ""), why_fr=row.get("why_fr", ""), **self.under,
        )  # fmt: skip
        of = {"version": version, **self.under}
        Share.objects.bulk_create([self.share(name, said, of) for name, said in row["shares"].items()])
        LineTerm.objects.bulk_create([
            LineTerm(line=self.line(name), amount=amount * MINOR, **of) for name, amount in row["lines"].items()
        ])  # fmt: skip
        Target.objects.bulk_create([
            Target(unit="people", public=row.get("public", "women"), number=n, **_place(place), **of)
            for place, n in row["targets"].items()
        ])  # fmt: skip
        Provision.objects.bulk_create([
            Provision(kind=one["kind"], text_ar=one["ar"], text_fr=one["fr"], **of) for one in self.row["provisions"]
        ])  # fmt: skip
        InstalmentTerm.objects.bulk_create([
            InstalmentTerm(instalment=self.instalment(name), due_on=self.calendar.day(due), amount=amount * MINOR, **of)
            for name, (due, amount) in row["terms"].items()
        ])  # fmt: skip
        version.in_force = True
        version.save(update_fields=["in_force"])

    def share(self, name: str, said: Any, of: Row) -> Share:
        """What a party pledges, in dirhams or in another currency."""
        if isinstance(said, int):
            return Share(party=self.parties[name], amount=said * MINOR, **of)
        rate = Rate(said["given"] * MINOR, said["currency"], Decimal(said["rate"]), self.calendar.day(said["day"]),
                    said["source"])  # fmt: skip
        return Share(party=self.parties[name], amount=rate.amount, **rate.values, **of)

    def line(self, name: str) -> ObjectLine:
        """An object line of the agreement, the same in every version."""
        if name not in self.lines:
            said = self.row["lines"][name]
            paid = Programme.objects.filter(is_demonstration=True, themes__contains=["work"]).first()
            self.lines[name] = ObjectLine.objects.create(
                code=name, name_ar=said["ar"], name_fr=said["fr"], programme=paid if said.get("programme") else None,
                **self.under,
            )  # fmt: skip
        return self.lines[name]

    def instalment(self, name: str) -> Instalment:
        """An instalment, the same in every version."""
        if name not in self.held:
            party, number = name.rsplit("-", 1)
            self.held[name] = Instalment.objects.create(party=self.parties[party], number=int(number), **self.under)
        return self.held[name]

    def paper(self) -> Document:
        """The invented text, open to everybody."""
        content = PAPER + self.row["code"].encode() + b"\n"
        document = Document.objects.create(
            kind="agreement", title="نص متخيل — texte imaginaire", media_type="application/pdf", size=len(content),
            sha256=sha256(content).hexdigest(), is_public=True, added_by=self.posts["regional_council"].user,
            **self.under,
        )  # fmt: skip
        DocumentContent.objects.create(
            document=document, agreement=self.agreement, sha256=document.sha256, content=content
        )
        return document

    def money(self, instalment: Instalment, steps: Row) -> None:
        """The steps of the money of one instalment, in their order."""
        due = instalment.terms.order_by("-version__number")[0].amount
        council = self.posts["regional_council"]
        if "called" in steps:
            self.entry(instalment, "called", due, steps["called"], by=council)
        if "approved" in steps:
            self.two(instalment, "approved", due, steps["approved"])
        if "mistake" in steps:  # a wrong amount, taken back the day after and written anew
            wrong = self.two(instalment, "paid", steps["mistake"] * MINOR, steps["paid"] - 1)
            self.two(
                instalment, "paid", -wrong.amount, steps["paid"], reverses=wrong, reason="رقم خاطئ — chiffre erroné"
            )
        if "paid" in steps:
            self.two(instalment, "paid", due, steps["paid"])
        if "part" in steps:
            day, amount = steps["part"]
            self.two(instalment, "paid", amount * MINOR, day)
        if "proposed" in steps:
            rest = due - steps["part"][1] * MINOR
            self.proposal(instalment, "paid", rest, steps["proposed"])
        if "justified" in steps:
            self.entry(instalment, "justified", steps["justified"] * MINOR, -10, by=council, document=self.document)
        if "block" in steps:
            said = steps["block"]
            Block.objects.create(
                instalment=instalment, reason=said["reason"], who_must_act=self.parties[said["must_act"]],
                since=self.calendar.day(said["since"]), note=said["note"], opened_by=council.user, **self.under,
            )  # fmt: skip

    def entry(self, instalment: Instalment, step: str, amount: int, on: int, *, by: Post, **more: Any) -> Entry:
        """One step that happened."""
        day = self.calendar.day(on)
        return Entry.objects.create(
            instalment=instalment, step=step, amount=amount, happened_on=day, at=self.calendar.at(day), by=by.user,
            post=by, **more, **self.under,
        )  # fmt: skip

    def proposal(self, instalment: Instalment, step: str, amount: int, on: int, **more: Any) -> Proposal:
        """What the first approver proposed."""
        day, first = self.calendar.day(on), self.posts["first_approver"]
        return Proposal.objects.create(
            instalment=instalment, step=step, amount=amount, happened_on=day, proposed_by=first.user,
            proposed_post=first, proposed_at=self.calendar.at(day), **more, **self.under,
        )  # fmt: skip

    def two(
        self,
        instalment: Instalment,
        step: str,
        amount: int,
        on: int,
        *,
        reverses: Entry | None = None,
        reason: str = "",
    ) -> Entry:
        """A step of two people."""
        proposal = self.proposal(
            instalment, step, amount, on, reverses=reverses.pk if reverses else None, reason=reason
        )
        return self.entry(
            instalment, step, amount, on, by=self.posts["second_approver"], proposal=proposal, reverses=reverses,
            reason=reason,
        )  # fmt: skip


def load(today: Any) -> dict[str, int]:
    """Invent the agreements, unless they are there.

    Speaks as the owner of the tables: never part of a request. The laws of money hold for it all the same.

    Args:
        today: every day of theirs is relative to it.

    Returns:
        how many agreements were made; zero when they were there.
    """
    told = yaml_text.read(FILE.read_text(encoding="utf-8"))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        if Agreement.objects.filter(code=told["agreements"][0]["code"]).exists():
            return {"agreements": 0}
        calendar = Calendar(today)
        users = [meetings.hire(row, told["region"], calendar) for row in told["people"]]
        posts = {post.role: post for post in Post.objects.filter(user__in=users).select_related("user")}
        parties = {
            name: Party.objects.create(
                code=f"demo-{name}", kind=row["kind"], name_ar=row["ar"], name_fr=row["fr"], **_INVENTED
            )
            for name, row in told["parties"].items()
        }
        for row in told["agreements"]:
            Teller(row, calendar, posts, parties).tell()
        with connections["owner"].cursor() as cursor:  # what is invented breaks no law either
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return {"agreements": len(told["agreements"])}


def _place(name: str) -> dict[str, str]:
    """An invented place, Arabic before the bar and French after it; none for the whole agreement."""
    arabic, _bar, french = name.partition("|")
    return {"place_ar": arabic, "place_fr": french}
