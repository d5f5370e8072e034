"""The door of a paper slip says itself whether the consultation is invented."""

from django.db import migrations

# Whoever holds the slip reads where her contribution stands and each answer to it, also when it is not published.
BEFORE = """
CREATE FUNCTION jisr_contribution_by_code(the_hash text)
RETURNS TABLE (contribution uuid, code text, state text, kind text, theme text, said_on date, published_at timestamptz,
    content text, withheld_reason text, wave_ar text, wave_fr text, answer uuid, answer_kind text, what text, why text,
    next_step text, to_whom text, body_ar text, body_fr text, answered_on date, language text, statement uuid,
    statement_text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE mine AS (
        SELECT c.* FROM forum_contribution c WHERE c.code_hash = the_hash AND the_hash ~ '^[0-9a-f]{64}$'
    ), down AS (
        SELECT t.statement_id FROM mine m JOIN forum_edgefrom f ON f.contribution_id = m.id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
        UNION
        SELECT t.statement_id FROM down d JOIN forum_edgefrom f ON f.statement_id = d.statement_id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
    )
    SELECT m.id, m.code, m.state, m.kind, m.theme, m.said_on, m.published_at, m.text, m.withheld_reason,
        w.name_ar, w.name_fr, a.id, a.kind, a.what, a.why, a.next_step, a.to_whom, a.body_ar, a.body_fr,
        a.answered_on, a.language, s.id, s.text
    FROM mine m JOIN forum_wave w ON w.id = m.wave_id
    LEFT JOIN forum_answer a ON a.contribution_id = m.id OR a.statement_id IN (SELECT d.statement_id FROM down d)
    LEFT JOIN forum_statement s ON s.id = a.statement_id
    ORDER BY a.answered_on, a.id
$$;
"""
AFTER = """
CREATE FUNCTION jisr_contribution_by_code(the_hash text)
RETURNS TABLE (contribution uuid, code text, state text, kind text, theme text, said_on date, published_at timestamptz,
    content text, withheld_reason text, wave_ar text, wave_fr text, is_demonstration boolean, answer uuid,
    answer_kind text, what text, why text, next_step text, to_whom text, body_ar text, body_fr text, answered_on date, language text, statement uuid,
    statement_text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE mine AS (
        SELECT c.* FROM forum_contribution c WHERE c.code_hash = the_hash AND the_hash ~ '^[0-9a-f]{64}$'
    ), down AS (
        SELECT t.statement_id FROM mine m JOIN forum_edgefrom f ON f.contribution_id = m.id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
        UNION
        SELECT t.statement_id FROM down d JOIN forum_edgefrom f ON f.statement_id = d.statement_id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
    )
    SELECT m.id, m.code, m.state, m.kind, m.theme, m.said_on, m.published_at, m.text, m.withheld_reason,
        w.name_ar, w.name_fr, w.is_demonstration, a.id, a.kind, a.what, a.why, a.next_step, a.to_whom, a.body_ar, a.body_fr,
        a.answered_on, a.language, s.id, s.text
    FROM mine m JOIN forum_wave w ON w.id = m.wave_id
    LEFT JOIN forum_answer a ON a.contribution_id = m.id OR a.statement_id IN (SELECT d.statement_id FROM down d)
    LEFT JOIN forum_statement s ON s.id = a.statement_id
    ORDER BY a.answered_on, a.id
$$;
"""
DOOR = "jisr_contribution_by_code(text)"


def instead(function: str) -> str:
    """SQL that puts a function in place of the one that stands: its rows have other columns."""
    return (
        f"DROP FUNCTION {DOOR}; {function} REVOKE ALL ON FUNCTION {DOOR} FROM PUBLIC;"
        f" GRANT EXECUTE ON FUNCTION {DOOR} TO jisr_app, jisr_public;"
    )


class Migration(migrations.Migration):
    """Until now the page compared the names of waves, which two of them may share."""

    dependencies = [("forum", "0005_advisory_bodies")]
    operations = [migrations.RunSQL(instead(AFTER), instead(BEFORE))]
