"""The concerns app."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "bundel.concerns"
    label = "concerns"
