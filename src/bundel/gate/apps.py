"""The gate app."""

from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "bundel.gate"
    label = "gate"
