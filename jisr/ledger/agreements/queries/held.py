"""Reading agreements and what their versions say; a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jisr.ledger.agreements.choices import ClaimAbout, ProvisionKind, Unit
from jisr.ledger.agreements.models import (
    Agreement,
    Claim,
    Document,
    InstalmentTerm,
    LineTerm,
    Milestone,
    Provision,
    Reached,
    Share,
    Target,
    Version,
)
from jisr.ledger.agreements.rules import money
from jisr.ledger.agreements.rules.cost import Cost, cost
from jisr.ledger.agreements.rules.course import Stage, stages
from jisr.staff.models import Post

WOMEN = "women"


@dataclass
class Content:
    """What one version says."""

    version: Version
    shares: list[Share] = field(default_factory=list)
    lines: list[LineTerm] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    terms: list[InstalmentTerm] = field(default_factory=list)

    @property
    def governance(self) -> list[Provision]:
        """Its committee and its procedure guide."""
        return [one for one in self.provisions if one.kind != ProvisionKind.CONDITION]

    @property
    def conditions(self) -> list[Provision]:
        """On what it depends."""
        return [one for one in self.provisions if one.kind == ProvisionKind.CONDITION]

    @property
    def planned(self) -> dict[str, int]:
        """Party -> sum of its instalments."""
        found: dict[str, int] = defaultdict(int)
        for term in self.terms:
            found[str(term.instalment.party_id)] += term.amount
        return dict(found)

    def unbalanced(self, *, published: bool, running: bool) -> list[str]:
        """The laws of money that it breaks as it stands."""
        return money.unbalanced(
            self.version.envelope, {str(one.party_id): one.amount for one in self.shares},
            [one.amount for one in self.lines], self.planned, published=published, running=running,
        )  # fmt: skip


def seen() -> QuerySet[Agreement]:
    """Every agreement that the reader may see, the newest first."""
    return Agreement.objects.select_related("region").order_by("-pk")


def of_post(post: Post) -> QuerySet[Agreement]:
    """The agreements that a post works on: those of the region where it is; invented people keep invented ones too."""
    region = post.region_id or (post.province.region_id if post.province_id and post.province else None)
    place = Q(region=region) | (Q(region=None, is_demonstration=True) if post.is_demonstration else Q(pk=None))
    return seen().filter(place, is_demonstration=post.is_demonstration)


def agreement(code: str) -> Agreement | None:
    """One agreement, by its code."""
    return seen().filter(code=code).first()


def versions(agreements: Iterable[Any], *, in_force: bool = True) -> dict[UUID, Version]:
    """agreement -> the version that holds, or with ``in_force=False`` the one in preparation; one query."""
    rows = Version.objects.filter(agreement__in=list(agreements), in_force=in_force).order_by("agreement", "number")
    return {row.agreement_id: row for row in rows}


def contents(rows: Sequence[Version]) -> dict[UUID, Content]:
    """version -> what it says; five queries."""
    found = {row.pk: Content(row) for row in rows}
    for name, model, more in (
        ("shares", Share, ("party",)), ("lines", LineTerm, ("line__programme",)), ("targets", Target, ("province",)),
        ("provisions", Provision, (None,)), ("terms", InstalmentTerm, ("instalment__party",)),
    ):  # fmt: skip
        for part in model.objects.filter(version__in=list(found)).select_related(*more).order_by("pk"):
            getattr(found[part.version_id], name).append(part)
    for content in found.values():
        content.terms.sort(key=lambda one: (one.due_on, one.instalment.party_id, one.instalment.number))
    return found


def history(row: Agreement) -> list[Content]:
    """Every version in force of an agreement, the first one first."""
    held = list(Version.objects.filter(agreement=row, in_force=True).order_by("number"))
    found = contents(held)
    return [found[one.pk] for one in held]


def course(row: Agreement) -> list[Stage[Milestone]]:
    """The milestones that stand, with the days between them."""
    rows = Milestone.objects.filter(agreement=row, taken_back_at=None).select_related("document").order_by("pk")
    return stages([(one.happened_on, one.precision == "day", one) for one in rows])


def taken_back(row: Agreement) -> list[Milestone]:
    """Milestones that were wrong."""
    return list(Milestone.objects.filter(agreement=row, taken_back_at__isnull=False).order_by("happened_on", "pk"))


def documents(row: Agreement) -> list[Document]:
    """Its documents, as far as the reader may know of them, the newest first."""
    return list(Document.objects.filter(agreement=row).order_by("-added_at", "pk"))


def claims(*agreements: Any) -> dict[UUID, list[Claim]]:
    """agreement -> published figures that stand."""
    found: dict[UUID, list[Claim]] = defaultdict(list)
    rows = Claim.objects.filter(agreement__in=agreements, taken_back_at=None).select_related("party")
    for one in rows.order_by("about", "value", "pk"):
        found[one.agreement_id].append(one)
    return found


def claims_taken_out(row: Agreement) -> list[Claim]:
    """Published figures that its council took out again, each with its reason; one query."""
    rows = Claim.objects.filter(agreement=row, taken_back_at__isnull=False)
    return list(rows.select_related("party").order_by("taken_back_at", "pk"))


def reached(*agreements: Any) -> dict[UUID, list[Reached]]:
    """agreement -> the last count of each unit, public and place."""
    last: dict[tuple[Any, ...], Reached] = {}
    rows = Reached.objects.filter(agreement__in=agreements).select_related("province")
    for one in rows.order_by("as_of", "added_at", "pk"):
        last[one.agreement_id, one.unit, one.public, one.province_id, one.place_fr] = one
    found: dict[UUID, list[Reached]] = defaultdict(list)
    for one in last.values():
        found[one.agreement_id].append(one)
    return found


@dataclass(frozen=True)
class Compared:
    """What a woman costs in one agreement, and whence the figures come.

    Attributes:
        envelopes: every figure given of the money.
        women: every figure given of the women, of the kind that ``cost.basis`` names.
    """

    agreement: Agreement
    cost: Cost | None
    envelopes: list[int]
    women: list[int]
    sources: list[dict[str, str]]


def compared(rows: Sequence[Agreement]) -> list[Compared]:
    """Money for each woman, agreement by agreement; five queries."""
    keys = [row.pk for row in rows]
    held, said, counted = versions(keys), claims(*keys), reached(*keys)
    targets: dict[UUID, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(version__in=[one.pk for one in held.values()], unit=Unit.PEOPLE, public=WOMEN):
        targets[target.agreement_id].append(target)
    return [_compared(row, held.get(row.pk), said[row.pk], counted[row.pk], targets[row.pk]) for row in rows]


def _compared(
    row: Agreement, version: Version | None, said: list[Claim], counted: list[Reached], targets: list[Target]
) -> Compared:  # fmt: skip
    money_said = [one for one in said if one.about == ClaimAbout.ENVELOPE and one.value]
    women_said = [one for one in said if one.about == ClaimAbout.WOMEN and one.value]
    counted = [one for one in counted if one.unit == Unit.PEOPLE and one.public == WOMEN]
    envelopes = [version.envelope] if version and version.envelope else [one.value or 0 for one in money_said]
    numbers = {
        "reached": whole(counted), "promised": whole(targets), "said": [one.value or 0 for one in women_said],
    }  # fmt: skip
    found = cost(envelopes, numbers["reached"], numbers["promised"], numbers["said"])
    where = [*row.sources, *(one for claim in (*money_said, *women_said) for one in claim.sources)]
    where += [one for part in counted for one in part.sources]
    unique = {(one.get("title"), one.get("url")): one for one in where}
    return Compared(row, found, envelopes, numbers[found.basis] if found else [], list(unique.values()))


def whole(rows: Sequence[Any]) -> list[int]:
    """How many altogether: the figure for the whole agreement where there is one, else the sum of its places."""
    everywhere = [one.number for one in rows if not one.province_id and not one.place_fr]
    if everywhere:
        return everywhere
    return [sum(one.number for one in rows)] if rows else []
