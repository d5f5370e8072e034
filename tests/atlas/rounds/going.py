"""Rounds of the tests: asked by the delegate of Chichaoua for the centre OWN, planned shortly."""

from datetime import date, timedelta

from django.utils import timezone

from jisr.atlas.rounds import actions, queries
from jisr.atlas.rounds.kernels import Wanted, tours
from jisr.atlas.rounds.models import MobileRound
from jisr.atlas.rounds.rules import Base, Place, Question, Spot, read
from jisr.atlas.rounds.rules import planned as plan_of
from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.territory.models import Commune
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, OWN, user_of


def monday() -> date:
    """The Monday after next."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def question(*, unit: int = OWN, places: dict[str, Place] | None = None, weeks: int = 8, **more: object) -> Question:
    """Three communes of the province, each every two weeks."""
    centre = Centre.objects.select_related("site").get(pk=unit)
    asked = places or {code: Place(60, 14) for code in (CHICHAOUA, IMINTANOUTE, LALLA_AZIZA)}
    communes = Commune.objects.in_bulk(list(asked))
    base = Base(centre.pk, centre.name_ar, centre.name_fr, centre.site.commune_id, None, None, "+212500000011")
    spots = tuple(
        Spot(communes[code].name_ar, communes[code].name_fr, code, None, None, place) for code, place in asked.items()
    )
    apart = more.pop("apart", ())
    values = {"at_ar": "ساحة السوق", "at_fr": "Place du souk"} | more
    first = monday()
    return Question(
        (base,), spots, apart, (0, 1, 2, 3, 4), 510, 990, first, first + timedelta(weeks=weeks, days=-1), **values
    )  # type: ignore[arg-type]


def asked(**more: object) -> MobileRound:
    """A round that waits to be planned."""
    by = user_of("delegate")
    with scope(user=by.pk):
        province = Commune.objects.select_related("province").get(pk=CHICHAOUA).province
        return actions.ask(question=question(**more), theme="disability", province=province, by=by)  # type: ignore[arg-type]


def planned(**more: object) -> MobileRound:
    """A round with its calendar."""
    row = asked(**more)
    with scope(user=user_of("delegate").pk):
        problem = queries.problem_of(read(row.question), timezone.localdate())
        assert actions.keep_answer(row=row, answer=plan_of(problem, tours, Wanted, effort=0.1))
        found = queries.round_of(row.pk)
        assert found is not None
        return found
