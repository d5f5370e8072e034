"""Addresses of the desk of the calls; never the name of an applicant."""

from django.urls import path

from jisr.web.calls.desk import awards, files, helping, paying, reading, selection, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="home"),
    path("new/", views.new, name="new"),
    path("file/<uuid:pk>/", files.file, name="file"),
    path("file/<uuid:pk>/complete/", files.complete, name="complete"),
    path("file/<uuid:pk>/ask/", files.ask, name="ask"),
    path("file/<uuid:pk>/aside/", files.aside, name="aside"),
    path("file/<uuid:pk>/hand/", files.hand, name="hand"),
    path("paper/<uuid:pk>/", files.paper, name="paper"),
    path("read/<uuid:pk>/", reading.read, name="read"),
    path("read/<uuid:pk>/conflict/", reading.conflict, name="conflict"),
    path("help/<uuid:pk>/take/", helping.take, name="take_help"),
    path("help/<uuid:pk>/end/", helping.end, name="end_help"),
    path("give-up/<uuid:pk>/", selection.give_up, name="give_up"),
    path("sign/<uuid:pk>/", awards.sign, name="sign"),
    path("award/<uuid:pk>/", awards.award, name="award"),
    path("award/<uuid:pk>/convention.pdf", awards.convention, name="convention"),
    path("instalment/<uuid:pk>/pay/", paying.propose, name="pay"),
    path("payment/<uuid:pk>/confirm/", paying.confirm, name="confirm_payment"),
    path("payment/<uuid:pk>/refuse/", paying.refuse, name="refuse_payment"),
    path("payment/<uuid:pk>/withdraw/", paying.withdraw, name="withdraw_payment"),
    path("payment/<uuid:pk>/back/", paying.give_back, name="give_back"),
    path("instalment/<uuid:pk>/justify/", awards.justify, name="justify"),
    path("proof/<uuid:pk>/", awards.proof, name="proof"),
    path("visit/<uuid:pk>/", awards.visit, name="visit"),
    path("visit/<uuid:pk>/announce/", awards.plan, name="plan_visit"),
    path("appeal/<uuid:pk>/", selection.appeal, name="appeal"),
    path("<slug:code>/", views.call, name="call"),
    path("<slug:code>/edit/", views.edit, name="edit"),
    path("<slug:code>/announce/", views.announce, name="announce"),
    path("<slug:code>/extend/", views.extend, name="extend"),
    path("<slug:code>/awards/", awards.awards, name="awards"),
    path("<slug:code>/files/", views.files, name="files"),
    path("<slug:code>/give/", views.give, name="give"),
    path("<slug:code>/selection/", selection.selection, name="selection"),
    path("<slug:code>/propose/", selection.propose, name="propose"),
    path("<slug:code>/take-back/", selection.take_back, name="take_back"),
    path("<slug:code>/call-up/", selection.call_up, name="call_up"),
    path("<slug:code>/decide/", selection.decide, name="decide"),
]
