"""Rule files and lists of papers stand with the terms of a call, and what judged an application is kept with it."""

from django.db import migrations

# As before, and the files too; a call is announced with the files of every kind that may apply.
TERMS = """
CREATE OR REPLACE FUNCTION jisr_calls_terms_trigger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE broken text;
BEGIN
    IF current_user <> 'jisr_app' THEN RETURN NEW; END IF;
    broken := CASE
        WHEN OLD.state <> 'drafted' AND
            (OLD.budget, OLD.most_each, OLD.places, OLD.gap, OLD.least_points, OLD.kinds, OLD.provinces, OLD.is_blind,
             OLD.appeal_days, OLD.opens_at, OLD.name_ar, OLD.name_fr, OLD.about_ar, OLD.about_fr, OLD.office_ar,
             OLD.office_fr, OLD.rules, OLD.papers, OLD.files, OLD.line_id, OLD.region_id, OLD.programme_id)
            IS DISTINCT FROM
            (NEW.budget, NEW.most_each, NEW.places, NEW.gap, NEW.least_points, NEW.kinds, NEW.provinces, NEW.is_blind,
             NEW.appeal_days, NEW.opens_at, NEW.name_ar, NEW.name_fr, NEW.about_ar, NEW.about_fr, NEW.office_ar,
             NEW.office_fr, NEW.rules, NEW.papers, NEW.files, NEW.line_id, NEW.region_id, NEW.programme_id)
        THEN 'call_terms_stand'
        WHEN OLD.state <> 'drafted' AND OLD.closes_at IS DISTINCT FROM NEW.closes_at THEN 'call_closing_stands'
        WHEN OLD.state = 'drafted' AND NEW.state = 'announced' AND EXISTS (
            SELECT FROM unnest(NEW.kinds) kind WHERE coalesce(
                NEW.files -> kind ->> 'rules' ~ '^[a-z_]{1,60}$' AND NEW.files -> kind ->> 'papers' ~ '^[a-z_]{1,60}$'
                AND (NEW.files -> kind ->> 'rules_since')::date <= CURRENT_DATE
                AND (NEW.files -> kind ->> 'papers_since')::date <= CURRENT_DATE, false) = false)
        THEN 'call_files_whole'
        WHEN OLD.state <> 'announced' AND NEW.state = OLD.state
             AND (OLD.method, OLD.selection, OLD.proposed_by_id, OLD.proposed_at) IS DISTINCT FROM
                 (NEW.method, NEW.selection, NEW.proposed_by_id, NEW.proposed_at)
        THEN 'call_proposal_stands'
    END;
    IF broken IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'the terms of an announced call stand', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;
"""

# What whoever deposits says of the version does not count: the call was announced with one. A call announced before
# files were chosen kind by kind has one rule, in the version that was told with the deposit.
JUDGED = """
CREATE FUNCTION jisr_calls_judged_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call; f jsonb;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = NEW.call_id;
    f := c.files -> NEW.kind;
    NEW.rule_file := coalesce(f ->> 'rules', c.rules);
    NEW.paper_file := coalesce(f ->> 'papers', c.papers);
    NEW.rule_since := CASE WHEN f IS NULL THEN NEW.rule_since ELSE (f ->> 'rules_since')::date END;
    NEW.papers_since := (f ->> 'papers_since')::date;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_calls_judged_trigger() FROM PUBLIC;

CREATE FUNCTION jisr_calls_kept_rule_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT a.rule_file, a.rule_since, a.paper_file, a.papers_since
    INTO NEW.rule_file, NEW.rule_since, NEW.paper_file, NEW.papers_since
    FROM calls_application a WHERE a.id = NEW.application_id;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_calls_kept_rule_trigger() FROM PUBLIC;
"""
UNDO = "DROP FUNCTION jisr_calls_judged_trigger(); DROP FUNCTION jisr_calls_kept_rule_trigger();"


class Migration(migrations.Migration):
    """Functions before their tables; a body of PL/pgSQL is read when it runs."""

    dependencies = [("calls", "0014_extensions")]
    operations = [migrations.RunSQL(TERMS + JUDGED, UNDO)]
