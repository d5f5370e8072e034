"""What the login of visitors may do by calling a door itself, in SQL, past every page: no more than the pages."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import override_settings

from jisr.centres.models import Attribute, Service, TaxonomyTerm
from jisr.common.database import scope
from jisr.messages.models import Message
from jisr.window.orientation.codes import link_hash
from tests.ground import OWN, SERVICE_OWN, SERVICE_SHELTER, SHELTER
from tests.window.test_answer_codes import INBOX, LINE, STRANGER, made, wrote

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "keeper"])


def asked(alias, sql, *values):
    """Rows of a statement in the connection of a login, in a transaction of its own."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def kept():
    """How many messages are noted as heard."""
    return asked("owner", "SELECT count(*) FROM common_act WHERE author = 'message'")[0][0]


def once(alias, token, number, key):
    return asked(alias, "SELECT jisr_message_once(%s, %s, %s)", token, number, key)[0][0]


def test_a_visitor_fills_no_table_with_messages_and_spends_no_key():
    """Only a code that lives and the line that it was given to; each key once; nobody else calls the door."""
    _rows, secret, code = made()
    token, key = link_hash(code), uuid4()

    for wrong in (("", LINE, key), ("x", LINE, key), (token, STRANGER, key), (token, "", key), (token, LINE, None),
                  (None, LINE, key), (token, None, key), (secret, LINE, key)):  # fmt: skip
        assert not once("public", *wrong), wrong
    for _again in range(50):
        once("public", "none", LINE, uuid4())
    assert kept() == 0
    assert once("public", token, LINE, key) and not once("public", token, LINE, key)
    assert kept() == 1
    for alias in ("default", "keeper"):
        with pytest.raises(DatabaseError, match="permission denied"):
            once(alias, token, LINE, uuid4())
    with pytest.raises(DatabaseError, match="does not exist"):
        asked("public", "SELECT jisr_message_once(%s)", uuid4())
    for verb in ("SELECT 1 FROM common_act", "INSERT INTO common_act (author) VALUES ('message')"):
        with pytest.raises(DatabaseError, match="permission denied"):
            asked("public", verb)


@override_settings(INBOX=INBOX)
def test_a_message_without_a_code_leaves_nothing_and_one_with_it_is_heard_once():
    """Whoever knows the secret of the gateway, or its gateway gone wild, fills nothing either."""
    _rows, _secret, code = made()
    for n in range(5):
        assert wrote("salut", key=f"n-{n}").json() == {"heard": True}
    assert kept() == 0
    for _again in range(3):
        wrote(f"{code} 1", key="m")

    assert kept() == 1
    with scope(speaking="owner"):
        assert Message.objects.count() == 1


def test_a_visitor_writes_nothing_of_her_own_to_a_centre_in_our_name():
    """A reply follows a message that was heard, and bears neither an address nor a number to call."""
    _rows, _secret, code = made()
    token, key = link_hash(code), uuid4()

    def reply(of, words):
        return asked("public", "SELECT jisr_link_reply(%s, %s, 'sms_noted', %s)", token, of, words)[0][0]

    assert not reply(key, "جسر: سُجِّل جوابكم.")
    once("public", token, LINE, key)
    for words in ("اتصلوا 0612345678", "06 12 34", "http://x", "www.x.ma", "٠٦١٢٣٤", None):
        assert not reply(key, words), words
    assert reply(key, "جسر: سُجِّل جوابكم.")


def test_other_peoples_words_about_a_confidential_place_are_for_nobody_outside():
    """An attribute of a shelter holds whatever a package said of it: a street, as often as not."""
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_SHELTER).update(professional_only=False)
        term = TaxonomyTerm.objects.create(taxonomy="elsewhere", code="X-1", name="word")
        for values in (
            {"centre_id": SHELTER}, {"service_id": SERVICE_SHELTER}, {"centre_id": OWN}, {"service_id": SERVICE_OWN},
        ):  # fmt: skip
            Attribute.objects.create(term=term, value="SECRET-STREET" if SHELTER in values.values() else "v", **values)

    seen = asked("public", "SELECT centre_id, service_id FROM centres_attribute")

    assert sorted(seen, key=str) == sorted([(OWN, None), (None, SERVICE_OWN)], key=str)
    assert asked("public", "SELECT count(*) FROM centres_service WHERE id = %s", SERVICE_SHELTER) == [(1,)]
