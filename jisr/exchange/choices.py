"""Closed lists of the exchange."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("previewed, nothing written")
    TAKEN = "taken", _("taken into the catalogue")


class FamilyImportState(TextChoices):
    """Where a file of families stands: three steps of the reader of files, each waiting for a person's word."""

    SENT = "sent", _("being opened")
    LOOKED = "looked", _("waits for the meaning of its columns")
    MAPPED = "mapped", _("being checked")
    CHECKED = "checked", _("checked, nothing written")
    CONFIRMED = "confirmed", _("being written")
    TAKEN = "taken", _("written")
    FAILED = "failed", _("stopped")
    CANCELLED = "cancelled", _("given up")


#: What the reader of files has to do; everything else waits for somebody.
WORKING = (FamilyImportState.SENT, FamilyImportState.MAPPED, FamilyImportState.CONFIRMED)


class PairDecision(TextChoices):
    """What somebody says of a row that looks like a person already known."""

    NEW = "new", _("somebody else")
    SAME = "same", _("the same person")
    REVIEW = "review", _("leave it to the review of duplicates")


class ExportReason(TextChoices):
    """Why families leave as a table."""

    WORK = "own_work", _("for the centre's own work")
    REPORT = "report", _("for a report that the centre owes")
    BACKUP = "backup", _("to keep a copy in a safe place")
    MOVE = "move", _("to bring it into another system")


class PackageEntity(TextChoices):
    """What of a package of services is kept as an object of its own."""

    ORGANIZATION = "organization", _("organisation")
    PROGRAM = "program", _("programme")
    LOCATION = "location", _("place")
    SERVICE = "service", _("service")
    AT_LOCATION = "service_at_location", _("service at a place")
