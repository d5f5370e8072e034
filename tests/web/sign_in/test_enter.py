"""Coming in: who, how, and what is said to whoever may not."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from jisr.accounts.models import User
from tests.access.people import entered
from tests.ground import post_of, user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])

PASSWORD = "une phrase de passe"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def nobody_counted_before(settings):
    """Attempts of one test do not count in another."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def sign_in(client, name, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": f"{name}@tests.example", "password": password})


def code_now():
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_sign_in_page_opens_in_each_language(client, language):
    answer = client.get(reverse("account_login"), headers={"accept-language": language})

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


def test_address_and_password_let_in_whatever_the_case_of_the_address(client):
    answer = client.post(reverse("account_login"), {"login": "Worker@Tests.Example", "password": PASSWORD})

    assert answer.status_code == 302 and answer["Location"] == reverse("sign_in:home")
    assert client.session["_auth_user_id"] == str(user_of("worker").pk)


def test_nobody_learns_whether_an_address_is_known(client):
    known = sign_in(client, "worker", "not the password").content.decode()
    unknown = sign_in(Client(), "nobody", "not the password").content.decode()

    def sentence(page):
        return [line for line in page.splitlines() if "message" in line]

    assert sentence(known) == sentence(unknown)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])  # two logins that must see each other
def test_a_closed_account_does_not_enter(client):
    User.objects.using("owner").filter(email="worker@tests.example").update(is_active=False)

    assert sign_in(client, "worker").status_code == 200
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_close_the_account_from_this_address_only(client):
    """A whole centre works behind one address: a colleague beside her, and she herself elsewhere, still enter."""
    for _ in range(5):
        answer = sign_in(client, "worker", "wrong again and again")

    assert answer.status_code == 429
    assert "15" in answer.content.decode()
    assert sign_in(client, "worker").status_code == 429
    assert sign_in(Client(), "officer").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.1.2.3"), "worker").status_code == 302


def test_attempts_leave_no_address_in_the_log_or_the_database(client, caplog):
    with caplog.at_level(logging.DEBUG):
        sign_in(client, "worker", "wrong again and again")

    assert "worker@tests.example" not in caplog.text
    from_table = entered_rows("SELECT username, post_data, get_data FROM axes_accessattempt")
    assert from_table and "worker" not in str(from_table)


def test_there_is_no_other_door_of_the_library(client):
    """Signing up, changing the address, resetting by letter, passkeys and trusted browsers do not exist here."""
    for name in ("account_signup", "account_email", "account_reset_password", "mfa_trust", "mfa_add_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_second_step_is_asked_of_whoever_reads_beyond_one_centre(client):
    """Signed in by password alone, a delegate is led to the activation, whatever page she asks for."""
    sign_in(client, "delegate")

    answer = client.get(reverse("staff:posts"))

    assert answer.status_code == 302 and answer["Location"] == reverse("mfa_activate_totp")


def test_the_second_step_is_not_asked_at_a_centre(client):
    sign_in(client, "worker")

    assert client.get(reverse("staff:posts")).status_code == 403


def test_activation_shows_the_key_and_then_recovery_codes(client):
    sign_in(client, "administrator")
    again = client.get(reverse("mfa_activate_totp"))
    client.post(again["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    counter = list(yield_hotp_counters_from_time())[1]

    answer = client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})

    assert secret in page.content.decode()
    assert answer.status_code == 302 and answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer["Location"])
    assert codes.status_code == 200 and len(codes.context["codes"]) == 10
    stored = Authenticator.objects.get(user=user_of("administrator"), type="totp")
    assert secret not in str(stored.data)
    assert client.get(reverse("staff:posts")).status_code == 200


def test_the_second_step_is_asked_at_the_next_entry(client):
    TOTP.activate(user_of("administrator"), SECRET)

    answer = sign_in(client, "administrator")

    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(answer["Location"], {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(answer["Location"], {"code": code_now()}).status_code == 302
    assert client.session["_auth_user_id"] == str(user_of("administrator").pk)


def test_a_handed_password_serves_once():
    """The administrator who made it must not be able to go on using it unseen."""
    client = entered("administrator")
    answer = client.post(
        reverse("staff:account"),
        {"email": "new@tests.example", "display_name": "جديدة", "language": "fr"},
    )
    password = answer.context["password"]
    new = Client()
    new.post(reverse("account_login"), {"login": "new@tests.example", "password": password})

    assert new.get(reverse("staff:posts"))["Location"] == reverse("account_change_password")
    new.post(
        reverse("account_change_password"),
        {"oldpassword": password, "password1": "trois mots sans lien", "password2": "trois mots sans lien"},
    )
    assert not User.objects.get(email="new@tests.example").password_is_temporary
    assert new.get(reverse("staff:posts")).status_code == 403


def test_a_short_or_common_password_is_refused(client):
    sign_in(client, "worker")

    for poor in ("motdepasse", "123456789012", "worker@tests.example"):
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": poor, "password2": poor}
        )
        assert answer.status_code == 200 and answer.context["form"].errors, poor


def test_leaving_needs_a_post_and_ends_the_session():
    client = entered("worker")

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


class TestDemonstration:
    """One click enters, in the demonstration and nowhere else."""

    def test_the_page_lists_people_by_role(self, client, settings):
        settings.DEMONSTRATION = True

        page = client.get(reverse("account_login"))

        assert {post.role for post in page.context["people"]} >= {"reception_officer", "strategist", "administrator"}

    def test_one_click_enters(self, client, settings):
        settings.DEMONSTRATION = True

        answer = client.post(reverse("sign_in:demonstration"), {"post": post_of("delegate").pk}, follow=True)

        assert client.session["_auth_user_id"] == str(user_of("delegate").pk)
        assert answer.status_code == 200

    def test_nothing_is_listed_and_nobody_enters_elsewhere(self, client, settings):
        settings.DEMONSTRATION = False

        page = client.get(reverse("account_login"))
        answer = client.post(reverse("sign_in:demonstration"), {"post": post_of("worker").pk})

        assert not page.context["people"] and "@tests.example" not in page.content.decode()
        assert answer.status_code == 404 and "_auth_user_id" not in client.session

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_a_real_person_is_never_entered_by_click(self, client, settings):
        """Even where the demonstration is on, an account that is not invented needs its password."""
        settings.DEMONSTRATION = True
        post = post_of("strategist")
        User.objects.using("owner").filter(pk=post.user_id).update(is_demonstration=False)

        answer = client.post(reverse("sign_in:demonstration"), {"post": post.pk})

        assert answer.status_code == 404 and "_auth_user_id" not in client.session

    def test_a_click_from_another_site_is_refused(self, settings):
        settings.DEMONSTRATION = True
        client = Client(enforce_csrf_checks=True)

        answer = client.post(reverse("sign_in:demonstration"), {"post": post_of("worker").pk})

        assert answer.status_code == 403 and "_auth_user_id" not in client.session


def entered_rows(sql):
    """Rows as the application's login reads them."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
