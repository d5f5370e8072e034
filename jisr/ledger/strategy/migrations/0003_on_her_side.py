"""A version of a strategy goes forward, and invented people write what is invented alone."""

import jisr.centres.models.held
import jisr.common.walls
from django.db import migrations


COURSE = """
CREATE FUNCTION jisr_strategy_course_trigger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user <> 'jisr_app' THEN RETURN NEW; END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'current'), ('current', 'replaced')) THEN
        RAISE check_violation USING MESSAGE = 'a version goes forward', CONSTRAINT = 'strategyversion_goes_forward';
    END IF;
    IF OLD.state <> 'draft' AND (OLD.said_ar, OLD.said_fr, OLD.since, OLD.until, OLD.decided_on) IS DISTINCT FROM
       (NEW.said_ar, NEW.said_fr, NEW.since, NEW.until, NEW.decided_on) THEN
        RAISE check_violation USING MESSAGE = 'a version in force is not rewritten',
            CONSTRAINT = 'strategyversion_goes_forward';
    END IF;
    RETURN NEW;
END $$;
-- a table of the session's own never stands for one of ours
ALTER FUNCTION jisr_strategy_of_draft() SET search_path = public, pg_temp;
"""
UNDO = """
ALTER FUNCTION jisr_strategy_of_draft() RESET search_path;
DROP FUNCTION jisr_strategy_course_trigger();
"""


class Migration(migrations.Migration):
    """The function before the trigger that calls it."""

    dependencies = [
        ("centres", "0001_initial"),
        ("forum", "0017_danger_not_in_the_log"),
        ("strategy", "0002_stagedrows"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(COURSE, UNDO),
        migrations.RemoveConstraint(
            model_name="axis",
            name="axis_app",
        ),
        migrations.RemoveConstraint(
            model_name="measure",
            name="measure_app",
        ),
        migrations.RemoveConstraint(
            model_name="measurebudget",
            name="measurebudget_app",
        ),
        migrations.RemoveConstraint(
            model_name="measurebudget",
            name="measurebudget_take_out",
        ),
        migrations.RemoveConstraint(
            model_name="measureindicator",
            name="measureindicator_app",
        ),
        migrations.RemoveConstraint(
            model_name="measureindicator",
            name="measureindicator_take_out",
        ),
        migrations.RemoveConstraint(
            model_name="measureprogramme",
            name="measureprogramme_app",
        ),
        migrations.RemoveConstraint(
            model_name="measureprogramme",
            name="measureprogramme_take_out",
        ),
        migrations.RemoveConstraint(
            model_name="measurestatement",
            name="measurestatement_app",
        ),
        migrations.RemoveConstraint(
            model_name="measurestatement",
            name="measurestatement_take_out",
        ),
        migrations.RemoveConstraint(
            model_name="objective",
            name="objective_app",
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_app",
        ),
        migrations.RemoveConstraint(
            model_name="planline",
            name="planline_app",
        ),
        migrations.RemoveConstraint(
            model_name="strategy",
            name="strategy_app",
        ),
        migrations.RemoveConstraint(
            model_name="strategyversion",
            name="strategyversion_app",
        ),
        migrations.AddConstraint(
            model_name="axis",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="axis_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (place, title_ar, title_fr, doubt_ar, doubt_fr)",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="measure_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (version, title_ar, title_fr, places, publics, themes, since, until, sources, axis_id, objective_id, owner_ar, owner_fr, about_ar, about_fr, dropped)",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurebudget",
            constraint=jisr.common.walls.Policy(
                check="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                name="measurebudget_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurebudget",
            constraint=jisr.common.walls.Policy(
                check="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                name="measurebudget_take_out",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureindicator",
            constraint=jisr.common.walls.Policy(
                check="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                name="measureindicator_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureindicator",
            constraint=jisr.common.walls.Policy(
                check="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                name="measureindicator_take_out",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id AND m.is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogramme",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="measureprogramme_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogramme",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="measureprogramme_take_out",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurestatement",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="measurestatement_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurestatement",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="measurestatement_take_out",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="objective_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (place, title_ar, title_fr)",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="plan_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (version, kind, name_ar, name_fr, owner_ar, owner_fr, region_id, province_id, since, until)",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="planline_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (version, title_ar, title_fr, places, publics, themes, since, until, sources, budget, currency, programme_id, dropped)",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="strategy_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, owner_ar, owner_fr)",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_strategy_course_trigger", name="strategyversion_goes_forward", on="UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=jisr.common.walls.Policy(
                check="is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'strategist' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="strategyversion_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (said_ar, said_fr, since, until, state, decided_on)",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=jisr.common.walls.Policy(
                check="state = 'draft'",
                name="strategyversion_begins_as_draft",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
    ]
