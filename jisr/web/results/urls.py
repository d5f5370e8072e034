"""Addresses of results: all of them public but those of the desk."""

from django.urls import include, path, re_path

from jisr.web.results import views

app_name = "results"
urlpatterns = [
    path("", views.listed, name="list"),
    path("owed/", views.owed, name="owed"),
    path("desk/", include("jisr.web.results.desk.urls")),
    path("<slug:code>/", views.agreement, name="agreement"),
    re_path(r"^(?P<code>[-\w]+)/results\.(?P<form>csv|xlsx)$", views.table, name="table"),
]
