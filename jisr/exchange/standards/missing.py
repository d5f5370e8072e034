"""Before an export: what the standards ask for and the agreement does not say; pure."""

from dataclasses import dataclass

from jisr.exchange.standards.facts import every_source, start
from jisr.exchange.standards.rows import Agreement, Publication


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not published or not written.

    Attributes:
        code: what; the pages have a sentence for each.
        blocks: the IATI file leaves the agreement out until it is there.
        where: which form of the desk takes it: edit, version, milestone, document, administrator; "" for none.
    """

    code: str
    where: str
    blocks: bool = False


def gaps(row: Agreement, publication: Publication, *, registered: bool = True) -> list[Gap]:
    """What is missing, that which keeps the agreement out of the IATI file first.

    Args:
        registered: whether the publisher has an identifier of its own.
    """
    held = row.held
    signed = any(one.kind == "signed" for one in row.milestones)
    known = start(row, publication.today)
    envelopes = {one.value for one in row.claims if one.envelope}
    contradicted = held is not None and held.envelope is None and len(envelopes) > 1
    asked = (
        (known is None and row.since is None, Gap("start", "milestone", blocks=True)),
        (not row.shares, Gap("parties", "version", blocks=True)),
        (not any(row.about), Gap("about", "edit")),
        (contradicted, Gap("contradiction", "")),
        (not contradicted and (held is None or held.envelope is None), Gap("envelope", "version")),
        (any(one.amount is None for one in row.shares), Gap("shares", "version")),
        (not signed, Gap("signed", "milestone")),
        (row.since is None or row.until is None, Gap("period", "edit")),
        (not row.instalments, Gap("instalments", "version")),
        (not row.targets, Gap("targets", "version")),
        (not row.documents, Gap("documents", "document")),
        (any(not one.get("url") for one in every_source(row)), Gap("addresses", "")),
        (not registered, Gap("publisher", "administrator")),
    )
    return [gap for missing, gap in asked if missing]


def given(row: Agreement, publication: Publication) -> bool:
    """Whether the IATI file has a place for the agreement: a day it began and a party."""
    return not any(gap.blocks for gap in gaps(row, publication))
