"""Addresses of posts and accounts, for administrators."""

from django.urls import path

from jisr.web.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("assign/", views.assign, name="assign"),
    path("<uuid:key>/end/", views.end, name="end"),
    path("accounts/new/", views.open_account, name="account"),
    path("accounts/<int:key>/password/", views.renew_password, name="password"),
]
