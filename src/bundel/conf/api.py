"""The addresses of the API, with the doorkeeper that the pages have: the two doors do not know each other."""

from django.urls import path

from bundel.api.routes import ROUTES
from bundel.web.pages import declared_as

urlpatterns = [path(route.path, declared_as(route.permission, route.view), name=route.name) for route in ROUTES]
