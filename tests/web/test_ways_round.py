"""Ways round: redirects to other sites, drafts and keys of others, bodies that are none, pages that do not exist."""

import uuid
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from jisr.common import drafts
from jisr.common.models import Act, Draft
from jisr.families.models import Phone
from jisr.territory.models import Commune
from jisr.web.paging import page
from tests.access.people import entered
from tests.reading import text
from tests.stories import received, under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example/", "http:///evil.example/",
    "https:evil.example", "///evil.example/", "\thttps://evil.example/", "javascript:alert(1)", "data:text/html,x",
    "/\t/evil.example/", "evil.example", "a\x00b", "/a\x00b", "/\r\nSet-Cookie: x=1",
)  # fmt: skip
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


def stays(answer):
    """Whether a redirect stays with us, as a browser reads it."""
    location = answer.headers.get("Location", "")
    read = urljoin("http://testserver/x/", "".join(c for c in location if c not in "\t\r\n").replace("\\", "/"))
    return urlsplit(read).netloc == "testserver" and urlsplit(read).scheme in {"http", ""} and location.isprintable()


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_page_sends_anybody_to_another_site(place):
    """Wherever an address is taken from the request: sign-in, the lock, the language, drafts, leaving."""
    answers = [
        Client().post("/enter/", {"login": "officer@tests.example", "password": "une phrase de passe", "next": place}),
        Client().post("/language/", {"language": "fr", "next": place}),
        Client().get("/enter/", {"next": place}),
        entered("officer").get("/enter/", {"next": place}),
        entered("officer").get("/enter/unlock/", {"next": place}),
        entered("officer").post("/enter/lock/", {"next": place}),
        entered("officer").post("/drafts/discard/", {"draft_place": place}),
        entered("officer").post("/drafts/save/", {"draft_place": place, "name": "x"}),
        entered("officer").post("/leave/", {"next": place}),
    ]
    locked = entered("officer")
    locked.post("/enter/lock/")
    answers.append(locked.post("/enter/unlock/?" + "next=" + place, {"password": "une phrase de passe"}))

    assert {answer.status_code for answer in answers} <= {200, 204, 302, 303, 400}
    assert [answer.headers.get("Location") for answer in answers if not stays(answer)] == []


def test_a_language_that_is_none_changes_nothing():
    """The page stays in a language we speak."""
    for language in ("zz", "zgh-Arab", "../../etc", "a" * 300, "fr\x00"):
        answer = Client().post("/language/", {"language": language, "next": "/"})
        assert answer.status_code == 302
    for asked in ("zz-ZZ;q=abc", "*", "fr;q=2, de", "é", "ar-MA,fr;q=0.8", "," * 5000):
        page_got = Client().get("/", HTTP_ACCEPT_LANGUAGE=asked)
        assert page_got.status_code == 200 and b'lang="' in page_got.content


# drafts


def test_the_draft_of_a_colleague_opens_nowhere():
    """Its key may be in her history, on the same desk; it answers as one that never was."""
    place = reverse("reception:new")
    author, colleague = entered("officer"), entered("worker")
    assert (
        author.post("/drafts/save/", {"draft_place": place, "name": "حورية السرية", "locality": "دوار"}).status_code
        == 204
    )
    with under("officer"):
        key = str(Draft.objects.get().pk)
    never = str(uuid.uuid4())

    pages = [
        (colleague.get(f"{place}?draft={key}"), colleague.get(f"{place}?draft={never}")),
        (colleague.get(f"/drafts/again/?draft={key}"), colleague.get(f"/drafts/again/?draft={never}")),
        (colleague.get(f"/enter/unlock/?draft={key}"), colleague.get(f"/enter/unlock/?draft={never}")),
    ]
    for real, none in pages:
        assert real.status_code == none.status_code and real.headers.get("Location") == none.headers.get("Location")
        assert "السرية" not in text(real)
    assert colleague.post("/drafts/discard/", {"draft_place": place}).status_code == 302
    with under("officer"):
        assert Draft.objects.filter(pk=key).exists()
    assert "السرية" in text(author.get(f"{place}?draft={key}"))


def test_a_draft_is_of_its_own_form_alone():
    """Its fields do not fall into another page."""
    officer, place = entered("officer"), reverse("reception:new")
    officer.post("/drafts/save/", {"draft_place": place, "name": "حورية السرية", "why": "سر"})
    with under("officer"):
        key = str(Draft.objects.get().pk)

    assert "السرية" not in text(officer.get(f"{reverse('families:search')}?draft={key}"))


def test_a_draft_is_kept_encrypted_and_without_passwords():
    officer = entered("officer")
    officer.post(
        "/drafts/save/", {"draft_place": "/x/", "name": "حورية", "password": "secret", "oldpassword": "secret"}
    )
    with under("officer"):
        draft = Draft.objects.get()
        fields = drafts.opened(draft)
    assert "حورية".encode() not in bytes(draft.body) and b"secret" not in bytes(draft.body)
    assert set(fields) == {"name"}


def test_drafts_of_one_form_do_not_grow():
    """A page that saves itself every two seconds keeps one draft."""
    officer = entered("officer")
    for n in range(5):
        officer.post("/drafts/save/", {"draft_place": "/x/", "name": f"{n}"})
    with under("officer"):
        assert Draft.objects.count() == 1


# keys of acts


def test_the_key_of_anothers_act_is_a_key_like_any_other():
    """It neither shows what she did nor stands in the way of one's own."""
    with under("worker") as worker:
        visit = received(worker)
    address, key = f"/families/household/{visit.household_id}/phone/new/", str(uuid.uuid4())
    form = {"owner": "own", "act_key": key}

    first = entered("worker").post(address, form | {"number": "0611111111"})
    second = entered("keeper").post(address, form | {"number": "0622222222"})

    assert first.status_code == second.status_code == 302
    with under("worker"):
        assert sorted(Phone.objects.values_list("number", flat=True)) == ["0611111111", "0622222222"]
        assert Act.objects.count() == 1  # her own alone


def test_a_changed_form_under_a_key_that_was_used_is_shown_and_not_lost():
    """Sent, stopped, changed, sent again: the first is saved, the second is on the screen with two ways out."""
    with under("worker") as worker:
        visit = received(worker)
    client, address = entered("worker"), f"/families/household/{visit.household_id}/phone/new/"
    form = act(owner="own", number="0611111111")
    assert client.post(address, form).status_code == 302

    again = client.post(address, form | {"number": "0633333333"}, **FRENCH)

    assert again.status_code == 409 and "0633333333" in text(again)
    assert "n'est pas" in text(again) or "ne l'est pas" in text(again)
    with under("worker"):
        assert Phone.objects.count() == 1
    fresh = act(owner="own", number="0633333333", sent_again="1")
    assert client.post(address, fresh).status_code == 302
    with under("worker"):
        assert Phone.objects.count() == 2


def test_a_browser_that_went_back_is_asked_before_the_same_is_written_twice():
    """The page was made anew, so its key is another; the words are the same."""
    with under("worker") as worker:
        visit = received(worker)
    client, address = entered("worker"), f"/families/household/{visit.household_id}/phone/new/"
    assert client.post(address, act(owner="own", number="0611111111")).status_code == 302

    again = client.post(address, act(owner="own", number="0611111111"))
    other = client.post(address, act(owner="own", number="0644444444"))

    assert again.status_code == 409 and other.status_code == 302
    with under("worker"):
        assert Phone.objects.count() == 2
    assert client.post(address, act(owner="own", number="0611111111", sent_again="1")).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "a\x00b", "9" * 500])
def test_a_key_that_is_none_is_no_key(key):
    with under("worker") as worker:
        visit = received(worker)
    address = f"/families/household/{visit.household_id}/phone/new/"
    answer = entered("worker").post(address, {"act_key": key, "owner": "own", "number": "0611111111"})
    assert answer.status_code == 302


# bodies that are none


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", "Rien n'a été enregistré."), ("ar", "لم يُحفظ"), ("en", "Nothing was saved.")],
)
def test_a_body_too_large_is_refused_in_the_readers_language(language, sentence):
    officer = entered("officer", headers={"accept-language": language})
    large = officer.post("/reception/new/", {"name": "x" * 13_000_000})
    many = officer.post("/reception/new/", {f"field{n}": "" for n in range(1_500)})

    assert large.status_code == many.status_code == 400
    assert sentence in text(large) and sentence in text(many)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00name=%ff%fe&words=%00", "application/x-www-form-urlencoded"),
        (b'{"name": "x"}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"name", "multipart/form-data"),
        (b"<x/>", "text/xml"),
        (b"name=%u0041&act_key=1", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"name=x", "application/x-www-form-urlencoded; charset=none"),
    ],
)
def test_a_body_that_is_no_form_is_answered_and_writes_nothing(body, kind):
    client = entered("officer", raise_request_exception=False)
    for path in ("/reception/new/", "/families/", "/drafts/save/", "/enter/", "/language/"):
        assert client.generic("POST", path, body, content_type=kind).status_code < 500, path


@pytest.mark.parametrize(
    "path",
    ["/static/../jisr/settings/__init__.py", "/static/..%2f..%2fsecret", "//etc/passwd", "/families/household/x/",
     "/families/household/00000000-0000-0000-0000-000000000000/", "/%00", "/%ff", "/orientation/r//", "/" + "a" * 5000,
     "/admin/", "/.git/config",
     "/centres/export.exe", "/centres/template.csv.py", "/services/99999999999999999999999/"],
)  # fmt: skip
def test_a_page_that_does_not_exist_says_so(path):
    """In the reader's language, without a trace of the machine."""
    client = entered("coordinator", headers={"accept-language": "fr"}, raise_request_exception=False)
    answer = client.get(path)
    assert answer.status_code in {404, 403, 302, 400}
    assert "Traceback" not in text(answer) and "urlpatterns" not in text(answer)


def test_a_place_in_a_list_made_up_by_hand_is_the_first_page():
    """Keys of pages travel in addresses; a damaged one is no failure."""
    for after in ("x", "WyJcdTAwMDAiLCAiYSJd", "W10", "bnVsbA", "=" * 9, "ي"):
        assert page(Commune.objects.all(), by=("sort_ar", "code"), after=after, size=3).rows
        assert Client().get("/territory/", {"after": after}).status_code == 200


def test_a_page_that_is_only_sent_says_so_when_it_is_opened():
    """A refused form stands at the address it was sent to: loaded again, or in another language, it was blank."""
    only_sent = [reverse("orientation:take", args=[uuid.uuid4()]), reverse("drafts:save")]

    for path in only_sent:
        answer = entered("worker").get(path, **FRENCH)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "par son bouton" in text(answer) and "Rien n'a été changé" in text(answer)
