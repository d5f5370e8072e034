"""A round is signed once, whole, in one's own name, by a director of its centre; what was signed stays as it was."""

from django.db import migrations

import jisr.centres.models.held

AT_WORK = "p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)"
#: What was computed, offered and reviewed is not rewritten, in any state.
OF_ROUND = (
    "centre_id", "service_id", "code", "places", "order", "order_since", "max_km", "band_days", "made_on",
    "made_by_id", "worth", "engine", "compartment",
)  # fmt: skip
OF_PLACEMENT = (
    "round_id", "referral_id", "need_id", "centre_id", "computed", "position", "could_be", "missing", "asked_on",
    "turn", "km", "party", "why",
)  # fmt: skip


def same(columns: tuple[str, ...]) -> str:
    """Whether an update leaves these columns as they were."""
    old, new = (", ".join(f'{row}."{name}"' for name in columns) for row in ("OLD", "NEW"))
    return f"({new}) IS NOT DISTINCT FROM ({old})"


# A loader speaks for nobody. Whoever signs has answered every referral of the round before.
ROUND = f"""
CREATE FUNCTION jisr_round_is_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me text := coalesce(current_setting('jisr.user', true), '');
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF me <> '' AND (NEW.state = 'signed' OR NEW.made_by_id::text <> me)
        THEN RAISE check_violation USING MESSAGE = 'a round begins as a proposal in one''s own name',
            CONSTRAINT = TG_NAME; END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' OR NOT {same(OF_ROUND)}
    THEN RAISE check_violation USING MESSAGE = 'what was proposed, signed or dropped stays', CONSTRAINT = TG_NAME;
    END IF;
    IF NEW.state <> 'signed' THEN RETURN NEW; END IF;
    IF me <> '' AND (NEW.signed_by_id::text IS DISTINCT FROM me OR NOT EXISTS (SELECT FROM staff_post p
        WHERE p.user_id::text = me AND p.centre_id = NEW.centre_id AND p.role = 'centre_director' AND {AT_WORK}))
    THEN RAISE check_violation USING MESSAGE = 'a round is signed by a director of its centre', CONSTRAINT = TG_NAME;
    END IF;
    IF (SELECT count(*) FROM allocation_placement l WHERE l.round_id = NEW.id AND l.placed) > NEW.places
        OR EXISTS (SELECT FROM allocation_placement l JOIN orientation_referral r ON r.id = l.referral_id
            WHERE l.round_id = NEW.id AND r.state <> CASE WHEN l.placed THEN 'accepted' ELSE 'under_study' END)
    THEN RAISE check_violation USING MESSAGE = 'a round is signed when all its referrals are answered',
        CONSTRAINT = TG_NAME; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_round_is_signed() FROM PUBLIC;
"""

# The row of the round is held: nobody changes a place while it is signed. What is in a compartment moves with its need.
PLACEMENT = f"""
CREATE FUNCTION jisr_placement_is_reviewed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me text := coalesce(current_setting('jisr.user', true), '');
    stands text;
BEGIN
    SELECT r.state INTO stands FROM allocation_round r WHERE r.id = NEW.round_id FOR SHARE;
    IF TG_OP = 'INSERT' THEN
        IF stands = 'signed'
        THEN RAISE check_violation USING MESSAGE = 'nobody is added to what was signed', CONSTRAINT = TG_NAME; END IF;
        RETURN NEW;
    END IF;
    IF NOT {same(OF_PLACEMENT)}
    THEN RAISE check_violation USING MESSAGE = 'what was computed stays', CONSTRAINT = TG_NAME; END IF;
    IF {same(("placed", "changed", "changed_words", "changed_by_id"))} THEN RETURN NEW; END IF;
    IF stands <> 'proposed' OR me <> '' AND NEW.changed_by_id::text IS DISTINCT FROM me
    THEN RAISE check_violation USING MESSAGE = 'a place is changed before the signature, in one''s own name',
        CONSTRAINT = TG_NAME; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_placement_is_reviewed() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0001_initial"),
        ("staff", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(ROUND, "DROP FUNCTION jisr_round_is_signed()"),
        migrations.RunSQL(PLACEMENT, "DROP FUNCTION jisr_placement_is_reviewed()"),
        migrations.AddConstraint(
            model_name="round",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_round_is_signed", name="round_is_signed_once", on="INSERT OR UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=jisr.centres.models.held.Law(
                before=True,
                function="jisr_placement_is_reviewed",
                name="placement_is_reviewed_before",
                on="INSERT OR UPDATE",
            ),
        ),
    ]
