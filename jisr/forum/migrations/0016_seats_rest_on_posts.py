"""A seat holds while its owner holds the post for it; what a voter declares is names and values, nothing else."""

import re
from importlib import import_module

from django.conf import settings
from django.db import migrations

import jisr.common.walls

# Whether somebody holds, in the region of a wave, the post that goes with a seat. As whoever asks: it opens nothing.
# A function, as a policy that reads the table of waves would be asked by that table's own.
RESTS = """
CREATE FUNCTION jisr_forum_seat_rests(the_user bigint, the_wave uuid, the_role text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM staff_post p JOIN forum_wave w ON w.id = the_wave
        WHERE p.user_id = the_user AND (w.region_id IS NULL OR p.region_id = w.region_id)
          AND p.role = CASE the_role WHEN 'secretary' THEN 'wave_secretary' WHEN 'moderator' THEN 'moderator'
                       WHEN 'answerer' THEN 'answering_body' END
          AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))
$$;
CREATE FUNCTION jisr_forum_body_seat_rests(the_user bigint, the_body uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM staff_post p JOIN forum_advisorybody b ON b.id = the_body
        WHERE p.user_id = the_user AND p.role = 'advisory_body_member'
          AND (b.region_id IS NULL OR p.region_id = b.region_id)
          AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))
$$;
"""
_NO_RESTS = (
    "DROP FUNCTION jisr_forum_body_seat_rests(bigint, uuid); DROP FUNCTION jisr_forum_seat_rests(bigint, uuid, text)"
)
# What a kit brought holds words in the clear under a key of this server, until it is joined.
FORGET = """
CREATE FUNCTION jisr_forum_forget_bundles(days int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM forum_kitbundle b
        WHERE b.joined_at IS NULL AND b.brought_at < now() - make_interval(days => days) RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION jisr_forum_forget_bundles(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_forum_forget_bundles(int) TO jisr_keeper;
"""


def _of(migration: str, *names: str) -> str:
    module = import_module(f"jisr.forum.migrations.{migration}")
    return "".join(getattr(module, name) for name in names)


_VOTES = _of("0015_kit_doors", "VOTES")
_BEFORE = (
    _of("0002_doors", "ATTENDANCE") + _of("0008_seats_answer_alike", "SEAT") + _of("0009_voices", "VOTE", "DECLARE")
    + _of("0011_doors_of_addresses", "TELL", "TAKE", "REACH") + _VOTES
)  # fmt: skip
_RESTS = "jisr_forum_seat_rests(s.user_id, s.wave_id, s.role) AND s.wave_id ="
_AFTER = (
    # the doors ask for the post too: a wave whose secretaries have none any more may be given another one
    _BEFORE.replace("FROM forum_seat s WHERE s.wave_id =", f"FROM forum_seat s WHERE {_RESTS}")
    .replace("WHERE s.wave_id = the_wave AND w.closed_on IS NULL", f"WHERE {_RESTS} the_wave AND w.closed_on IS NULL")
    # counting reads each declaration as an object: a list, in one vote alone, would stop the counts of its whole wave
    .replace(
        "length(the_groups::text) > 400",
        "jsonb_typeof(the_groups) IS DISTINCT FROM 'object' OR length(the_groups::text) > 400",
    )
    .replace("length(v.groups::text) <= 400", "jsonb_typeof(v.groups) = 'object' AND length(v.groups::text) <= 400")
)


def _instead(functions: str) -> str:
    return re.sub("CREATE (OR REPLACE )?FUNCTION", "CREATE OR REPLACE FUNCTION", functions)


class Migration(migrations.Migration):
    """Who lost a post loses what its seats opened, and finds them again with the next one."""

    dependencies = [
        ("forum", "0015_kit_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(RESTS, _NO_RESTS),
        migrations.RemoveConstraint(
            model_name="seat",
            name="seat_read",
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="seat_while_its_post",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="user_id IS DISTINCT FROM nullif(current_setting('jisr.user', true), '')::bigint OR jisr_forum_seat_rests(user_id, wave_id, role)",
                verbs="SELECT",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="bodyseat",
            name="bodyseat_app",
        ),
        migrations.AddConstraint(
            model_name="bodyseat",
            constraint=jisr.common.walls.Policy(
                check="body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role = 'wave_secretary' AND p.is_demonstration = b.is_demonstration AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND user_id <> nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post q JOIN forum_advisorybody b ON b.id = forum_bodyseat.body_id WHERE q.user_id = forum_bodyseat.user_id AND q.role = 'advisory_body_member' AND (q.region_id = b.region_id OR b.region_id IS NULL) AND q.since <= CURRENT_DATE AND (q.until IS NULL OR q.until > CURRENT_DATE))",
                name="bodyseat_while_its_post",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="user_id IS DISTINCT FROM nullif(current_setting('jisr.user', true), '')::bigint OR jisr_forum_body_seat_rests(user_id, body_id)",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.RunSQL(_instead(_AFTER), _instead(_BEFORE)),
        migrations.RunSQL(FORGET, "DROP FUNCTION jisr_forum_forget_bundles(int)"),
    ]
