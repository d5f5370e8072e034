"""Addresses of the catalogue's pages for those who keep it."""

from django.urls import path

from jisr.web.centres import files, views

app_name = "centres"
urlpatterns = [
    path("", views.centres, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/places/", views.places, name="places"),
    path("<int:pk>/services/new/", views.new_service, name="new_service"),
    path("services/<int:pk>/edit/", views.edit_service, name="edit_service"),
    path("import/", files.send, name="import"),
    path("import/<uuid:pk>/", files.preview, name="preview"),
    path("import/<uuid:pk>/refused.csv", files.refused, name="refused"),
    path("template.<str:form>", files.template, name="template"),
    path("export.<str:form>", files.export, name="export"),
]
