"""Addresses of the gallery: every part of the face on one page, for eyes and for tests; never part of the product."""

from django.urls import path

from tests.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.parts, name="parts"),
    path("form/", views.form, name="form"),
    path("stale/", views.stale, name="stale"),
    path("confirm/", views.confirm, name="confirm"),
    path("paper/", views.paper, name="paper"),
    path("slip/", views.slip, name="slip"),
    path("error/<int:status>/", views.error, name="error"),
]
