"""Addresses of sign-in. Of allauth only these routes exist."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from jisr.web.access import open_to_all
from jisr.web.sign_in import views

_own = [
    path("home/", views.home, name="home"),
    path("posts/", views.posts, name="posts"),
    path("lock/", views.shut, name="lock"),
    path("unlock/", views.unlock, name="unlock"),
    path("demonstration/", views.demonstration, name="demonstration"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("enter/", views.enter, name="account_login"),
    path("leave/", views.leave, name="account_logout"),
    path("enter/password/", views.choose_password, name="account_change_password"),
    path("enter/again/", views.again, name="account_reauthenticate"),
    path("enter/second-step/", views.second, name="mfa_authenticate"),
    path("enter/second-step/again/", views.second_again, name="mfa_reauthenticate"),
    path("enter/second-step/activate/", views.activate, name="mfa_activate_totp"),
    path("enter/second-step/deactivate/", views.deactivate, name="mfa_deactivate_totp"),
    path("enter/second-step/codes/", views.codes, name="mfa_view_recovery_codes"),
    path("enter/second-step/codes/new/", views.new_codes, name="mfa_generate_recovery_codes"),
    path("enter/security/", views.security, name="mfa_index"),
    path("language/", open_to_all(set_language), name="set_language"),
    path("enter/", include((_own, "sign_in"))),
]
