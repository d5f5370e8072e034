"""Addresses of agreements: all of them public but those of the desk."""

from django.urls import include, path, re_path

from jisr.web.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.listed, name="list"),
    path("owed/", views.owed, name="owed"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("desk/", include("jisr.web.agreements.desk.urls")),
    path("<slug:code>/", views.agreement, name="agreement"),
    path("<slug:code>/amendments/", views.amendments, name="amendments"),
    re_path(r"^(?P<code>[-\w]+)/(?P<what>shares|instalments)\.csv$", views.table, name="table"),
]
