"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bundel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from bundel.accounts.traces import listen  # noqa: PLC0415 - models are there only after start-up

        listen()
