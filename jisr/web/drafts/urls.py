"""Addresses of drafts: what somebody is typing, kept for her alone."""

from django.urls import include, path

from jisr.web.drafts import views

_own = [
    path("save/", views.save, name="save"),
    path("again/", views.again, name="again"),
    path("discard/", views.discard, name="discard"),
]

urlpatterns = [path("drafts/", include((_own, "drafts")))]
