"""A text message is noted as heard only with a code and the line it may come from, and answered only if it was."""

from importlib import import_module

from django.db import migrations

before = import_module("jisr.window.orientation.migrations.0008_doors_of_offers_and_codes")

# The login of visitors fills no table with keys of its own: what bears no code that lives, or comes from another line,
# does nothing, so that there is nothing to keep of it, and whoever hands it over again changes nothing either.
HEARD = f"""
CREATE FUNCTION jisr_message_once(the_token text, the_number text, the_key uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF the_key IS NULL OR NOT EXISTS (
        SELECT FROM orientation_referral o JOIN centres_contact c ON c.centre_id = o.to_centre_id
        WHERE {before.FOUND} AND o.token_until > now()
          AND length(regexp_replace(the_number, '\\D', '', 'g')) >= 9
          AND right(regexp_replace(c.phone, '\\D', '', 'g'), 9) = right(regexp_replace(the_number, '\\D', '', 'g'), 9))
    THEN RETURN false; END IF;
    INSERT INTO common_act (id, author, key, digest, result, at)
    VALUES (gen_random_uuid(), 'message', the_key, '', '', now()) ON CONFLICT (author, key) DO NOTHING;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION jisr_message_once(text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_message_once(text, text, uuid) TO jisr_public;
"""
_REPLY = "CREATE FUNCTION jisr_link_reply" + before.MESSAGES.split("CREATE FUNCTION jisr_link_reply", 1)[1]
OLD_REPLY = _REPLY.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
# In our name goes what our templates say: no address, no telephone, no long number; and only where one was heard.
REPLY = OLD_REPLY.replace(
    "    -- a line that",
    """    IF words IS NULL OR words ~ '([0-9٠-٩][^[:alpha:]]*){4}|://|www\\.'
        OR NOT EXISTS (SELECT FROM common_act a WHERE a.author = 'message' AND a.key = the_key)
    THEN RETURN false; END IF;
    -- a line that""",
)
OLD = before.MESSAGES.split("CREATE FUNCTION jisr_link_reply", 1)[0]
GONE = ("jisr_message_once(uuid)", "jisr_link_line(text, text)")
BACK = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_public;" for name in GONE
)


class Migration(migrations.Migration):
    """Two doors of the visitors' login become one, which asks for what a centre was given on paper."""

    dependencies = [("orientation", "0010_waiting_as_it_is_given_back")]
    operations = [
        migrations.RunSQL(
            "".join(f"DROP FUNCTION {name};" for name in GONE) + HEARD + REPLY,
            "DROP FUNCTION jisr_message_once(text, text, uuid);" + OLD + OLD_REPLY + BACK,
        )
    ]
