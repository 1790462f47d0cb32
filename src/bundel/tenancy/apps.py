"""The tenancy app."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "bundel.tenancy"
    label = "tenancy"
