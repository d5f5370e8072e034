"""Agreements as open data: valid files of the real ones, the invented ones apart, and what is lacking said before."""

import json
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from jisr.common.database import scope
from jisr.exchange.agreements_record.loading import load
from jisr.exchange.agreements_record.reading import read
from jisr.exchange.demonstration.ledger import agreements as demonstration
from tests.access.people import entered
from tests.exchange.standards import judges
from tests.ledger.agreements import promised

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
OPEN, INVENTED = "/agreements", "/agreements/open-data/demonstration"
DH = 100


def file_of(path, kind):
    """A file as a program reads it."""
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"].startswith(kind) and answer["Access-Control-Allow-Origin"] == "*"
    return answer.content


def asked(path):
    """How many questions an address asks the database."""
    with CaptureQueriesContext(connections["public"]) as held:
        answer = Client().get(path)
        b"".join(answer)
    return len(held)


def test_every_real_agreement_goes_out_valid_and_no_invented_one_with_it():
    """By schema and rules; amounts as the record has them; contradictions as text; invented payments apart."""
    with scope(speaking="owner"):
        load()
    demonstration.load(promised.TODAY)
    record = {row["code"]: row for row in read()["agreements"]}

    xml = file_of(f"{OPEN}/iati.xml", "application/xml")
    packages = [file_of(f"{OPEN}/{name}", "application/json") for name in ("oc4ids.json", "oc4ids-fr.json")]

    assert judges.of_activities(xml) == [] and [judges.of_project_package(one) for one in packages] == [[], []]
    tree = etree.fromstring(xml)
    told = {one.removeprefix("JISR-") for one in tree.xpath("//iati-identifier/text()")}
    projects = {one["id"].removeprefix("jisr-"): one for one in json.loads(packages[1])["projects"]}
    assert set(projects) == set(record) and told < set(record) and len(told) > 9
    page = Client().get(f"{OPEN}/open-data/").content.decode()
    for code, row in record.items():
        envelope = projects[code].get("budget", {}).get("amount", {}).get("amount")
        assert envelope == (row["envelope"] / DH if row["envelope"] else None), code
        assert "transactions" not in projects[code]
        if code in told:
            pledged = tree.xpath(f"//iati-activity[iati-identifier='JISR-{code}']/transaction/value/text()")
            known = row["envelope"] or sum(one.get("amount") or 0 for one in row["shares"])
            assert sum(round(float(one) * DH) for one in pledged) == known, code
        else:
            assert f'href="/agreements/{code}/"' in page, code
    national = projects["jisr-attamkine-national"]
    assert all(one in national["description"] for one in ("386 000 000 MAD", "392 000 000 MAD"))
    assert "amount" not in national.get("budget", {})
    one = file_of(f"{OPEN}/laayoune-jisr/iati.xml", "application/xml")
    assert one.count(b"<iati-activity ") == 1 and "عُدّ" not in one.decode()
    assert Client().get(f"{OPEN}/nador-2020/iati.xml").status_code == 404
    alone = Client(headers={"accept-language": "fr"}).get(f"{OPEN}/nador-2020/").content.decode()
    assert "Le jour de son début" in alone and f"{OPEN}/nador-2020/oc4ids-fr.json" in alone
    assert "Les fichiers OC4IDS la contiennent." in alone and "nador-2020/iati.xml" not in alone

    xml = file_of(f"{INVENTED}/iati.xml", "application/xml")
    package = file_of(f"{INVENTED}/oc4ids.json", "application/json")
    assert judges.of_activities(xml) == [] and judges.of_project_package(package) == []
    for one in (xml.decode(), package.decode()):
        assert "demonstration-demo-tamkine" in one and "marrakech" not in one and "عرض توضيحي" in one
    assert b"demo-" not in b"".join(packages) and not any("demo" in code for code in told)
    assert Client().get(f"{OPEN}/demo-tamkine/iati.xml").status_code == 404
    assert Client().get(f"{INVENTED}/marrakech-safi-jisr/oc4ids.json").status_code == 404
    tree = etree.fromstring(file_of(f"{INVENTED}/demo-tamkine/iati.xml", "application/xml"))
    sums = {
        kind: sum(map(float, tree.xpath(f"//transaction[transaction-type/@code='{kind}']/value/text()")))
        for kind in "23"
    }
    assert sums == {"2": 16_000_000.0, "3": 6_500_000.0}, sums

    paths = (f"{OPEN}/iati.xml", f"{OPEN}/oc4ids.json", f"{OPEN}/open-data/")
    counted = [asked(path) for path in paths]
    with scope(speaking="owner"):
        promised.published("one-more", women=3)
    assert [asked(path) for path in paths] == counted and max(counted) < 25


def test_what_is_lacking_is_said_before_with_the_way_to_write_it():
    """On the desk in the reader's language, with a link to each form that works; to everybody, without one."""
    told = promised.balanced()
    code = told.agreement.code
    for language, words in (("ar", "يوم بدايتها"), ("fr", "Le jour de son début")):
        council = entered("council", headers={"accept-language": language})
        page = council.get(f"/agreements/desk/{code}/").content.decode()
        section = page[page.index('id="open-data"') :]
        links = re.findall(r'class="link no-print" href="([^"]+)"', section)

        assert words in section and "iati.xml" not in section and len(links) >= 4
        assert {council.get(one).status_code for one in links} == {200}
    promised.carried(told, "initialled", "signed", "running")
    page = council.get(f"/agreements/desk/{code}/").content.decode()
    assert "Le jour de son début" not in page and f"{INVENTED}/{code}/iati.xml" in page
    public = Client(headers={"accept-language": "fr"}).get(f"/agreements/{code}/").content.decode()
    assert "Aucun" not in public[public.index('id="open-data"') :][:40] and "Son premier et son dernier jour" in public
    assert 'class="link no-print"' not in public[public.index('id="open-data"') :]
