"""Addresses of rounds of mobile units: those of the desk, and those for everybody."""

from django.urls import path

from jisr.web.atlas.rounds import public, views

app_name = "rounds"
urlpatterns = [
    path("", public.listed, name="list"),
    path("desk/", views.desk, name="desk"),
    path("desk/new/", views.new, name="new"),
    path("desk/<uuid:pk>/", views.draft, name="draft"),
    path("desk/<uuid:pk>/places/<int:at>/", views.place, name="place"),
    path("desk/<uuid:pk>/swap/", views.swap, name="swap"),
    path("desk/<uuid:pk>/publish/", views.publish, name="publish"),
    path("desk/<uuid:pk>/drop/", views.drop, name="drop"),
    path("desk/<uuid:pk>/end/", views.end, name="end"),
    path("desk/<uuid:pk>/again/", views.again, name="again"),
    path("desk/<uuid:pk>/calendar.<str:form>", public.draft_calendar, name="draft_calendar"),
    path("desk/<uuid:pk>/boards/<str:commune>-<str:paper>.pdf", public.draft_board, name="draft_board"),
    path("<uuid:pk>/", public.page, name="page"),
    path("<uuid:pk>/calendar.<str:form>", public.calendar, name="calendar"),
    path("<uuid:pk>/boards/<str:commune>-<str:paper>.pdf", public.board, name="board"),
]
