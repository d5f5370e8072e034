"""Advisory bodies: who sits in them, what they plan, ask for and think, and what the region answers."""

import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"
# A member with an account says herself whether her name is published, and takes it back, also after she left.
OWN_NAME = f"""
CREATE FUNCTION jisr_forum_own_name(the_member uuid, the_arabic text, the_french text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE forum_bodymember m SET name_ar = the_arabic, name_fr = the_french, version = m.version + 1,
        name_agreed_on = CASE WHEN the_arabic = '' AND the_french = '' THEN NULL ELSE CURRENT_DATE END
    WHERE m.id = the_member AND EXISTS (
        SELECT FROM forum_bodyseat s WHERE s.member_id = m.id AND s.user_id = {SPEAKER});
    IF NOT FOUND THEN RETURN 'gone'; END IF;
    RETURN '';
END $$;
REVOKE ALL ON FUNCTION jisr_forum_own_name(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_forum_own_name(uuid, text, text) TO jisr_app;
"""


class Migration(migrations.Migration):
    """The tables with their walls, and the one door that a member needs."""

    dependencies = [
        ("accounts", "__first__"),
        ("forum", "0004_words_covered_later"),
        ("staff", "0004_posts_of_advisory_bodies"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdvisoryBody",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("equality", "Equality and gender"),
                            ("youth", "Youth"),
                            ("economy", "Economy"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name_ar", models.CharField(max_length=300, verbose_name="name in Arabic")),
                ("name_fr", models.CharField(max_length=300, verbose_name="name in French")),
                ("mandate_ar", models.TextField(blank=True, max_length=4000, verbose_name="mandate in Arabic")),
                ("mandate_fr", models.TextField(blank=True, max_length=4000, verbose_name="mandate in French")),
                ("mandate_since", models.DateField(blank=True, null=True, verbose_name="mandate from")),
                ("mandate_until", models.DateField(blank=True, null=True, verbose_name="mandate until")),
                ("founding_act", models.CharField(blank=True, max_length=300, verbose_name="act that set it up")),
                ("sources", models.JSONField(blank=True, default=list)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        help_text="none for a body of an invented region, which the territory does not know",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "advisory body",
                "indexes": [models.Index(fields=["region", "kind"], name="advisorybody_region_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "is_demonstration"), name="advisorybody_id_demonstration"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["equality", "youth", "economy", "other"])),
                        name="advisorybody_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("region__isnull", False), ("is_demonstration", True), _connector="OR"),
                        name="advisorybody_of_a_region",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mandate_since", None),
                            ("mandate_until", None),
                            ("mandate_since__lte", models.F("mandate_until")),
                            _connector="OR",
                        ),
                        name="advisorybody_mandate_begins_before_it_ends",
                    ),
                    jisr.common.walls.Policy(
                        check="EXISTS (SELECT FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'wave_secretary' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = forum_advisorybody.is_demonstration AND (p.region_id = forum_advisorybody.region_id OR forum_advisorybody.region_id IS NULL))",
                        name="advisorybody_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, mandate_ar, mandate_fr, mandate_since, mandate_until, founding_act, sources)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="advisorybody_public",
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
            name="BodyMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("chair", "chair"), ("rapporteur", "rapporteur"), ("member", "member")],
                        max_length=10,
                        verbose_name="part",
                    ),
                ),
                ("function_ar", models.CharField(blank=True, max_length=200, verbose_name="function in Arabic")),
                ("function_fr", models.CharField(blank=True, max_length=200, verbose_name="function in French")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("f", "female"), ("m", "male"), ("", "not said")],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                ("name_ar", models.CharField(blank=True, max_length=120, verbose_name="published name in Arabic")),
                ("name_fr", models.CharField(blank=True, max_length=120, verbose_name="published name in French")),
                (
                    "name_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="agreed to publish her name on"),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="forum.advisorybody"
                    ),
                ),
            ],
            options={
                "verbose_name": "member of an advisory body",
                "indexes": [models.Index(fields=["body", "since"], name="bodymember_body_since")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "body"), name="bodymember_id_body"),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["chair", "rapporteur", "member"])),
                        name="bodymember_part_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_agreed_on", None), ("name_ar", ""), ("name_fr", "")),
                            models.Q(
                                ("name_agreed_on__isnull", False),
                                models.Q(
                                    models.Q(("name_ar", ""), _negated=True),
                                    models.Q(("name_fr", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bodymember_named_only_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("function_ar", ""), _negated=True),
                            models.Q(("function_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bodymember_has_a_function",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="bodymember_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("part", "chair"), ("until", None)),
                        fields=("body",),
                        name="bodymember_one_chair",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'wave_secretary' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="bodymember_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, name_agreed_on, until)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="bodymember_public",
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
            name="BodySeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="forum.advisorybody",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seat", to="forum.bodymember"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "body"], name="bodyseat_user_body")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'wave_secretary' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND user_id <> nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post q JOIN forum_advisorybody b ON b.id = forum_bodyseat.body_id WHERE q.user_id = forum_bodyseat.user_id AND q.role = 'advisory_body_member' AND (q.region_id = b.region_id OR b.region_id IS NULL) AND q.since <= CURRENT_DATE AND (q.until IS NULL OR q.until > CURRENT_DATE))",
                        name="bodyseat_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeansRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("room", "Room"),
                            ("transport", "Transport"),
                            ("training", "Training"),
                            ("documents", "Documents"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("what_ar", models.CharField(blank=True, max_length=500, verbose_name="what is needed, in Arabic")),
                ("what_fr", models.CharField(blank=True, max_length=500, verbose_name="what is needed, in French")),
                ("needed_on", models.DateField(blank=True, null=True, verbose_name="needed on")),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="asked on")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="forum.advisorybody"
                    ),
                ),
            ],
            options={
                "verbose_name": "request for means",
                "indexes": [models.Index(fields=["body", "asked_on"], name="meansrequest_asked")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "body"), name="meansrequest_id_body"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["room", "transport", "training", "documents", "other"])),
                        name="meansrequest_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what_ar", ""), _negated=True),
                            models.Q(("what_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meansrequest_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needed_on", None), ("needed_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="meansrequest_needed_after_it_is_asked",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE))) OR body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'answering_body' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="meansrequest_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (version)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="meansrequest_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE)))",
                        name="meansrequest_asked_by_the_body",
                        on="INSERT",
                        restrictive=True,
                        to="jisr_app",
                        using="body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeansAnswer",
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
                            ("granted", "Granted"),
                            ("partly", "Granted in part"),
                            ("deferred", "Put off"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                ("next_step", models.TextField(max_length=2000, verbose_name="next step")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="day of the next step")),
                ("office_ar", models.CharField(blank=True, max_length=200, verbose_name="who answers, in Arabic")),
                ("office_fr", models.CharField(blank=True, max_length=200, verbose_name="who answers, in French")),
                ("answered_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="answered on")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.advisorybody",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="forum.meansrequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a request for means",
                "ordering": ["answered_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["granted", "partly", "deferred", "refused"])),
                        name="meansanswer_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_step", ""), _negated=True), name="meansanswer_says_what_next"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office_ar", ""), _negated=True),
                            models.Q(("office_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meansanswer_names_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "granted"), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="meansanswer_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "refused"), ("next_on__isnull", False), _connector="OR"),
                        name="meansanswer_says_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "deferred"), _negated=True),
                        fields=("request",),
                        name="meansanswer_settled_once",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'answering_body' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                        name="meansanswer_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="meansanswer_public",
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
            name="Opinion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("title_ar", models.CharField(blank=True, max_length=300, verbose_name="on what, in Arabic")),
                ("title_fr", models.CharField(blank=True, max_length=300, verbose_name="on what, in French")),
                (
                    "asked_by",
                    models.CharField(
                        blank=True, help_text="empty: on its own initiative", max_length=200, verbose_name="asked by"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("text_ar", models.TextField(blank=True, max_length=6000, verbose_name="opinion in Arabic")),
                ("text_fr", models.TextField(blank=True, max_length=6000, verbose_name="opinion in French")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("given", "given"), ("left", "abandoned")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="given on")),
                ("why_replaced", models.CharField(blank=True, max_length=500, verbose_name="why it was corrected")),
                ("begun_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="forum.advisorybody"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.contribution",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="forum.opinion",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.wave",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion of an advisory body",
                "indexes": [models.Index(fields=["body", "state", "given_on"], name="opinion_body_given")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "body"), name="opinion_id_body"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "given", "left"])), name="opinion_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_ar", ""), _negated=True),
                            models.Q(("title_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_is_on_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("state", "given"), _negated=True), ("given_on", None)),
                            models.Q(
                                ("given_on__isnull", False),
                                ("state", "given"),
                                models.Q(
                                    models.Q(("text_ar", ""), _negated=True),
                                    models.Q(("text_fr", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_given_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces", None), ("why_replaced", "")),
                            models.Q(("replaces__isnull", False), models.Q(("why_replaced", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="opinion_corrected_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", False), models.Q(("state", "left"), _negated=True)),
                        fields=("replaces",),
                        name="opinion_corrected_by_one",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE)))",
                        name="opinion_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="state = 'given' OR body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE (version, title_ar, title_fr, wave_id, contribution_id, asked_by, due_on, text_ar, text_fr, state, given_on, why_replaced)",
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="opinion_given_is_kept",
                        on="UPDATE",
                        restrictive=True,
                        to="jisr_app",
                        using="state = 'draft'",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="opinion_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="state = 'given'",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpinionOutcome",
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
                            ("followed", "Followed"),
                            ("in_part", "Followed in part"),
                            ("not_followed", "Not followed"),
                        ],
                        max_length=14,
                        verbose_name="what became of it",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                ("next_step", models.TextField(blank=True, max_length=2000, verbose_name="next step")),
                ("office_ar", models.CharField(blank=True, max_length=200, verbose_name="who answers, in Arabic")),
                ("office_fr", models.CharField(blank=True, max_length=200, verbose_name="who answers, in French")),
                ("told_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="said on")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.advisorybody",
                    ),
                ),
                (
                    "opinion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcome", to="forum.opinion"
                    ),
                ),
            ],
            options={
                "verbose_name": "what became of an opinion",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["followed", "in_part", "not_followed"])),
                        name="opinionoutcome_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "followed"), models.Q(("why", ""), _negated=True), _connector="OR"),
                        name="opinionoutcome_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "not_followed"), models.Q(("next_step", ""), _negated=True), _connector="OR"
                        ),
                        name="opinionoutcome_followed_says_what_next",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office_ar", ""), _negated=True),
                            models.Q(("office_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinionoutcome_names_who",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'answering_body' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND EXISTS (SELECT FROM forum_opinion o WHERE o.id = opinion_id AND o.state = 'given')",
                        name="opinionoutcome_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="opinionoutcome_public",
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
            name="ProgrammeItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("what_ar", models.CharField(blank=True, max_length=500, verbose_name="what is planned, in Arabic")),
                ("what_fr", models.CharField(blank=True, max_length=500, verbose_name="what is planned, in French")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("done", "done"), ("dropped", "given up")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="what shows it")),
                ("planned_on", models.DateField(default=django.utils.timezone.localdate, editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programme", to="forum.advisorybody"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an advisory body's programme",
                "indexes": [models.Index(fields=["body", "due_on"], name="programmeitem_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "done", "dropped"])),
                        name="programmeitem_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what_ar", ""), _negated=True),
                            models.Q(("what_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="programmeitem_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on", None), ("evidence", ""), ("state", "planned")),
                            models.Q(
                                models.Q(("state", "planned"), _negated=True),
                                ("done_on__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="programmeitem_settled_with_evidence",
                    ),
                    jisr.common.walls.Policy(
                        check="body_id = ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id WHERE s.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND m.since <= CURRENT_DATE AND (m.until IS NULL OR m.until > CURRENT_DATE)))",
                        name="programmeitem_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (version, state, done_on, evidence)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="programmeitem_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="programmeitem_settled_once",
                        on="UPDATE",
                        restrictive=True,
                        to="jisr_app",
                        using="state = 'planned'",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="bodymember_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyseat",
            constraint=jisr.centres.models.held.SameAs(
                column="member_id", name="bodyseat_member_body", shared="body_id", subject="forum_bodymember"
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyseat",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="bodyseat_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyseat",
            constraint=jisr.centres.models.held.SameAs(
                column="user_id", name="bodyseat_user_demonstration", shared="is_demonstration", subject="accounts_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="meansrequest",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="meansrequest_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meansanswer",
            constraint=jisr.centres.models.held.SameAs(
                column="request_id", name="meansanswer_request_body", shared="body_id", subject="forum_meansrequest"
            ),
        ),
        migrations.AddConstraint(
            model_name="meansanswer",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="meansanswer_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meansanswer",
            constraint=jisr.centres.models.held.SameAs(
                column="author_id",
                name="meansanswer_author_demonstration",
                shared="is_demonstration",
                subject="accounts_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="opinion_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=jisr.centres.models.held.SameAs(
                column="replaces_id", name="opinion_replaces_body", shared="body_id", subject="forum_opinion"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=jisr.centres.models.held.SameAs(
                column="wave_id", name="opinion_wave_demonstration", shared="is_demonstration", subject="forum_wave"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=jisr.centres.models.held.SameAs(
                column="contribution_id",
                name="opinion_contribution_demonstration",
                shared="is_demonstration",
                subject="forum_contribution",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionoutcome",
            constraint=jisr.centres.models.held.SameAs(
                column="opinion_id", name="opinionoutcome_opinion_body", shared="body_id", subject="forum_opinion"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionoutcome",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="opinionoutcome_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionoutcome",
            constraint=jisr.centres.models.held.SameAs(
                column="author_id",
                name="opinionoutcome_author_demonstration",
                shared="is_demonstration",
                subject="accounts_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeitem",
            constraint=jisr.centres.models.held.SameAs(
                column="body_id",
                name="programmeitem_body_demonstration",
                shared="is_demonstration",
                subject="forum_advisorybody",
            ),
        ),
        migrations.RunSQL(OWN_NAME, "DROP FUNCTION jisr_forum_own_name(uuid, text, text)"),
    ]
