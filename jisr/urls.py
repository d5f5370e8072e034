"""Addresses: one area per room, each with its own file."""

from django.urls import include, path

AREAS = (
    ("", "sign_in"),
    ("drafts/", "drafts"),
    ("staff/", "staff"),
    ("territory/", "territory"),
    ("work/", "work"),
    ("families/", "families"),
    ("one-person/", "duplicates"),
    ("reception/", "reception"),
    ("listening/", "listening"),
    ("orientation/", "orientation"),
    ("pathways/", "pathways"),
    ("centres/", "centres"),
    ("figures/", "barometer"),
    ("journal/", "journal"),
    ("forum/", "forum"),
    ("agreements/", "agreements"),
    ("strategy/", "strategy"),
    ("calls/", "calls"),
    ("results/", "results"),
    ("thread/", "thread"),
    ("prepare/", "preparation"),
    ("", "portal"),
)

urlpatterns = [path(prefix, include(f"jisr.web.{area}.urls")) for prefix, area in AREAS]
