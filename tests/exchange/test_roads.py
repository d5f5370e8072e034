"""Minutes of an operator's own router: asked over HTTP, kept whole, taken by the page, named there with their day."""

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.atlas import queries
from jisr.common.database import scope
from jisr.web import wording
from tests.reading import unmarked
from tests.web.atlas.test_page import LOGINS, ROWS, add

pytestmark = pytest.mark.django_db(databases=LOGINS)
MINUTES = 17.0


class _Answers(BaseHTTPRequestHandler):
    """An OSRM and a Valhalla for which every way takes as long; or one that is ill."""

    def do_GET(self):
        where = urlsplit(self.path)
        asked = parse_qs(where.query)
        rows, columns = (len(asked[name][0].split(";")) for name in ("sources", "destinations"))
        assert len(where.path.rsplit("/", 1)[1].split(";")) == rows + columns <= 100
        self.server.asked.append(where.path.split("/")[3])
        self._say({"code": "Ok", "durations": [[60 * MINUTES] * columns] * rows})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked["costing"])
        row = [{"time": 60 * MINUTES, "distance": 1}] * len(asked["targets"])
        self._say({"sources_to_targets": [row] * len(asked["sources"])})

    def _say(self, said):
        ill = len(self.server.asked) > self.server.well
        self.send_response(302 if self.server.leads else 502 if ill else 200)
        if self.server.leads:
            self.send_header("Location", self.server.leads + self.path)
        self.end_headers()
        self.wfile.write(b"<html>502</html>" if ill else json.dumps(said).encode())

    def log_message(self, *_said):
        """Nothing is told."""


@pytest.fixture
def router():
    """A server on this machine; ``well`` is how often it answers before it falls ill, ``leads`` where it sends away."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.asked, server.well, server.leads = [], 10_000, ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    queries.forget()


def ask(server, *more):
    """What the command says."""
    out = io.StringIO()
    call_command("travel", "--router", f"http://127.0.0.1:{server.server_port}", *more, stdout=out)
    return out.getvalue()


def page(**question):
    """The page for a question, in French."""
    given = {"theme": "housing", "within": "07.161", "who": "all"} | question
    return Client(headers={"accept-language": "fr"}).get(reverse("atlas:page"), given)


@ROWS
@pytest.mark.parametrize(("kind", "said"), [("osrm", "OSRM"), ("valhalla", "Valhalla")])
def test_minutes_of_a_router_are_taken_before_the_estimate_and_named(router, kind, said):
    """Its minutes and the wait for a taxi; the router and the day stand on the page and in the table."""
    with scope(speaking="owner"):
        add(3, "housing")
    before = page()

    assert "ways kept" in ask(router, "--kind", kind)
    after = page()

    assert "aucune table de routes" in unmarked(before)
    assert said in unmarked(after) and wording.day(timezone.localdate()) in unmarked(after)
    wait = 20
    assert after.context["reading"].whole.minutes == pytest.approx(MINUTES + wait)
    table = Client().get(reverse("atlas:figures", args=["csv"]), {"theme": "housing"}).content.decode()
    assert f",{kind}," in table


@ROWS
def test_a_way_that_the_router_was_not_asked_of_is_estimated(router):
    """On foot without a table on foot; and a theme as soon as it has a new place, never half of each."""
    with scope(speaking="owner"):
        add(3, "housing")
    ask(router)

    assert page(way="foot").context["reading"].ways.model == "communes"
    ask(router, "--profile", "foot")
    assert page(way="foot").context["reading"].ways.model == "osrm"
    assert set(router.asked) == {"driving", "foot"}
    with scope(speaking="owner"):
        add(1, "housing", lat=31.5, lon=-8.8)
    assert page().context["reading"].ways.model == "communes"
    ask(router)
    assert page().context["reading"].ways.model == "osrm"


@ROWS
def test_a_router_that_falls_ill_half_way_keeps_nothing_and_spoils_nothing(router):
    """What was kept before stays; the refusal says what the router answered."""
    with scope(speaking="owner"):
        add(3, "housing")
    ask(router)
    router.well = len(router.asked) + 2

    with pytest.raises(CommandError, match="Nothing was kept"):
        ask(router)

    assert page().context["reading"].ways.model == "osrm"


@ROWS
def test_where_a_router_leads_is_not_followed(router):
    """Points go to the address that the operator named, and what another one says is no minute of hers."""
    with scope(speaking="owner"):
        add(1, "housing")
    router.leads = f"http://localhost:{router.server_port}"

    with pytest.raises(CommandError, match="sends to another address"):
        ask(router)

    assert len(router.asked) == 1


@pytest.mark.parametrize("address", ["file:///etc/passwd", "127.0.0.1:9", "http://127.0.0.1:9"])
def test_an_address_where_no_router_is_says_so(address):
    """No other kind of address is opened."""
    with pytest.raises(CommandError, match=r"no address|does not answer"):
        call_command("travel", "--router", address, stdout=io.StringIO())


@ROWS
def test_a_table_that_was_cut_is_not_there(router, settings):
    """A full disk leaves half a file: the estimate answers, and says so."""
    with scope(speaking="owner"):
        add(3, "housing")
    ask(router)
    (file,) = (settings.DATA / "travel").glob("taxi-*.roads")
    file.write_bytes(file.read_bytes()[:200])
    queries.forget()

    assert page().context["reading"].ways.model == "communes"
