"""The keys by which persons are found, how they follow what is written, and that nobody commits without them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
from django.db import migrations, models


# Hash of the names a key was made of: the key of other names does not fit (md5: the same on every version).
NAMED = """
CREATE FUNCTION jisr_named(given_ar text, family_ar text, given_fr text, family_fr text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || left(md5(given_ar || chr(31) || family_ar || chr(31) || given_fr || chr(31) || family_fr), 8))
        ::bit(32)::int
$$;
CREATE FUNCTION jisr_kept(compartment text, confidential boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN compartment <> '' THEN compartment WHEN confidential THEN 'shelter' ELSE '' END
$$;
"""

# Birth, commune, compartment and centre are taken over by the database; names are folded in Python, and a person whose
# names have no key of theirs does not commit. Loads of the owner end with keys for all of them (families.keying).
FOLLOW = """
ALTER TABLE families_personkey ADD CONSTRAINT personkey_of_person FOREIGN KEY (person_id)
    REFERENCES families_person (id) ON DELETE CASCADE;

CREATE FUNCTION jisr_person_keys_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE families_personkey k
    SET born = NEW.born_on, commune = replace(h.commune_id, '.', '')::int, kept = jisr_kept(NEW.compartment, c.confidential)
    FROM families_household h JOIN centres_centre c ON c.id = h.opened_by_id
    WHERE k.person_id = NEW.id AND h.id = NEW.household_id;
    RETURN NULL;
END $$;
CREATE TRIGGER person_keys_follow AFTER UPDATE OF born_on, compartment, household_id ON families_person FOR EACH ROW
WHEN ((OLD.born_on, OLD.compartment, OLD.household_id) IS DISTINCT FROM (NEW.born_on, NEW.compartment, NEW.household_id))
EXECUTE FUNCTION jisr_person_keys_follow();

CREATE FUNCTION jisr_household_keys_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE families_personkey k
    SET commune = replace(NEW.commune_id, '.', '')::int, kept = jisr_kept(p.compartment, c.confidential)
    FROM families_person p, centres_centre c
    WHERE p.household_id = NEW.id AND k.person_id = p.id AND c.id = NEW.opened_by_id;
    RETURN NULL;
END $$;
CREATE TRIGGER household_keys_follow AFTER UPDATE OF commune_id, opened_by_id ON families_household FOR EACH ROW
WHEN ((OLD.commune_id, OLD.opened_by_id) IS DISTINCT FROM (NEW.commune_id, NEW.opened_by_id))
EXECUTE FUNCTION jisr_household_keys_follow();

CREATE FUNCTION jisr_centre_keys_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE families_personkey k SET kept = jisr_kept(p.compartment, NEW.confidential)
    FROM families_household h, families_person p
    WHERE h.opened_by_id = NEW.id AND p.household_id = h.id AND k.person_id = p.id;
    RETURN NULL;
END $$;
CREATE TRIGGER centre_keys_follow AFTER UPDATE OF confidential ON centres_centre FOR EACH ROW
WHEN (OLD.confidential IS DISTINCT FROM NEW.confidential) EXECUTE FUNCTION jisr_centre_keys_follow();

CREATE FUNCTION jisr_person_has_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- of names that were changed again, the later change asks
    IF EXISTS (SELECT FROM families_person p WHERE p.id = NEW.id
               AND (p.given_ar, p.family_ar, p.given_fr, p.family_fr)
                 = (NEW.given_ar, NEW.family_ar, NEW.given_fr, NEW.family_fr) AND NOT EXISTS (
               SELECT FROM families_personkey k WHERE k.person_id = p.id AND k.place = 0
               AND k.named = jisr_named(p.given_ar, p.family_ar, p.given_fr, p.family_fr))) THEN
        RAISE check_violation USING MESSAGE = 'a person must be findable under her names: index her in the same act';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_has_keys
AFTER INSERT OR UPDATE OF given_ar, family_ar, given_fr, family_fr ON families_person
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> 'jisr_owner')
EXECUTE FUNCTION jisr_person_has_keys();

REVOKE ALL ON FUNCTION jisr_person_keys_follow, jisr_household_keys_follow, jisr_centre_keys_follow,
    jisr_person_has_keys FROM PUBLIC;
"""
UNFOLLOW = """
DROP TRIGGER person_has_keys ON families_person; DROP TRIGGER person_keys_follow ON families_person;
DROP TRIGGER household_keys_follow ON families_household; DROP TRIGGER centre_keys_follow ON centres_centre;
DROP FUNCTION jisr_person_keys_follow, jisr_household_keys_follow, jisr_centre_keys_follow, jisr_person_has_keys,
    jisr_named, jisr_kept;
"""


class Migration(migrations.Migration):
    """Tables that no login reads; the doors are in the next migration, the keys of those already recorded after it."""

    dependencies = [
        ("families", "0010_joining"),
        ("centres", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Folding",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "folding of the keys",
            },
        ),
        migrations.CreateModel(
            name="Skeleton",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "code", "skeleton", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.IntegerField()),
                ("skeleton", models.CharField(max_length=60)),
            ],
            options={
                "verbose_name": "skeleton of names",
            },
        ),
        migrations.CreateModel(
            name="SkeletonAlias",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "alias", "part", "code", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("alias", models.IntegerField()),
                ("part", models.BooleanField()),
                ("code", models.IntegerField()),
            ],
            options={
                "verbose_name": "alias of a skeleton",
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.SmallIntegerField()),
                ("family", models.IntegerField()),
                ("given", models.IntegerField()),
                ("born", models.DateField(null=True)),
                ("commune", models.IntegerField(help_text="digits of the commune's code")),
                ("named", models.IntegerField()),
                ("kept", models.CharField(blank=True, max_length=12)),
                ("family_ar", models.CharField(blank=True, max_length=120)),
                ("given_ar", models.CharField(blank=True, max_length=120)),
                ("family_fr", models.CharField(blank=True, max_length=120)),
                ("given_fr", models.CharField(blank=True, max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="families.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "key of a person",
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "elsewhere",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="households, in the order in which they came",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "search",
                "indexes": [
                    models.Index(fields=["by", "at"], name="search_by_at"),
                    models.Index(fields=["at"], name="search_at"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", "")),
                fields=["family", "born", "given"],
                include=("person", "commune"),
                name="personkey_family",
            ),
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", "")),
                fields=["born", "family", "given"],
                include=("person", "commune"),
                name="personkey_born",
            ),
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", "")),
                fields=["given", "family", "born"],
                include=("person", "commune"),
                name="personkey_given",
            ),
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", ""), _negated=True),
                fields=["family", "born", "given"],
                name="personkey_kept_family",
            ),
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", ""), _negated=True),
                fields=["born", "family", "given"],
                name="personkey_kept_born",
            ),
        ),
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(
                condition=models.Q(("kept", ""), _negated=True),
                fields=["given", "family", "born"],
                name="personkey_kept_given",
            ),
        ),
        migrations.RunSQL(NAMED + FOLLOW, UNFOLLOW),
    ]
