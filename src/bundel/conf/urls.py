"""The root of all addresses."""

from django.urls import include, path

from bundel.api.routes import ROUTES
from bundel.web.pages import declared_as

handler404 = "bundel.web.views.errors.not_found"
handler500 = "bundel.web.views.errors.server_error"

# The two doors do not know each other: here the API gets the doorkeeper the pages have.
api = [path(route.path, declared_as(route.permission, route.view), name=route.name) for route in ROUTES]

urlpatterns = [path("api/v1/", include(api)), path("", include("bundel.web.urls"))]
