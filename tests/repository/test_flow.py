"""Foreign keys obey the same one-way flow as imports, though import-linter cannot see them."""

from django.apps import apps


def order(walls):
    """The rooms from the lowest to the highest; those that have steps are replaced by them."""
    flat = lowest_first(walls, "jisr")
    for room in ("window", "ledger"):
        at = flat.index(room)
        flat[at : at + 1] = lowest_first(walls, f"jisr.{room}")
    return flat


def lowest_first(walls, of):
    """The layers of a package, from the lowest."""
    layers = next(wall for wall in walls if wall.get("containers") == [of])["layers"]
    return [name.strip("() ") for layer in reversed(layers) for name in layer.split("|")]


def test_foreign_keys_point_upstream_and_leave_no_way_back(walls):
    """A way back would let the lower room read the higher one without an import."""
    places = {room: place for place, room in enumerate(order(walls))}
    for model in apps.get_models():
        if not model.__module__.startswith("jisr."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target is None or not target.__module__.startswith("jisr."):
                continue
            here, there = room_of(model, places), room_of(target, places)
            if here != there:
                assert places[there] < places[here], f"{field} points downstream"
                assert field.remote_field.hidden, f"{field} needs related_name='+'"


def room_of(model, places):
    """The innermost room of a model: ``jisr.window.reception.models`` is of ``reception``."""
    return [part for part in model.__module__.split(".") if part in places][-1]


def test_no_room_listens_to_a_signal_of_another(root):
    """A signal is an import that nobody sees."""
    listening = [
        path.relative_to(root)
        for path in (root / "jisr").rglob("*.py")
        if any(word in path.read_text() for word in ("@receiver(", "post_save", "pre_save", "m2m_changed"))
    ]

    assert listening == []
