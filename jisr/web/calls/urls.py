"""Addresses of the calls; what stands in them is public, never the code of an application."""

from django.urls import include, path

from jisr.web.calls.public import apply, mine, views

app_name = "calls"
urlpatterns = [
    path("", views.calls, name="list"),
    path("mine/", mine.mine, name="mine"),
    path("mine/paper/", mine.paper, name="paper"),
    path("mine/proof/", mine.proof, name="proof"),
    path("mine/appeal/", mine.appeal, name="appeal"),
    path("mine/messages/", mine.messages, name="messages"),
    path("desk/", include("jisr.web.calls.desk.urls")),
    path("<slug:code>/", views.call, name="call"),
    path("<slug:code>/check/", views.check, name="check"),
    path("<slug:code>/apply/", apply.apply, name="apply"),
    path("<slug:code>/help/", views.ask_help, name="help"),
    path("<slug:code>/results/", views.results, name="results"),
]
