"""Addresses of families' files. No address says who somebody is: searches are posted."""

from django.urls import path

from jisr.web.families import editing, life, own_file, rights, views

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
    path("household/<uuid:household>/head/", life.head, name="head"),
    path("household/<uuid:household>/referent/", life.referent, name="referent"),
    path("household/<uuid:household>/resources/", life.resources, name="resources"),
    path("household/<uuid:household>/safety/", life.safety, name="safety"),
    path("resource/<uuid:resource>/end/", life.end_resource, name="end_resource"),
    path("person/<uuid:person>/left/", life.left, name="left"),
    path("person/<uuid:person>/back/", life.back, name="back"),
    path("person/<uuid:person>/papers/", life.papers, name="papers"),
    path("person/<uuid:person>/edit/", editing.edit_person, name="edit_person"),
    path("person/<uuid:person>/identity/new/", editing.add_identity, name="add_identity"),
    path("person/<uuid:person>/right/new/", rights.ask_right, name="ask_right"),
    path("person/<uuid:person>/file/", own_file.own_file, name="own_file"),
    path("person/<uuid:person>/consent/new/", own_file.add_consent, name="add_consent"),
    path("household/<uuid:household>/consents/", own_file.consents, name="consents"),
    path("rights/", rights.erasures, name="erasures"),
    path("rights/<uuid:asked>/", rights.right, name="right"),
    path("rights/<uuid:asked>/answer/", rights.answer_right, name="answer_right"),
    path("rights/<uuid:asked>/back/", rights.take_back_right, name="take_back_right"),
    path("rights/<uuid:asked>/letter/", rights.right_letter, name="right_letter"),
    path("retention/", rights.retention, name="retention"),
    path("retention/<uuid:batch>/sign/", rights.sign_retention, name="sign_retention"),
    path("consent/<uuid:consent>/withdraw/", editing.withdraw, name="withdraw"),
]
