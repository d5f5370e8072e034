"""Faults of a caller of the atlas: ValueErrors in English; what people typed is told apart before, with reasons."""

from jisr.common.faults import ShapeMismatch


class NotNumbers(ValueError):
    """People, places or minutes that are negative or not numbers where they must be."""


def same_length(**arrays: object) -> int:
    """How long all of these arrays are.

    Raises:
        ShapeMismatch: they are not flat, or differ; says which.

    >>> same_length(people=[1, 2], minutes=[3, 4])
    2
    """
    shapes = {name: getattr(array, "shape", None) or (len(array),) for name, array in arrays.items()}  # type: ignore[arg-type]
    if len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values()):
        raise ShapeMismatch(", ".join(f"{name} is {shape}" for name, shape in shapes.items()))
    return int(next(iter(shapes.values()))[0])
