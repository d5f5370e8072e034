"""The invented people who work in the demonstration, each with one post; they enter with one click."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.staff.choices import ROLES, Level
from jisr.staff.models import Post
from jisr.territory.models import Province, Region

#: A top-level domain that nobody can own (RFC 2606): a letter sent there reaches nobody.
DOMAIN = "demo.jisr.example"
IN_POST_FOR_DAYS = 200
_PLACES: dict[Level, tuple[str, Any]] = {
    Level.CENTRE: ("centre", Centre),
    Level.PROVINCE: ("province", Province),
    Level.REGION: ("region", Region),
}


def load(today: date) -> dict[str, int]:
    """Invent the people and their posts, unless they are already there.

    Speaks as the owner of the tables: never part of a request. Someone whose centre is not loaded is left out.

    Args:
        today: their posts began some months before it.

    Returns:
        how many people were made; zero when they were there.
    """
    with scope(speaking="owner"):
        known = set(User.objects.filter(is_demonstration=True).values_list("email", flat=True))
        new = [row for row in people() if address(row) not in known]
        return {"people": sum(_make(row, today - timedelta(days=IN_POST_FOR_DAYS)) for row in new)}


def people() -> list[dict[str, Any]]:
    """The rows of ``people.yaml``, in the order in which the sign-in page shows them."""
    return yaml_text.read((Path(__file__).parent / "people.yaml").read_text("utf-8"))


def address(row: Mapping[str, Any]) -> str:
    """The address of an invented person."""
    return f"{row['email']}@{DOMAIN}"


def _make(row: Mapping[str, Any], since: date) -> bool:
    """One user without password, and the post; False when the place is not there."""
    place = _place(row)
    if place is None:
        return False
    user = User.objects.create_user(
        address(row), None, display_name=row["name"], language=row["language"], is_demonstration=True
    )
    Post.objects.create(
        user=user, role=row["role"], since=since, compartments=row.get("compartments", []), is_demonstration=True,
        **place,
    )  # fmt: skip
    return True


def _place(row: Mapping[str, Any]) -> dict[str, Any] | None:
    level = ROLES[row["role"]].widest
    if level is None or level == Level.NATION:
        return {}
    name, model = _PLACES[level]
    place = model.objects.filter(code=row["place"]).first()
    return {name: place} if place else None
