"""Addresses of pathways."""

from django.urls import path

from jisr.web.pathways import applying, approvals, levels, plans, signals, steps, units

app_name = "pathways"
urlpatterns = [
    path("household/<uuid:pk>/plan", plans.new, name="new"),
    path("household/<uuid:pk>/signals", signals.signals, name="signals"),
    path("household/<uuid:pk>/signals/aside", signals.aside, name="aside"),
    path("household/<uuid:pk>/signals/act", signals.act, name="act"),
    path("plan/<uuid:pk>/", plans.plan, name="plan"),
    path("plan/<uuid:pk>/print", plans.paper, name="print"),
    path("plan/<uuid:pk>/close", plans.close, name="close"),
    path("plan/<uuid:pk>/step/new", steps.new, name="new_step"),
    path("plan/<uuid:pk>/template", applying.template, name="template"),
    path("plan/<uuid:pk>/contact", plans.contact, name="contact"),
    path("plan/<uuid:pk>/levels", levels.levels, name="levels"),
    path("plan/<uuid:pk>/levels/<uuid:person>", levels.of_person, name="levels_of"),
    path("level/<uuid:pk>/answer", levels.answer, name="answer_level"),
    path("follow-up/<uuid:pk>/", plans.follow_up, name="follow_up"),
    path("step/<uuid:pk>/", steps.step, name="step"),
    path("step/<uuid:pk>/begin", steps.begin, name="begin"),
    path("step/<uuid:pk>/end", steps.end, name="end"),
    path("step/<uuid:pk>/attendance", steps.attendance, name="attendance"),
    path("step/<uuid:pk>/aid", steps.aid, name="aid"),
    path("step/<uuid:pk>/ask", approvals.ask, name="ask"),
    path("approval/<uuid:pk>/", approvals.approval, name="approval"),
    path("unit/<uuid:pk>/", units.unit, name="unit"),
    path("unit/<uuid:pk>/day", units.day, name="unit_day"),
    path("unit/<uuid:pk>/result", units.result, name="unit_result"),
    path("unit/<uuid:pk>/certify", units.certify, name="certify"),
    path("unit/<uuid:pk>/certificate", units.certificate, name="certificate"),
    path("certificate/", units.check, name="check"),
]
