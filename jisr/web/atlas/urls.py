"""Addresses of the atlas: public but for needs; what stands in them are choices, never a person."""

from django.urls import path

from jisr.web.atlas import files, needs, views

app_name = "atlas"
urlpatterns = [
    path("", views.page, name="page"),
    path("communes/<str:region>/", views.communes, name="communes"),
    path("figures.<str:form>", files.figures, name="figures"),
    path("map.<str:form>", files.picture, name="picture"),
    path("needs/", needs.page, name="needs"),
    path("needs/communes/<str:region>/", needs.communes, name="communes_of_needs"),
    path("needs/figures.<str:form>", needs.figures, name="figures_of_needs"),
    path("sheet.pdf", files.sheet, name="sheet"),
]
