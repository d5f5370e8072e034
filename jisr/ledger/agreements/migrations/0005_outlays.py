"""Money handed on under an object line; the laws of money count it from now on."""

import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models


# As it was, and the sum under each line; judged with every change of an agreement, amendments among them.
BROKEN_MONEY = """
CREATE OR REPLACE FUNCTION jisr_agreements_broken_money(the uuid, v uuid) RETURNS text
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
    IF broken IS NULL AND EXISTS (
        SELECT FROM (SELECT o.line_id, sum(o.amount) AS given FROM agreements_outlay o WHERE o.agreement_id = the
                     GROUP BY 1) o
        WHERE o.given NOT BETWEEN 0 AND coalesce(jisr_agreements_line_amount(o.line_id), o.given)) THEN
        broken := 'outlay_within_its_line';
    END IF;
    RETURN broken;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_laws_of_outlays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outlay",
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
                    models.BigIntegerField(help_text="minor units; negative where it came back", verbose_name="amount"),
                ),
                ("happened_on", models.DateField(verbose_name="on")),
                ("of", models.CharField(help_text="label:key of what paid it", max_length=80, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlays",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlays",
                        to="agreements.objectline",
                        verbose_name="object line",
                    ),
                ),
            ],
            options={
                "verbose_name": "money handed on under an object line",
                "indexes": [models.Index(fields=["agreement", "line"], name="outlay_agreement_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="outlay_is_something"
                    ),
                    jisr.centres.models.held.SameAs(
                        column="line_id",
                        name="outlay_line_agreement",
                        shared="agreement_id",
                        subject="agreements_objectline",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="line_id",
                        name="outlay_line_demonstration",
                        shared="is_demonstration",
                        subject="agreements_objectline",
                    ),
                    jisr.centres.models.held.Law(
                        before=True, function="jisr_agreements_outlay_trigger", name="outlay_lawful", on="INSERT"
                    ),
                    jisr.centres.models.held.Law(
                        before=False, function="jisr_agreements_balanced_trigger", name="outlay_balanced", on="INSERT"
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="outlay_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="outlay_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="agreement_id = ANY(ARRAY(SELECT id FROM agreements_agreement))",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BROKEN_MONEY, migrations.RunSQL.noop),
    ]
