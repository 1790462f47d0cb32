"""All addresses; every route declares its permission with `@page`."""

from django.urls import include, path

urlpatterns = [
    path("", include("bundel.web.routes.public")),
    path("", include("bundel.web.routes.tell")),
    path("mijn-laatste-dag/", include("bundel.web.routes.clock")),
    path("", include("bundel.web.routes.account")),
    path("", include("bundel.web.routes.demo")),
    path("w/<slug:slug>/", include("bundel.web.routes.desk")),
    path("w/<slug:slug>/", include("bundel.web.routes.people")),
]
