"""A kit goes to a hall without Internet and comes home: two servers, two databases, real browsers."""

import uuid

import pytest
from django.urls import reverse

from jisr.forum import actions, queries
from jisr.forum.models import Contribution
from tests.journeys.browser import check_sizes
from tests.journeys.laptop import Laptop
from tests.stories import under
from tests.web.forum.desk import meeting_of, published, team

pytestmark = pytest.mark.browser
HOME = "نطلب نقلا مدرسيا لبنات الدواوير البعيدة، لأن الطريق طويل ومظلم في الشتاء"
SPOKEN, ON_PAPER = "نطلب ملعبا للشباب في الدوار", "Nous demandons un minibus pour le centre de santé"
#: Rooms that a hall has nothing of.
ELSEWHERE = ("families:search", "reception:new", "barometer:page", "centres:list", "staff:posts", "work:list")


@pytest.fixture
def laptop(product, django_db_blocker, tmp_path):
    """A laptop that nothing was opened on yet."""
    running = Laptop(django_db_blocker, tmp_path)
    yield running
    running.stop()


@pytest.fixture
def meeting(product):
    """A planned meeting on the main server that takes what people write: its number, its wave, who prepares it."""
    with product.inside():
        code = f"kit-{uuid.uuid4().hex[:8]}"
        wave = team(code)
        planned = meeting_of(wave, code, held=False)
        published(wave, HOME, meeting=planned)
        with under("secretary") as secretary:
            planned.number = actions.open_tribune(meeting=planned, by=secretary.user).number
            planned.secretary = secretary.user.email
        return planned


def test_what_a_hall_gathers_comes_home_once(product, laptop, at, meeting, tmp_path):
    """Cut at a desk, served in a hall to a telephone without account and to the secretary, taken out, joined."""
    desk = f"/forum/desk/wave/{meeting.wave.code}"
    home = at("secretary", "fr", "desk").goes(f"/forum/desk/meeting/{meeting.code}/kit/")
    phrase = home.page.locator(".phrase").inner_text()
    home.page.locator("[name=noted]").check()
    codes = laptop.opens(downloads(home, tmp_path / "kit.jisr"), phrase)

    # a telephone on the network of the hall: the first page is the meeting, and nothing but the consultation is there
    phone = at("", "ar", "phone", of=laptop).goes("/")
    assert phone.path == f"/forum/meetings/{meeting.code}/" and HOME[:20] in phone.text
    for name in ELSEWHERE:
        assert phone.page.request.get(reverse(name)).status == 404, name
    phone.goes(reverse("families:search"))
    check_sizes(phone.page, "kit-elsewhere", "ar")
    phone.goes(f"/forum/{meeting.number}").picks("kind", "proposal").types("text", SPOKEN).sends()
    slip = phone.page.locator(".slip-code").inner_text()

    # the secretary comes in with her code, chooses a password, and keys a sheet of paper
    secretary = at("", "ar", "desk", of=laptop).goes("/enter/")
    code = codes[meeting.secretary]
    secretary.types("login", meeting.secretary).types("password", code).sends()
    new = secrets()
    secretary.types("oldpassword", code).types("password1", new).types("password2", new).sends()
    secretary.goes(f"{desk}/key/").picks("kind", "proposal").types("text", ON_PAPER).picks("language", "fr")
    secretary.sends("form.card")
    first, again = (
        downloads(secretary.goes("/forum/desk/kit/gathered/").picks("clock", "right"), tmp_path / f"{n}.jisr")
        for n in (1, 2)
    )
    check_sizes(secretary.page, "kit-gathered", "ar")

    # at home: looked at, joined; the same file and a second one of the same hall add nothing
    brings(home, desk, first)
    check_sizes(home.page, "kit-preview", "fr")
    assert SPOKEN not in home.text
    home.sends("form.card")
    assert words_of(product, meeting) == sorted([HOME, SPOKEN, ON_PAPER])
    for file in (first, again):
        brings(home, desk, file)
        if home.page.locator("form.card").count():
            home.sends("form.card")
        assert words_of(product, meeting) == sorted([HOME, SPOKEN, ON_PAPER])

    # what was given in the hall opens here
    visitor = at("", "ar", "phone").goes("/forum/slip/").types("code", slip).sends()
    assert meeting.wave.name_ar in visitor.text


def downloads(hands, path):
    """Send the form of the page, which answers with a file; where it was put."""
    with hands.page.expect_download() as answered:
        hands.page.locator("form.card button:not([type=button])").last.click()
    answered.value.save_as(path)
    return path


def brings(hands, desk, file):
    """Bring what was taken out to the page of the kits."""
    hands.goes(f"{desk}/kits/").page.locator("[name=file]").set_input_files(file)
    hands.sends("form.card")


def words_of(product, meeting):
    """What the main server keeps of the wave, sealed words and all."""
    with product.inside(), under("secretary"):
        rows = Contribution.objects.filter(wave=meeting.wave).select_related("verbatim")
        return sorted(queries.read_sealed(row) for row in rows)


def secrets():
    """A password that she chooses."""
    return f"salle {uuid.uuid4().hex}"
