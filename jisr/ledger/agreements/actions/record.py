"""What is written down along the way: documents, milestones, how many were reached."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.files import looks_like
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import KEEPER, lawful, of_its_region
from jisr.ledger.agreements.actions.two import past
from jisr.ledger.agreements.choices import Unit
from jisr.ledger.agreements.models import Agreement, Document, DocumentContent, Milestone, Reached
from jisr.ledger.agreements.models.record import MOST_BYTES
from jisr.ledger.agreements.rules import files
from jisr.staff.models import Post
from jisr.territory.models import Province

#: What counts people; a figure of fewer than these is told of nobody.
_OF_PEOPLE, FEWEST = (Unit.PEOPLE, Unit.JOBS), 5


class TooLarge(Refusal):
    """A file beyond the limit."""

    message = _(
        "This file is larger than %(megabytes)s megabytes. Photograph it with fewer points, or cut the PDF in parts."
    )


class NotADocument(Refusal):
    """A file that is neither a picture nor a PDF, whatever its name says."""

    message = _("This is not a picture (JPEG, PNG, WebP) nor a PDF: it looks like “%(found)s”. Send another file.")


class CutFile(Refusal):
    """A file of which the end is missing."""

    message = _("The end of this file is missing: it was cut on the way. Nothing was kept. Send it again.")


def add_document(
    *, agreement: Agreement, kind: str, title: str, content: bytes, by: Post, is_public: bool = False
) -> Document:
    """Keep a file of an agreement with its checksum.

    Args:
        content: the whole file, at most ``MOST_BYTES``.
        is_public: whether everybody may open it.

    Raises:
        TooLarge, NotADocument, CutFile: nothing is kept.
        Unacceptable: it has no title.
        BrokenLaw: the very same file is there already.
    """
    of_its_region(agreement, by, KEEPER)
    said = clean_typed(title)
    if not said:
        raise Unacceptable({"title": _("Give it a title by which others find it.")})
    media_type = checked(content)
    document = Document(
        agreement=agreement, kind=kind, title=said, media_type=media_type, size=len(content), is_public=is_public,
        sha256=sha256(content).hexdigest(), added_by=by.user, is_demonstration=agreement.is_demonstration,
    )  # fmt: skip
    with lawful():
        document.save(force_insert=True)
        DocumentContent.objects.create(document=document, agreement=agreement, sha256=document.sha256, content=content)
        journal.record("agreements.added_document", document, by=by.user, reason=kind)
    return document


def checked(content: bytes) -> str:
    """The media type of a file that may be kept.

    Raises:
        TooLarge, NotADocument, CutFile: it may not.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(megabytes=MOST_BYTES // 1024**2)
    media_type = files.media_type(content)
    if not media_type:
        raise NotADocument(found=looks_like(content))
    if not files.is_whole(content, media_type):
        raise CutFile
    return media_type


def show_document(*, document: Document, is_public: bool, by: Post) -> Document:
    """Let everybody open a document, or no longer.

    Raises:
        NotOfThisRegion: the post is of another region.
    """
    of_its_region(document.agreement, by, KEEPER)
    with lawful():
        Document.objects.filter(pk=document.pk).update(is_public=is_public)
        journal.record("agreements.showed_document", document, by=by.user, reason="public" if is_public else "own")
    document.is_public = is_public
    return document


def mark(
    *, agreement: Agreement, kind: str, on: date, by: Post, note_ar: str = "", note_fr: str = "",
    document: Document | None = None, sources: Sequence[dict[str, str]] = (),
) -> Milestone:  # fmt: skip
    """Write down that something happened along the way.

    Raises:
        Unacceptable: the day is still to come.
    """
    of_its_region(agreement, by, KEEPER)
    on = past(on)
    milestone = Milestone(
        agreement=agreement, kind=kind, happened_on=on, note_ar=clean_typed(note_ar), note_fr=clean_typed(note_fr),
        document=document, sources=list(sources), is_demonstration=agreement.is_demonstration,
    )  # fmt: skip
    with lawful():
        milestone.save(force_insert=True)
        journal.record("agreements.marked", milestone, by=by.user, reason=kind)
    return milestone


def take_back_milestone(*, milestone: Milestone, why: str, by: Post) -> Milestone:
    """Take a milestone back that was wrong: it stays readable, crossed out, with the reason.

    Raises:
        Unacceptable: no word why.
        OutOfReach: it was taken back already.
    """
    of_its_region(milestone.agreement, by, KEEPER)
    said = clean_typed(why)
    if not said:
        raise Unacceptable({"why": _("Say why, in a few words: it stays in the history.")})
    with lawful():
        changed = Milestone.objects.filter(pk=milestone.pk, taken_back_at=None).update(
            taken_back_at=timezone.now(), taken_back_why=said
        )
        if not changed:
            raise OutOfReach
        journal.record("agreements.took_back_milestone", milestone, by=by.user)
    milestone.refresh_from_db()
    return milestone


def _enough(unit: str, number: int, rural: int | None) -> None:
    """Refuse a figure of so few people that somebody could be told: everybody reads it, beside the place."""
    if unit not in _OF_PEOPLE:
        return
    if 0 < number < FEWEST:
        words = _("Fewer than %(n)d people could be recognised. Count them with the next ones.") % {"n": FEWEST}
        raise Unacceptable({"number": words})
    if rural is not None and any(0 < part < FEWEST for part in (rural, number - rural)):
        words = _("Of fewer than %(n)d people it would say where they live. Leave this empty.") % {"n": FEWEST}
        raise Unacceptable({"rural": words})


def count(
    *, agreement: Agreement, unit: str, number: int, on: date, by: Post, public: str = "", rural: int | None = None,
    province: Province | None = None, place_ar: str = "", place_fr: str = "",
) -> Reached:  # fmt: skip
    """Write down how many were reached by a day, all told and not since the last count.

    Raises:
        Unacceptable: more in rural communes than altogether, so few people that one of them could be told
            (docs/decisions/0031-small-cells.md), or a day still to come.
    """
    of_its_region(agreement, by, KEEPER)
    if rural is not None and rural > number:
        raise Unacceptable({"rural": _("More in rural communes than altogether. Check the two numbers.")})
    _enough(unit, number, rural)
    on = past(on)
    if agreement.since and on < agreement.since:
        raise Unacceptable({"on": _("This is before the agreement begins. Check the day.")})
    reached = Reached(
        agreement=agreement, unit=unit, public=public, number=number, rural=rural, as_of=on, province=province,
        place_ar=place_ar, place_fr=place_fr, is_demonstration=agreement.is_demonstration,
    )  # fmt: skip
    with lawful():
        reached.save(force_insert=True)
        journal.record("agreements.counted", reached, by=by.user)
    return reached
