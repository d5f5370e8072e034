"""Addresses of deposits. No address says who asks, nor for what."""

from django.urls import path

from jisr.web.deposits import acts, papers, views

app_name = "deposits"
urlpatterns = [
    path("", views.listed, name="list"),
    path("person/<uuid:person>/new/", views.new, name="new"),
    path("<uuid:pk>/", views.deposit, name="deposit"),
    path("<uuid:pk>/print/", papers.receipt, name="print"),
    path("<uuid:pk>/letter/", papers.letter, name="letter"),
    path("<uuid:pk>/papers/", acts.papers, name="papers"),
    path("<uuid:pk>/completion/", acts.completion, name="completion"),
    path("<uuid:pk>/without/", acts.without, name="without"),
    path("<uuid:pk>/stage/", acts.stage, name="stage"),
    path("<uuid:pk>/decide/", acts.decide, name="decide"),
    path("<uuid:pk>/complain/", acts.complain, name="complain"),
    path("<uuid:pk>/appeal/", acts.appeal, name="appeal"),
    path("<uuid:pk>/settle/", acts.settle, name="settle"),
    path("<uuid:pk>/hand/", acts.hand, name="hand"),
    path("<uuid:pk>/renewal/", acts.renewal, name="renewal"),
    path("<uuid:pk>/withdraw/", acts.withdraw, name="withdraw"),
]
