"""Addresses of listening."""

from django.urls import path

from jisr.web.listening import needs, views

app_name = "listening"
urlpatterns = [
    path("visit/<uuid:pk>/new", views.after_visit, name="after_visit"),
    path("household/<uuid:pk>/new", views.new, name="new"),
    path("household/<uuid:pk>/protected/new", views.disclosure, name="disclosure"),
    path("interview/<uuid:pk>/", views.interview, name="interview"),
    path("interview/<uuid:pk>/note", views.note, name="note"),
    path("interview/<uuid:pk>/need", needs.add, name="add_need"),
    path("need/<uuid:pk>/edit", needs.edit, name="edit_need"),
    path("need/<uuid:pk>/close", needs.close, name="close_need"),
]
