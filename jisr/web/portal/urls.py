"""Addresses of the public pages: no account, nothing about persons."""

from django.urls import path

from jisr.web.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.find, name="find"),
    path("services/<int:pk>/", views.service, name="service"),
    path("services/centre/<int:pk>/", views.centre, name="centre"),
]
