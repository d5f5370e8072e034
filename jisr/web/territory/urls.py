"""Addresses of the pages of places."""

from django.urls import path

from jisr.web.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.communes, name="communes"),
    path("suggest/", views.suggest, name="suggest"),
    path("communes/<str:code>/", views.commune, name="commune"),
    path("provinces/<str:code>/", views.province, name="province"),
    path("regions/<str:code>/", views.region, name="region"),
]
