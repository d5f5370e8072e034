"""Papers of a deposit: the receipt (A4 or 80-mm slip), and the letter with the decision and the way to appeal."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jisr.centres.choices import DOCUMENTS
from jisr.common import journal, pdf
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.deposits import words
from jisr.web.families.handing import ask_first
from jisr.web.families.papers import answer, language_of
from jisr.web.window import found
from jisr.window.deposits import queries, rules
from jisr.window.deposits.choices import DepositState
from jisr.window.deposits.models import Deposit

_LETTER = Path(__file__).parents[1] / "templates" / "families" / "letter.typ"
S = DepositState


@needs("deposits.receive", "deposits.decide")
@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt on paper: what was deposited, what is missing, by when the decision is owed; no name."""
    row = found(queries.deposit(pk))
    if (asked := ask_first(request, row.household_id, [row.person])) is not None:
        return asked
    journal.opened("deposits.printed_receipt", row)
    procedure = queries.procedure_of(row)
    page = {
        "protected": bool(row.compartment), "deposit": row,
        "small": request.GET.get("size") == "slip", "title": words.told(procedure.title),
        "brought": [DOCUMENTS[code] for code in row.brought], "asked": [DOCUMENTS[code] for code in row.asked],
        "waits": row.state == S.ASKED, "due_on": row.due_on, "days": row.delay_days,
    }  # fmt: skip
    return render(request, "deposits/receipt.html", page)


@needs("deposits.receive", "deposits.decide")
@require_GET
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter in the person's language: received, completion asked for, or decided, with the way to appeal."""
    row = found(queries.deposit(pk))
    if (asked := ask_first(request, row.household_id, [row.person])) is not None:
        return asked
    journal.opened("deposits.printed_letter", row)
    language = language_of(row.household)
    with override(language):
        content = _letter(row, language)
    return answer(content, f"{row.code}.pdf", "application/pdf")


def _letter(row: Deposit, language: str) -> bytes:
    title = words.told(queries.procedure_of(row).title)
    said = [
        (_("Number of the receipt"), pdf.isolated(row.code)), (_("Deposited on"), wording.day(row.deposited_on)),
        (_("Who asked"), row.get_speaks_display()),
    ]  # fmt: skip
    facts: dict[str, Any] = {
        "said": said, "decided": _decided(row), "appeal": _appeal(row), "centre": wording.name_of(row.centre),
        "demonstration": row.household.is_demonstration,
        "demonstration_words": _("Demonstration: invented people, invented data."),
        "footer": _("Made on %(day)s") % {"day": wording.day(timezone.localdate())},
        "name": row.person.shown if language == "ar" else row.person.shown_latin or row.person.shown,
    }  # fmt: skip
    return pdf.make(_LETTER, facts, language=language, title=title, made_at=timezone.now())


def _decided(row: Deposit) -> list[str]:
    if row.state in {S.DEPOSITED, S.COMPLETE} and queries.clock(row).how == rules.SILENT:
        late = _("The decision was owed by %(day)s, and was not taken.") % {"day": wording.day(row.due_on)}
        noted = _("Your complaint was written down on %(day)s.") % {"day": wording.day(row.complained_on)} if (
            row.complained_on
        ) else _("You may complain of it at this counter, free of charge.")  # fmt: skip
        return [late, noted]
    if row.state in {S.DEPOSITED, S.COMPLETE}:
        return [_("Your request is complete. The decision is owed by %(day)s.") % {"day": wording.day(row.due_on)}]
    if row.state == S.ASKED:
        papers = wording.listed([str(DOCUMENTS[code]) for code in row.asked])
        return [
            _("These papers are missing: %(papers)s. Bring them by %(day)s.")
            % {"papers": papers, "day": wording.day(row.bring_by)},
            _("They are asked for once only. The delay of the decision stands still until you bring them."),
        ]
    if row.state == S.GRANTED:
        held = [_("It holds until %(day)s.") % {"day": wording.day(row.holds_until)}] if row.holds_until else []
        return [_("Your request is granted."), *held]
    if row.state == S.WITHDRAWN:
        return [_("You took this request back.")]
    refused = [_("Your request is refused: %(ground)s.") % {"ground": row.get_ground_display()}, _typed(row.reason)]
    if row.state == S.REFUSED:
        return refused
    if row.state == S.APPEALED:
        day = wording.day(row.appeal_due_on)
        return [*refused, _("Your appeal was received. Its answer is owed by %(day)s.") % {"day": day}]
    settled = _("After your appeal it is granted.") if row.state == S.REVERSED else _("The refusal stays.")
    return [*refused, settled, _typed(row.settled)]


def _typed(words: str) -> str:
    """What somebody typed, each line in its own direction: French keeps its full stop in an Arabic letter."""
    return "\n".join(pdf.isolated(line) for line in words.splitlines())


def _appeal(row: Deposit) -> list[str]:
    if row.state == S.REFUSED and row.appeal_by:
        day = wording.day(row.appeal_by)
        return [
            _("If you do not agree, you may appeal at the same counter until %(day)s, in your own words.")
            % {"day": day},
            _("Somebody writes it down for you, free of charge, and you have a receipt of it."),
        ]
    if row.state in {S.DEPOSITED, S.COMPLETE} and queries.clock(row).how != rules.SILENT:
        return [
            _(
                "If you hear nothing by then, come back with this number: the silence is written down, and you may"
                " complain."
            )
        ]
    return []
