"""Addresses of families' files. No address says who somebody is: searches are posted."""

from django.urls import path

from jisr.web.families import editing, views

app_name = "families"
urlpatterns = [
    path("", views.search, name="search"),
    path("ask/", views.ask, name="ask"),
    path("requests/", views.requests, name="requests"),
    path("requests/<uuid:asked>/answer/", views.answer, name="answer"),
    path("household/<uuid:household>/", views.household, name="household"),
    path("household/<uuid:household>/edit/", editing.edit_household, name="edit_household"),
    path("household/<uuid:household>/person/new/", editing.add_person, name="add_person"),
    path("household/<uuid:household>/phone/new/", editing.add_phone, name="add_phone"),
    path("household/<uuid:household>/readers/", views.readers, name="readers"),
    path("person/<uuid:person>/edit/", editing.edit_person, name="edit_person"),
    path("person/<uuid:person>/identity/new/", editing.add_identity, name="add_identity"),
    path("consent/<uuid:consent>/withdraw/", editing.withdraw, name="withdraw"),
]
