"""Addresses: one area per room, each with its own file."""

from django.urls import include, path

AREAS = (
    ("", "sign_in"),
    ("drafts/", "drafts"),
    ("staff/", "staff"),
    ("territory/", "territory"),
    ("work/", "work"),
    ("families/imports/", "imports"),
    ("families/", "families"),
    ("one-person/", "duplicates"),
    ("reception/", "reception"),
    ("listening/", "listening"),
    ("orientation/", "orientation"),
    ("deposits/", "deposits"),
    ("appointments/", "appointments"),
    ("pathways/", "pathways"),
    ("centres/services/", "conditions"),
    ("places/", "allocation"),
    ("centres/packages/", "packages"),
    ("centres/", "centres"),
    ("figures/", "barometer"),
    ("journal/", "journal"),
    ("forum/", "forum"),
    ("agreements/", "agreements"),
    ("strategy/", "strategy"),
    ("calls/", "calls"),
    ("results/", "results"),
    ("thread/", "thread"),
    ("atlas/rounds/", "atlas.rounds"),
    ("atlas/scenarios/", "atlas.scenarios"),
    ("works/", "works"),
    ("atlas/", "atlas"),
    ("prepare/", "preparation"),
    ("open-data/", "open_data"),
    ("", "portal"),
)

urlpatterns = [path(prefix, include(f"jisr.web.{area}.urls")) for prefix, area in AREAS]
