"""Addresses of the thread: all of them public; what stands in them are codes, never a person."""

from django.urls import path, re_path

from jisr.web.thread import data, home, lists, one

app_name = "thread"
_KINDS = "contribution|statement|measure|agreement|line|instalment"
urlpatterns = [
    path("", home.home, name="home"),
    path("thread.<str:form>", data.links, name="links"),
    path("lists/<slug:name>/", lists.listed, name="list"),
    path("lists/<slug:name>.csv", lists.sheet, name="sheet"),
    re_path(rf"^(?P<kind>{_KINDS})/(?P<key>[-\w.]+)/$", one.one, name="one"),
]
