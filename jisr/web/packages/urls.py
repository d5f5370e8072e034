"""Addresses of packages of services."""

from django.urls import path

from jisr.web.packages import views

app_name = "packages"
urlpatterns = [
    path("", views.send, name="send"),
    path("<uuid:pk>/", views.preview, name="preview"),
    path("<uuid:pk>/meaning/", views.meaning, name="meaning"),
    path("<uuid:pk>/report.csv", views.report, name="report"),
]
