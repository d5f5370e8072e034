"""Addresses of pairs that may be one person, and of files that were joined."""

from django.urls import path

from jisr.web.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.waiting, name="list"),
    path("pair/<uuid:pair>/", views.decide, name="pair"),
    path("ask/<uuid:person>/", views.ask, name="ask"),
    path("link/<uuid:link>/", views.unlink, name="unlink"),
    path("joining/<uuid:joining>/", views.apart, name="apart"),
]
