"""Whoever decided does not answer the appeal; both are done in one's own name, once. A loader speaks for nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jisr.centres.models.held

# What was settled before somebody was named stays as it is.
BY_TWO = """
CREATE FUNCTION jisr_deposit_by_two() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    me text := coalesce(current_setting('jisr.user', true), '');
    fresh boolean := TG_OP = 'INSERT';
BEGIN
    IF NOT fresh AND (OLD.decided_by_id <> NEW.decided_by_id OR OLD.decided_by_id IS NOT NULL AND NEW.decided_by_id IS NULL
        OR OLD.settled_on IS NOT NULL AND (NEW.settled_on, NEW.settled_by_id) IS DISTINCT FROM
            (OLD.settled_on, OLD.settled_by_id))
    THEN RAISE check_violation USING MESSAGE = 'what was decided or settled stays', CONSTRAINT = TG_NAME; END IF;
    IF (fresh OR OLD.decided_by_id IS NULL) AND me <> '' AND NEW.decided_by_id::text <> me
    THEN RAISE check_violation USING MESSAGE = 'a decision is taken in one''s own name', CONSTRAINT = TG_NAME; END IF;
    IF NEW.state NOT IN ('upheld', 'reversed') AND NEW.settled_on IS NULL THEN RETURN NEW; END IF;
    IF (fresh OR OLD.settled_on IS NULL) AND (NEW.settled_on IS NULL OR NEW.settled_by_id IS NULL
        OR NEW.settled_by_id = NEW.decided_by_id OR me <> '' AND NEW.settled_by_id::text <> me)
    THEN RAISE check_violation USING MESSAGE = 'an appeal is settled by somebody else', CONSTRAINT = TG_NAME; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_deposit_by_two() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("deposits", "0003_written_where_deposited"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(BY_TWO, "DROP FUNCTION jisr_deposit_by_two()"),
        migrations.AddField(
            model_name="deposit",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by", None),
                    models.Q(
                        ("settled_on__isnull", False),
                        models.Q(("settled_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="deposit_settled_by_another_than_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_deposit_by_two",
                name="deposit_decided_by_one_settled_by_another",
                on="INSERT OR UPDATE OF state, decided_by_id, settled_on, settled_by_id",
            ),
        ),
    ]
