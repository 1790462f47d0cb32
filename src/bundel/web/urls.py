"""All addresses; every route declares its permission with `@page`."""

from django.urls import include, path

urlpatterns = [
    path("", include("bundel.web.routes.public")),
    path("", include("bundel.web.routes.tell")),
    path("", include("bundel.web.routes.dossiers")),
    path("mijn-laatste-dag/", include("bundel.web.routes.clock")),
    path("", include("bundel.web.routes.account")),
    path("", include("bundel.web.routes.own")),
    path("", include("bundel.web.routes.guest")),
    path("", include("bundel.web.routes.recognise")),
    path("", include("bundel.web.routes.bundles")),
    path("", include("bundel.web.routes.files")),
    path("", include("bundel.web.routes.privacy")),
    path("", include("bundel.web.routes.demo")),
    path("", include("bundel.web.routes.operator")),
    path("w/<slug:slug>/", include("bundel.web.routes.desk")),
    path("w/<slug:slug>/", include("bundel.web.routes.sharing")),
    path("w/<slug:slug>/", include("bundel.web.routes.people")),
]
