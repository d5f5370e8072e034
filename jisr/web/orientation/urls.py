"""Addresses of orientation. The public ones carry the secret of a link and no name."""

from django.urls import path

from jisr.web.orientation import by_link, links, progress, referrals, views

app_name = "orientation"
urlpatterns = [
    path("need/<uuid:pk>/", views.need, name="need"),
    path("need/<uuid:pk>/refer/<int:service>/", views.refer, name="refer"),
    path("referral/<uuid:pk>/", referrals.referral, name="referral"),
    path("referral/<uuid:pk>/answer", referrals.answer, name="answer"),
    path("referral/<uuid:pk>/slip", links.slip, name="slip"),
    path("referral/<uuid:pk>/link", links.link, name="link"),
    path("referral/<uuid:pk>/book", progress.book, name="book"),
    path("referral/<uuid:pk>/start", progress.start, name="start"),
    path("referral/<uuid:pk>/complete", progress.complete, name="complete"),
    path("referral/<uuid:pk>/fail", progress.fail, name="fail"),
    path("referral/<uuid:pk>/withdraw", progress.withdraw, name="withdraw"),
    path("referral/<uuid:pk>/confirm", progress.confirm, name="confirm"),
    path("r/<str:secret>/", by_link.page, name="by_link"),
    path("r/<str:secret>/code", by_link.send_code, name="by_link_code"),
    path("r/<str:secret>/open", by_link.open_page, name="by_link_open"),
]
