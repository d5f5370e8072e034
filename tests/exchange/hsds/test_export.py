"""The public catalogue as HSDS 3.1: what the standard's schemas have against it, and what it never tells."""

import csv
import io
import json
import zipfile

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.exchange.hsds.nesting import Nest, nothing
from jisr.exchange.hsds.package import Writer
from jisr.exchange.hsds.reading import Reader, operators
from jisr.exchange.hsds.standard import entities, links
from tests.exchange.hsds import generated, judges

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


class Undone(Exception):
    """Ends a try and leaves nothing."""


def packed(*, invented=False, speaking="owner"):
    """The package as bytes; as the owner, whom no wall helps to leave things out."""
    file = io.BytesIO()
    with scope(speaking=speaking):
        Writer(Reader(timezone.localdate(), invented=invented)).write(file, at=timezone.now())
    return file.getvalue()


def read(content):
    """entity -> rows of the tables of a package."""
    paths = {entity.path: name for name, entity in entities().items()}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {
            paths[name]: list(csv.DictReader(io.StringIO(parts.read(name).decode())))
            for name in parts.namelist() if name in paths
        }  # fmt: skip


def everything(*, invented=False, speaking="owner"):
    """All objects at once."""
    with scope(speaking=speaking):
        reader = Reader(timezone.localdate(), invented=invented)
        shared = {"organization": reader.organizations(operators(invented=invented)), "program": reader.programs()}
        whole = nothing()
        for objects in reader.everything():
            for entity, rows in {**objects, **shared}.items():
                whole[entity].update(rows)
    return whole


@judges.needs_schemas
@settings(
    max_examples=6,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(generated.plans())
def test_whatever_the_catalogue_holds_the_schemas_accept_it_and_no_hidden_place_is_in_any_byte(db, plan):
    """Every service, organization, service at a place and location; tables whose links all lead somewhere."""
    with pytest.raises(Undone), transaction.atomic("owner"), scope(speaking="owner"):
        generated.build(plan)
        content, objects = packed(), everything()
        nest = Nest(objects)
        for key in objects["service"]:
            assert judges.of("service", nest.service(key)) == []
            assert judges.of("service_list", nest.brief_service(key)) == []
        for key in objects["organization"]:
            assert judges.of("organization", nest.organization(key, services=True)) == []
            assert judges.of("organization_list", nest.brief_organization(key)) == []
        for key in objects["service_at_location"]:
            assert judges.of("service_at_location", nest.service_at_location(key)) == []
            assert judges.of("service_at_location_list", nest.brief_service_at_location(key)) == []
        assert [judges.of("location", row) for row in objects["location"].values() if judges.of("location", row)] == []
        assert dangling(read(content)) == []
        unzipped = plain_bytes(content)
        assert [one for one in generated.SECRETS if one.encode() in unzipped] == []
        told = Service.objects.filter(is_demonstration=False, professional_only=False, hidden_on=None).count()
        assert len(objects["service"]) == told == len(json.loads(part(content, "json/services.json")))
        raise Undone


def part(content, name):
    """One file of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name)


def plain_bytes(content):
    """All of a package unpacked, with letters that JSON escapes as they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def dangling(tables):
    """Links that lead nowhere."""
    keys = {entity: {row["id"] for row in rows} for entity, rows in tables.items()}
    return [
        (entity, field, row[field])
        for entity, rows in tables.items() for field, target in links(entity).items() for row in rows
        if row[field] and row[field] not in keys.get(target, ())
    ]  # fmt: skip
