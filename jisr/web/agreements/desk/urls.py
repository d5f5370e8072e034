"""Addresses of the desk of agreements: codes and keys, never a name."""

from django.urls import path

from jisr.web.agreements.desk import claims, kept, money, session, versions, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="list"),
    path("session/", session.session, name="session"),
    path("new/", kept.register, name="new"),
    path("party/", kept.party, name="party"),
    path("version/<uuid:pk>/", versions.version, name="version"),
    path("version/<uuid:pk>/add/<slug:part>/", versions.add, name="add"),
    path("version/<uuid:pk>/off/<slug:part>/<uuid:row>/", versions.off, name="off"),
    path("version/<uuid:pk>/force/", versions.force, name="force"),
    path("version/<uuid:pk>/drop/", versions.drop, name="drop"),
    path("instalment/<uuid:pk>/", money.instalment, name="instalment"),
    path("instalment/<uuid:pk>/call/", money.call, name="call"),
    path("instalment/<uuid:pk>/justify/", money.justify, name="justify"),
    path("instalment/<uuid:pk>/propose/<slug:step>/", money.propose, name="propose"),
    path("instalment/<uuid:pk>/block/", money.block, name="block"),
    path("block/<uuid:pk>/lift/", money.lift, name="lift"),
    path("entry/<uuid:pk>/back/", money.back, name="back"),
    path("proposal/<uuid:pk>/confirm/", money.confirm, name="confirm"),
    path("proposal/<uuid:pk>/refuse/", money.refuse, name="refuse"),
    path("proposal/<uuid:pk>/withdraw/", money.withdraw, name="withdraw"),
    path("milestone/<uuid:pk>/back/", kept.milestone_back, name="milestone_back"),
    path("claim/<uuid:pk>/out/", claims.take_out, name="claim_out"),
    path("claim/<uuid:pk>/replace/", claims.replace, name="claim_replace"),
    path("document/<uuid:pk>/", kept.document, name="document"),
    path("document/<uuid:pk>/show/", kept.show, name="show"),
    path("<slug:code>/", views.agreement, name="agreement"),
    path("<slug:code>/edit/", kept.edit, name="edit"),
    path("<slug:code>/carry-on/", kept.carry_on, name="carry_on"),
    path("<slug:code>/amend/", versions.amend, name="amend"),
    path("<slug:code>/milestone/", kept.milestone, name="milestone"),
    path("<slug:code>/document/", kept.add_document, name="add_document"),
    path("<slug:code>/count/", kept.count, name="count"),
    path("<slug:code>/claims/", claims.claims, name="claims"),
    path("<slug:code>/claims/add/", claims.note, name="claim"),
]
