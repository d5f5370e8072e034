"""Addresses of the public pages: no account, nothing about persons."""

from django.urls import path, re_path

from jisr.web.portal import views, words

app_name = "portal"
urlpatterns = [
    path("", views.find, name="find"),
    path("services/<int:pk>/", views.service, name="service"),
    path("services/words/", words.words, name="words"),
    path("services/words/<slug:name>/", words.listed, name="vocabulary"),
    re_path(r"^services/words/(?P<name>[a-z_]+)\.(?P<form>json|csv)$", words.download, name="vocabulary_file"),
    path("services/centre/<int:pk>/", views.centre, name="centre"),
]
