"""Agreements, their versions, instalments and every step of the money; with the laws that several rows keep together.

The functions stand first: the triggers of the tables call them. Each law that is broken is named as the constraint
of the error, so that an action can say in words which one it was.
"""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models

# An agreement only goes forward, one state at a time. One that is known
# from publications alone stands where its loader, the owner, last read that it does.
FORWARD = """
CREATE FUNCTION jisr_agreements_forward_trigger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE way text[] := ARRAY['drafted', 'initialled', 'signed', 'running', 'closed'];
BEGIN
    IF NEW.state <> OLD.state AND array_position(way, NEW.state) <> array_position(way, OLD.state) + 1
       AND (OLD.sources = '[]'::jsonb OR current_user <> 'jisr_owner') THEN
        RAISE check_violation USING MESSAGE = 'an agreement goes forward, one state at a time',
            CONSTRAINT = 'agreement_moves_forward';
    END IF;
    RETURN NEW;
END $$;
"""

# A version in force is history: nothing of it changes, and nothing is taken away or added. What is known from
# publications alone is corrected by the loader of the public record, as the owner, when a page says otherwise; and the
# owner, who could empty the table, may take rows out.
KEPT = """
CREATE FUNCTION jisr_agreements_kept_trigger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.in_force AND (current_user <> 'jisr_owner' OR (TG_OP = 'UPDATE' AND OLD.sources = '[]'::jsonb)) THEN
        RAISE check_violation USING MESSAGE = 'a version in force is never changed',
            CONSTRAINT = 'agreementversion_kept_once_in_force';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

# The lock on the version comes before it is put in force or after: never between the two.
OPEN_VERSION = """
CREATE FUNCTION jisr_agreements_open_version_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE the uuid; held boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN the := OLD.version_id; ELSE the := NEW.version_id; END IF;
    SELECT v.in_force AND (session_user <> 'jisr_owner' OR (TG_OP <> 'DELETE' AND v.sources = '[]'::jsonb)) INTO held
    FROM agreements_version v WHERE v.id = the FOR SHARE;
    IF held OR (TG_OP = 'UPDATE' AND OLD.version_id <> NEW.version_id) THEN
        RAISE check_violation USING MESSAGE = 'a version in force is never changed',
            CONSTRAINT = 'agreementversion_kept_once_in_force';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

# What is known of an agreement from publications carries no instalment: nobody published who owes what.
KEPT_ONLY = """
CREATE FUNCTION jisr_agreements_kept_only_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM agreements_agreement a WHERE a.id = NEW.agreement_id AND a.sources <> '[]'::jsonb) THEN
        RAISE check_violation USING MESSAGE = 'an agreement known from publications carries no instalment',
            CONSTRAINT = 'instalment_of_a_kept_agreement';
    END IF;
    RETURN NEW;
END $$;
"""

# Whoever called an instalment neither proposes nor confirms a step of it.
PROPOSAL = """
CREATE FUNCTION jisr_agreements_proposal_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM agreements_agreement a WHERE a.id = NEW.agreement_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM agreements_entry e WHERE e.instalment_id = NEW.instalment_id AND e.step = 'called'
               AND e.by_id = NEW.proposed_by_id) THEN
        RAISE check_violation USING MESSAGE = 'nobody approves her own call',
            CONSTRAINT = 'entry_caller_does_not_approve';
    END IF;
    RETURN NEW;
END $$;
"""

# Every entry of an agreement waits for the one before it: of two people at once, the second sees what the first did.
ENTRY = """
CREATE FUNCTION jisr_agreements_entry_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stands text;
BEGIN
    SELECT a.state INTO stands FROM agreements_agreement a WHERE a.id = NEW.agreement_id FOR NO KEY UPDATE;
    IF stands NOT IN ('signed', 'running') THEN
        RAISE check_violation USING MESSAGE = 'no money moves under this agreement',
            CONSTRAINT = 'entry_under_a_living_agreement';
    END IF;
    IF NEW.amount > 0 AND EXISTS (
        SELECT FROM agreements_block b WHERE b.instalment_id = NEW.instalment_id AND b.until IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'this instalment is blocked', CONSTRAINT = 'entry_not_while_blocked';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM agreements_entry e WHERE e.id = NEW.reverses_id AND e.instalment_id = NEW.instalment_id
        AND e.step = NEW.step AND e.amount = -NEW.amount) THEN
        RAISE check_violation USING MESSAGE = 'an entry is taken back whole', CONSTRAINT = 'entry_taken_back_whole';
    END IF;
    IF NEW.proposal_id IS NOT NULL THEN
        PERFORM jisr_agreements_second(NEW.proposal_id, NEW.instalment_id, NEW.step, NEW.amount, NEW.reverses_id,
                                       NEW.by_id, NEW.post_id);
    END IF;
    RETURN NEW;
END $$;
"""

# The second person confirms what the first proposed, to the centime; both are other people than whoever called.
SECOND = """
CREATE FUNCTION jisr_agreements_second(the_proposal uuid, the_instalment uuid, the_step text, the_amount bigint,
    taken_back uuid, the_user bigint, the_post uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE first_user bigint; first_post uuid; stands text;
BEGIN
    SELECT p.proposed_by_id, p.proposed_post_id, p.state INTO first_user, first_post, stands
    FROM agreements_proposal p WHERE p.id = the_proposal AND p.instalment_id = the_instalment AND p.step = the_step
      AND p.amount = the_amount AND p.reverses IS NOT DISTINCT FROM taken_back FOR UPDATE;
    IF NOT FOUND OR stands <> 'open' THEN
        RAISE check_violation USING MESSAGE = 'this is not what was proposed, or it is settled',
            CONSTRAINT = 'entry_as_it_was_proposed';
    END IF;
    IF first_user = the_user OR first_post = the_post THEN
        RAISE check_violation USING MESSAGE = 'two people of two posts', CONSTRAINT = 'entry_of_two_people';
    END IF;
    IF EXISTS (SELECT FROM agreements_entry e WHERE e.instalment_id = the_instalment AND e.step = 'called'
               AND e.by_id IN (the_user, first_user)) THEN
        RAISE check_violation USING MESSAGE = 'nobody approves her own call',
            CONSTRAINT = 'entry_caller_does_not_approve';
    END IF;
    UPDATE agreements_proposal SET state = 'confirmed', settled_by_id = the_user, settled_at = clock_timestamp()
    WHERE id = the_proposal;
END $$;
"""

# The laws of money, judged when a transaction ends and one transaction after the other: the lock is taken first, so
# what is summed is what stands. The version that holds is the last one in force; those before it were judged then.
BALANCED = """
CREATE FUNCTION jisr_agreements_balanced_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE the uuid; stands text; published boolean; v uuid; whole bigint; broken text;
BEGIN
    IF TG_TABLE_NAME = 'agreements_agreement' THEN the := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN the := OLD.agreement_id; ELSE the := NEW.agreement_id; END IF;
    SELECT a.state, a.sources <> '[]'::jsonb INTO stands, published FROM agreements_agreement a WHERE a.id = the
    FOR NO KEY UPDATE;
    SELECT x.id, x.envelope INTO v, whole FROM agreements_version x WHERE x.agreement_id = the AND x.in_force
    ORDER BY x.number DESC LIMIT 1;
    IF v IS NOT NULL THEN
        broken := jisr_agreements_broken(v, whole, published, stands = 'running');
    ELSIF stands <> 'drafted' THEN
        broken := 'agreement_says_what_was_agreed';
    END IF;
    broken := coalesce(broken, jisr_agreements_broken_money(the, v));
    IF broken IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'a law of money is broken: ' || broken, CONSTRAINT = broken;
    END IF;
    RETURN NULL;
END $$;
"""

# Shares make the envelope; lines stay within it; what a party owes in instalments is its share, or nothing is planned.
BROKEN = """
CREATE FUNCTION jisr_agreements_broken(v uuid, whole bigint, published boolean, running boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE known numeric; unknown bigint; planned numeric;
BEGIN
    SELECT coalesce(sum(s.amount), 0), count(*) FILTER (WHERE s.amount IS NULL) INTO known, unknown
    FROM agreements_share s WHERE s.version_id = v;
    IF NOT published AND (whole IS NULL OR unknown > 0) THEN RETURN 'agreement_amounts_known'; END IF;
    IF whole IS NOT NULL AND (known > whole OR (known < whole AND unknown = 0)) THEN
        RETURN 'agreement_shares_are_the_envelope';
    END IF;
    SELECT coalesce(sum(l.amount), 0) INTO planned FROM agreements_lineterm l WHERE l.version_id = v;
    IF whole IS NOT NULL AND planned > whole THEN RETURN 'agreement_lines_within_the_envelope'; END IF;
    IF EXISTS (
        SELECT FROM (SELECT s.party_id, s.amount FROM agreements_share s WHERE s.version_id = v) s
        FULL JOIN (SELECT i.party_id, sum(t.amount) AS amount FROM agreements_instalmentterm t
                   JOIN agreements_instalment i ON i.id = t.instalment_id WHERE t.version_id = v GROUP BY 1) t
        USING (party_id)
        WHERE t.amount IS DISTINCT FROM s.amount
          AND (t.amount IS NOT NULL OR (running AND NOT published AND s.amount > 0)))
    THEN RETURN 'agreement_instalments_are_the_share'; END IF;
    RETURN NULL;
END $$;
"""

BROKEN_MONEY = """
CREATE FUNCTION jisr_agreements_broken_money(the uuid, v uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken text;
BEGIN
    WITH steps AS (
        SELECT e.instalment_id,
            coalesce(sum(e.amount) FILTER (WHERE e.step = 'called'), 0) AS called,
            coalesce(sum(e.amount) FILTER (WHERE e.step = 'approved'), 0) AS approved,
            coalesce(sum(e.amount) FILTER (WHERE e.step = 'paid'), 0) AS paid,
            coalesce(sum(e.amount) FILTER (WHERE e.step = 'justified'), 0) AS justified
        FROM agreements_entry e WHERE e.agreement_id = the GROUP BY 1
    )
    SELECT CASE
        WHEN s.justified < 0 THEN 'instalment_never_below_zero'
        WHEN s.justified > s.paid THEN 'instalment_justified_within_paid'
        WHEN s.paid > s.approved THEN 'instalment_paid_within_approved'
        WHEN s.approved > s.called THEN 'instalment_approved_within_called'
        ELSE 'instalment_called_within_due' END INTO broken
    FROM steps s LEFT JOIN agreements_instalmentterm t ON t.instalment_id = s.instalment_id AND t.version_id = v
    WHERE NOT (0 <= s.justified AND s.justified <= s.paid AND s.paid <= s.approved AND s.approved <= s.called
               AND s.called <= coalesce(t.amount, 0))
    ORDER BY s.instalment_id LIMIT 1;
    RETURN broken;
END $$;
"""

DEFINERS = (
    "jisr_agreements_second(uuid, uuid, text, bigint, uuid, bigint, uuid)",
    "jisr_agreements_broken(uuid, bigint, boolean, boolean)",
    "jisr_agreements_broken_money(uuid, uuid)",
)
TRIGGERS = ("forward", "kept", "open_version", "kept_only", "proposal", "entry", "balanced")
GRANTS = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in DEFINERS)
UNDO = "".join(f"DROP FUNCTION jisr_agreements_{name}_trigger();" for name in TRIGGERS) + "".join(
    f"DROP FUNCTION {name};" for name in DEFINERS
)
FUNCTIONS = (
    FORWARD + KEPT + OPEN_VERSION + KEPT_ONLY + PROPOSAL + ENTRY + SECOND + BALANCED + BROKEN + BROKEN_MONEY + GRANTS
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("centres", "0001_initial"),
        ("staff", "0005_posts_of_agreements"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name_ar", models.CharField(max_length=300, verbose_name="name in Arabic")),
                ("name_fr", models.CharField(max_length=300, verbose_name="name in French")),
                ("about_ar", models.TextField(blank=True, max_length=4000, verbose_name="what it is about, in Arabic")),
                ("about_fr", models.TextField(blank=True, max_length=4000, verbose_name="what it is about, in French")),
                ("place_ar", models.CharField(blank=True, max_length=120, verbose_name="place in Arabic")),
                ("place_fr", models.CharField(blank=True, max_length=120, verbose_name="place in French")),
                (
                    "currency",
                    models.CharField(
                        default="MAD", help_text="of every amount under it", max_length=3, verbose_name="currency"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "drafted"),
                            ("initialled", "initialled"),
                            ("signed", "signed"),
                            ("running", "running"),
                            ("closed", "closed"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("sources", models.JSONField(blank=True, default=list)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        help_text="none for the whole country, and for an invented region, which the territory does not know",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "indexes": [models.Index(fields=["region", "state"], name="agreement_region_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "is_demonstration"), name="agreement_id_demonstration"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["drafted", "initialled", "signed", "running", "closed"])),
                        name="agreement_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="agreement_currency_is_iso"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("since__lte", models.F("until")), _connector="OR"
                        ),
                        name="agreement_begins_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__isnull", False),
                            models.Q(
                                models.Q(("place_ar", ""), _negated=True), models.Q(("place_fr", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="agreement_without_region_names_its_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__isnull", False),
                            ("is_demonstration", True),
                            models.Q(("sources", []), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_national_is_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_demonstration", False), ("sources", []), _connector="OR"),
                        name="agreement_invented_or_sourced",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_forward_trigger",
                        name="agreement_moves_forward",
                        on="UPDATE OF state",
                    ),
                    jisr.centres.models.held.Law(
                        before=False,
                        function="jisr_agreements_balanced_trigger",
                        name="agreement_balanced",
                        on="INSERT OR UPDATE OF state",
                    ),
                    jisr.common.walls.Policy(
                        check="EXISTS (SELECT FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'regional_council' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = agreements_agreement.is_demonstration AND (p.region_id = agreements_agreement.region_id OR agreements_agreement.region_id IS NULL AND agreements_agreement.is_demonstration)) AND sources = '[]'::jsonb",
                        name="agreement_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="(state <> 'drafted' OR jsonb_array_length(sources) > 0) OR EXISTS (SELECT FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'regional_council' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = agreements_agreement.is_demonstration AND (p.region_id = agreements_agreement.region_id OR agreements_agreement.region_id IS NULL AND agreements_agreement.is_demonstration))",
                        verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, about_ar, about_fr, state, since, until)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="agreement_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="(state <> 'drafted' OR jsonb_array_length(sources) > 0)",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "text of the agreement"),
                            ("amendment", "amendment"),
                            ("guide", "procedure guide"),
                            ("call", "notice of the call"),
                            ("proof", "proof of spending"),
                            ("minutes", "minutes of the committee"),
                            ("picture", "picture"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "media_type",
                    models.CharField(
                        editable=False, help_text="read from the content, not from the name", max_length=60
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, help_text="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("is_public", models.BooleanField(default=False, verbose_name="shown to everybody")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of an agreement",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "agreement"), name="agreementdocument_id_agreement"),
                    models.UniqueConstraint(fields=("id", "sha256"), name="agreementdocument_id_sha256"),
                    models.UniqueConstraint(fields=("agreement", "sha256"), name="agreementdocument_once_an_agreement"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["agreement", "amendment", "guide", "call", "proof", "minutes", "picture"])
                        ),
                        name="agreementdocument_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 10485760)),
                        name="agreementdocument_of_some_bytes",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="agreementdocument_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT, UPDATE (is_public)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="agreementdocument_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="is_public AND agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentContent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("content", models.BinaryField()),
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
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="content", to="agreements.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "content of a document",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sha256",
                                models.Func(
                                    models.Func(
                                        models.F("content"), function="sha256", output_field=models.BinaryField()
                                    ),
                                    models.Value("hex"),
                                    function="encode",
                                    output_field=models.CharField(),
                                ),
                            )
                        ),
                        name="agreementdocumentcontent_has_its_checksum",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="agreementdocumentcontent_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="agreementdocumentcontent_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="document_id = ANY(ARRAY(SELECT id FROM agreements_document))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recalled", "spoken of in public"),
                            ("initialled", "initialled"),
                            ("signed", "signed"),
                            ("launched", "launched"),
                            ("platform", "registration platform open"),
                            ("committee", "steering committee met"),
                            ("call_open", "call open"),
                            ("call_closed", "call closed"),
                            ("selection", "selection"),
                            ("convention", "conventions signed with those chosen"),
                            ("payment", "payment"),
                            ("handed_over", "certificates handed over"),
                            ("visit", "visit on the spot"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="on")),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "the day"), ("month", "the month"), ("year", "the year")],
                        default="day",
                        max_length=5,
                        verbose_name="what is known of the date",
                    ),
                ),
                ("note_ar", models.CharField(blank=True, max_length=300, verbose_name="in a few words, in Arabic")),
                ("note_fr", models.CharField(blank=True, max_length=300, verbose_name="in a few words, in French")),
                ("sources", models.JSONField(blank=True, default=list)),
                ("taken_back_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="why it is taken back")),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="agreements.agreement",
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
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "indexes": [models.Index(fields=["agreement", "happened_on"], name="milestone_agreement_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "recalled",
                                    "initialled",
                                    "signed",
                                    "launched",
                                    "platform",
                                    "committee",
                                    "call_open",
                                    "call_closed",
                                    "selection",
                                    "convention",
                                    "payment",
                                    "handed_over",
                                    "visit",
                                ],
                            )
                        ),
                        name="milestone_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__in", ["day", "month", "year"])),
                        name="milestone_precision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_why", "")),
                            models.Q(("taken_back_at__isnull", False), models.Q(("taken_back_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="milestone_taken_back_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_demonstration", False), ("sources", []), _connector="OR"),
                        name="milestone_invented_or_sourced",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="milestone_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT, UPDATE (taken_back_at, taken_back_why)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="milestone_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="milestone_taken_back_once",
                        on="UPDATE",
                        restrictive=True,
                        to="jisr_app",
                        using="taken_back_at IS NULL",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("name_ar", models.CharField(max_length=300, verbose_name="name in Arabic")),
                ("name_fr", models.CharField(max_length=300, verbose_name="name in French")),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        help_text="the joint of money and care; none where the agreement names none",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "object line",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "agreement"), name="objectline_id_agreement"),
                    models.UniqueConstraint(fields=("id", "is_demonstration"), name="objectline_id_demonstration"),
                    models.UniqueConstraint(fields=("agreement", "code"), name="objectline_code_once"),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="objectline_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="objectline_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State body"),
                            ("region", "Region"),
                            ("province", "Province or prefecture"),
                            ("commune", "Commune"),
                            ("agency", "Public agency"),
                            ("foreign", "Foreign State or agency"),
                            ("un", "United Nations body"),
                            ("association", "Association"),
                            ("cooperative", "Cooperative"),
                            ("firm", "Firm"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name_ar", models.CharField(max_length=200, verbose_name="name in Arabic")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
            ],
            options={
                "verbose_name": "party",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "is_demonstration"), name="party_id_demonstration"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "state",
                                    "region",
                                    "province",
                                    "commune",
                                    "agency",
                                    "foreign",
                                    "un",
                                    "association",
                                    "cooperative",
                                    "firm",
                                ],
                            )
                        ),
                        name="party_kind_known",
                    ),
                    jisr.common.walls.Policy(
                        check="EXISTS (SELECT FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'regional_council' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = agreements_party.is_demonstration)",
                        name="party_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="party_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
            ],
            options={
                "verbose_name": "instalment",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "agreement"), name="instalment_id_agreement"),
                    models.UniqueConstraint(fields=("id", "is_demonstration"), name="instalment_id_demonstration"),
                    models.UniqueConstraint(fields=("agreement", "party", "number"), name="instalment_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="instalment_numbered_from_one"),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_kept_only_trigger",
                        name="instalment_of_a_kept_agreement",
                        on="INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="instalment_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="instalment_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("envelope", "envelope"),
                            ("share", "share of a party"),
                            ("people", "people"),
                            ("women", "women"),
                            ("cooperatives", "cooperatives"),
                            ("projects", "projects"),
                            ("territory", "territory"),
                            ("registered", "people registered"),
                        ],
                        max_length=12,
                        verbose_name="about",
                    ),
                ),
                (
                    "value",
                    models.BigIntegerField(
                        blank=True,
                        help_text="minor units where it is money, else how many",
                        null=True,
                        verbose_name="figure",
                    ),
                ),
                ("is_about", models.BooleanField(default=False, verbose_name="the source says about")),
                ("text_ar", models.CharField(blank=True, max_length=400, verbose_name="as we read it, in Arabic")),
                ("text_fr", models.CharField(blank=True, max_length=400, verbose_name="as we read it, in French")),
                ("sources", models.JSONField(blank=True, default=list)),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
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
                        verbose_name="party",
                    ),
                ),
            ],
            options={
                "verbose_name": "published figure",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "about__in",
                                [
                                    "envelope",
                                    "share",
                                    "people",
                                    "women",
                                    "cooperatives",
                                    "projects",
                                    "territory",
                                    "registered",
                                ],
                            )
                        ),
                        name="claim_about_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", 0),
                            models.Q(
                                models.Q(("text_ar", ""), _negated=True), models.Q(("text_fr", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claim_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sources", []), _negated=True), name="claim_has_a_source"
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="claim_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="claim_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("proof", "a proof is missing"),
                            ("vote", "a vote of the council is missing"),
                            ("credits", "credits are not open"),
                            ("visa", "a visa is missing"),
                            ("account", "the bank account is not right"),
                            ("condition", "a condition of the agreement is not met"),
                            ("dispute", "a party disputes it"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="in a few words, shown to everybody"),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
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
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="agreements.instalment",
                    ),
                ),
                (
                    "who_must_act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="who must act",
                    ),
                ),
            ],
            options={
                "verbose_name": "block of an instalment",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("instalment",), name="block_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["proof", "vote", "credits", "visa", "account", "condition", "dispute"])
                        ),
                        name="block_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="block_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_by", None), ("until", None)), ("until__isnull", False), _connector="OR"
                        ),
                        name="block_ended_by_somebody",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="block_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT, UPDATE (until, closed_by_id)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="block_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="block_ends_once",
                        on="UPDATE",
                        restrictive=True,
                        to="jisr_app",
                        using="until IS NULL",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("given", models.BigIntegerField(blank=True, help_text="minor units of the other currency", null=True)),
                ("given_currency", models.CharField(blank=True, max_length=3)),
                ("rate", models.DecimalField(blank=True, decimal_places=8, max_digits=18, null=True)),
                ("rate_on", models.DateField(blank=True, null=True)),
                ("rate_source", models.CharField(blank=True, max_length=300)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("called", "called"),
                            ("approved", "approved"),
                            ("paid", "paid"),
                            ("justified", "justified"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(help_text="negative where it takes an entry back", verbose_name="amount"),
                ),
                (
                    "reverses",
                    models.UUIDField(blank=True, editable=False, help_text="the entry that it takes back", null=True),
                ),
                ("happened_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="on")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for the second person"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("settled_reason", models.CharField(blank=True, max_length=300, verbose_name="why it was refused")),
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="agreements.instalment",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_post",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.post"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed step of an instalment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["approved", "paid"])), name="proposal_of_a_step_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "confirmed", "refused", "withdrawn"])),
                        name="proposal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses", None)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposal_takes_back_or_adds",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("instalment", "step"),
                        name="proposal_one_open_a_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given", None),
                                ("given_currency", ""),
                                ("rate", None),
                                ("rate_on", None),
                                ("rate_source", ""),
                            ),
                            models.Q(
                                ("given__isnull", False),
                                ("given_currency__regex", "^[A-Z]{3}$"),
                                ("rate__gt", 0),
                                ("rate_on__isnull", False),
                                models.Q(("rate_source", ""), _negated=True),
                                (
                                    "amount",
                                    django.db.models.functions.math.Round(
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("given"), "*", models.F("rate")
                                            ),
                                            output_field=models.DecimalField(),
                                        ),
                                        output_field=models.DecimalField(),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_rate_dated_and_sourced",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_proposal_trigger",
                        name="proposal_by_another_than_the_caller",
                        on="INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="proposed_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post p JOIN agreements_agreement a ON a.id = agreement_id WHERE p.id = proposed_post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('first_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration)) AND (state = 'open' OR state = 'withdrawn' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint) OR state = 'refused' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="proposal_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT, UPDATE (state, settled_by_id, settled_at, settled_reason)",
                    ),
                    jisr.common.walls.Policy(
                        check="state = 'open'",
                        name="proposal_begins_open",
                        on="INSERT",
                        restrictive=True,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="proposal_settled_once",
                        on="UPDATE",
                        restrictive=True,
                        to="jisr_app",
                        using="state = 'open'",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("given", models.BigIntegerField(blank=True, help_text="minor units of the other currency", null=True)),
                ("given_currency", models.CharField(blank=True, max_length=3)),
                ("rate", models.DecimalField(blank=True, decimal_places=8, max_digits=18, null=True)),
                ("rate_on", models.DateField(blank=True, null=True)),
                ("rate_source", models.CharField(blank=True, max_length=300)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("called", "called"),
                            ("approved", "approved"),
                            ("paid", "paid"),
                            ("justified", "justified"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(help_text="minor units of the agreement's currency", verbose_name="amount"),
                ),
                ("happened_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="on")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "by",
                    models.ForeignKey(
                        editable=False,
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
                    "post",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.post"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="agreements.entry",
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="agreements.instalment",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="agreements.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of money",
                "indexes": [models.Index(fields=["agreement", "happened_on"], name="entry_agreement_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "instalment"), name="entry_id_instalment"),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["called", "approved", "paid", "justified"])),
                        name="entry_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses", None)),
                            models.Q(
                                ("amount__lt", 0), ("reverses__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="entry_takes_back_or_adds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposal__isnull", False), ("step__in", ["approved", "paid"])),
                            models.Q(("proposal", None), ("step__in", ["called", "justified"])),
                            _connector="OR",
                        ),
                        name="entry_of_two_people_has_its_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "justified"), _negated=True),
                            ("amount__lt", 0),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_justified_by_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given", None),
                                ("given_currency", ""),
                                ("rate", None),
                                ("rate_on", None),
                                ("rate_source", ""),
                            ),
                            models.Q(
                                ("given__isnull", False),
                                ("given_currency__regex", "^[A-Z]{3}$"),
                                ("rate__gt", 0),
                                ("rate_on__isnull", False),
                                models.Q(("rate_source", ""), _negated=True),
                                (
                                    "amount",
                                    django.db.models.functions.math.Round(
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("given"), "*", models.F("rate")
                                            ),
                                            output_field=models.DecimalField(),
                                        ),
                                        output_field=models.DecimalField(),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="entry_rate_dated_and_sourced",
                    ),
                    jisr.centres.models.held.Law(
                        before=True, function="jisr_agreements_entry_trigger", name="entry_lawful", on="INSERT"
                    ),
                    jisr.centres.models.held.Law(
                        before=False, function="jisr_agreements_balanced_trigger", name="entry_balanced", on="INSERT"
                    ),
                    jisr.common.walls.Policy(
                        check="by_id = nullif(current_setting('jisr.user', true), '')::bigint AND CASE WHEN step IN ('approved', 'paid') THEN EXISTS (SELECT FROM staff_post p JOIN agreements_agreement a ON a.id = agreement_id WHERE p.id = post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration)) ELSE EXISTS (SELECT FROM staff_post p JOIN agreements_agreement a ON a.id = agreement_id WHERE p.id = post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration)) END",
                        name="entry_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="entry_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reached",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("place_ar", models.CharField(blank=True, max_length=120, verbose_name="place in Arabic")),
                ("place_fr", models.CharField(blank=True, max_length=120, verbose_name="place in French")),
                (
                    "unit",
                    models.CharField(
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
                (
                    "public",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("children", "Children"),
                            ("pupils", "Pupils"),
                            ("out_of_school", "Young people out of school"),
                            ("youth", "Young people"),
                            ("women", "Women"),
                            ("widows", "Widows"),
                            ("divorced", "Divorced women"),
                            ("lone_mothers", "Mothers raising children alone"),
                            ("violence", "Women and children after violence"),
                            ("couples", "Couples and parents"),
                            ("disabled", "Disabled people"),
                            ("elderly", "Older people without support"),
                            ("abandoned", "Children without parental care"),
                            ("street_children", "Children living on the street"),
                            ("homeless", "People without a home"),
                            ("migrants", "Migrants and refugees"),
                            ("ex_prisoners", "People released from prison"),
                            ("cooperatives", "Cooperatives and project holders"),
                            ("rural", "People of rural communes"),
                        ],
                        max_length=20,
                        verbose_name="for whom",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="how many")),
                ("rural", models.PositiveIntegerField(blank=True, null=True, verbose_name="of whom in rural communes")),
                ("as_of", models.DateField(verbose_name="counted on")),
                ("sources", models.JSONField(blank=True, default=list)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reached",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of those reached",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["people", "cooperatives", "projects", "jobs"])),
                        name="reached_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "public__in",
                                [
                                    "",
                                    "children",
                                    "pupils",
                                    "out_of_school",
                                    "youth",
                                    "women",
                                    "widows",
                                    "divorced",
                                    "lone_mothers",
                                    "violence",
                                    "couples",
                                    "disabled",
                                    "elderly",
                                    "abandoned",
                                    "street_children",
                                    "homeless",
                                    "migrants",
                                    "ex_prisoners",
                                    "cooperatives",
                                    "rural",
                                ],
                            )
                        ),
                        name="reached_public_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rural", None), ("rural__lte", models.F("number")), _connector="OR"),
                        name="reached_rural_among_them",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_demonstration", False), ("sources", []), _connector="OR"),
                        name="reached_invented_or_sourced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place_ar", ""), ("place_fr", "")),
                            models.Q(
                                ("is_demonstration", True),
                                ("province", None),
                                models.Q(("place_ar", ""), _negated=True),
                                models.Q(("place_fr", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reached_at_one_place",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="reached_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="reached_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "envelope",
                    models.BigIntegerField(
                        blank=True,
                        help_text="minor units; none where no single figure was published",
                        null=True,
                        verbose_name="envelope",
                    ),
                ),
                ("in_force", models.BooleanField(default=False, editable=False)),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force since")),
                ("why_ar", models.TextField(blank=True, max_length=2000, verbose_name="why it was amended, in Arabic")),
                ("why_fr", models.TextField(blank=True, max_length=2000, verbose_name="why it was amended, in French")),
                ("sources", models.JSONField(blank=True, default=list)),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an agreement",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "agreement"), name="agreementversion_id_agreement"),
                    models.UniqueConstraint(
                        fields=("id", "is_demonstration"), name="agreementversion_id_demonstration"
                    ),
                    models.UniqueConstraint(fields=("agreement", "number"), name="agreementversion_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("in_force", False)),
                        fields=("agreement",),
                        name="agreementversion_one_in_preparation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="agreementversion_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("envelope", None), ("envelope__gt", 0), _connector="OR"),
                        name="agreementversion_envelope_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force", False),
                            ("effective_on__isnull", False),
                            models.Q(("sources", []), _negated=True),
                            _connector="OR",
                        ),
                        name="agreementversion_in_force_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_demonstration", False), ("sources", []), _connector="OR"),
                        name="agreementversion_invented_or_sourced",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_kept_trigger",
                        name="agreementversion_kept_once_in_force",
                        on="UPDATE OR DELETE",
                    ),
                    jisr.centres.models.held.Law(
                        before=False,
                        function="jisr_agreements_balanced_trigger",
                        name="agreementversion_balanced",
                        on="INSERT OR UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND sources = '[]'::jsonb",
                        name="agreementversion_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND (in_force OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))))",
                        verbs="SELECT, INSERT, UPDATE (envelope, in_force, effective_on, why_ar, why_fr), DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="agreementversion_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND in_force",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("place_ar", models.CharField(blank=True, max_length=120, verbose_name="place in Arabic")),
                ("place_fr", models.CharField(blank=True, max_length=120, verbose_name="place in French")),
                (
                    "unit",
                    models.CharField(
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
                (
                    "public",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("children", "Children"),
                            ("pupils", "Pupils"),
                            ("out_of_school", "Young people out of school"),
                            ("youth", "Young people"),
                            ("women", "Women"),
                            ("widows", "Widows"),
                            ("divorced", "Divorced women"),
                            ("lone_mothers", "Mothers raising children alone"),
                            ("violence", "Women and children after violence"),
                            ("couples", "Couples and parents"),
                            ("disabled", "Disabled people"),
                            ("elderly", "Older people without support"),
                            ("abandoned", "Children without parental care"),
                            ("street_children", "Children living on the street"),
                            ("homeless", "People without a home"),
                            ("migrants", "Migrants and refugees"),
                            ("ex_prisoners", "People released from prison"),
                            ("cooperatives", "Cooperatives and project holders"),
                            ("rural", "People of rural communes"),
                        ],
                        max_length=20,
                        verbose_name="for whom",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="how many")),
                ("sources", models.JSONField(blank=True, default=list)),
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
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.province",
                        verbose_name="province",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "unit", "public", "province", "place_fr"),
                        name="agreementtarget_once_a_place",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["people", "cooperatives", "projects", "jobs"])),
                        name="agreementtarget_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "public__in",
                                [
                                    "",
                                    "children",
                                    "pupils",
                                    "out_of_school",
                                    "youth",
                                    "women",
                                    "widows",
                                    "divorced",
                                    "lone_mothers",
                                    "violence",
                                    "couples",
                                    "disabled",
                                    "elderly",
                                    "abandoned",
                                    "street_children",
                                    "homeless",
                                    "migrants",
                                    "ex_prisoners",
                                    "cooperatives",
                                    "rural",
                                ],
                            )
                        ),
                        name="agreementtarget_public_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place_ar", ""), ("place_fr", "")),
                            models.Q(
                                ("is_demonstration", True),
                                ("province", None),
                                models.Q(("place_ar", ""), _negated=True),
                                models.Q(("place_fr", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreementtarget_at_one_place",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_open_version_trigger",
                        name="agreementtarget_open_version",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="agreementtarget_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="agreementtarget_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("given", models.BigIntegerField(blank=True, help_text="minor units of the other currency", null=True)),
                ("given_currency", models.CharField(blank=True, max_length=3)),
                ("rate", models.DecimalField(blank=True, decimal_places=8, max_digits=18, null=True)),
                ("rate_on", models.DateField(blank=True, null=True)),
                ("rate_source", models.CharField(blank=True, max_length=300)),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True,
                        help_text="minor units of the agreement's currency",
                        null=True,
                        verbose_name="pledged share",
                    ),
                ),
                ("sources", models.JSONField(blank=True, default=list)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a party",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "party"), name="share_once_a_party"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="share_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given", None),
                                ("given_currency", ""),
                                ("rate", None),
                                ("rate_on", None),
                                ("rate_source", ""),
                            ),
                            models.Q(
                                ("given__isnull", False),
                                ("given_currency__regex", "^[A-Z]{3}$"),
                                ("rate__gt", 0),
                                ("rate_on__isnull", False),
                                models.Q(("rate_source", ""), _negated=True),
                                (
                                    "amount",
                                    django.db.models.functions.math.Round(
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("given"), "*", models.F("rate")
                                            ),
                                            output_field=models.DecimalField(),
                                        ),
                                        output_field=models.DecimalField(),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="share_rate_dated_and_sourced",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_open_version_trigger",
                        name="share_open_version",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="share_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="share_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT",
                    ),
                    jisr.centres.models.held.Law(
                        before=False,
                        function="jisr_agreements_balanced_trigger",
                        name="share_balanced",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Provision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Steering committee"),
                            ("guide", "Procedure guide"),
                            ("condition", "Condition"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text_ar", models.TextField(max_length=2000, verbose_name="text in Arabic")),
                ("text_fr", models.TextField(max_length=2000, verbose_name="text in French")),
                ("sources", models.JSONField(blank=True, default=list)),
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
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisions",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "provision of an agreement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["committee", "guide", "condition"])),
                        name="provision_kind_known",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_open_version_trigger",
                        name="provision_open_version",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="provision_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="provision_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True,
                        help_text="minor units of the agreement's currency",
                        null=True,
                        verbose_name="amount",
                    ),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="agreements.objectline",
                        verbose_name="object line",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line_terms",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "amount of an object line",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "line"), name="lineterm_once_a_line"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="lineterm_never_negative",
                    ),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_open_version_trigger",
                        name="lineterm_open_version",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="lineterm_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="lineterm_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT",
                    ),
                    jisr.centres.models.held.Law(
                        before=False,
                        function="jisr_agreements_balanced_trigger",
                        name="lineterm_balanced",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "amount",
                    models.BigIntegerField(help_text="minor units of the agreement's currency", verbose_name="due"),
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
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="agreements.instalment"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "amount and day of an instalment",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "instalment"), name="instalmentterm_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="instalmentterm_positive"),
                    jisr.centres.models.held.Law(
                        before=True,
                        function="jisr_agreements_open_version_trigger",
                        name="instalmentterm_open_version",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="instalmentterm_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="instalmentterm_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                        verbs="SELECT",
                    ),
                    jisr.centres.models.held.Law(
                        before=False,
                        function="jisr_agreements_balanced_trigger",
                        name="instalmentterm_balanced",
                        on="INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="agreementdocument_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentcontent",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="agreementdocumentcontent_document_agreement",
                shared="agreement_id",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentcontent",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="agreementdocumentcontent_document_sha256",
                shared="sha256",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="milestone_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="milestone_document_agreement",
                shared="agreement_id",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectline",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="objectline_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectline",
            constraint=jisr.centres.models.held.SameAs(
                column="programme_id",
                name="objectline_programme_demonstration",
                shared="is_demonstration",
                subject="centres_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="instalment_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=jisr.centres.models.held.SameAs(
                column="party_id",
                name="instalment_party_demonstration",
                shared="is_demonstration",
                subject="agreements_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="claim_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=jisr.centres.models.held.SameAs(
                column="party_id",
                name="claim_party_demonstration",
                shared="is_demonstration",
                subject="agreements_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="block_instalment_agreement",
                shared="agreement_id",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="block_instalment_demonstration",
                shared="is_demonstration",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.centres.models.held.SameAs(
                column="who_must_act_id",
                name="block_who_must_act_demonstration",
                shared="is_demonstration",
                subject="agreements_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="proposal_instalment_agreement",
                shared="agreement_id",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="proposal_instalment_demonstration",
                shared="is_demonstration",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="proposal_document_agreement",
                shared="agreement_id",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=jisr.centres.models.held.SameAs(
                column="proposed_by_id",
                name="proposal_proposed_by_demonstration",
                shared="is_demonstration",
                subject="accounts_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="entry_instalment_agreement",
                shared="agreement_id",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="entry_instalment_demonstration",
                shared="is_demonstration",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=jisr.centres.models.held.SameAs(
                column="reverses_id",
                name="entry_reverses_instalment",
                shared="instalment_id",
                subject="agreements_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=jisr.centres.models.held.SameAs(
                column="document_id",
                name="entry_document_agreement",
                shared="agreement_id",
                subject="agreements_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=jisr.centres.models.held.SameAs(
                column="by_id", name="entry_by_demonstration", shared="is_demonstration", subject="accounts_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="reached",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="reached_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=jisr.centres.models.held.SameAs(
                column="agreement_id",
                name="agreementversion_agreement_demonstration",
                shared="is_demonstration",
                subject="agreements_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="agreementtarget_version_agreement",
                shared="agreement_id",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="agreementtarget_version_demonstration",
                shared="is_demonstration",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=jisr.centres.models.held.SameAs(
                column="party_id",
                name="share_party_demonstration",
                shared="is_demonstration",
                subject="agreements_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id", name="share_version_agreement", shared="agreement_id", subject="agreements_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="share_version_demonstration",
                shared="is_demonstration",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="provision_version_agreement",
                shared="agreement_id",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="provision_version_demonstration",
                shared="is_demonstration",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineterm",
            constraint=jisr.centres.models.held.SameAs(
                column="line_id", name="lineterm_line_agreement", shared="agreement_id", subject="agreements_objectline"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineterm",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="lineterm_version_agreement",
                shared="agreement_id",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineterm",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="lineterm_version_demonstration",
                shared="is_demonstration",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentterm",
            constraint=jisr.centres.models.held.SameAs(
                column="instalment_id",
                name="instalmentterm_instalment_agreement",
                shared="agreement_id",
                subject="agreements_instalment",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentterm",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="instalmentterm_version_agreement",
                shared="agreement_id",
                subject="agreements_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentterm",
            constraint=jisr.centres.models.held.SameAs(
                column="version_id",
                name="instalmentterm_version_demonstration",
                shared="is_demonstration",
                subject="agreements_version",
            ),
        ),
    ]
