"""Addresses of orientation. The public ones carry the secret of a link and no name."""

from django.urls import path

from jisr.web.orientation import (
    bundle,
    by_link,
    by_sms,
    links,
    listing,
    offers,
    progress,
    questions,
    referrals,
    views,
)

app_name = "orientation"
urlpatterns = [
    path("need/<uuid:pk>/", views.need, name="need"),
    path("need/<uuid:pk>/asks", views.asks, name="asks"),
    path("need/<uuid:pk>/paper", views.paper, name="paper"),
    path("need/<uuid:pk>/answers", questions.answer, name="answer_facts"),
    path("need/<uuid:pk>/refer/<int:service>/", views.refer, name="refer"),
    path("family/<uuid:household>/bundle/", bundle.page, name="bundle"),
    path("need/<uuid:pk>/offer/", offers.offer, name="offer"),
    path("offers/", offers.listed, name="offers"),
    path("offers/<uuid:pk>/", offers.card, name="card"),
    path("offers/<uuid:pk>/take", offers.take, name="take"),
    path("offers/<uuid:pk>/decline", offers.decline, name="decline"),
    path("offer/<uuid:pk>/", offers.made, name="made_offer"),
    path("offer/<uuid:pk>/take-back", offers.take_back, name="take_back_offer"),
    path("referrals/", listing.referrals, name="referrals"),
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
    path("referral/<uuid:pk>/task.json", links.task, name="task"),
    path("answer/", by_link.by_code, name="by_code"),
    path("in/sms", by_sms.hear, name="by_sms"),
    path("r/<str:secret>/", by_link.page, name="by_link"),
    path("r/<str:secret>/code", by_link.send_code, name="by_link_code"),
    path("r/<str:secret>/open", by_link.open_page, name="by_link_open"),
]
