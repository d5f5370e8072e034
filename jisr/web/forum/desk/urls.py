"""Addresses of the desk of a wave: numbers of contributions that are public anyway, never the code of a slip."""

from django.urls import path

from jisr.web.forum.desk import answers, keying, meetings, moderation, statements, views

app_name = "desk"
urlpatterns = [
    path("", views.waves, name="waves"),
    path("wave/<slug:code>/", views.wave, name="wave"),
    path("wave/<slug:code>/key/", keying.key, name="key"),
    path("wave/<slug:code>/plan/", meetings.plan, name="plan"),
    path("wave/<slug:code>/close/", meetings.close, name="close"),
    path("wave/<slug:code>/statements/", statements.statements, name="statements"),
    path("wave/<slug:code>/statements/new/", statements.extract, name="extract"),
    path("wave/<slug:code>/statements/join/", statements.merge, name="merge"),
    path("meeting/<slug:code>/hold/", meetings.hold, name="hold"),
    path("meeting/<slug:code>/close/", meetings.close_meeting, name="close_meeting"),
    path("contribution/<slug:code>/", views.contribution, name="contribution"),
    path("contribution/<slug:code>/moderate/", moderation.moderate, name="moderate"),
    path("contribution/<slug:code>/destroy/", moderation.destroy, name="destroy"),
    path("contribution/<slug:code>/answer/", answers.answer, name="answer"),
    path("statement/<uuid:pk>/", statements.statement, name="statement"),
    path("statement/<uuid:pk>/reword/", statements.reword, name="reword"),
    path("statement/<uuid:pk>/translate/", statements.translate, name="translate"),
    path("statement/<uuid:pk>/split/", statements.split, name="split"),
    path("statement/<uuid:pk>/answer/", answers.answer_statement, name="answer_statement"),
    path("edge/<uuid:pk>/undo/", statements.undo, name="undo"),
]
