"""Indicators, targets and reports of results; with the laws that several rows keep together.

The functions stand first: the triggers of the tables call them. Each law that is broken is named as the constraint
of the error, so that an action can say in words which one it was.
"""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models

# The owner, who could empty the tables, may take rows out; nobody else takes out what was sent or approved.
# What is known of an agreement from publications alone carries no framework of ours: no result is invented for it.
KEPT_ONLY = """
CREATE FUNCTION jisr_results_kept_only_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM agreements_agreement a WHERE a.id = NEW.agreement_id AND a.sources <> '[]'::jsonb) THEN
        RAISE check_violation USING MESSAGE = 'an agreement known from publications carries no indicator',
            CONSTRAINT = 'indicator_of_a_kept_agreement';
    END IF;
    RETURN NEW;
END $$;
"""

# What is measured, and how often, stands from the first report on: numbers before and after are of the same thing.
INDICATOR = """
CREATE FUNCTION jisr_results_indicator_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.kind, OLD.scale, OLD.frequency) IS DISTINCT FROM (NEW.kind, NEW.scale, NEW.frequency)
       AND EXISTS (SELECT FROM results_indicatortarget t WHERE t.indicator_id = OLD.id)
       OR (OLD.kind, OLD.scale, OLD.frequency, OLD.better, OLD.is_cumulative, OLD.unit, OLD.unit_ar, OLD.unit_fr,
           OLD.top_ar, OLD.top_fr, OLD.out_of_ar, OLD.out_of_fr, OLD.definition_ar, OLD.definition_fr, OLD.baseline,
           OLD.baseline_out_of, OLD.baseline_on)
       IS DISTINCT FROM
          (NEW.kind, NEW.scale, NEW.frequency, NEW.better, NEW.is_cumulative, NEW.unit, NEW.unit_ar, NEW.unit_fr,
           NEW.top_ar, NEW.top_fr, NEW.out_of_ar, NEW.out_of_fr, NEW.definition_ar, NEW.definition_fr, NEW.baseline,
           NEW.baseline_out_of, NEW.baseline_on)
       AND EXISTS (SELECT FROM results_report r WHERE r.indicator_id = OLD.id) THEN
        RAISE check_violation USING MESSAGE = 'what is measured stands once it is reported',
            CONSTRAINT = 'indicator_stands';
    END IF;
    RETURN NEW;
END $$;
"""

# The lock on the indicator is taken first, so that a target is never moved while its result is being approved.
TARGET = """
CREATE FUNCTION jisr_results_target_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one record; i record;
BEGIN
    IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
    IF TG_OP = 'DELETE' AND session_user = 'jisr_owner' THEN RETURN OLD; END IF;
    SELECT * INTO i FROM results_indicator x WHERE x.id = one.indicator_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM results_report r WHERE r.indicator_id = one.indicator_id AND r.starts_on = one.starts_on
               AND r.state = 'approved') THEN
        RAISE check_violation USING MESSAGE = 'a target is not moved once its result is approved',
            CONSTRAINT = 'indicatortarget_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF (i.kind = 'ratio') <> (NEW.out_of IS NOT NULL) OR (i.scale = 'percent' AND NEW.top > NEW.out_of) THEN
        RAISE check_violation USING MESSAGE = 'a target is of the kind of its indicator',
            CONSTRAINT = 'indicatortarget_fits';
    END IF;
    IF NOT jisr_results_is_period(i.id, NEW.starts_on, NULL) OR NOT jisr_results_is_part(i.id, NEW.dimension, NEW.part)
    THEN
        RAISE check_violation USING MESSAGE = 'no period or no part of this indicator',
            CONSTRAINT = 'indicatortarget_of_a_period';
    END IF;
    RETURN NEW;
END $$;
"""

# Periods are those of the calendar which the agreement touches; an indicator that has ended has none after its end.
PERIOD = """
CREATE FUNCTION jisr_results_is_period(the_indicator uuid, starts date, ends date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id,
        LATERAL (SELECT CASE i.frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END) m(n),
        LATERAL (SELECT (starts + make_interval(months => m.n))::date - 1) e(last)
        WHERE i.id = the_indicator AND extract(day FROM starts) = 1 AND (extract(month FROM starts)::int - 1) % m.n = 0
          AND (ends IS NULL OR ends = e.last) AND a.since IS NOT NULL AND e.last >= a.since
          AND (a.until IS NULL OR starts <= a.until) AND (i.ended_on IS NULL OR starts <= i.ended_on))
$$;
"""

# A part is one of the closed list of its dimension, a province of the territory, an invented place of an invented
# agreement, or what is not known.
PART_KNOWN = """
CREATE FUNCTION jisr_results_is_part(the_indicator uuid, the_dimension text, the_part text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM results_indicator i WHERE i.id = the_indicator AND (
            the_dimension = ''
            OR the_dimension = ANY(i.by) AND (
                the_part = 'unknown'
                OR CASE the_dimension
                    WHEN 'sex' THEN the_part IN ('f', 'm')
                    WHEN 'age' THEN the_part IN ('0-17', '18-24', '25-59', '60+')
                    WHEN 'disability' THEN the_part IN ('yes', 'no')
                    WHEN 'milieu' THEN the_part IN ('rural', 'urban')
                    ELSE i.is_demonstration OR EXISTS (SELECT FROM territory_province p WHERE p.code = the_part)
                END)))
$$;
"""

# Every step of a report of an indicator waits for the one before it. What is approved stands; whoever decides writes
# no number; whoever writes decides nothing.
REPORT = """
CREATE FUNCTION jisr_results_report_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' AND session_user <> 'jisr_owner' THEN
            RAISE check_violation USING MESSAGE = 'what was sent is kept', CONSTRAINT = 'report_stands';
        END IF;
        RETURN OLD;
    END IF;
    PERFORM FROM results_indicator x WHERE x.id = NEW.indicator_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' THEN broken := jisr_results_broken_begin(NEW);
    ELSE broken := jisr_results_broken_step(OLD, NEW); END IF;
    IF broken IS NULL AND NEW.state = 'pending' THEN broken := jisr_results_broken_whole(NEW); END IF;
    IF broken IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'a law of results is broken: ' || broken, CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;
"""

BEGIN = """
CREATE FUNCTION jisr_results_broken_begin(new results_report) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF new.state <> 'draft' THEN RETURN 'report_moves'; END IF;
    IF NOT EXISTS (SELECT FROM agreements_agreement a WHERE a.id = new.agreement_id
                   AND a.state IN ('signed', 'running', 'closed')) THEN RETURN 'report_of_a_living_agreement'; END IF;
    IF NOT jisr_results_is_period(new.indicator_id, new.starts_on, new.ends_on) THEN RETURN 'report_of_a_period'; END IF;
    IF new.number > 1 AND NOT EXISTS (
        SELECT FROM results_report r WHERE r.id = new.replaces_id AND r.indicator_id = new.indicator_id
        AND r.starts_on = new.starts_on AND r.number = new.number - 1 AND r.state = 'approved')
    THEN RETURN 'report_replaces_the_last'; END IF;
    RETURN NULL;
END $$;
"""

STEP = """
CREATE FUNCTION jisr_results_broken_step(old results_report, new results_report) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF old.state = 'approved' OR (old.indicator_id, old.agreement_id, old.is_demonstration, old.starts_on, old.ends_on,
        old.number, old.replaces_id, old.written_by_id, old.written_at) IS DISTINCT FROM (new.indicator_id,
        new.agreement_id, new.is_demonstration, new.starts_on, new.ends_on, new.number, new.replaces_id,
        new.written_by_id, new.written_at) THEN RETURN 'report_stands'; END IF;
    IF new.state = old.state THEN
        IF old.state = 'pending' OR (old.sent_by_id, old.sent_at, old.decided_by_id, old.decided_at, old.reason)
           IS DISTINCT FROM (new.sent_by_id, new.sent_at, new.decided_by_id, new.decided_at, new.reason)
        THEN RETURN 'report_stands'; END IF;
        RETURN NULL;
    END IF;
    IF NOT ((old.state IN ('draft', 'returned') AND new.state = 'pending')
            OR (old.state = 'pending' AND new.state IN ('approved', 'returned'))) THEN RETURN 'report_moves'; END IF;
    IF old.state = 'pending' AND (old.top, old.out_of, old.words, old.words_in, old.document_id, old.why,
        old.sent_by_id, old.sent_at) IS DISTINCT FROM (new.top, new.out_of, new.words, new.words_in, new.document_id,
        new.why, new.sent_by_id, new.sent_at) THEN RETURN 'report_stands'; END IF;
    RETURN NULL;
END $$;
"""

WHOLE = """
CREATE FUNCTION jisr_results_broken_whole(new results_report) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i results_indicator;
BEGIN
    SELECT * INTO i FROM results_indicator x WHERE x.id = new.indicator_id;
    IF new.top IS NULL OR (i.kind = 'ratio') <> (new.out_of IS NOT NULL) OR (i.scale = 'percent' AND new.top > new.out_of)
    THEN RETURN 'report_whole'; END IF;
    IF new.ends_on > CURRENT_DATE THEN RETURN 'report_of_a_past_period'; END IF;
    RETURN NULL;
END $$;
"""

# Parts are written while their report is; the lock on the report comes before it is sent or after, never between.
PART = """
CREATE FUNCTION jisr_results_part_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one record; r record; i record;
BEGIN
    IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
    IF TG_OP = 'DELETE' AND session_user = 'jisr_owner' THEN RETURN OLD; END IF;
    SELECT * INTO r FROM results_report x WHERE x.id = one.report_id FOR SHARE;
    IF r.state NOT IN ('draft', 'returned') OR TG_OP = 'UPDATE' THEN
        RAISE check_violation USING MESSAGE = 'what was sent is kept', CONSTRAINT = 'report_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    SELECT * INTO i FROM results_indicator x WHERE x.id = r.indicator_id;
    IF (i.kind = 'ratio') <> (NEW.out_of IS NOT NULL) OR (i.scale = 'percent' AND NEW.top > NEW.out_of)
       OR NEW.dimension = '' OR NOT jisr_results_is_part(i.id, NEW.dimension, NEW.part) THEN
        RAISE check_violation USING MESSAGE = 'a part is of the kind of its indicator', CONSTRAINT = 'reportpart_fits';
    END IF;
    RETURN NEW;
END $$;
"""

# Judged when the transaction ends: parts make the whole, and a series counted since the beginning never falls. What
# stands for a period is its last approved version; a lower number needs a correction of the period before it.
ADDS_UP = """
CREATE FUNCTION jisr_results_adds_up_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r record; broken text;
BEGIN
    SELECT * INTO r FROM results_report x WHERE x.id = NEW.id;
    IF NOT FOUND OR r.state NOT IN ('pending', 'approved') THEN RETURN NULL; END IF;
    IF EXISTS (SELECT FROM results_reportpart p WHERE p.report_id = r.id GROUP BY p.dimension
               HAVING sum(p.top) <> r.top OR sum(p.out_of) IS DISTINCT FROM r.out_of) THEN
        broken := 'report_parts_make_the_whole';
    ELSIF r.state = 'approved' AND EXISTS (
        SELECT FROM results_indicator i WHERE i.id = r.indicator_id AND i.is_cumulative) AND EXISTS (
        SELECT FROM (
            SELECT s.top, max(s.top) OVER (ORDER BY s.starts_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS most
            FROM (SELECT DISTINCT ON (x.starts_on) x.starts_on, x.top FROM results_report x
                  WHERE x.indicator_id = r.indicator_id AND x.state = 'approved'
                  ORDER BY x.starts_on, x.number DESC) s) s
        WHERE s.top < s.most) THEN
        broken := 'report_never_falls';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'a law of results is broken: ' || broken, CONSTRAINT = broken;
    END IF;
    RETURN NULL;
END $$;
"""

# Everybody may know that a report waits, and for whom; not what stands in it.
WAITING = """
CREATE FUNCTION jisr_results_waiting(the_agreements uuid[])
RETURNS TABLE (indicator uuid, starts_on date, state text, since date, number smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.indicator_id, r.starts_on, r.state::text, coalesce(r.decided_at, r.sent_at)::date, r.number
    FROM results_report r JOIN agreements_agreement a ON a.id = r.agreement_id
    WHERE r.agreement_id = ANY(the_agreements) AND r.state IN ('pending', 'returned') AND a.state <> 'drafted'
$$;
"""

TRIGGERS = ("kept_only", "indicator", "target", "report", "part", "adds_up")
#: Made before the tables: triggers name them, and their bodies are read when they run.
FIRST = KEPT_ONLY + INDICATOR + TARGET + REPORT + PART + ADDS_UP
UNDO_FIRST = "".join(f"DROP FUNCTION jisr_results_{name}_trigger();" for name in TRIGGERS)
#: Made after them: they take or read rows of the tables.
DEFINERS = (
    "jisr_results_is_period(uuid, date, date)", "jisr_results_is_part(uuid, text, text)",
    "jisr_results_broken_begin(results_report)", "jisr_results_broken_step(results_report, results_report)",
    "jisr_results_broken_whole(results_report)",
)  # fmt: skip
DOOR = "jisr_results_waiting(uuid[])"
LAST = (
    PERIOD + PART_KNOWN + BEGIN + STEP + WHOLE + WAITING
    + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in (*DEFINERS, DOOR))
    + f"GRANT EXECUTE ON FUNCTION {DOOR} TO jisr_app, jisr_public;"
)  # fmt: skip
UNDO_LAST = "".join(f"DROP FUNCTION {name};" for name in (*DEFINERS, DOOR))


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0002_in_her_own_name"),
        ("staff", "0005_posts_of_agreements"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FIRST, UNDO_FIRST),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("code", models.SlugField(max_length=12, verbose_name="code")),
                ("place", models.PositiveSmallIntegerField()),
                ("name_ar", models.CharField(max_length=200, verbose_name="name in Arabic")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
                ("definition_ar", models.TextField(blank=True, max_length=2000, verbose_name="definition in Arabic")),
                ("definition_fr", models.TextField(blank=True, max_length=2000, verbose_name="definition in French")),
                (
                    "kind",
                    models.CharField(
                        choices=[("additive", "a number that adds up"), ("ratio", "one number out of another")],
                        max_length=10,
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[("percent", "a share, in percent"), ("each", "so many for each one")],
                        help_text="of a ratio",
                        max_length=8,
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[("more", "the more, the better"), ("less", "the less, the better")],
                        default="more",
                        max_length=4,
                    ),
                ),
                (
                    "is_cumulative",
                    models.BooleanField(default=False, verbose_name="counted all told, since the beginning"),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("people", "people"),
                            ("cooperatives", "cooperatives"),
                            ("projects", "projects"),
                            ("jobs", "jobs"),
                        ],
                        max_length=12,
                        verbose_name="what is counted",
                    ),
                ),
                ("unit_ar", models.CharField(blank=True, max_length=60, verbose_name="unit in Arabic")),
                ("unit_fr", models.CharField(blank=True, max_length=60, verbose_name="unit in French")),
                (
                    "top_ar",
                    models.CharField(
                        blank=True, help_text="of a ratio", max_length=200, verbose_name="what is counted, in Arabic"
                    ),
                ),
                ("top_fr", models.CharField(blank=True, max_length=200, verbose_name="what is counted, in French")),
                ("out_of_ar", models.CharField(blank=True, max_length=200, verbose_name="out of what, in Arabic")),
                ("out_of_fr", models.CharField(blank=True, max_length=200, verbose_name="out of what, in French")),
                ("baseline", models.BigIntegerField(blank=True, null=True, verbose_name="where it began")),
                ("baseline_out_of", models.BigIntegerField(blank=True, null=True, verbose_name="out of")),
                ("baseline_on", models.DateField(blank=True, null=True, verbose_name="on")),
                (
                    "by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sex", "sex"),
                                ("age", "age"),
                                ("disability", "disability"),
                                ("milieu", "milieu"),
                                ("province", "province"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="told apart by",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("month", "every month"),
                            ("quarter", "every quarter"),
                            ("half", "every half-year"),
                            ("year", "every year"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MaxValueValidator(180)],
                        verbose_name="days to report after a period",
                    ),
                ),
                (
                    "reporter",
                    models.CharField(
                        choices=[
                            ("incubator", "the incubator association"),
                            ("coordination", "the regional coordination"),
                            ("delegation", "the provincial delegation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("strategy", models.SlugField(blank=True, max_length=60, verbose_name="code of the strategy")),
                ("measure", models.SlugField(blank=True, max_length=60, verbose_name="code of the measure")),
                (
                    "measure_place",
                    models.PositiveSmallIntegerField(blank=True, help_text="which indicator of the measure", null=True),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, help_text="no period after it is reported", null=True),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party that answers for it",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        help_text="of the delegation that reports",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator of results",
            },
        ),
        migrations.CreateModel(
            name="IndicatorTarget",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("starts_on", models.DateField(verbose_name="first day of the period")),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sex", "sex"),
                            ("age", "age"),
                            ("disability", "disability"),
                            ("milieu", "milieu"),
                            ("province", "province"),
                        ],
                        max_length=10,
                    ),
                ),
                ("part", models.CharField(blank=True, help_text="code of the part; '' for the whole", max_length=250)),
                ("top", models.BigIntegerField(verbose_name="target")),
                ("out_of", models.BigIntegerField(blank=True, null=True, verbose_name="out of")),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="results.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of a period",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("starts_on", models.DateField(verbose_name="first day of the period")),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("number", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("pending", "waits for approval"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("top", models.BigIntegerField(blank=True, null=True, verbose_name="number")),
                ("out_of", models.BigIntegerField(blank=True, null=True, verbose_name="out of")),
                ("words", models.TextField(blank=True, max_length=4000, verbose_name="what happened")),
                (
                    "words_in",
                    models.CharField(
                        blank=True,
                        choices=[("ar", "Arabic"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language of these words",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why it is corrected")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was returned")),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.document",
                        verbose_name="proof",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="results.indicator",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="results.report",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "report of results",
            },
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("sex", "sex"),
                            ("age", "age"),
                            ("disability", "disability"),
                            ("milieu", "milieu"),
                            ("province", "province"),
                        ],
                        max_length=10,
                    ),
                ),
                ("part", models.CharField(help_text="code of the part; unknown for the rest", max_length=250)),
                ("top", models.BigIntegerField()),
                ("out_of", models.BigIntegerField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="results.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a report",
            },
        ),
        migrations.CreateModel(
            name="StagedResults",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("kind", models.CharField(choices=[("results", "results"), ("targets", "targets")], max_length=8)),
                ("file_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "dies_at",
                    models.DateTimeField(help_text="a preview not confirmed by then is read again from the file"),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "lines",
                    models.JSONField(default=list, help_text="[row number, {column: cell}]; empty once taken in"),
                ),
                ("unknown", models.JSONField(default=list, help_text="headings that no column has")),
                ("counts", models.JSONField(default=dict, help_text="rows, new, changed, same, refused")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agreements.agreement"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("id", "agreement"), name="indicator_id_agreement"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("id", "is_demonstration"), name="indicator_id_demonstration"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("agreement", "code"), name="indicator_code_once"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["additive", "ratio"]),
                    ("frequency__in", ["month", "quarter", "half", "year"]),
                    ("better__in", ["more", "less"]),
                    ("reporter__in", ["incubator", "coordination", "delegation"]),
                    ("unit__in", ["", "people", "cooperatives", "projects", "jobs"]),
                    ("by__contained_by", ["sex", "age", "disability", "milieu", "province"]),
                ),
                name="indicator_lists_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "additive"),
                        ("out_of_ar", ""),
                        ("out_of_fr", ""),
                        ("scale", ""),
                        ("top_ar", ""),
                        ("top_fr", ""),
                    ),
                    models.Q(
                        ("is_cumulative", False),
                        ("kind", "ratio"),
                        ("scale__in", ["percent", "each"]),
                        models.Q(("top_ar", ""), _negated=True),
                        models.Q(("top_fr", ""), _negated=True),
                        models.Q(("out_of_ar", ""), _negated=True),
                        models.Q(("out_of_fr", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_ratio_names_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scale", "percent"), ("unit", ""), ("unit_ar", ""), ("unit_fr", "")),
                    models.Q(
                        models.Q(("scale", "percent"), _negated=True),
                        models.Q(
                            models.Q(models.Q(("unit", ""), _negated=True), ("unit_ar", ""), ("unit_fr", "")),
                            models.Q(
                                ("unit", ""),
                                models.Q(("unit_ar", ""), _negated=True),
                                models.Q(("unit_fr", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="indicator_says_its_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("baseline", None), ("baseline_on", None), ("baseline_out_of", None)),
                    models.Q(
                        ("baseline__gte", 0),
                        ("baseline_on__isnull", False),
                        models.Q(
                            models.Q(("baseline_out_of", None), ("kind", "additive")),
                            models.Q(
                                ("baseline_out_of__gt", 0),
                                ("kind", "ratio"),
                                models.Q(
                                    ("scale", "each"), ("baseline__lte", models.F("baseline_out_of")), _connector="OR"
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="indicator_baseline_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(condition=models.Q(("due_days__lte", 180)), name="indicator_due_in_time"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("reporter", "delegation"), _negated=True), ("province", None)),
                    models.Q(
                        ("reporter", "delegation"),
                        models.Q(("province__isnull", False), ("is_demonstration", True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="indicator_delegation_of_a_province",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), ("measure_place", None), ("strategy", "")),
                    models.Q(
                        models.Q(("strategy", ""), _negated=True),
                        models.Q(("measure", ""), _negated=True),
                        ("measure_place__gte", 1),
                    ),
                    _connector="OR",
                ),
                name="indicator_of_a_measure_names_it_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_results_kept_only_trigger",
                name="indicator_of_a_kept_agreement",
                on="INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_results_indicator_trigger", name="indicator_stands", on="UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="indicator_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.centres.models.held.SameAs(
                column="party_id",
                name="indicator_party_demonstration",
                shared="is_demonstration",
                subject="agreements_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="indicator_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT, DELETE, UPDATE (version, place, name_ar, name_fr, definition_ar, definition_fr, kind, scale, better, is_cumulative, unit, unit_ar, unit_fr, top_ar, top_fr, out_of_ar, out_of_fr, baseline, baseline_out_of, baseline_on, by, frequency, due_days, reporter, party_id, province_id, strategy, measure, measure_place, ended_on)",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="indicator_public",
                on="ALL",
                restrictive=False,
                to="jisr_public",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="indicator_taken_off",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.UniqueConstraint(
                fields=("indicator", "starts_on", "dimension", "part"), name="indicatortarget_once_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dimension", ""), ("part", "")),
                    models.Q(
                        ("dimension__in", ["sex", "age", "disability", "milieu", "province"]),
                        models.Q(("part", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicatortarget_of_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("top__gte", 0), models.Q(("out_of", None), ("out_of__gt", 0), _connector="OR")),
                name="indicatortarget_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_results_target_trigger",
                name="indicatortarget_stands",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.centres.models.held.SameAs(
                column="indicator_id",
                name="indicatortarget_indicator_agreement",
                shared="agreement_id",
                subject="results_indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.centres.models.held.SameAs(
                column="indicator_id",
                name="indicatortarget_indicator_demonstration",
                shared="is_demonstration",
                subject="results_indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="indicatortarget_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT, DELETE, UPDATE (top, out_of)",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="indicatortarget_public",
                on="ALL",
                restrictive=False,
                to="jisr_public",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="indicatortarget_taken_off",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["agreement", "state"], name="report_agreement_state"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("id", "indicator"), name="report_id_indicator"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("id", "agreement"), name="report_id_agreement"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("id", "is_demonstration"), name="report_id_demonstration"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("indicator", "starts_on", "number"), name="report_number_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved"), _negated=True),
                fields=("indicator", "starts_on"),
                name="report_one_open_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "pending", "returned", "approved"])),
                name="report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("top", None), ("top__gte", 0), _connector="OR"),
                    models.Q(("out_of", None), ("out_of__gte", 0), _connector="OR"),
                ),
                name="report_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), ("words_in__in", ["ar", "fr"]), _connector="OR"),
                name="report_says_in_which_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at", None), ("sent_by", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_sent_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["approved", "returned"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["approved", "returned"]), _negated=True),
                        ("decided_at", None),
                        ("decided_by", None),
                    ),
                    _connector="OR",
                ),
                name="report_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(
                        models.Q(("decided_by", models.F("written_by")), _negated=True),
                        models.Q(("decided_by", models.F("sent_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_of_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_returned_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("replaces", None), ("why", "")),
                    models.Q(("number__gt", 1), ("replaces__isnull", False), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="report_corrected_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_results_report_trigger",
                name="report_moves",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.Law(
                before=False,
                function="jisr_results_adds_up_trigger",
                name="report_adds_up",
                on="INSERT OR UPDATE OF state",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.SameAs(
                column="indicator_id",
                name="report_indicator_agreement",
                shared="agreement_id",
                subject="results_indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.SameAs(
                column="indicator_id",
                name="report_indicator_demonstration",
                shared="is_demonstration",
                subject="results_indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="report_document_agreement",
                shared="agreement_id",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.centres.models.held.SameAs(
                column="replaces_id", name="report_replaces_indicator", shared="indicator_id", subject="results_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.common.walls.Policy(
                check="indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND (state IN ('draft', 'returned') OR state = 'pending' AND sent_by_id = nullif(current_setting('jisr.user', true), '')::bigint) OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb)) AND state IN ('approved', 'returned') AND decided_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="report_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND (state = 'approved' OR indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb)))",
                verbs="SELECT, INSERT, DELETE, UPDATE (version, state, top, out_of, words, words_in, document_id, why, sent_by_id, sent_at, decided_by_id, decided_at, reason)",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.common.walls.Policy(
                check="state = 'draft' AND written_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="report_begins",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.common.walls.Policy(
                check="true",
                name="report_written_or_decided",
                on="UPDATE",
                restrictive=True,
                to="jisr_app",
                using="indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND state IN ('draft', 'returned') OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb)) AND state = 'pending'",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.common.walls.Policy(
                check="indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND state = 'draft'",
                name="report_thrown_away",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND state = 'draft'",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="report_public",
                on="ALL",
                restrictive=False,
                to="jisr_public",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND state = 'approved'",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=models.UniqueConstraint(fields=("report", "dimension", "part"), name="reportpart_once"),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dimension__in", ["sex", "age", "disability", "milieu", "province"]),
                    models.Q(("part", ""), _negated=True),
                ),
                name="reportpart_of_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("top__gte", 0), models.Q(("out_of", None), ("out_of__gte", 0), _connector="OR")),
                name="reportpart_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_results_part_trigger",
                name="reportpart_of_an_open_report",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=jisr.centres.models.held.SameAs(
                column="report_id",
                name="reportpart_report_demonstration",
                shared="is_demonstration",
                subject="results_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=jisr.common.walls.Policy(
                check="report_id = ANY(ARRAY(SELECT r.id FROM results_report r WHERE r.indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))))",
                name="reportpart_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="report_id = ANY(ARRAY(SELECT id FROM results_report))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=jisr.common.walls.Policy(
                check="report_id = ANY(ARRAY(SELECT r.id FROM results_report r WHERE r.indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))))",
                name="reportpart_taken_off",
                on="DELETE",
                restrictive=True,
                to="jisr_app",
                using="report_id = ANY(ARRAY(SELECT r.id FROM results_report r WHERE r.indicator_id = ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id JOIN staff_post p ON i.reporter = 'incubator' AND p.role = 'incubator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'coordination' AND p.role = 'regional_coordinator' AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) OR i.reporter = 'delegation' AND p.role = 'provincial_delegate' AND p.is_demonstration = a.is_demonstration AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="reportpart_public",
                on="ALL",
                restrictive=False,
                to="jisr_public",
                using="report_id = ANY(ARRAY(SELECT id FROM results_report))",
                verbs="SELECT",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedresults",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_at", None), ("lines", []), _connector="OR"),
                name="stagedresults_keep_nothing_once_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedresults",
            constraint=jisr.common.walls.Policy(
                check="author = nullif(current_setting('jisr.user', true), '')",
                name="stagedresults_mine",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="author = nullif(current_setting('jisr.user', true), '') AND (taken_at IS NOT NULL OR dies_at > now())",
                verbs="SELECT, INSERT, UPDATE (taken_at, lines, counts)",
            ),
        ),
        migrations.RunSQL(LAST, UNDO_LAST),
    ]
