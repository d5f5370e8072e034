"""Addresses of the figures."""

from django.urls import path

from jisr.web.barometer import views

app_name = "barometer"
urlpatterns = [
    path("", views.page, name="page"),
    path("figures.csv", views.export, name="export"),
]
