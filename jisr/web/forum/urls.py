"""Addresses of the forum; what stands in them is public, never the code of a paper slip."""

from django.urls import include, path, re_path

from jisr.web.forum import exports
from jisr.web.forum.public import bodies, consensus, duty, paper, say, screen, slip, tell, thread, views, voting

app_name = "forum"
urlpatterns = [
    path("", views.waves, name="waves"),
    path("desk/", include("jisr.web.forum.desk.urls")),
    path("slip/", slip.slip, name="slip"),
    path("slip/tell/", tell.tell, name="tell"),
    path("bodies/", bodies.bodies, name="bodies_list"),
    path("bodies/desk/", include("jisr.web.forum.bodies.urls")),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("waves/<slug:code>/", views.wave, name="wave"),
    path("waves/<slug:code>/contributions.<str:form>", exports.contributions, name="contributions"),
    path("waves/<slug:code>/answers/", duty.duty, name="duty"),
    path("waves/<slug:code>/vote/", voting.vote, name="vote"),
    path("waves/<slug:code>/vote/about/", voting.about, name="vote_about"),
    path("waves/<slug:code>/vote/slip/", voting.slip, name="vote_slip"),
    path("waves/<slug:code>/vote/somebody-else/", voting.somebody_else, name="vote_anew"),
    path("waves/<slug:code>/consensus/", consensus.consensus, name="consensus"),
    path("waves/<slug:code>/moderation.csv", views.moderation, name="moderation"),
    path("meetings/<slug:code>/", views.meeting, name="meeting"),
    path("meetings/<slug:code>/minutes/", views.minutes, name="minutes"),
    path("meetings/<slug:code>/say/", say.say, name="say"),
    path("meetings/<slug:code>/screen/", screen.screen, name="screen"),
    path("meetings/<slug:code>/poster/", paper.poster, name="poster"),
    path("meetings/<slug:code>/sheets/", paper.sheets, name="sheets"),
    re_path(r"^(?P<number>\d{4,6})/?$", say.number, name="number"),
    path("contributions/<slug:code>/", thread.contribution, name="contribution"),
    path("statements/<uuid:pk>/", thread.statement, name="statement"),
]
