"""What is small where it is sent and would be large, or broken, where it is kept."""

import io
import json
import random
import tracemalloc
import uuid
import zipfile

import pytest

from jisr.exchange.hsds import actions, opening
from jisr.exchange.hsds.cleaning import Cleaner

_SERVICE, _OWNER, _TERM, _LIST = (str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in "soti")


def _shared(times: int) -> bytes:
    """A package in which a long word describes one service so many times: each row of ours holds it whole."""
    said = [f"{uuid.UUID(int=n + 1, version=4)},{_SERVICE},service,{_TERM}" for n in range(times)]
    tables = {
        "organizations": f"id,name,description\n{_OWNER},o,o\n",
        "services": f"id,organization_id,name,status\n{_SERVICE},{_OWNER},s,active\n",
        "taxonomies": f"id,name,description\n{_LIST},t,t\n",
        "taxonomy_terms": f"id,code,name,description,taxonomy_id\n{_TERM},c,n,{'x' * 20_000},{_LIST}\n",
        "attributes": "\n".join(["id,link_id,link_entity,taxonomy_term_id", *said]),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in tables.items():
            parts.writestr(f"{name}.csv", text)
    return file.getvalue()


def _read(content: bytes):
    found = opening.opened(content)
    return actions._cleaned(found, Cleaner(is_tables=found.is_tables))[0]


def test_a_word_that_many_rows_share_is_counted_with_each_of_them():
    """A few kilobytes do not become gigabytes in the preview."""
    light, heavy = _read(_shared(20)), _read(_shared(8_000))

    opening.weigh(light)
    with pytest.raises(opening.TooMuch):
        opening.weigh(heavy)


@pytest.mark.parametrize("nothing", ["\n" * 6_000_000, "," * 17_000_000, ("," * 1_000 + "\n") * 17_000])
def test_megabytes_of_nothing_are_refused_before_they_are_held(nothing):
    """A few kilobytes unpack to millions of empty lines, each of which would be a list of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("services.csv", f"id,name\n{nothing}")
        parts.writestr("padding.txt", random.Random(1).randbytes(len(nothing) // 100))
    tracemalloc.start()
    try:
        with pytest.raises(opening.TooMuch):
            opening.opened(file.getvalue())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 8 * len(nothing)


def test_a_package_does_not_describe_itself_without_end():
    """Its description is read as a whole: fifty megabytes of it would become gigabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("datapackage.json", "[" + "0," * 2_000_000 + "0]")
        parts.writestr("services.csv", "id,name\n1,x\n")
        parts.writestr("padding.txt", random.Random(1).randbytes(60_000))

    with pytest.raises(opening.TooMuch):
        opening.opened(file.getvalue())


def test_what_json_can_say_and_no_database_keeps_is_left_out():
    """Nulls, halves of letters, numbers in the place of lists: read without them, or refused in words."""
    told = _read(b'{"id":"a\\ud800","name":"x\\u0000\\ud83d","description":"d","bad\\u0000key":"v","services":5}')
    [row] = told["organization"].values()

    assert (row["name"], row["badkey"]) == ("x?", "v")
    assert "\\ud" not in json.dumps(row) and "\\u0000" not in json.dumps(row)
    assert not opening.opened(b'{"id":"a","name":"x","description":"d","services":[1,null]}').objects["service"]
