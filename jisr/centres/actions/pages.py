"""Writes of centres and services: one act a function, its journal line in the same transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.actions import keeping
from jisr.centres.choices import Section
from jisr.centres.models import Centre, Contact, Operator, Service, Site
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Stale, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import fold

#: What the form of a service shows, and so says true when it is saved.
SAVED = (Section.ABOUT, Section.HOURS, Section.COSTS)
SITE_FIELDS = ("commune", "address", "lat", "lon")


class HiddenPlace(Refusal):
    """The place of a confidential centre is not the writer's to know, nor to uncover."""

    message = _("Where this centre is stays with those who work there. Ask its direction to change it.")


@transaction.atomic
def create_centre(
    *, operator: Operator, values: Mapping[str, Any], site: Mapping[str, Any], by: User, code: str = ""
) -> Centre:
    """Add a centre with its place.

    Args:
        operator: who runs it; a centre of an invented operator is invented too.
        values: fields of the centre.
        site: commune, address, lat, lon.
        by: who adds it.
        code: its code; made where none is given.
    """
    centre = Centre(
        code=code or f"C-{readable_code(8)}", operator=operator, is_demonstration=operator.is_demonstration,
        province_id=site["commune"].province_id, **values,
    )  # fmt: skip
    centre.set_sort_keys()
    centre.save(force_insert=True)
    Site(centre=centre, confidential=centre.confidential, **site).save(force_insert=True)
    journal.record("centres.created", centre, by=by)
    return centre


@transaction.atomic
def edit_centre(
    *, centre: Centre, expected: int, values: Mapping[str, Any], site: Mapping[str, Any] | None = None, by: User
) -> Centre:
    """Change a centre, and its place where the writer may know it.

    Args:
        centre: as read.
        expected: the version that the form was made from.
        values: fields of the centre to change.
        site: commune, address, lat, lon; None leaves the place alone.
        by: who changes it.

    Raises:
        Stale: somebody saved it in between.
        HiddenPlace: the place, or its being confidential, is not the writer's to change.
    """
    before = Centre.objects.select_for_update().filter(pk=centre.pk).first()
    if before is None or before.version != expected:
        raise Stale(before)
    seen = Site.objects.filter(centre=centre).first()
    uncovers = before.confidential and not values.get("confidential", True)
    if seen is None and before.confidential and (site is not None or uncovers):
        raise HiddenPlace
    values = dict(values)
    if site is not None and site.get("commune"):
        values["province_id"] = site["commune"].province_id
    for language in ("ar", "fr"):
        if f"name_{language}" in values:
            values[f"sort_{language}"] = fold(values[f"name_{language}"])
    centre.save_version(expected, **values)
    if site is not None:
        _place(centre, seen, site)
    keeping.note(list(Service.objects.filter(centre=centre)), (Section.CONTACT,), by=by)
    journal.record("centres.edited", centre, by=by)
    return centre


def _place(centre: Centre, seen: Site | None, site: Mapping[str, Any]) -> None:
    if seen is None:
        Site(centre=centre, confidential=centre.confidential, **site).save(force_insert=True)
    elif not Site.objects.filter(pk=seen.pk).update(**site):
        raise OutOfReach


@transaction.atomic
def keep_contact(*, centre: Centre, phone: str, email: str, by: User) -> Contact:
    """Write down the line by which a centre without an account is reached for an answer."""
    contact, _made = Contact.objects.update_or_create(centre=centre, defaults={"phone": phone, "email": email})
    journal.record("centres.contact_kept", centre, by=by)
    return contact


def _may_be_shown(service: Service, intake: Site | None = None) -> None:
    intake = intake or service.intake_site
    if intake is not None and intake.confidential:
        raise Unacceptable({"intake_site": _("This place is not to be known. Choose one that people may be told.")})


@transaction.atomic
def create_service(*, centre: Centre, values: Mapping[str, Any], by: User, code: str = "") -> Service:
    """Add a service to a centre."""
    service = Service(
        centre=centre, code=code or f"{centre.code[:31]}-{readable_code(8)}", is_demonstration=centre.is_demonstration,
        **values,
    )  # fmt: skip
    _may_be_shown(service)
    service.save(force_insert=True)
    keeping.renew([service])
    journal.record("centres.service_created", service, by=by)
    return service


@transaction.atomic
def edit_service(*, service: Service, expected: int, values: Mapping[str, Any], by: User) -> Service:
    """Change what a service is, for whom and when; its places are stated by ``state_places``.

    Whoever saves the page says by it that the rest of the page is true.

    Raises:
        Stale: somebody saved it in between.
        Unacceptable: people cannot be sent first to a place that is not to be known.
    """
    _may_be_shown(service, values.get("intake_site"))
    service.save_version(expected, **values)
    keeping.note([service], SAVED, by=by)
    journal.record("centres.service_edited", service, by=by)
    return service
