"""Operations of a centre, with all that hangs on them."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from jisr.centres.works.models import Operation, OperationStep, Reserve, WorkLine, WorksClosure


def operations(centre: int) -> QuerySet[Operation]:
    """The operations of a centre, the newest first, with lines and closures: three queries."""
    return (
        Operation.objects.filter(centre=centre).select_related("programme").prefetch_related("lines", "closures")
        .order_by("-id")
    )  # fmt: skip


def operation(key: UUID) -> Operation | None:
    """One operation with its lines, steps, reserves and closures."""
    return (
        Operation.objects.filter(pk=key).select_related("centre__province", "programme", "audit")
        .prefetch_related(
            Prefetch("lines", WorkLine.objects.order_by("id")),
            Prefetch("steps", OperationStep.objects.select_related("by").order_by("on", "id")),
            Prefetch("reserves", Reserve.objects.order_by("id")),
            Prefetch("closures", WorksClosure.objects.select_related("to").order_by("since", "id")),
        ).first()
    )  # fmt: skip


def held(operation: Operation) -> Operation:
    """An operation as it is now, held until the act is done; nobody goes on with it meanwhile."""
    return Operation.objects.select_for_update(no_key=True).get(pk=operation.pk)


def line(key: UUID) -> WorkLine | None:
    """One line with its operation."""
    return WorkLine.objects.filter(pk=key).select_related("operation__centre__province").first()


def reserve(key: UUID) -> Reserve | None:
    """One reserve with its operation."""
    return Reserve.objects.filter(pk=key).select_related("operation__centre__province").first()


def closure(key: UUID) -> WorksClosure | None:
    """One closure with its operation and its notice."""
    return WorksClosure.objects.filter(pk=key).select_related("operation__centre__province", "notice").first()
