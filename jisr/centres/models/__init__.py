"""Storage of the catalogue: operators and programmes, centres and their sites, services and their places."""

from jisr.centres.models.centres import Centre, Contact, Site
from jisr.centres.models.operators import Operator, Programme
from jisr.centres.models.services import PlacesStatement, Service

__all__ = ["Centre", "Contact", "Operator", "PlacesStatement", "Programme", "Service", "Site"]
