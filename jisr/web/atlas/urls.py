"""Addresses of the atlas: all of them public; what stands in them are choices, never a person."""

from django.urls import path

from jisr.web.atlas import files, views

app_name = "atlas"
urlpatterns = [
    path("", views.page, name="page"),
    path("communes/<str:region>/", views.communes, name="communes"),
    path("figures.<str:form>", files.figures, name="figures"),
    path("map.<str:form>", files.picture, name="picture"),
    path("sheet.pdf", files.sheet, name="sheet"),
]
