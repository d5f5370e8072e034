"""Requests deposited in the demonstration: due this week, late, without papers, refused, contested, not handed over."""

from datetime import date, timedelta
from typing import Any

from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.families.models import Person
from jisr.staff.models import Post
from jisr.staff.queries import scope_of
from jisr.window.deposits import actions
from jisr.window.deposits.models import Deposit

#: centre, role that decides -> what is deposited there: (days ago, procedure, what is brought, what became of it)
HERE = "DEMO-CHI-COAPH"
_TOLD: tuple[tuple[int, str, list[str], str], ...] = (
    (63, "disability_card", ["medical"], ""), (57, "disability_card", ["medical"], ""),
    (54, "assistive_device", [], ""), (20, "disability_card", ["medical"], "staged"),
    (34, "disability_card", [], ""), (9, "disability_attestation", [], "late"),
    (70, "disability_card", ["medical"], "granted"),
    (48, "disability_card", ["medical"], "handed"), (40, "disability_card", ["medical"], "refused"),
    (66, "disability_card", ["medical"], "appealed"),
)  # fmt: skip

_LATE = "انقطع الاتصال بالمركز أسبوعا، فسُجل الطلب من الدفتر الورقي."


def load(today: date) -> dict[str, int]:
    """Deposit requests for disabled people of one centre, through the product's own acts.

    Returns:
        how many; zero when they were there, or nobody of this centre is.
    """
    desk, direction = _post("social_worker"), _post("centre_director")
    with scope(speaking="owner"):
        if desk is None or direction is None or Deposit.objects.exists():
            return {"deposits": 0}
    with scope(**scope_of(desk, user=desk.user)):
        people = Person.objects.filter(compartment="", household__is_demonstration=True).exclude(disability_sealed=None)
        known = list(people.select_related("household").order_by("id")[: len(_TOLD)])
    for person, (days, procedure, brought, became) in zip(known, _TOLD, strict=False):
        _tell(person, desk, direction, today - timedelta(days=days), procedure, brought, became)
    return {"deposits": len(known)}


def _post(role: str) -> Post | None:
    posts = Post.objects.select_related("user", "centre").filter(centre__code=HERE, role=role)
    return posts.order_by("-is_demonstration", "id").first()


def _tell(
    person: Person, desk: Post, direction: Post, day: date, procedure: str, brought: list[str], became: str
) -> None:
    """One request, as far as it went."""
    centre = Centre.objects.get(pk=int(desk.centre_id or 0))
    with scope(**scope_of(desk, user=desk.user)):
        row = actions.deposit(
            person=person, centre=centre, procedure=procedure, brought=brought, by=desk.user, deposited_on=day,
            speaks="guardian", keyed_on=day + timedelta(days=7 if became == "late" else 0), late_why=_LATE,
        )  # fmt: skip
    if became == "staged":
        with scope(**scope_of(desk, user=desk.user)):
            actions.note_stage(deposit=row, stage="capacity", done_on=day + timedelta(days=12), by=desk.user)
            later = day + timedelta(days=26)
            actions.note_stage(deposit=row, stage="participation", planned_on=later, by=desk.user)
    with scope(**scope_of(direction, user=direction.user)):
        by: dict[str, Any] = {"by": direction.user}
        if became in {"granted", "handed"}:
            actions.grant(deposit=row, version=row.version, **by)
        if became in {"refused", "appealed"}:
            reason = "التقرير الطبي لا يبين طبيعة القصور. يمكن إرفاق تقرير أوضح بطلب جديد أو بالتظلم."
            actions.refuse(deposit=row, version=row.version, ground="condition", reason=reason, **by)
    with scope(**scope_of(desk, user=desk.user)):
        if became == "handed":
            actions.hand_over(deposit=row, version=row.version, by=desk.user)
        if became == "appealed":
            actions.appeal(
                deposit=row, version=row.version, words="معي تقرير جديد من طبيب مختص.", by=desk.user
            )  # fmt: skip
