"""The privacy app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "bundel.privacy"
    label = "privacy"

    def ready(self) -> None:
        # Every subject tells in its own `keeping` what of it grows old; they stand above this one.
        autodiscover_modules("keeping")
