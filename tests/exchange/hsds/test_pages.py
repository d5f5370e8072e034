"""Our catalogue as open data in a browser and for programs, and packages of others through the pages."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from jisr.exchange.hsds.standard import entities
from tests.access.people import entered
from tests.exchange.hsds import judges
from tests.exchange.hsds.test_export import dangling, plain_bytes, read
from tests.exchange.hsds.test_import import PACKAGE, real, zipped

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
BASE, INVENTED = "/open-data/hsds/", "/open-data/hsds-demonstration/"
ROOT = Path(__file__).parents[3]
NOT_TAKEN = {("organizations", "taxonomy_term_id"), ("organizations", "organization_id")}


def asked(path):
    """What a program gets."""
    return Client().get(path).json()


def test_a_program_reads_the_catalogue_as_the_standard_says_and_a_visitor_what_it_is(db, django_assert_max_num_queries):
    """Version and profile, a page in its envelope, one object whole, the package; what is asked wrongly is said."""
    root = asked(INVENTED)
    assert root["version"] == "3.1"
    assert set(json.loads(Client().get(root["openapi_url"]).content)["paths"]) >= {"/services", "/services/{id}"}
    with django_assert_max_num_queries(30):
        page = asked(f"{INVENTED}services?per_page=2")
    assert {name: page[name] for name in ("size", "page_number", "first_page", "last_page", "empty")} == {
        "size": 2, "page_number": 1, "first_page": True, "last_page": False, "empty": False,
    }  # fmt: skip
    beyond = asked(f"{INVENTED}services?page=99")
    assert (beyond["contents"], beyond["empty"], beyond["total_items"]) == ([], True, page["total_items"])
    assert asked(f"{BASE}services")["total_items"] == 0, "what is invented stands apart"
    everyone = [row["id"] for n in (1, 2, 3) for row in asked(f"{INVENTED}services?per_page=2&page={n}")["contents"]]
    assert len(set(everyone)) == page["total_items"] == 4, "not the service of the shelter, which workers alone propose"
    for what in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        first = asked(f"{INVENTED}{what}")["contents"][0]
        whole = asked(f"{INVENTED}{what}/{first['id']}")
        assert whole["id"] == first["id"]
        assert Client().get(f"{INVENTED}{what}/{uuid4()}").status_code == 404
        if judges.FOLDER.is_dir():
            assert judges.of(what.removesuffix("s").replace("taxonomie", "taxonomy"), whole) == []
    service = asked(f"{INVENTED}services?full=true")["contents"][0]
    theme = service["attributes"][0]["taxonomy_term_id"]
    found = asked(f"{INVENTED}services?taxonomy_term_id={theme}&organization_id={service['organization_id']}")
    assert service["id"] in [row["id"] for row in found["contents"]]
    assert asked(f"{INVENTED}services?search=nowhere")["total_items"] == 0
    for wrong in ("services?modified_after=2026-01-01", "services?page=x", "services?per_page=1000"):
        answer = Client().get(f"{INVENTED}{wrong}")
        assert answer.status_code == 400
        assert answer.json()["error"]
    answer = Client().get(f"{INVENTED}package.zip")
    content = answer.content
    assert answer["X-Robots-Tag"] == "noindex"
    assert dangling(read(content)) == []
    assert "زنقة سرية".encode() not in plain_bytes(content)
    assert "HSDS" in Client().get("/open-data/").content.decode()


@pytest.mark.parametrize("text", ["\0", "a\0", "\u202e\u200b", "ﻓﺎﻃﻤﺔ", "'; --", "%", "x" * 9_000])
def test_whatever_a_program_searches_for_is_answered(db, text):
    """A sign that no text of the database may hold stands in an address as easily as in a form."""
    for what in ("services", "organizations", "service_at_locations"):
        for name in ("search", "taxonomy_term_id", "organization_id"):
            answer = Client().get(f"{BASE}{what}", {name: text})
            assert answer.status_code == (400 if (what, name) in NOT_TAKEN else 200)


def test_the_profile_that_programs_read_is_the_one_that_people_read():
    """Every field of ours stands in both."""
    said = (ROOT / "docs" / "hsds-profile.md").read_text(encoding="utf-8")
    assert [
        f"{name}.{field}" for name, entity in entities().items() for field in entity.ours if f"`{field}`" not in said
    ] == []
    fields = asked(f"{BASE}profile.json")["schemas"]
    assert fields["service.json"]["properties"]["zone"]["type"] == "string"


def test_a_coordinator_sends_a_package_says_what_it_means_and_takes_it_in(db, tmp_path):
    """Through the pages, in French; what dangles is a report without a button."""
    client = entered("coordinator")
    client.cookies["django_language"] = "fr"

    def sent(content):
        path = tmp_path / "p.zip"
        path.write_bytes(content)
        with path.open("rb") as file:
            answer = client.post("/centres/packages/", {"file": file, "publisher": "Entraide", "act": uuid4()})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return answer["Location"]

    broken = client.get(sent(zipped(**PACKAGE | {"organizations": PACKAGE["organizations"][:0]}))).content.decode()
    assert "service.organization_id → organization" in broken
    assert "Reprendre au catalogue" not in broken
    page = sent(zipped(**PACKAGE))
    assert "hors du pays" in client.get(page).content.decode()
    assert "Food" in client.get(f"{page}meaning/").content.decode()
    told = {
        "theme": "legal",
        "centre_type": "complex",
        "operator_kind": "association",
        "province": "07.161",
        "w0": "theme:goods",
    }
    assert client.post(f"{page}meaning/", told | {"act": uuid4()}).status_code == 302
    assert "Closed long ago" in client.get(f"{page}report.csv").content.decode()
    assert client.post(page, {"act": uuid4()}).status_code == 200, "what is set aside needs a word"
    assert client.post(page, {"act": uuid4(), "without_refused": "on"}).status_code == 302
    assert real() == [1, 2, 4]
    assert client.get(f"{page}meaning/").status_code == 404
    services = [row for row in PACKAGE["services"] if row["id"] != "4"]
    services[1] = services[1] | {"name": "Two"}
    at = [row for row in PACKAGE["services_at_location"] if row["service_id"] != "4"]
    second = sent(zipped(**PACKAGE | {"services": services, "services_at_location": at}))
    shown = client.get(second).content.decode()
    for words in ("=1+1</bdi></del>", "Two</bdi></ins>", "n’est plus dans le paquet depuis le", "Entraide"):
        assert words in shown
    table = client.get(f"{second}report.csv").content.decode()
    assert "→ Two" in table
    assert "Listening" in table
