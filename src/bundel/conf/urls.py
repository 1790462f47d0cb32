"""The root of all addresses."""

from django.urls import include, path

handler404 = "bundel.web.views.errors.not_found"
handler500 = "bundel.web.views.errors.server_error"

urlpatterns = [path("", include("bundel.web.urls"))]
