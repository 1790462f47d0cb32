"""The dossiers app."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "bundel.dossiers"
    label = "dossiers"
