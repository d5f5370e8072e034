"""An agreement told through the product's own acts, each under the post of whoever does it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jisr.ledger.agreements import actions
from jisr.ledger.agreements.models import Agreement, Claim, Document, Entry, Instalment, Party, Share, Target, Version
from jisr.territory.models import Province, Region
from tests.stories import under

TODAY = timezone.localdate()
DH = 100  # centimes
SOURCE = [{"title": "صفحة", "url": "https://example.org/", "read_on": "2026-11"}]
NAMES = {"name_ar": "اتفاقية التمكين", "name_fr": "Convention d'autonomisation"}
#: A picture of one point: whole, and small.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass
class Told:
    """An agreement with two parties and their instalments."""

    agreement: Agreement
    region: Party
    state: Party
    instalments: list[Instalment]

    def reread(self) -> Agreement:
        """The agreement as it stands."""
        self.agreement.refresh_from_db()
        return self.agreement


def a_party(by: Any, kind: str = "region", name: str = "الجهة") -> Party:
    """An invented institution."""
    return actions.add_party(kind=kind, name_ar=name, name_fr=f"{kind} d'essai", by=by)


def drafted(*, region: str = "07", **values: Any) -> tuple[Agreement, Version]:
    """The draft of an agreement of a region, with nothing in it."""
    with under("council" if region == "07" else "far_council") as council:
        agreement = actions.register(region=Region.objects.get(pk=region), values=NAMES | values, by=council)
        return agreement, agreement.versions.get()


def balanced(region: str = "07") -> Told:
    """A draft of 10 MDH: 6 of the region in two instalments, 4 of the State in one, for 200 women."""
    agreement, version = drafted(region=region)
    with under("council" if region == "07" else "far_council") as council:
        one, other = a_party(council), a_party(council, "state", "الوزارة")
        actions.set_envelope(version=version, envelope=10_000_000 * DH, by=council)
        actions.pledge(version=version, party=one, amount=6_000_000 * DH, by=council)
        actions.pledge(version=version, party=other, amount=4_000_000 * DH, by=council)
        actions.fund(version=version, name_ar="تكوين", name_fr="Formation", amount=3_000_000 * DH, by=council)
        actions.promise(version=version, unit="people", public="women", number=200, by=council)
        planned = [
            actions.plan(version=version, party=party, amount=amount * DH, due_on=due, by=council).instalment
            for party, amount, due in (
                (one, 4_000_000, TODAY - timedelta(days=30)), (one, 2_000_000, TODAY + timedelta(days=300)),
                (other, 4_000_000, TODAY - timedelta(days=10)),
            )
        ]  # fmt: skip
    return Told(agreement, one, other, planned)


def carried(told: Told, *states: str, on: date = TODAY) -> Told:
    """An agreement taken through states."""
    for state in states:
        with under("council" if told.agreement.region_id == "07" else "far_council") as council:
            told.agreement = actions.carry_on(agreement=told.agreement, to=state, on=on, by=council)
    return told


def running(region: str = "07") -> Told:
    """An agreement that is carried out."""
    return carried(balanced(region), "initialled", "signed", "running")


def called(instalment: Instalment, amount: int) -> Entry:
    """The council calls an instalment."""
    with under("council") as council:
        return actions.call(instalment=instalment, amount=amount, by=council)


def two(instalment: Instalment, step: str, amount: int | None = None, **values: Any) -> Entry:
    """Two people take a step."""
    with under("approver") as first:
        proposal = actions.propose(instalment=instalment, step=step, amount=amount, by=first, **values)
    with under("second_approver") as second:
        return actions.confirm(proposal=proposal, by=second)


def paid(instalment: Instalment, amount: int) -> Entry:
    """Called, approved and paid."""
    called(instalment, amount)
    two(instalment, "approved", amount)
    return two(instalment, "paid", amount)


def a_document(agreement: Agreement, content: bytes = PICTURE, **values: Any) -> Document:
    """A document of the agreement."""
    said = {"kind": "proof", "title": "فاتورة"} | values
    with under("council") as council:
        return actions.add_document(agreement=agreement, content=content, by=council, **said)


def read(value: int | None = 392_000_000 * DH, **values: Any) -> actions.Read:
    """An envelope as a page gives it."""
    said: dict[str, Any] = {"about": "envelope", "title": "Communiqué", "url": "https://example.org/a"}
    return actions.Read(**said | {"read_on": TODAY, "value": value} | values)


def a_claim(agreement: Agreement, **values: Any) -> Claim:
    """A figure that the council read somewhere."""
    with under("council") as council:
        return actions.note_claim(agreement=agreement, read=read(**values), by=council)


def justified(instalment: Instalment, amount: int, document: Document | None = None) -> Entry:
    """The council shows what was spent."""
    shown = document or instalment.agreement.documents.first() or a_document(instalment.agreement)
    with under("council") as council:
        return actions.justify(instalment=instalment, amount=amount, document=shown, by=council)


def published(code: str = "real", *, region: str = "07", envelope: int | None = None, **values: Any) -> Agreement:
    """A real agreement, known from publications alone; written by the owner, as its loader does.

    Speaks as the owner: call it under ``scope(speaking="owner")``.
    """
    real = {"is_demonstration": False}
    agreement = Agreement.objects.create(
        code=code, name_ar="اتفاقية", name_fr="Convention", region_id=region, state="running", sources=SOURCE, **real
    )
    version = Version.objects.create(agreement=agreement, number=1, envelope=envelope, sources=SOURCE, **real)
    party = Party.objects.create(code=f"{code}-party", kind="region", name_ar="جهة", name_fr="Région", **real)
    Share.objects.create(version=version, agreement=agreement, party=party, **real)
    for public, number in values.items():
        Target.objects.create(version=version, agreement=agreement, unit="people", public=public, number=number, **real)
    version.in_force = True
    version.save(update_fields=["in_force"])
    return agreement


def before_the_session() -> Told:
    """What a commission finds before its session: paid in part, late, amended, reached in two provinces.

    By hand, in dirhams: 12,000,000 promised (region 8, State 4) after an amendment of 10; called 4,000,000, paid
    3,000,000, justified 2,500,000. Late: 1,000,000 of the region for 30 days, 4,000,000 of the State for 10. Of 250
    women promised 100 are reached, 60 of them rural: 120,000 for each woman.
    """
    told = running()
    one = told.instalments[0]
    called(one, 4_000_000 * DH)
    two(one, "approved", 4_000_000 * DH)
    two(one, "paid", 3_000_000 * DH)
    justified(one, 2_500_000 * DH)
    with under("council") as council:
        version = actions.begin_amendment(agreement=told.agreement, by=council)
        actions.set_envelope(version=version, envelope=12_000_000 * DH, by=council)
        actions.pledge(version=version, party=told.region, amount=8_000_000 * DH, by=council)
        later = TODAY + timedelta(days=100)
        actions.plan(version=version, party=told.region, amount=2_000_000 * DH, due_on=later, by=council)
        actions.take_off(part=version.targets.get(), by=council)
        for code, promised_, reached, rural in (("07.161", 150, 60, 45), ("07.191", 100, 40, 15)):
            at: dict[str, Any] = {"unit": "people", "public": "women", "province": Province.objects.get(pk=code)}
            actions.promise(version=version, number=promised_, by=council, **at)
            actions.count(agreement=told.agreement, number=reached, rural=rural, on=TODAY, by=council, **at)
        actions.put_in_force(version=version, on=TODAY, why_ar="أقساط جديدة", why_fr="Nouvelles tranches", by=council)
    return told
