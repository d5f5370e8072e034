"""Addresses of the work list."""

from django.urls import path

from jisr.web.work import views

app_name = "work"
urlpatterns = [
    path("", views.work, name="list"),
    path("message/<uuid:message>/", views.message, name="message"),
]
