"""A word that is covered after a statement or an answer said it is covered there too."""

import jisr.common.walls
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """The application's login may write the words of a statement and of an answer; one act does, and only to cover."""

    dependencies = [
        ("forum", "0003_days_and_answers_as_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_app",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_app",
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=jisr.common.walls.Policy(
                check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="answer_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="contribution_id IS NULL OR EXISTS (SELECT FROM forum_contribution c WHERE c.id = contribution_id AND c.state = 'published') OR wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE (what, why, next_step, to_whom)",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=jisr.common.walls.Policy(
                check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                name="statement_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE (state, text)",
            ),
        ),
    ]
