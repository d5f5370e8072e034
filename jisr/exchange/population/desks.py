"""At which centre of the demonstration network each household is received."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from jisr.centres.models import Site
from jisr.common.database import scope
from jisr.exchange.demonstration import network
from jisr.exchange.demonstration.catalogue import DESKS
from jisr.territory.models import Commune


class NoGround(ValueError):
    """There is no centre that could receive anybody, or the places are not there."""


@dataclass(frozen=True)
class Desks:
    """Centres by commune: those of commune ``i`` are ``centres[first[i]]`` to ``centres[first[i] + count[i] - 1]``."""

    communes: np.ndarray
    centres: np.ndarray
    first: np.ndarray
    count: np.ndarray

    def of(self, communes: np.ndarray, desk: np.ndarray) -> np.ndarray:
        """Keys of centres for households, from their commune's code and a number in [0, 1) each.

        Raises:
            NoGround: a commune is not there.
        """
        codes = communes.astype(str)
        place = np.minimum(np.searchsorted(self.communes, codes), len(self.communes) - 1)
        if (self.communes[place] != codes).any():
            raise NoGround("communes are missing: python -m jisr territory loads them")
        return self.centres[self.first[place] + (desk * self.count[place]).astype(int)]


def read_desks() -> Desks:
    """Centres of the demonstration that receive families: of the commune, else of its province, else of all.

    The network is invented first where there is none; a confidential centre is nobody's desk.

    Raises:
        NoGround: nobody receives anybody.
    """
    network.load(timezone.localdate())
    by_commune, by_province = defaultdict(list), defaultdict(list)
    with scope(speaking="owner"):
        sites = Site.objects.filter(
            centre__is_demonstration=True, centre__confidential=False, centre__type__in=DESKS, centre__closed_on=None
        )
        for centre, commune, province in sites.order_by("centre_id").values_list(
            "centre_id", "commune_id", "centre__province_id"
        ):
            by_commune[commune].append(centre)
            by_province[province].append(centre)
        communes = list(Commune.objects.order_by("code").values_list("code", "province_id"))
    everywhere = [centre for centres in by_province.values() for centre in centres]
    if not everywhere:
        raise NoGround("there is no centre of the demonstration: python -m jisr demonstration makes some")
    chosen = [by_commune[code] or by_province[province] or everywhere for code, province in communes]
    counts = np.array([len(centres) for centres in chosen])
    return Desks(
        np.array([code for code, _ in communes]),
        np.array([centre for centres in chosen for centre in centres]),
        np.cumsum(counts) - counts,
        counts,
    )
