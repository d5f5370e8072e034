"""An access is in the compartment of its household: a count of accesses would tell that a hidden file exists."""

from django.db import migrations, models

import jisr.common.models
import jisr.common.walls

OPEN = "compartment = '' OR compartment = ANY(jisr_compartments())"

FOLLOW = """
CREATE FUNCTION jisr_access_compartment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    SELECT h.compartment INTO NEW.compartment FROM families_household h WHERE h.id = NEW.household_id;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_access_compartment FROM PUBLIC;
CREATE TRIGGER access_compartment BEFORE INSERT ON families_access
FOR EACH ROW EXECUTE FUNCTION jisr_access_compartment();
UPDATE families_access a SET compartment = h.compartment FROM families_household h
WHERE h.id = a.household_id AND h.compartment <> '';
"""
UNFOLLOW = "DROP TRIGGER access_compartment ON families_access; DROP FUNCTION jisr_access_compartment"


class Migration(migrations.Migration):
    """Written by a trigger, whichever door gives the access; kept by a key when the household moves."""

    dependencies = [("families", "0002_doors"), ("centres", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="access", name="access_centre_household"),
        migrations.AddField(
            model_name="access",
            name="compartment",
            field=jisr.common.models.CompartmentField(
                blank=True,
                choices=[("violence", "violence"), ("child", "child protection")],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="access",
            index=models.Index(
                fields=["centre", "household"],
                include=("since", "until", "compartment"),
                name="access_centre_household",
            ),
        ),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.AddConstraint(
            model_name="access",
            constraint=jisr.common.walls.Policy(
                name="access_compartment",
                to="jisr_app",
                using=OPEN,
                check=OPEN,
                restrictive=True,
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="access",
            constraint=jisr.common.walls.SameCompartment(
                name="access_same_compartment", column="household_id", subject="families_household"
            ),
        ),
    ]
