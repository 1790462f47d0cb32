"""Addresses for who runs the instance, and for the programs that watch it."""

from django.urls import path

from bundel.web.views import operator as views

urlpatterns = [
    path("health", views.health, name="health"),
    path("ready", views.ready, name="ready"),
    path("beheer/", views.operator, name="operator"),
    path("beheer/taak/<int:job>/opnieuw/", views.operator_retry, name="operator_retry"),
    path("beheer/taak/<int:job>/weg/", views.operator_dismiss, name="operator_dismiss"),
    path("beheer/metrics", views.metrics, name="metrics"),
]
