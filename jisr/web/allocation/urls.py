"""Addresses of rounds of places; no address says who waits."""

from django.urls import path

from jisr.web.allocation import public, views

app_name = "allocation"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("orders/", public.orders, name="orders"),
    path("new/<int:service>/", views.new, name="new"),
    path("round/<uuid:pk>/", views.round_page, name="round"),
    path("round/<uuid:pk>/sign/", views.sign, name="sign"),
    path("round/<uuid:pk>/drop/", views.drop, name="drop"),
    path("place/<uuid:pk>/change/", views.change, name="change"),
]
