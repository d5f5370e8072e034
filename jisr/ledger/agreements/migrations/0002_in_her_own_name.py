"""Files and blocks in the name of whoever writes them; a file that is not public exists for its region alone.

And what is known from publications is written by its loader alone, not by the council of its region either.
"""

import jisr.common.walls
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """Walls alone: no row changes."""

    dependencies = [
        ("agreements", "0001_initial"),
        ("centres", "0001_initial"),
        ("staff", "0006_posts_of_calls"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="block",
            name="block_app",
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="block_ends_once",
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="claim_app",
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="agreementdocument_app",
        ),
        migrations.RemoveConstraint(
            model_name="documentcontent",
            name="agreementdocumentcontent_app",
        ),
        migrations.RemoveConstraint(
            model_name="instalment",
            name="instalment_app",
        ),
        migrations.RemoveConstraint(
            model_name="instalmentterm",
            name="instalmentterm_app",
        ),
        migrations.RemoveConstraint(
            model_name="lineterm",
            name="lineterm_app",
        ),
        migrations.RemoveConstraint(
            model_name="milestone",
            name="milestone_app",
        ),
        migrations.RemoveConstraint(
            model_name="objectline",
            name="objectline_app",
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_app",
        ),
        migrations.RemoveConstraint(
            model_name="provision",
            name="provision_app",
        ),
        migrations.RemoveConstraint(
            model_name="reached",
            name="reached_app",
        ),
        migrations.RemoveConstraint(
            model_name="share",
            name="share_app",
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="agreementtarget_app",
        ),
        migrations.RemoveConstraint(
            model_name="version",
            name="agreementversion_app",
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="block_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT, UPDATE (until, closed_by_id)",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.common.walls.Policy(
                check="opened_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND closed_by_id IS NULL AND until IS NULL",
                name="block_in_her_own_name",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=jisr.common.walls.Policy(
                check="closed_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="block_ends_once",
                on="UPDATE",
                restrictive=True,
                to="jisr_app",
                using="until IS NULL",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="claim_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="agreementdocument_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="is_public AND agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council', 'first_approver', 'second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                verbs="SELECT, INSERT, UPDATE (is_public)",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=jisr.common.walls.Policy(
                check="added_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="agreementdocument_in_her_own_name",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentcontent",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="agreementdocumentcontent_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="document_id = ANY(ARRAY(SELECT id FROM agreements_document))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="instalment_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentterm",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="instalmentterm_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineterm",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="lineterm_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="milestone_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT, UPDATE (taken_back_at, taken_back_why)",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectline",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="objectline_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=jisr.common.walls.Policy(
                check="proposed_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post p JOIN agreements_agreement a ON a.id = agreement_id WHERE p.id = proposed_post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('first_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration)) AND (state = 'open' OR state = 'withdrawn' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint) OR state = 'refused' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="proposal_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT, UPDATE (state, settled_by_id, settled_at, settled_reason)",
            ),
        ),
        migrations.AddConstraint(
            model_name="provision",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="provision_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="reached",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="reached_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="share_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb))",
                name="agreementtarget_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="version_id = ANY(ARRAY(SELECT id FROM agreements_version))",
                verbs="SELECT, INSERT, DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=jisr.common.walls.Policy(
                check="agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb)) AND sources = '[]'::jsonb",
                name="agreementversion_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement)) AND (in_force OR agreement_id = ANY(ARRAY(SELECT a.id FROM agreements_agreement a JOIN staff_post p ON p.is_demonstration = a.is_demonstration AND (p.region_id = a.region_id OR a.region_id IS NULL AND a.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE) AND a.sources = '[]'::jsonb)))",
                verbs="SELECT, INSERT, UPDATE (envelope, in_force, effective_on, why_ar, why_fr), DELETE",
            ),
        ),
    ]
