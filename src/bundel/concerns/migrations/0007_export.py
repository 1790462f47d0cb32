"""Everything of a workspace in one file: the export, and its sealed pieces."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.concerns.rules.taking
import bundel.tenancy.fence


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0006_forget_all_receipts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_by", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            (
                                bundel.concerns.rules.taking.ExportReason["CLOSING"],
                                bundel.concerns.rules.taking.ExportReason["CLOSING"],
                            ),
                            (
                                bundel.concerns.rules.taking.ExportReason["MOVING"],
                                bundel.concerns.rules.taking.ExportReason["MOVING"],
                            ),
                            (
                                bundel.concerns.rules.taking.ExportReason["COPY"],
                                bundel.concerns.rules.taking.ExportReason["COPY"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                bundel.concerns.rules.taking.ExportState["RUNNING"],
                                bundel.concerns.rules.taking.ExportState["RUNNING"],
                            ),
                            (
                                bundel.concerns.rules.taking.ExportState["READY"],
                                bundel.concerns.rules.taking.ExportState["READY"],
                            ),
                            (
                                bundel.concerns.rules.taking.ExportState["FAILED"],
                                bundel.concerns.rules.taking.ExportState["FAILED"],
                            ),
                            (
                                bundel.concerns.rules.taking.ExportState["GONE"],
                                bundel.concerns.rules.taking.ExportState["GONE"],
                            ),
                        ],
                        default=bundel.concerns.rules.taking.ExportState["RUNNING"],
                        max_length=10,
                    ),
                ),
                ("has_stories", models.BooleanField()),
                ("data_key", models.UUIDField(null=True)),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("last_id", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "export",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [bundel.tenancy.fence.FencedPrimaryKey(name="export_fenced_pkey")],
            },
        ),
        migrations.CreateModel(
            name="ExportPart",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("key_id", models.UUIDField()),
                ("content", models.BinaryField()),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.export",
                    ),
                ),
            ],
            options={
                "db_table": "export_part",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="export_part_fenced_pkey"),
                    bundel.tenancy.fence.FencedKey(
                        cascade=True, field="export", name="export_part_export_fenced", to="export"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace_id", "export", "name", "number"), name="export_part_once"
                    ),
                ],
            },
        ),
    ]
