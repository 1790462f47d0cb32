"""Closing a workspace: since when, and where people go instead."""

from django.db import migrations, models

import bundel.tenancy.rules


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0002_privacy_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="closing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="workspace",
            name="goes_to",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="workspace",
            name="state",
            field=models.CharField(
                choices=[
                    (bundel.tenancy.rules.WorkspaceState["OPEN"], bundel.tenancy.rules.WorkspaceState["OPEN"]),
                    (bundel.tenancy.rules.WorkspaceState["CLOSING"], bundel.tenancy.rules.WorkspaceState["CLOSING"]),
                    (bundel.tenancy.rules.WorkspaceState["CLOSED"], bundel.tenancy.rules.WorkspaceState["CLOSED"]),
                ],
                default=bundel.tenancy.rules.WorkspaceState["OPEN"],
                max_length=10,
            ),
        ),
    ]
