"""The sealing app."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "bundel.sealing"
    label = "sealing"
