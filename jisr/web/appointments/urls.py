"""Addresses of appointments. None says who comes, nor for what."""

from django.urls import path

from jisr.web.appointments import giving, hours, one, sessions, views

app_name = "appointments"
urlpatterns = [
    path("", views.agenda, name="agenda"),
    path("agenda.ics", views.calendar, name="calendar"),
    path("of/<int:agent>/", views.of, name="of"),
    path("day/", views.day, name="day"),
    path("household/<uuid:pk>/new/", giving.new, name="new"),
    path("referral/<uuid:pk>/new/", giving.for_referral, name="for_referral"),
    path("waiting/", giving.line, name="line"),
    path("waiting/<uuid:pk>/leave/", giving.leave, name="leave"),
    path("one/<uuid:pk>/", one.appointment, name="appointment"),
    path("one/<uuid:pk>/move/", one.move, name="move"),
    path("one/<uuid:pk>/cancel/", one.cancel, name="cancel"),
    path("one/<uuid:pk>/came/", one.came, name="came"),
    path("one/<uuid:pk>/missed/", one.missed, name="missed"),
    path("one/<uuid:pk>/spoke/", one.spoke, name="spoke"),
    path("one/<uuid:pk>/printed/", one.printed, name="printed"),
    path("one/<uuid:pk>/summons/", one.summons, name="summons"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.new, name="new_session"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/off/", sessions.off, name="off"),
    path("hours/", hours.hours, name="hours"),
    path("hours/week/", hours.week, name="week"),
    path("hours/week/<uuid:pk>/end/", hours.end_week, name="end_week"),
    path("hours/absent/", hours.absent, name="absent"),
    path("hours/absent/<uuid:pk>/back/", hours.back, name="back"),
    path("hours/closed/", hours.closed, name="closed"),
    path("hours/closed/<uuid:pk>/open/", hours.open_days, name="open_days"),
    path("hours/ramadan/", hours.ramadan, name="ramadan"),
    path("hours/feast/<slug:feast>/<int:year>/", hours.feast, name="feast"),
]
