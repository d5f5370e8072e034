"""Addresses of pathways."""

from django.urls import path

from jisr.web.pathways import plans, steps

app_name = "pathways"
urlpatterns = [
    path("household/<uuid:pk>/plan", plans.new, name="new"),
    path("plan/<uuid:pk>/", plans.plan, name="plan"),
    path("plan/<uuid:pk>/print", plans.paper, name="print"),
    path("plan/<uuid:pk>/close", plans.close, name="close"),
    path("plan/<uuid:pk>/step/new", steps.new, name="new_step"),
    path("follow-up/<uuid:pk>/", plans.follow_up, name="follow_up"),
    path("step/<uuid:pk>/", steps.step, name="step"),
    path("step/<uuid:pk>/begin", steps.begin, name="begin"),
    path("step/<uuid:pk>/end", steps.end, name="end"),
    path("step/<uuid:pk>/attendance", steps.attendance, name="attendance"),
    path("step/<uuid:pk>/aid", steps.aid, name="aid"),
]
