"""Addresses of the desk of results: codes and keys, never a name."""

from django.urls import path

from jisr.web.results.desk import framework, reports, sheets, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("indicator/<uuid:pk>/", framework.indicator, name="indicator"),
    path("indicator/<uuid:pk>/edit/", framework.edit, name="edit"),
    path("indicator/<uuid:pk>/end/", framework.end, name="end"),
    path("indicator/<uuid:pk>/off/", framework.drop, name="drop"),
    path("indicator/<uuid:pk>/target/", framework.target, name="target"),
    path("indicator/<uuid:pk>/report/<slug:day>/", reports.write, name="write"),
    path("target/<uuid:pk>/off/", framework.drop_target, name="drop_target"),
    path("report/<uuid:pk>/", reports.report, name="report"),
    path("report/<uuid:pk>/approve/", reports.approve, name="approve"),
    path("report/<uuid:pk>/return/", reports.give_back, name="return"),
    path("report/<uuid:pk>/correct/", reports.correct, name="correct"),
    path("report/<uuid:pk>/throw-away/", reports.throw_away, name="throw_away"),
    path("sheet/<uuid:pk>/", sheets.preview, name="preview"),
    path("sheet/<uuid:pk>/refused/", sheets.refused, name="refused"),
    path("<slug:code>/", views.agreement, name="agreement"),
    path("<slug:code>/indicator/", framework.add, name="add"),
    path("<slug:code>/sheet/<slug:kind>/", sheets.send, name="send"),
    path("<slug:code>/sheet/<slug:kind>/to-fill.<slug:form>", sheets.empty, name="empty"),
    path("<slug:code>/sheet/<slug:kind>/there.<slug:form>", sheets.take_out, name="take_out"),
]
