"""Addresses of reception. No address says who somebody is."""

from django.urls import path

from jisr.web.reception import alerts, views

app_name = "reception"
urlpatterns = [
    path("new/", views.newcomer, name="new"),
    path("person/<uuid:person>/new/", views.known, name="known"),
    path("visit/<uuid:visit>/", views.visit, name="visit"),
    path("visit/<uuid:visit>/print/", views.paper, name="print"),
    path("visit/<uuid:visit>/read/", views.read, name="read"),
    path("visit/<uuid:visit>/left/", views.left, name="left"),
    path("alert/<uuid:alert>/", alerts.alert, name="alert"),
    path("alert/<uuid:alert>/take/", alerts.take, name="take_alert"),
    path("alert/<uuid:alert>/visit/", alerts.visit, name="alert_visit"),
    path("alert/<uuid:alert>/close/", alerts.close, name="close_alert"),
]
