"""Addresses of the conditions of a service."""

from django.urls import path

from jisr.web.conditions import views

app_name = "conditions"
urlpatterns = [
    path("<int:service>/conditions/", views.page, name="page"),
    path("<int:service>/conditions/edit/", views.edit, name="edit"),
    path("<int:service>/conditions/end/", views.end, name="end"),
    path("<int:service>/conditions/<int:version>/", views.version, name="version"),
]
