"""Addresses of the desk of a wave: numbers of contributions that are public anyway, never the code of a slip."""

from django.urls import path

from jisr.web.forum.desk import (
    answers,
    around,
    correcting,
    keying,
    meetings,
    moderation,
    promises,
    statements,
    team,
    views,
)

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
    path("open/", team.open_wave, name="open"),
    path("wave/<slug:code>/team/", team.team, name="team"),
    path("seat/<uuid:pk>/end/", team.end_seat, name="end_seat"),
    path("wave/<slug:code>/commitments/", promises.commitments, name="commitments"),
    path("commitment/<uuid:pk>/settle/", promises.settle, name="settle"),
    path("meeting/<slug:code>/", around.meeting, name="meeting"),
    path("meeting/<slug:code>/edit/", around.edit, name="edit_meeting"),
    path("meeting/<slug:code>/invitations/", around.invitations, name="invitations"),
    path("meeting/<slug:code>/attendance/", around.attendance, name="attendance"),
    path("meeting/<slug:code>/minutes/", around.minutes, name="minutes"),
    path("meeting/<slug:code>/signed/", around.sign, name="sign"),
    path("meeting/<slug:code>/commit/", promises.commit, name="commit"),
    path("meeting/<slug:code>/hold/", meetings.hold, name="hold"),
    path("meeting/<slug:code>/close/", meetings.close_meeting, name="close_meeting"),
    path("contribution/<slug:code>/", views.contribution, name="contribution"),
    path("contribution/<slug:code>/moderate/", moderation.moderate, name="moderate"),
    path("contribution/<slug:code>/destroy/", moderation.destroy, name="destroy"),
    path("contribution/<slug:code>/correct/", correcting.correct, name="correct"),
    path("contribution/<slug:code>/answer/", answers.answer, name="answer"),
    path("statement/<uuid:pk>/", statements.statement, name="statement"),
    path("statement/<uuid:pk>/reword/", statements.reword, name="reword"),
    path("statement/<uuid:pk>/translate/", statements.translate, name="translate"),
    path("statement/<uuid:pk>/split/", statements.split, name="split"),
    path("statement/<uuid:pk>/answer/", answers.answer_statement, name="answer_statement"),
    path("edge/<uuid:pk>/undo/", statements.undo, name="undo"),
]
