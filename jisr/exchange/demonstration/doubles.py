"""People of the demonstration who stand in two files, and two who only look like one: pairs to be decided about."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.families.choices import ReviewSource
from jisr.families.models import Person, Review
from jisr.staff.models import Post
from jisr.staff.queries import scope_of

HERE, BESIDE = "DEMO-CHI-CAS", "DEMO-CHI-COAPH"
_LIKELY, _DOUBTFUL = 0.96, 0.72


def load(today: date) -> dict[str, int]:
    """Write some people down a second time, as a hurried desk would, and put the pairs before those who decide.

    Through the product's own acts: under the posts of two centres, then as the comparison of the whole register.

    Returns:
        how many pairs; zero when they were there, or nobody of these centres is.
    """
    here, beside = _worker(HERE), _worker(BESIDE)
    with scope(speaking="owner"):
        known = _known(HERE)
        if here is None or beside is None or len(known) < 3 or Review.objects.exists():
            return {"pairs": 0}
    (one, born), (two, also), (three, last) = known
    pairs = [
        (one.pk, _again(here, one, script="fr", born_on=date(born.year, 1, 1), born_about=True)),
        (two.pk, _again(beside, two, script="ar", born_on=also)),
        (three.pk, _again(here, three, script="ar", born_on=_swapped(last), given_ar="")),
    ]
    with scope(speaking="owner"):
        put = families.propose(
            [(one, other, _LIKELY if n < 2 else _DOUBTFUL, ["family_same"]) for n, (one, other) in enumerate(pairs)],
            source=ReviewSource.BATCH,
        )  # fmt: skip
    return {"pairs": put}


def _worker(centre: str) -> Post | None:
    """A social worker of the demonstration at a centre."""
    posts = Post.objects.select_related("user", "centre").filter(centre__code=centre, role="social_worker")
    return posts.order_by("-is_demonstration", "id").first()


def _known(centre: str) -> Sequence[tuple[Person, date]]:
    """Women of open files of a centre who are written in both scripts, and their births."""
    rows = Person.objects.select_related("household__commune").filter(
        household__opened_by__code=centre, household__is_demonstration=True, compartment="", sex="f",
        born_on__lt=date(2000, 1, 1),
    )  # fmt: skip
    rows = rows.exclude(given_ar="").exclude(family_ar="").exclude(given_fr="").exclude(family_fr="")
    return [(person, person.born_on) for person in rows.order_by("id")[:3] if person.born_on]


def _again(post: Post, person: Person, *, script: str, **values: Any) -> UUID:
    """The same woman in a file of her own, under her names in one script."""
    names = {name: getattr(person, name) for name in (f"given_{script}", f"family_{script}")}
    with scope(**scope_of(post, user=post.user)):
        household = families.open_household(
            commune=person.household.commune, centre=Centre.objects.get(pk=int(post.centre_id or 0)), by=post.user,
            is_demonstration=True,
        )  # fmt: skip
        return families.add_person(
            household=household, by=post.user, relation="head", **{"sex": person.sex} | names | values
        ).pk


def _swapped(born: date) -> date:
    """Day and month exchanged where both can be a month; else a year later."""
    return date(born.year, born.day, born.month) if born.day <= 12 else date(born.year + 1, born.month, 1)
