"""Addresses: one area per room, each with its own file."""

from django.urls import include, path

urlpatterns = [
    path("", include("jisr.web.sign_in.urls")),
    path("drafts/", include("jisr.web.drafts.urls")),
    path("staff/", include("jisr.web.staff.urls")),
    path("territory/", include("jisr.web.territory.urls")),
    path("work/", include("jisr.web.work.urls")),
    path("families/", include("jisr.web.families.urls")),
    path("reception/", include("jisr.web.reception.urls")),
    path("listening/", include("jisr.web.listening.urls")),
    path("orientation/", include("jisr.web.orientation.urls")),
    path("pathways/", include("jisr.web.pathways.urls")),
    path("centres/", include("jisr.web.centres.urls")),
    path("figures/", include("jisr.web.barometer.urls")),
    path("journal/", include("jisr.web.journal.urls")),
    path("", include("jisr.web.portal.urls")),
]
