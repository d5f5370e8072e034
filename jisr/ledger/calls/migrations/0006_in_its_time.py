"""Each step of a call in its time, by whoever takes it: what was held by pages alone is held by the database."""

import jisr.centres.models.held
import jisr.common.walls
from django.conf import settings
from django.db import migrations


# Loaders speak as the owner; people speak as the application, also where a function does something for them.
LAWS = """
CREATE FUNCTION jisr_calls_course_trigger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user = 'jisr_app' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
       (('drafted', 'announced'), ('announced', 'proposed'), ('proposed', 'announced')) THEN
        RAISE check_violation USING MESSAGE = 'a call goes forward', CONSTRAINT = 'call_goes_forward';
    END IF;
    RETURN NEW;
END $$;

-- The lock on the call makes points and a proposal wait for one another: nothing is read after what was proposed.
CREATE FUNCTION jisr_calls_reading_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stands text;
BEGIN
    IF session_user <> 'jisr_app' THEN RETURN NEW; END IF;
    SELECT c.state INTO stands FROM calls_call c WHERE c.id = NEW.call_id FOR SHARE;
    IF stands <> 'announced' THEN
        RAISE check_violation USING MESSAGE = 'the selection is proposed', CONSTRAINT = 'reading_in_its_time';
    END IF;
    IF OLD.conflict <> '' OR (NEW.conflict <> '' AND OLD.read_at IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = 'a conflict of interest stays declared, before any points',
            CONSTRAINT = 'reading_conflict_stays';
    END IF;
    IF NEW.total IS NOT NULL AND (
        EXISTS (SELECT FROM jsonb_each_text(NEW.points) x
                LEFT JOIN calls_criterion k ON k.id::text = x.key AND k.call_id = NEW.call_id
                WHERE k.id IS NULL OR x.value !~ '^[0-9]{1,3}$' OR left(x.value, 3)::integer > k.most)
        OR (SELECT count(*) FROM calls_criterion k WHERE k.call_id = NEW.call_id)
           <> (SELECT count(*) FROM jsonb_each_text(NEW.points))
        OR NEW.total <> (SELECT sum(left(x.value, 3)::integer) FROM jsonb_each_text(NEW.points) x)) THEN
        RAISE check_violation USING MESSAGE = 'points are given by the published criteria',
            CONSTRAINT = 'reading_by_its_criteria';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION jisr_calls_override_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stands text;
BEGIN
    IF session_user = 'jisr_app' THEN
        SELECT c.state INTO stands FROM calls_call c WHERE c.id = coalesce(NEW.call_id, OLD.call_id) FOR SHARE;
        IF stands <> 'announced' THEN
            RAISE check_violation USING MESSAGE = 'the selection is proposed', CONSTRAINT = 'override_in_its_time';
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

-- A result is of its application as it was handed in, and written by whoever publishes the results.
CREATE FUNCTION jisr_calls_published_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF session_user = 'jisr_app' AND NOT EXISTS (
        SELECT FROM calls_application a JOIN calls_call c ON c.id = a.call_id
        WHERE a.id = NEW.application_id AND (a.number, a.kind, a.province, a.asked)
              = (NEW.number, NEW.kind, NEW.province, NEW.asked)
          AND c.state = 'decided' AND c.decided_by_id = nullif(current_setting('jisr.user', true), '')::bigint) THEN
        RAISE check_violation USING MESSAGE = 'not as it was handed in, or not published',
            CONSTRAINT = 'decision_published';
    END IF;
    RETURN NEW;
END $$;

-- Of two results that change at once, the second sees what the first left.
CREATE FUNCTION jisr_calls_changed_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call; spent numeric; many bigint;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = NEW.call_id FOR UPDATE;
    IF session_user = 'jisr_app' AND c.state <> 'decided' THEN
        RAISE check_violation USING MESSAGE = 'the results are not published', CONSTRAINT = 'decision_published';
    END IF;
    IF OLD.outcome = 'selected' AND NEW.outcome <> 'selected'
       AND EXISTS (SELECT FROM calls_award w WHERE w.application_id = OLD.application_id) THEN
        RAISE check_violation USING MESSAGE = 'a convention was signed on it', CONSTRAINT = 'decision_signed';
    END IF;
    IF NEW.outcome = 'selected' AND OLD.outcome <> 'selected' THEN
        SELECT coalesce(sum(d.asked), 0), count(*) INTO spent, many
        FROM calls_decision d WHERE d.call_id = NEW.call_id AND d.outcome = 'selected' AND d.id <> NEW.id;
        IF spent + NEW.asked > c.budget OR many + 1 > c.places THEN
            RAISE check_violation USING MESSAGE = 'more than the budget or the places', CONSTRAINT = 'decision_pays';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- All results of one sending together: the selection never costs more than there is, and who took part in the order
-- does not publish it, from whichever post.
CREATE FUNCTION jisr_calls_selection_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM calls_call c WHERE c.id IN (SELECT f.call_id FROM fresh f WHERE f.outcome = 'selected')
        AND EXISTS (SELECT FROM calls_decision d WHERE d.call_id = c.id AND d.outcome = 'selected'
                    HAVING sum(d.asked) > c.budget OR count(*) > c.places)) THEN
        RAISE check_violation USING MESSAGE = 'more than the budget or the places', CONSTRAINT = 'decision_pays';
    END IF;
    IF session_user = 'jisr_app' AND EXISTS (
        SELECT FROM calls_call c WHERE c.id IN (SELECT f.call_id FROM fresh f)
        AND (EXISTS (SELECT FROM calls_reading r WHERE r.call_id = c.id AND r.reader_id = c.decided_by_id
                     AND r.read_at IS NOT NULL)
             OR EXISTS (SELECT FROM calls_override o WHERE o.call_id = c.id AND o.by_id = c.decided_by_id))) THEN
        RAISE check_violation USING MESSAGE = 'who gave points or decided by hand does not publish',
            CONSTRAINT = 'decision_by_another';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER decision_selection AFTER INSERT ON calls_decision REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION jisr_calls_selection_trigger();

-- What the visits found, for everybody: nothing of fewer than five projects, nor of fewer than five people.
CREATE FUNCTION jisr_calls_followed(the_call uuid)
RETURNS TABLE (months smallint, visited bigint, alive bigint, jobs bigint, women bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH made AS (
        SELECT v.*, v.months = max(v.months) OVER (PARTITION BY v.award_id) AS is_last
        FROM calls_sitevisit v JOIN calls_call c ON c.id = v.call_id
        WHERE v.call_id = the_call AND v.made_on IS NOT NULL AND c.state = 'decided'),
    counted AS (
        SELECT m.months, count(*) AS visited, count(*) FILTER (WHERE m.is_alive) AS alive, NULL::bigint AS jobs,
               NULL::bigint AS women
        FROM made m GROUP BY m.months
        UNION ALL
        SELECT NULL, count(*), NULL, sum(m.jobs), sum(m.women) FROM made m WHERE m.is_last HAVING count(*) > 0)
    SELECT n.months, n.visited, CASE WHEN n.visited >= 5 THEN n.alive END,
        CASE WHEN n.visited >= 5 AND (n.jobs = 0 OR n.jobs >= 5) THEN n.jobs END,
        CASE WHEN n.visited >= 5 AND (n.women = 0 OR n.women >= 5) AND (n.jobs - n.women = 0 OR n.jobs - n.women >= 5)
             THEN n.women END
    FROM counted n ORDER BY n.months
$$;
"""
FUNCTIONS = (
    "jisr_calls_reading_trigger()",
    "jisr_calls_override_trigger()",
    "jisr_calls_published_trigger()",
    "jisr_calls_changed_trigger()",
    "jisr_calls_selection_trigger()",
)
GRANTS = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in FUNCTIONS) + (
    "REVOKE ALL ON FUNCTION jisr_calls_followed(uuid) FROM PUBLIC;"
    "GRANT EXECUTE ON FUNCTION jisr_calls_followed(uuid) TO jisr_app, jisr_public;"
)
UNDO = "DROP TRIGGER decision_selection ON calls_decision;" + "".join(
    f"DROP FUNCTION {name};" for name in (*FUNCTIONS, "jisr_calls_course_trigger()", "jisr_calls_followed(uuid)")
)


class Migration(migrations.Migration):
    """Functions before the triggers that call them."""

    dependencies = [
        ("agreements", "0001_initial"),
        ("calls", "0005_doors_of_awards"),
        ("centres", "0001_initial"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(LAWS + GRANTS, UNDO),
        migrations.RemoveConstraint(
            model_name="appeal",
            name="appeal_app",
        ),
        migrations.RemoveConstraint(
            model_name="applicant",
            name="applicant_app",
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_app",
        ),
        migrations.RemoveConstraint(
            model_name="helprequest",
            name="helprequest_app",
        ),
        migrations.RemoveConstraint(
            model_name="paper",
            name="paper_app",
        ),
        migrations.RemoveConstraint(
            model_name="reading",
            name="reading_app",
        ),
        migrations.RemoveConstraint(
            model_name="reading",
            name="reading_given_by_the_keeper",
        ),
        migrations.RemoveConstraint(
            model_name="sitevisit",
            name="sitevisit_app",
        ),
        migrations.RemoveConstraint(
            model_name="sitevisit",
            name="sitevisit_public",
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND answered_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="appeal_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, UPDATE (answered_on, upheld, answer, answered_by_id)",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="applicant_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR application_id = ANY(ARRAY(SELECT r.application_id FROM calls_reading r JOIN calls_call c ON c.id = r.call_id JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE r.reader_id = nullif(current_setting('jisr.user', true), '')::bigint AND r.conflict = '' AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'file_reader' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND NOT c.is_blind))",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="application_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR id = ANY(ARRAY(SELECT r.application_id FROM calls_reading r JOIN calls_call c ON c.id = r.call_id JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE r.reader_id = nullif(current_setting('jisr.user', true), '')::bigint AND r.conflict = '' AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'file_reader' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, UPDATE (version, state, asked_items, asked_on, asked_until, settled_on, why, why_text)",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_course_trigger", name="call_goes_forward", on="UPDATE OF state"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=jisr.common.walls.Policy(
                check="state = 'drafted' AND prepared_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND sources = '[]'::jsonb",
                name="call_begun_by_its_keeper",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=jisr.common.walls.Policy(
                check="proposed_by_id IS NULL OR proposed_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="call_proposed_by_herself",
                on="UPDATE",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_published_trigger", name="decision_published", on="INSERT"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_changed_trigger", name="decision_changed", on="UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('incubator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND helper_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="helprequest_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('incubator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND (helper_id IS NULL OR helper_id = nullif(current_setting('jisr.user', true), '')::bigint)",
                verbs="SELECT, UPDATE (sealed, helper_id, taken_on, done_on)",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_override_trigger", name="override_in_its_time", on="INSERT OR DELETE"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="paper_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR application_id = ANY(ARRAY(SELECT r.application_id FROM calls_reading r JOIN calls_call c ON c.id = r.call_id JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE r.reader_id = nullif(current_setting('jisr.user', true), '')::bigint AND r.conflict = '' AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'file_reader' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND NOT c.is_blind))",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=jisr.common.walls.Policy(
                check="reader_id = nullif(current_setting('jisr.user', true), '')::bigint AND call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('file_reader') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="reading_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="reader_id = nullif(current_setting('jisr.user', true), '')::bigint AND call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('file_reader') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE (conflict, points, total, words, read_at)",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND NOT (reader_id = nullif(current_setting('jisr.user', true), '')::bigint) AND EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = calls_reading.call_id WHERE p.user_id = calls_reading.reader_id AND p.role IN ('file_reader') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration)) AND NOT EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = calls_reading.call_id WHERE p.user_id = calls_reading.reader_id AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration)) AND total IS NULL AND conflict = '' AND points = '{}'::jsonb AND words = ''",
                name="reading_given_by_the_keeper",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_reading_trigger", name="reading_in_its_time", on="UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitevisit",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="sitevisit_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE (made_on, is_alive, jobs, women, income, words)",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="override_taken_back_by_the_keeper",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
    ]
