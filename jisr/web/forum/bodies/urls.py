"""Addresses of the desk of the advisory bodies; never the name of a member."""

from django.urls import path

from jisr.web.forum.bodies import acts, opinions, views

app_name = "bodies"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/", views.new, name="new"),
    path("member/<uuid:pk>/", views.member, name="member"),
    path("item/<uuid:pk>/", acts.settle, name="settle"),
    path("request/<uuid:pk>/", acts.answer, name="answer"),
    path("opinion/<uuid:pk>/", opinions.write, name="write"),
    path("opinion/<uuid:pk>/correct/", opinions.correct, name="correct"),
    path("opinion/<uuid:pk>/became/", opinions.became, name="became"),
    path("<slug:code>/", views.body, name="body"),
    path("<slug:code>/edit/", views.edit, name="edit"),
    path("<slug:code>/member/", views.name_member, name="name_member"),
    path("<slug:code>/plan/", acts.plan, name="plan"),
    path("<slug:code>/ask/", acts.ask, name="ask"),
    path("<slug:code>/opinion/", opinions.begin, name="begin"),
]
