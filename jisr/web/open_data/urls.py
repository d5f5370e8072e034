"""Addresses of the catalogue as open data; those of the invented one stand apart under a name that says so."""

from django.urls import path

from jisr.web.open_data import views

app_name = "open_data"
_ADDRESSES = (
    ("", views.root, "root"), ("profile.json", views.profile, "profile"), ("openapi.json", views.openapi, "openapi"),
    ("package.zip", views.package, "package"), ("<slug:what>", views.listed, "list"),
    ("<slug:what>/<uuid:key>", views.one, "one"),
)  # fmt: skip
urlpatterns = [
    path("", views.about, name="about"),
    *(path(f"hsds/{to}", view, {"invented": False}, name=name) for to, view, name in _ADDRESSES),
    *(
        path(f"hsds-demonstration/{to}", view, {"invented": True}, name=f"invented_{name}")
        for to, view, name in _ADDRESSES
    ),
]
