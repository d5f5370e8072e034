"""Published figures that a council finds about an agreement of its region: written beside others, never over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import KEEPER, lawful, of_its_region
from jisr.ledger.agreements.choices import ClaimAbout
from jisr.ledger.agreements.models import Agreement, Claim, Party
from jisr.staff.models import Post

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as somebody read it, and where.

    Attributes:
        value: minor units where it is money, else how many; None where the source gives words alone.
        is_about: whether the source says "about".
    """

    about: str
    title: str
    url: str
    read_on: date | None
    party: Party | None = None
    value: int | None = None
    is_about: bool = False
    text_ar: str = ""
    text_fr: str = ""


def note_claim(*, agreement: Agreement, read: Read, by: Post) -> Claim:
    """Write down a figure that a source gives, beside those that are there.

    Raises:
        NotOfThisRegion: the post is of another region.
        Unacceptable: it says nothing, or not where it was read.
    """
    of_its_region(agreement, by, KEEPER)
    claim = _claim(agreement, read)
    with lawful():
        claim.save(force_insert=True)
        journal.record("agreements.noted_claim", claim, by=by.user, reason=read.about)
    return claim


def take_claim_out(*, claim: Claim, why: str, by: Post) -> Claim:
    """Take a figure out that was read wrongly: it stays readable, crossed out, with the reason.

    Raises:
        Unacceptable: no word why.
        OutOfReach: it is of the public record, or was taken out already.
    """
    of_its_region(claim.agreement, by, KEEPER)
    said = _why(why)
    with lawful():
        _out(claim, said)
        journal.record("agreements.took_claim_out", claim, by=by.user)
    claim.refresh_from_db()
    return claim


def replace_claim(*, claim: Claim, read: Read, why: str, by: Post) -> Claim:
    """Write another figure in the place of one that was read wrongly; the old one stays readable, crossed out.

    Raises:
        Unacceptable: no word why, or the new one says nothing.
        OutOfReach: the old one is of the public record, or was taken out already.
    """
    of_its_region(claim.agreement, by, KEEPER)
    said, new = _why(why), _claim(claim.agreement, read)
    new.replaces = claim
    with lawful():
        _out(claim, said)
        new.save(force_insert=True)
        journal.record("agreements.replaced_claim", new, by=by.user, reason=read.about)
    return new


def _claim(agreement: Agreement, read: Read) -> Claim:
    wrong = _wrong(read)
    if wrong:
        raise Unacceptable(wrong)
    source: Mapping[str, str] = {
        "title": clean_typed(read.title), "url": read.url.strip(), "read_on": read.read_on.isoformat()  # type: ignore[union-attr]
    }  # fmt: skip
    return Claim(
        agreement=agreement, about=read.about, party=read.party, value=read.value, is_about=read.is_about,
        text_ar=clean_typed(read.text_ar), text_fr=clean_typed(read.text_fr), sources=[source], by_council=True,
        added_at=timezone.now(), is_demonstration=agreement.is_demonstration,
    )  # fmt: skip


def _wrong(read: Read) -> dict[str, Any]:
    """Field -> what is wrong with it."""
    wrong: dict[str, Any] = {}
    if read.about not in ClaimAbout.values:
        wrong["about"] = _("Choose one.")
    if read.about == ClaimAbout.SHARE and read.party is None:
        wrong["party"] = _("Say whose share it is.")
    if read.value is None and not (clean_typed(read.text_ar) and clean_typed(read.text_fr)):
        wrong["value"] = _("Write the figure; or what the source says, in both languages.")
    if not clean_typed(read.title):
        wrong["title"] = _("Write the title of the page or of the document.")
    if not read.url.strip().startswith(_WEB):
        wrong["url"] = _("Write the address at which everybody can read it: it begins with https://")
    if read.read_on is None or read.read_on > timezone.localdate():
        wrong["read_on"] = _("Give the day on which you read it, today at the latest.")
    return wrong


def _why(why: str) -> str:
    said = clean_typed(why)
    if not said:
        raise Unacceptable({"why": _("Say why, in a few words: it stays in the history.")})
    return said


def _out(claim: Claim, why: str) -> None:
    rows = Claim.objects.filter(pk=claim.pk, by_council=True, taken_back_at=None)
    if not rows.update(taken_back_at=timezone.now(), taken_back_why=why):
        raise OutOfReach
