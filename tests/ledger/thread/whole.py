"""A thread told through the product's own acts, from a sentence to a payment; people are served by events."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jisr.centres.models import Operator, Programme
from jisr.common.database import scope
from jisr.forum.models import Contribution
from jisr.ledger.agreements import actions as agreements
from jisr.ledger.strategy.rules.sheets import MeasureRow
from tests.forum import told as forum
from tests.ledger.agreements import promised
from tests.ledger.strategy import planned
from tests.stories import under

TODAY = timezone.localdate()


@dataclass
class Whole:
    """A thread: what was said, the statement drawn from it, the strategy, the agreement."""

    round: forum.Round
    said: Contribution
    statement: Any
    strategy: planned.Planned
    agreement: promised.Told

    @property
    def codes(self) -> dict[str, str]:
        """Kind -> how addresses of the thread name it."""
        code = self.agreement.agreement.code
        first = self.agreement.instalments[0]
        return {
            "contribution": self.said.code, "statement": str(self.statement.pk),
            "measure": f"{self.strategy.code}.T-1", "agreement": code,
            "line": f"{code}.{self.agreement.agreement.lines.filter(programme__code='T-WORK').order_by('pk')[0].code}",
            "instalment": f"{code}.{first.party.code}.{first.number}",
        }  # fmt: skip


def programme(code: str = "T-WORK", *, themes: tuple[str, ...] = ("training",)) -> Programme:
    """A programme of the catalogue."""
    with scope(speaking="owner"):
        found = Programme.objects.filter(code=code).first()
        return found or Programme.objects.create(
            code=code, name_ar=f"برنامج {code}", name_fr=f"Programme {code}", themes=list(themes),
            owner=Operator.objects.get(code="TEST-OPERATOR"), since=TODAY, is_demonstration=True,
        )  # fmt: skip


def told(*, programmes: tuple[str, ...] = ("T-WORK",)) -> Whole:
    """Said, answered, taken up, agreed; nothing paid yet. Beside the measure stands one that nobody asked for.

    Args:
        programmes: that the agreement funds, a line each; the measure names the first.
    """
    for code in programmes:
        programme(code)
    one = forum.a_round()
    said = forum.published(one)
    statement = forum.drawn(said)
    forum.answered(statement=statement)
    rows = [
        MeasureRow("T-1", "نقل مدرسي", "Transport scolaire", places=("07.161",), themes={"schooling": 1.0},
                   programmes=programmes[:1]),
        MeasureRow("T-2", "شيء آخر", "Autre chose", places=("MA",)),
    ]  # fmt: skip
    strategy = planned.told(measures=rows)
    agreement, version = promised.drafted(name_ar="اتفاقية النقل", name_fr="Convention du transport")
    with under("council") as council:
        region = promised.a_party(council)
        agreements.set_envelope(version=version, envelope=3_000 * promised.DH, by=council)
        agreements.pledge(version=version, party=region, amount=3_000 * promised.DH, by=council)
        for code in programmes:
            agreements.fund(version=version, name_ar=f"بند {code}", name_fr=f"Ligne {code}", amount=1_000 * promised.DH,
                            programme=programme(code), by=council)  # fmt: skip
        instalment = agreements.plan(
            version=version, party=region, amount=3_000 * promised.DH, due_on=TODAY, by=council
        ).instalment
    held = promised.Told(agreement, region, region, [instalment])
    promised.carried(held, "initialled", "signed", "running")
    return Whole(one, said, statement, strategy, held)


def take_up(whole: Whole) -> None:
    """The measure takes the statement up: the link that joins both ends."""
    with under("strategist") as held:
        planned.actions.take_up(measure=whole.strategy.measure("T-1"), statement=whole.statement, by=held.user)
