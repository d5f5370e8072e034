"""The terms of an announced call stand, whoever writes; only an extension moves its last moment, later, with its reason."""

from django.db import migrations

# Loaders speak as the owner, and so do the doors; people of the region speak as the application. What they publish
# stays as it was published, and what they propose as it was proposed.
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
             OLD.office_fr, OLD.rules, OLD.papers, OLD.line_id, OLD.region_id, OLD.programme_id) IS DISTINCT FROM
            (NEW.budget, NEW.most_each, NEW.places, NEW.gap, NEW.least_points, NEW.kinds, NEW.provinces, NEW.is_blind,
             NEW.appeal_days, NEW.opens_at, NEW.name_ar, NEW.name_fr, NEW.about_ar, NEW.about_fr, NEW.office_ar,
             NEW.office_fr, NEW.rules, NEW.papers, NEW.line_id, NEW.region_id, NEW.programme_id)
        THEN 'call_terms_stand'
        WHEN OLD.state <> 'drafted' AND OLD.closes_at IS DISTINCT FROM NEW.closes_at THEN 'call_closing_stands'
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

# The lock comes first: of two people at once, the second sees the moment that the first chose, and is refused.
EXTENSION = """
CREATE FUNCTION jisr_calls_extension_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = NEW.call_id FOR UPDATE;
    IF c.state <> 'announced' OR clock_timestamp() >= c.closes_at THEN
        RAISE check_violation USING MESSAGE = 'this call is closed', CONSTRAINT = 'extension_while_open';
    END IF;
    IF NEW.was <> c.closes_at THEN
        RAISE check_violation USING MESSAGE = 'it closes at another moment', CONSTRAINT = 'extension_from_what_stands';
    END IF;
    UPDATE calls_call SET closes_at = NEW.until, version = version + 1 WHERE id = c.id;
    UPDATE calls_unsent SET dies_at = NEW.until + interval '90 days' WHERE call_id = c.id;
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_calls_extension_trigger() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """Functions before their table."""

    dependencies = [("calls", "0012_doors_of_contacts")]
    operations = [migrations.RunSQL(TERMS + EXTENSION, "DROP FUNCTION jisr_calls_extension_trigger();")]
