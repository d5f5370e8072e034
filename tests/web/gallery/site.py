"""The gallery as a site of its own: what the frame of a page links to, and nothing of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("jisr.web.sign_in.urls")),
    path("drafts/", include("jisr.web.drafts.urls")),
    path("gallery/", include("tests.web.gallery.urls")),
]
