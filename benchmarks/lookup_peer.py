"""The usual way: trigram indexes on the names of each script, with the day of birth; without walls, as the owner."""

from typing import Any

from benchmarks.lookup_ground import Question

_INDEXES = """
CREATE INDEX IF NOT EXISTS peer_ar ON families_person USING gin ((given_ar || ' ' || family_ar) gin_trgm_ops)
    WHERE given_ar <> '';
CREATE INDEX IF NOT EXISTS peer_fr ON families_person USING gin (lower(given_fr || ' ' || family_fr) gin_trgm_ops)
    WHERE given_fr <> '';
CREATE INDEX IF NOT EXISTS peer_born ON families_person (born_on)
"""
_ARABIC = "(given_ar || ' ' || family_ar)", "given_ar <> ''"
_LATIN = "lower(given_fr || ' ' || family_fr)", "given_fr <> ''"


def make_indexes(cursor: Any) -> None:
    """Beside ours, on the same rows."""
    cursor.execute(_INDEXES)
    cursor.execute("ANALYZE families_person")


def trigrams(cursor: Any, question: Question) -> list[str]:
    """The ten most alike by trigrams among those near by name or born on the day: the better of two recipes tried."""
    arabic = "\u0600" <= question.name.strip()[:1] <= "\u06ff"
    name, there = _ARABIC if arabic else _LATIN
    typed = question.name if arabic else question.name.lower()
    near = f"similarity({name}, %(name)s)"
    if question.born:
        near += " + CASE WHEN born_on = %(born)s THEN .4 ELSE 0 END"
        where = f"{there} AND ({name} %% %(name)s OR born_on = %(born)s)"
    elif question.year:
        near += " + CASE WHEN extract(year FROM born_on) = %(year)s THEN .3 ELSE 0 END"
        where = f"{there} AND {name} %% %(name)s"
    else:
        where = f"{there} AND {name} %% %(name)s"
    cursor.execute("SET pg_trgm.similarity_threshold = " + ("0.6" if question.born else "0.45"))
    cursor.execute(
        f"SELECT id::text FROM families_person WHERE {where} ORDER BY {near} DESC LIMIT 10",  # noqa: S608
        {"name": typed, "born": question.born, "year": question.year},
    )
    return [key for (key,) in cursor.fetchall()]
