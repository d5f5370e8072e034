"""Addresses of drafts: what somebody is typing, kept for her alone."""

from django.urls import path

from jisr.web.drafts import views

app_name = "drafts"
urlpatterns = [
    path("save/", views.save, name="save"),
    path("again/", views.again, name="again"),
    path("discard/", views.discard, name="discard"),
]
