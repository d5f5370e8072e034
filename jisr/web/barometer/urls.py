"""Addresses of the figures."""

from django.urls import path

from jisr.web.barometer import gaps, views

app_name = "barometer"
urlpatterns = [
    path("", views.page, name="page"),
    path("gaps/", gaps.page, name="gaps"),
    path("figures.csv", views.export, name="export"),
]
