"""Addresses of scenarios: those of whoever plans, and the one that a link opens for anybody."""

from django.urls import path

from jisr.web.atlas.scenarios import export, files, links, views

app_name = "scenarios"
urlpatterns = [
    path("", views.home, name="list"),
    path("begin/", views.begin, name="begin"),
    path("beside/", views.beside, name="beside"),
    path("beside.csv", files.table, name="table"),
    path("beside.pdf", files.sheet, name="sheet"),
    path("share/", links.share, name="share"),
    path("links/<uuid:pk>/end/", links.end, name="end_link"),
    path("shared/<str:secret>/", links.shared, name="shared"),
    path("shared/<str:secret>/table.csv", links.shared_table, name="shared_table"),
    path("shared/<str:secret>/sheet.pdf", links.shared_sheet, name="shared_sheet"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/compute/", views.compute, name="compute"),
    path("<uuid:pk>/keep/", views.keep, name="keep"),
    path("<uuid:pk>/copy/", views.copy, name="copy"),
    path("<uuid:pk>/throw-away/", views.throw_away, name="throw_away"),
    path("<uuid:pk>/take-out/", views.take_out, name="take_out"),
    path("<uuid:pk>/put/<slug:deed>/", views.put, name="put"),
    path("<uuid:pk>/measures.<str:form>", export.measures, name="measures"),
    path("<uuid:pk>/into-strategy/", export.into_strategy, name="into_strategy"),
]
