"""The lock: an idle session asks for the password again, and nothing that was typed is lost."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common import drafts
from jisr.common.database import scope
from jisr.common.models import Draft
from jisr.staff.models import Post
from tests.access.people import entered
from tests.ground import user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])

PASSWORD = "une phrase de passe"
TYPED = {"email": "worker@tests.example", "role": "reception_officer", "place": "TEST-SISTER", "since": "2031-01-01"}


def later(client, **span):
    """Let time pass for a session: since it began, and since somebody was last seen."""
    session = client.session
    session["entered_at"] = session["entered_at"] - timedelta(**span).total_seconds()
    session.save()
    client.cookies.pop("seen", None)
    return client


@pytest.fixture
def administrator():
    return entered("administrator")


def test_after_half_an_hour_the_password_is_asked(administrator):
    page = reverse("staff:posts")

    answer = later(administrator, minutes=31).get(page)

    assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign_in:unlock"))
    assert administrator.get(answer["Location"]).status_code == 200


def test_before_half_an_hour_it_is_not(administrator):
    assert later(administrator, minutes=29).get(reverse("staff:posts")).status_code == 200


def test_being_seen_keeps_the_session_open(administrator):
    """Reading a page renews the time last seen, without writing anything."""
    session = administrator.session
    session["entered_at"] = time.time() - 29 * 60
    session.save()
    administrator.get(reverse("staff:posts"))
    session["entered_at"] = time.time() - 50 * 60
    session.save()

    assert administrator.get(reverse("staff:posts")).status_code == 200


@pytest.mark.parametrize("forged", ["", "now", "a:b:c", "x" * 200, "::", "0" * 32 + ":1vabcd:signature"])
def test_the_time_last_seen_cannot_be_forged(administrator, forged):
    later(administrator, minutes=31).cookies["seen"] = forged

    assert administrator.get(reverse("staff:posts")).status_code == 302


def test_the_time_last_seen_of_another_session_does_not_count(administrator):
    other = entered("second_administrator")
    other.get(reverse("staff:posts"))
    later(administrator, minutes=31).cookies["seen"] = other.cookies["seen"].value

    assert administrator.get(reverse("staff:posts")).status_code == 302


def test_a_locked_session_shows_no_row_and_says_no_post(administrator):
    later(administrator, minutes=31)

    page = administrator.get(reverse("sign_in:unlock"))

    assert page.wsgi_request.post is None and page.wsgi_request.posts == []


def test_what_arrives_on_a_locked_session_comes_back_after_the_password(administrator):
    """The story of a long interview: the form is sent after the lock, and comes back with everything typed."""
    before = Post.objects.count()
    answer = later(administrator, minutes=31).post(reverse("staff:assign"), TYPED)
    assert answer.status_code == 302 and "draft=" in answer["Location"]
    assert Post.objects.count() == before

    opened = administrator.post(answer["Location"], {"password": PASSWORD})
    form = administrator.get(opened["Location"])

    assert form.status_code == 200
    for value in TYPED.values():
        assert value in form.content.decode()
    assert administrator.post(reverse("staff:assign"), TYPED).status_code == 302
    assert Post.objects.count() == before + 1


def test_the_draft_is_gone_once_the_form_was_sent(administrator):
    later(administrator, minutes=31).post(reverse("staff:assign"), TYPED)
    administrator.post(reverse("sign_in:unlock"), {"password": PASSWORD})
    administrator.post(reverse("staff:assign"), TYPED)

    with scope(user=user_of("administrator").pk):
        assert not Draft.objects.exists()


def test_a_wrong_password_opens_nothing(administrator):
    later(administrator, minutes=31)

    answer = administrator.post(reverse("sign_in:unlock"), {"password": "wrong again and again"})

    assert answer.status_code == 200 and answer.context["form"].errors
    assert administrator.get(reverse("staff:posts")).status_code == 302


def test_a_colleague_at_the_desk_cannot_open_it_with_her_own_password(administrator):
    """Both have the same password here: the lock asks for the password of whoever locked it."""
    later(administrator, minutes=31)
    user = user_of("administrator")
    user.set_password("autre phrase de passe")
    user.save(update_fields=["password"])
    session = administrator.session
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()

    assert administrator.post(reverse("sign_in:unlock"), {"password": PASSWORD}).status_code == 200


def test_the_desk_can_be_locked_by_hand(administrator):
    answer = administrator.post(reverse("sign_in:lock"), {"next": reverse("staff:assign")})

    assert answer["Location"].startswith(reverse("sign_in:unlock"))
    assert administrator.get(reverse("staff:posts")).status_code == 302
    opened = administrator.post(answer["Location"], {"password": PASSWORD})
    assert opened["Location"] == reverse("staff:assign")


def test_nobody_is_sent_to_another_site(administrator):
    later(administrator, minutes=31)

    opened = administrator.post(f"{reverse('sign_in:unlock')}?next=//evil.example/", {"password": PASSWORD})

    assert opened["Location"] == reverse("sign_in:home")


def test_after_twelve_hours_everything_is_asked_again_and_the_form_is_kept(administrator):
    page = reverse("staff:assign")
    administrator.get(page)  # being seen does not make the session longer
    session = administrator.session
    session["entered_at"] = time.time() - (settings.SESSION_HOURS * 3600 + 60)
    session.save()

    answer = administrator.post(page, TYPED)

    assert answer["Location"].startswith(reverse("account_login")) and "draft" in answer["Location"]
    assert "_auth_user_id" not in administrator.session
    assert administrator.get(page)["Location"].startswith(reverse("account_login"))


class TestDrafts:
    """What somebody types is hers alone, for a day."""

    def keep(self, client, **fields):
        return client.post(reverse("drafts:save"), {"draft_place": reverse("staff:assign")} | fields)

    def test_what_is_typed_is_kept_and_offered(self, administrator):
        assert self.keep(administrator, email="x@tests.example").status_code == 204

        page = administrator.get(reverse("staff:assign"))

        draft = self.hers("administrator")
        assert f"?draft={draft.pk}" in page.content.decode()
        again = administrator.get(f"{reverse('staff:assign')}?draft={draft.pk}")
        assert "x@tests.example" in again.content.decode()

    def test_it_is_encrypted_and_without_passwords(self, administrator):
        self.keep(administrator, email="x@tests.example", password1="secret words", csrfmiddlewaretoken="t")

        draft = self.hers("administrator")
        assert b"tests.example" not in bytes(draft.body)
        shown = administrator.get(f"{reverse('drafts:again')}?draft={draft.pk}").content.decode()
        assert "x@tests.example" in shown and "secret words" not in shown

    def test_another_does_not_find_it(self, administrator):
        self.keep(administrator, email="x@tests.example")
        draft = self.hers("administrator")
        other = entered("second_administrator")

        assert other.get(f"{reverse('drafts:again')}?draft={draft.pk}").status_code == 404
        page = other.get(f"{reverse('staff:assign')}?draft={draft.pk}")
        assert "x@tests.example" not in page.content.decode()
        with scope(user=user_of("second_administrator").pk):
            assert not Draft.objects.exists()
        with scope():
            assert not Draft.objects.exists()

    def test_one_that_died_is_invisible_and_does_not_stand_in_the_way(self, administrator):
        self.keep(administrator, email="old@tests.example")
        with scope(user=user_of("administrator").pk):
            Draft.objects.update(dies_at=timezone.now() - timedelta(seconds=1))
            assert not Draft.objects.exists()

        assert self.keep(administrator, email="new@tests.example").status_code == 204
        assert self.hers("administrator")

    def test_it_can_be_thrown_away(self, administrator):
        self.keep(administrator, email="x@tests.example")

        answer = administrator.post(reverse("drafts:discard"), {"draft_place": reverse("staff:assign")})

        assert answer["Location"] == reverse("staff:assign")
        with scope(user=user_of("administrator").pk):
            assert not Draft.objects.exists()

    @pytest.mark.parametrize(
        "place", ["", "https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
    )
    def test_a_place_that_is_not_ours_is_refused(self, administrator, place):
        assert administrator.post(reverse("drafts:save"), {"draft_place": place}).status_code == 400
        assert administrator.post(reverse("drafts:discard"), {"draft_place": place}).status_code == 400

    def test_typing_goes_on_being_kept_while_the_session_is_locked(self, administrator):
        later(administrator, minutes=31)

        assert self.keep(administrator, email="x@tests.example").status_code == 204
        assert administrator.get(reverse("staff:posts")).status_code == 302

    def test_a_form_without_a_page_of_its_own_is_shown_to_be_sent_again(self, administrator):
        """What was pressed on a list while the desk was locked: looked at, then sent on purpose."""
        place = reverse("sign_in:lock")
        with scope(user=user_of("administrator").pk):
            draft = self.planted(place)

        answer = administrator.get(f"{place}?draft={draft}")

        assert answer["Location"] == f"{reverse('drafts:again')}?draft={draft}"
        assert f'action="{place}"' in administrator.get(answer["Location"]).content.decode()

    def test_what_was_pressed_in_a_list_of_results_is_not_lost(self):
        """The page behind it shows nothing without what was pressed, and answers 404 to a mere look."""
        worker = entered("worker")
        answer = later(worker, minutes=31).post(reverse("families:ask"), {"mark": "x", "why": "même famille"})

        opened = worker.post(answer["Location"], {"password": PASSWORD}, follow=True)

        assert "même famille" in opened.content.decode()

    def test_a_form_with_an_old_key_is_kept_when_it_is_ours(self):
        """Signed in again in another tab, the form of the first tab carries a key that no longer holds."""
        client = Client(enforce_csrf_checks=True)
        client.cookies.update(entered("administrator").cookies)

        answer = client.post(reverse("staff:assign"), TYPED, headers={"origin": "http://testserver"})

        assert answer.status_code == 302 and "draft=" in answer["Location"]
        assert "worker@tests.example" in client.get(answer["Location"]).content.decode()

    def test_a_form_of_another_site_is_not_kept(self):
        client = Client(enforce_csrf_checks=True)
        client.cookies.update(entered("administrator").cookies)

        answer = client.post(reverse("staff:assign"), TYPED, headers={"origin": "https://evil.example"})

        assert answer.status_code == 403
        with scope(user=user_of("administrator").pk):
            assert not Draft.objects.exists()

    def hers(self, name):
        with scope(user=user_of(name).pk):
            return Draft.objects.order_by("-id").first()

    def planted(self, place):
        return drafts.keep(author=user_of("administrator"), place=place, fields=QueryDict("next=/")).pk
