"""Acts on statements: draw them from contributions, join, split, reword, translate, take back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed, fold
from jisr.forum.actions import telling
from jisr.forum.actions.team import Circle, NotModerated, NotTogether, NotUndone, TellsWhatIsCovered, on_team, opened
from jisr.forum.choices import ContributionState, EdgeKind, SeatRole, StatementState
from jisr.forum.models import Contribution, Edge, EdgeFrom, EdgeTo, Statement, Wave
from jisr.forum.queries import lineage, sealed
from jisr.forum.rules import lineage as rules
from jisr.forum.rules.masking import told
from jisr.forum.rules.tongues import guess

#: Longer than this is not one statement.
MOST_LETTERS = 2_000


@transaction.atomic
def extract(*, contributions: Sequence[Contribution], text: str, by: User, language: str = "") -> Statement:
    """Draw one statement from what one or several contributions say.

    Raises:
        NotModerated: one of them is not published.
        TellsWhatIsCovered: the statement says a word that is covered there.
    """
    wave = _one_wave(contributions, by)
    held = Contribution.objects.filter(pk__in=[one.pk for one in contributions])
    if {one.state for one in held} != {ContributionState.PUBLISHED}:
        raise NotModerated
    statement = _made(wave, EdgeKind.EXTRACTED, contributions, [(text, language)], by)[0]
    journal.record("forum.extracted", statement, by=by)
    return statement


@transaction.atomic
def merge(*, statements: Sequence[Statement], text: str, by: User, language: str = "") -> Statement:
    """Join two or more current statements in one; their votes count for it, the last of each voter.

    Raises:
        NotTogether: fewer than two, or one that is no longer current.
    """
    wave = _one_wave(statements, by)
    if len({one.pk for one in statements}) < 2:
        raise NotTogether
    joined = _made(wave, EdgeKind.MERGED, statements, [(text, language)], by)[0]
    journal.record("forum.merged", joined, by=by)
    return joined


@transaction.atomic
def split(*, statement: Statement, parts: Sequence[str], by: User, language: str = "") -> list[Statement]:
    """Split one statement in several; split into what it was joined from, it gives those back with their votes.

    Returns:
        the parts, in their order.

    Raises:
        NotTogether: fewer than two parts, or a statement that is no longer current.
    """
    wave = _one_wave([statement], by)
    if len(parts) < 2:
        raise NotTogether
    given_back = _given_back(statement, parts, lineage.edges(wave))
    if given_back is not None:
        undo(edge=given_back[0], by=by)
        return given_back[1]
    made = _made(wave, EdgeKind.SPLIT, [statement], [(part, language or statement.language) for part in parts], by)
    journal.record("forum.split", statement, by=by)
    return made


@transaction.atomic
def reword(*, statement: Statement, text: str, by: User) -> Statement:
    """Say a statement better. Votes stay with the wording on which they were given."""
    wave = _one_wave([statement], by)
    better = _made(wave, EdgeKind.REWORDED, [statement], [(text, statement.language)], by)[0]
    journal.record("forum.reworded", better, by=by)
    return better


@transaction.atomic
def translate(*, statement: Statement, text: str, language: str, by: User) -> Statement:
    """Say a statement in another language; both stay current, and share votes and answers.

    Raises:
        Unacceptable: the same language.
    """
    wave = _one_wave([statement], by)
    if language == statement.language:
        raise Unacceptable({"language": _("Choose another language than the one it is in.")})
    other = _made(wave, EdgeKind.TRANSLATED, [statement], [(text, language)], by)[0]
    journal.record("forum.translated", other, by=by)
    return other


@transaction.atomic
def undo(*, edge: Edge, by: User) -> Edge:
    """Take back one step of the lineage. It stays in the history, with who took it back and when.

    Raises:
        NotUndone: something later rests on it, or it was taken back already.
    """
    on_team(edge.wave_id, by, SeatRole.MODERATOR)
    wave = opened(edge.wave_id)
    if not rules.may_undo(lineage.edges(wave), edge.pk):
        raise NotUndone
    now = timezone.now()
    Edge.objects.filter(pk=edge.pk, undone_at=None).update(undone_at=max(now, edge.at), undone_by=by)
    edge.refresh_from_db()
    _settle(wave, lineage.edges(wave))
    journal.record("forum.undone", edge, by=by, reason=edge.kind)
    return edge


def check_untold(text: str, nodes: Sequence[Any], held: list[rules.Edge]) -> None:
    """Refuse a sentence that says a word covered in any contribution that these nodes come from.

    Args:
        held: the edges of the wave.

    Raises:
        TellsWhatIsCovered: it does.
    """
    sources = lineage.above(nodes, held)
    if told(text, sealed.hidden_words(sources)):
        raise TellsWhatIsCovered


def _one_wave(things: Sequence[Contribution] | Sequence[Statement], by: User) -> Wave:
    waves = {one.wave_id for one in things}
    if len(waves) != 1:
        raise NotTogether
    on_team(next(iter(waves)), by, SeatRole.MODERATOR)
    return opened(next(iter(waves)))


def _made(
    wave: Wave, kind: str, froms: Sequence[Any], texts: Sequence[tuple[str, str]], by: User
) -> list[Statement]:  # fmt: skip
    """New statements and the edge to them, if the lineage allows it."""
    said = [(clean_typed(text), language) for text, language in texts]
    if any(not text or len(text) > MOST_LETTERS for text, _language in said):
        raise Unacceptable({"text": _("Write one statement, not longer than a paragraph.")})
    held = lineage.edges(wave)
    from_statements = [one for one in froms if isinstance(one, Statement)]
    if {one.pk for one in from_statements} - rules.current([one.pk for one in from_statements], held):
        raise NotTogether
    check_untold(" ".join(text for text, _language in said), [one.pk for one in froms], held)
    statements = [
        Statement(
            wave=wave, text=text, language=language or guess(text), author=by, is_demonstration=wave.is_demonstration
        )
        for text, language in said
    ]
    if rules.closes_a_circle(held, [one.pk for one in froms], [one.pk for one in statements]):
        raise Circle
    Statement.objects.bulk_create(statements)
    edge = Edge(wave=wave, kind=kind, by=by)
    edge.save(force_insert=True)
    EdgeFrom.objects.bulk_create(
        EdgeFrom(edge=edge, statement=one) if isinstance(one, Statement) else EdgeFrom(edge=edge, contribution=one)
        for one in froms
    )
    EdgeTo.objects.bulk_create(EdgeTo(edge=edge, statement=one) for one in statements)
    tos = frozenset(one.pk for one in statements)
    sources = frozenset(one.pk for one in froms)
    _settle(wave, [*held, rules.Edge(edge.pk, kind, sources, tos, timezone.localdate(edge.at))])
    telling.tell_answers(wave, lineage.above(sources, held))
    return statements


def _settle(wave: Wave, held: list[rules.Edge]) -> None:
    """Write down which statements are the ones to read, as the edges say."""
    keys = list(Statement.objects.filter(wave=wave).values_list("pk", "state"))
    current = rules.current([key for key, _state in keys], held)
    for state, wanted in ((StatementState.ACTIVE, True), (StatementState.REPLACED, False)):
        changed = [key for key, stored in keys if stored != state and (key in current) is wanted]
        if changed:
            Statement.objects.filter(pk__in=changed).update(state=state)


def _given_back(
    statement: Statement, parts: Sequence[str], held: list[rules.Edge]
) -> tuple[Edge, list[Statement]] | None:  # fmt: skip
    """The joining that these parts take back, and what they were; None when they are new."""
    joining = rules.merge_given_back(held, statement.pk)
    if joining is None or not rules.may_undo(held, joining.key):
        return None
    sources = {fold(one.text): one for one in Statement.objects.filter(pk__in=joining.froms)}
    wanted = [fold(clean_typed(part)) for part in parts]
    if len(sources) != len(joining.froms) or sorted(wanted) != sorted(sources):
        return None
    edge = Edge.objects.filter(pk=joining.key).first()
    if edge is None:
        raise OutOfReach
    return edge, [sources[part] for part in wanted]
