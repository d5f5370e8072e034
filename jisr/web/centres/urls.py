"""Addresses of the catalogue's pages for those who keep it."""

from django.urls import path

from jisr.web.centres import campaigns, files, keeping, temporary, views

app_name = "centres"
urlpatterns = [
    path("", views.centres, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/places/", views.places, name="places"),
    path("<int:pk>/services/new/", views.new_service, name="new_service"),
    path("services/<int:pk>/edit/", views.edit_service, name="edit_service"),
    path("<int:pk>/true/", keeping.still_true, name="still_true"),
    path("services/<int:pk>/quality/", keeping.quality, name="quality"),
    path("services/<int:pk>/capacities/", keeping.capacities, name="capacities"),
    path("<int:pk>/notices/new/", temporary.new_notice, name="new_notice"),
    path("notices/<int:pk>/end/", temporary.end_notice, name="end_notice"),
    path("<int:pk>/stops/new/", temporary.new_stop, name="new_stop"),
    path("stops/<int:pk>/end/", temporary.end_stop, name="end_stop"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/end/", campaigns.end_campaign, name="end_campaign"),
    path("import/", files.send, name="import"),
    path("import/<uuid:pk>/", files.preview, name="preview"),
    path("import/<uuid:pk>/refused.csv", files.refused, name="refused"),
    path("template.<str:form>", files.template, name="template"),
    path("export.<str:form>", files.export, name="export"),
]
