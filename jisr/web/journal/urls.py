"""Addresses of the journal."""

from django.urls import path

from jisr.web.journal import views

app_name = "journal"
urlpatterns = [path("", views.lines, name="lines")]
