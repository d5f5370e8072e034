"""An open offer is taken by a centre that its sender asked, and that can still do what it was asked for."""

from importlib import import_module

import jisr.common.walls
from django.db import migrations

before = import_module("jisr.window.orientation.migrations.0008_doors_of_offers_and_codes")
_TAKE = before.OFFERS.split("CREATE FUNCTION jisr_decline_offer", 1)[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# Between the reading of a card and its taking a centre closes, or takes its service back: both rows are held until the
# end, so that whoever closes waits for who takes, and who takes sees what was closed. A card that another centre than
# the sender laid is no card.
TAKE = _TAKE.replace(
    "    INSERT INTO orientation_referral (",
    """    IF c.from_centre_id <> o.from_centre_id OR c.compartment <> o.compartment THEN RETURN; END IF;
    PERFORM FROM centres_service s JOIN centres_centre e ON e.id = s.centre_id
    WHERE s.id = c.service_id FOR SHARE OF s, e;
    IF NOT EXISTS (
        SELECT FROM centres_service s JOIN centres_centre e ON e.id = s.centre_id
        WHERE s.id = c.service_id AND e.id = c.centre_id AND e.id <> o.from_centre_id
          AND s.compartment = o.compartment AND s.hidden_on IS NULL
          AND (s.since IS NULL OR s.since <= CURRENT_DATE) AND (s.until IS NULL OR s.until > CURRENT_DATE)
          AND e.answers = 'list' AND (e.opened_on IS NULL OR e.opened_on <= CURRENT_DATE)
          AND (e.closed_on IS NULL OR e.closed_on > CURRENT_DATE)
          AND NOT EXISTS (SELECT FROM centres_notice n WHERE n.centre_id = e.id AND n.kind = 'closure'
              AND (n.service_id IS NULL OR n.service_id = s.id)
              AND n.since <= CURRENT_DATE AND (n.until IS NULL OR n.until >= CURRENT_DATE)))
    THEN outcome := 'unable'; RETURN NEXT; RETURN; END IF;
    INSERT INTO orientation_referral (""",
)


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0005_words_of_open_places"),
        ("orientation", "0011_heard_with_its_code"),
    ]

    operations = [
        migrations.RunSQL(TAKE, _TAKE),
        migrations.RemoveConstraint(
            model_name="offercard",
            name="offercard_sides",
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=jisr.common.walls.Policy(
                check="from_centre_id = ANY(jisr_centres()) AND EXISTS (SELECT FROM orientation_openoffer o WHERE o.id = orientation_offercard.offer_id AND o.from_centre_id = orientation_offercard.from_centre_id)",
                name="offercard_sides",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="centre_id = ANY(jisr_centres()) OR from_centre_id = ANY(jisr_centres())",
                verbs="SELECT, INSERT",
            ),
        ),
    ]
