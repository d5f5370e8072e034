"""Addresses of agreements: all of them public but those of the desk."""

from django.urls import include, path, re_path

from jisr.web.agreements import open_data, views

app_name = "agreements"
FILE = r"(?P<what>iati\.xml|oc4ids\.json|oc4ids-fr\.json)$"
urlpatterns = [
    path("", views.listed, name="list"),
    path("owed/", views.owed, name="owed"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("desk/", include("jisr.web.agreements.desk.urls")),
    path("open-data/", open_data.about, name="open_data"),
    re_path(rf"^{FILE}", open_data.given, name="given"),
    re_path(rf"^open-data/demonstration/{FILE}", open_data.invented, name="invented"),
    re_path(rf"^open-data/demonstration/(?P<code>[-\w]+)/{FILE}", open_data.invented, name="invented_of"),
    re_path(rf"^(?P<code>[-\w]+)/{FILE}", open_data.given, name="given_of"),
    path("<slug:code>/", views.agreement, name="agreement"),
    path("<slug:code>/amendments/", views.amendments, name="amendments"),
    re_path(r"^(?P<code>[-\w]+)/(?P<what>shares|instalments)\.csv$", views.table, name="table"),
]
