"""Addresses of the page that prepares a consultation."""

from django.urls import path

from jisr.web.preparation import views

app_name = "preparation"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<str:code>/", views.province, name="province"),
]
