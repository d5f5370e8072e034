"""Storage of the catalogue: operators and programmes, centres and their sites, services and what is said of them."""

from jisr.centres.models.centres import Centre, Contact, Site
from jisr.centres.models.changes import Change
from jisr.centres.models.operators import Operator, Programme
from jisr.centres.models.said import Attribute, Campaign, Capacity, Confirmation, TaxonomyTerm
from jisr.centres.models.service_rules import ServiceRule
from jisr.centres.models.services import PlacesStatement, Service
from jisr.centres.models.when import Notice, Stop

__all__ = [
    "Attribute", "Campaign", "Capacity", "Centre", "Change", "Confirmation", "Contact", "Notice", "Operator",
    "PlacesStatement", "Programme", "Service", "ServiceRule", "Site", "Stop", "TaxonomyTerm",
]  # fmt: skip
