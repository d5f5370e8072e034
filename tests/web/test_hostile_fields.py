"""Every form of every page, fed with what no honest hand types: a clear answer each time, and never a failure."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from jisr.staff.models import Post
from jisr.staff.rules import may
from jisr.web.access import SIGNED_IN, mark_of
from tests.access import world as story
from tests.access.people import a_thousand_pages, entered
from tests.access.routes import ROUTES, patterns
from tests.ground import CHICHAOUA, posts_of
from tests.reading import tried

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])

world = pytest.fixture(story.told, scope="module")
many = pytest.fixture(a_thousand_pages, scope="module", autouse=True)
VIEWS = {name: pattern.callback for name, pattern in patterns()}
WHO = (
    "worker",
    "keeper",
    "officer",
    "director",
    "sister_worker",
    "sister_director",
    "delegate",
    "coordinator",
    "auditor",
    "administrator",
    "secretary",
    "moderator",
    "answering",
    "adviser",
    "council",
    "approver",
    "second_approver",
    "strategist",
    "incubator",
    "reader_one",
)
SCRIPT = "<script>alert(1)</script>"
NUL = "a\0b"
#: What is put into every field at once.
EVERYWHERE = {
    "a sign that no text may hold": NUL,
    "a number too large": "9" * 40,
    "digits of another script, below nothing": "-٣٢١²",
    "the last of days": "9999-12-31",
}
#: What is put into every text, all else being right.
IN_TEXTS = {
    "one sign that is a sentence": "\ufdfa" * 119,
    "three hundred letters": "ف" * 300,
    "a hundred thousand letters": "x" * 100_000,
    "signs that turn a text round, and nothing else": "\u202e\u2066\u200b \u200f \u0640 .",
    "quotes and a script": f"'; DROP TABLE families_person; --\"\\ {SCRIPT} {{{{ 7*7 }}}} %s %(n)s",
}
#: Queries that pages read from their addresses.
ASKED = (
    "q after province region kind text page ended user place role person need referral draft next size more commune"
    " from until period verb by of sort theme level lines month since"
).split()
#: What an honest hand would type: by the name of a field, by its type or the keys that it asks of a telephone.
BY_NAME = {"commune": CHICHAOUA, "lat": "31.5", "lon": "-8.7", "hours": "Mo-Fr 08:30-16:30", "number": "0612345678"}
BY_KIND = {
    "number": "1", "date": timezone.localdate().isoformat(), "email": "new@tests.example", "tel": "0612345678",
    "numeric": "1", "decimal": "100",
}  # fmt: skip
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "draft_place", "language", "next"})


class Fields(HTMLParser):
    """The fields of a page with values as an honest hand might choose them, and which of them are texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.texts: set[str] = set()
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """One field, or one choice of a list."""
        got = dict(attrs)
        name, kind, value = got.get("name") or "", got.get("type") or "text", got.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and not self.values.get(self._select):
            self.values[self._select] = value
        if name in NOT_TYPED or not name or tag not in {"input", "textarea", "button"}:
            return
        if name in BY_NAME:
            self.values[name] = value or BY_NAME[name]
        elif kind in {"radio", "checkbox", "hidden"} or (tag == "button" and name != "more"):
            self.values.setdefault(name, value if kind == "hidden" else value or "on")
        elif kind in BY_KIND or got.get("inputmode") in BY_KIND:
            self.values[name] = value or BY_KIND[kind if kind in BY_KIND else got["inputmode"]]
        elif got.get("dir") == "ltr" and "lang" not in got:  # a code or a number
            self.values[name] = value
        elif tag != "button":
            self.texts.add(name)
            self.values[name] = value or "نص"


def reader_of(name: str, posts: dict[str, Post]) -> str | None:
    """Somebody who may open a route; None for a visitor."""
    mark = mark_of(VIEWS[name])
    if not mark.verbs:
        return None
    for who, post in posts.items():
        allowed = SIGNED_IN in mark.verbs or any(may(post.role, verb) for verb in mark.verbs)
        if allowed and ROUTES[name].finds(post):
            return who
    raise AssertionError(f"nobody opens {name}")


#: Pages of a meeting kit alone, which has its own tests; a batch of retention, found by the keeper at night alone.
IN_A_KIT = frozenset({"forum:desk:take_out", "families:sign_retention"})


def told(name: str, what: str, answer) -> list[str]:
    """What is wrong with an answer."""
    if answer.status_code >= 500:
        kind, error, _trace = getattr(answer, "exc_info", None) or (Exception, "", None)
        verb = answer.request["REQUEST_METHOD"]
        return [f"{verb} {name}, {what}: {answer.status_code} {kind.__name__} {str(error)[:160]}"]
    text = answer.content.decode(errors="replace")  # a workbook is no text
    return [f"{name}, {what}: it stands in the page as markup"] if SCRIPT in text else []


def fed(client: Client, name: str, path: str) -> list[str]:
    """What is wrong with the answers of one route."""
    bare, wrong = path.split("?")[0], []
    page = tried(client.get, path)
    for junk in (NUL, "9" * 40 + SCRIPT):
        wrong += told(name, "in the address", tried(client.get, bare, dict.fromkeys(ASKED, junk)))
    # a file to keep is no page: the bytes of a sealed one happen to open a declaration now and then
    fields = Fields(page.content.decode() if "html" in page.get("Content-Type", "") else "")
    if page.status_code == 405 or not fields.values:
        return wrong + told(name, "an empty form", tried(client.post, path))
    sent = {what: dict.fromkeys(fields.values, junk) for what, junk in EVERYWHERE.items()}
    if fields.texts:
        sent |= {what: fields.values | dict.fromkeys(fields.texts, junk) for what, junk in IN_TEXTS.items()}
    if "commune" in fields.values:
        sent["a place that is none"] = fields.values | {"commune": SCRIPT}
    return wrong + [
        line for what, values in sent.items() for line in told(name, what, tried(client.post, path, values))
    ]


@pytest.mark.parametrize("area", sorted({name.split(":")[0] for name in set(VIEWS) & set(ROUTES)}))
def test_no_field_of_this_area_breaks_a_page(area, world):
    """Whatever is typed comes back with a sentence, or is kept as text; it never runs and never fails."""
    wrong, posts = [], posts_of(WHO)
    for name in sorted(name for name in (set(VIEWS) & set(ROUTES)) - IN_A_KIT if name.split(":")[0] == area):
        who, options = reader_of(name, posts), {"raise_request_exception": False}
        client = entered(who, **options) if who else Client(**options)
        wrong += fed(client, name, ROUTES[name].path(world))
    assert not wrong, "\n".join(wrong)
