"""Addresses of a centre's lists of families: bringing one in, and taking the families out again."""

from django.urls import path, re_path

from jisr.web.imports import deciding, views

app_name = "imports"
urlpatterns = [
    path("", views.listed, name="list"),
    re_path(r"^empty\.(?P<form>csv|xlsx)$", views.template, name="template"),
    path("export/", views.export, name="export"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/meaning/", views.meaning, name="meaning"),
    path("<uuid:pk>/again/", views.again, name="again"),
    path("<uuid:pk>/alike/", deciding.alike, name="alike"),
    path("<uuid:pk>/alike/all/", deciding.alike_all, name="alike_all"),
    path("<uuid:pk>/changed/", deciding.conflicts, name="conflicts"),
    path("<uuid:pk>/write/", deciding.write, name="write"),
    path("<uuid:pk>/give-up/", deciding.give_up, name="give_up"),
    path("<uuid:pk>/report.csv", deciding.report, name="report"),
]
