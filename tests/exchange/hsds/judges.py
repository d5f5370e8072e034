"""The standard's own schemas, read from where ``JISR_STANDARDS`` says: no network, no opinion of ours."""

import gzip
import json
import os
import re
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.exchange.standards.judges import is_address, is_moment

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("JISR_STANDARDS") or ROOT.parent / "shared" / "data" / "standards") / "hsds-3.1"
needs_schemas = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the schemas of HSDS 3.1 are not here: set JISR_STANDARDS to the folder of standards"
)
FORMATS = FormatChecker(formats=())


@FORMATS.checks("uuid", raises=ValueError)
def is_key(text):
    """A key in its usual form."""
    return not isinstance(text, str) or str(UUID(text)) == text.lower()


@FORMATS.checks("email")
def is_email(text):
    """Something at something."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None


FORMATS.checks("uri")(is_address)
FORMATS.checks("date-time", raises=ValueError)(is_moment)


@cache
def _validator(name):
    path = FOLDER / "compiled" / f"{name}.json.gz"
    if path.is_file():
        schema = json.loads(gzip.decompress(path.read_bytes()))
    else:
        folder = FOLDER / ("compiled" if (FOLDER / "compiled" / f"{name}.json").is_file() else "schema")
        schema = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=_parts(), format_checker=FORMATS)


@cache
def _parts():
    """The plain schemas, which name one another by their files."""
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / "schema").glob("*.json")}
    return Registry().with_resources(
        (name, Resource.from_contents(one, default_specification=DRAFT202012)) for name, one in found.items()
    )


def of(name, found):
    """What the schema has against something; nothing when it is one."""
    return [f"{list(one.absolute_path)}: {one.message}"[:200] for one in _validator(name).iter_errors(found)]


def example(name):
    """A full example of the standard."""
    return json.loads((FOLDER / f"{name}_full.json").read_text(encoding="utf-8"))
