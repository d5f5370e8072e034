"""The addresses of the product, and the gallery."""

from django.urls import include, path

from jisr.urls import urlpatterns as product

urlpatterns = [*product, path("gallery/", include("tests.web.gallery.urls"))]
