"""Conditions of a dozen invented services, so that who comes sees yes, no and what must still be asked."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from jisr.centres.conditions import checked
from jisr.centres.models import Service, ServiceRule
from jisr.common import yaml_text

#: Days since they hold: longer than the stories go back.
DAYS = 500
SOURCE = "متخيَّل للعرض التوضيحي · inventé pour la démonstration"


def service_rules(services: Iterable[Service], today: date) -> Iterator[ServiceRule]:
    """The rules of these services, not saved yet.

    Args:
        services: of the network, each with its centre.
    """
    told = yaml_text.read(Path(__file__).with_name("service_rules.yaml").read_text(encoding="utf-8"))
    for line in told:
        checked(line["tree"])
    seen: dict[tuple[int, str], int] = {}
    for service in services:
        key = (service.centre_id, service.theme)
        seen[key] = seen.get(key, 0) + 1
        for line in told:
            fits = service.centre.code.startswith(line["centre"]) and service.theme == line["theme"]
            if fits and line.get("number", seen[key]) == seen[key]:
                yield ServiceRule(
                    service=service, version=1, since=today - timedelta(days=DAYS), tree=line["tree"],
                    source_title=SOURCE,
                )  # fmt: skip
                break
