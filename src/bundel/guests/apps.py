"""The guests app."""

from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "bundel.guests"
    label = "guests"
