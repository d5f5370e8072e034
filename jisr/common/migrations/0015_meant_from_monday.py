"""A joining moves the figures of whole weeks on Monday: what a token meant is kept with its days, by a trigger."""

import jisr.common.models
import jisr.common.walls
from django.db import migrations, models

# A file that is joined and taken apart within a week was never joined for them. Figures look back to Monday: what ended a
# fortnight ago is read by nothing. Joinings from before this table stand since ever.
KEEPS = """
CREATE FUNCTION jisr_keep_meanings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE today date := (now() AT TIME ZONE 'Africa/Casablanca')::date;
BEGIN
    DELETE FROM common_personmeant WHERE until < today - 14;
    IF TG_OP <> 'INSERT' THEN
        UPDATE common_personmeant SET until = today
        WHERE token = OLD.token AND compartment = OLD.compartment AND until IS NULL;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO common_personmeant (token, meant, since, compartment)
        VALUES (NEW.token, NEW.meant, today, NEW.compartment);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION jisr_keep_meanings() FROM PUBLIC;
CREATE TRIGGER personalias_meanings AFTER INSERT OR UPDATE OR DELETE ON common_personalias
FOR EACH ROW EXECUTE FUNCTION jisr_keep_meanings();
INSERT INTO common_personmeant (token, meant, since, compartment)
SELECT token, meant, DATE '2000-01-01', compartment FROM common_personalias;
"""
DROP = """
DROP TRIGGER personalias_meanings ON common_personalias; DROP FUNCTION jisr_keep_meanings();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0014_gaps_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMeant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(help_text="keyed hash of a person who was joined", max_length=64)),
                ("meant", models.CharField(help_text="keyed hash of the person who stays", max_length=64)),
                ("since", models.DateField()),
                ("until", models.DateField(help_text="day from which on it means that no more", null=True)),
                (
                    "compartment",
                    jisr.common.models.CompartmentField(
                        blank=True,
                        choices=[("violence", "violence"), ("child", "child protection")],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["token"], name="personmeant_token")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="false",
                        name="personmeant_count",
                        on="ALL",
                        restrictive=False,
                        to="jisr_counter",
                        using="true",
                        verbs="SELECT",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="personmeant_count_open",
                        on="ALL",
                        restrictive=True,
                        to="jisr_counter",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEPS, DROP),
    ]
