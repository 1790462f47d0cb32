"""What people change about the marks on their story, how near a card says the place, and hard sentences they gave."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.tenancy.fence
from bundel.concerns.rules.marks import Change
from bundel.engines.deidentify import Kind

MANAGERS = {"abstract": False, "base_manager_name": "objects", "default_manager_name": "objects"}


def fenced() -> list[tuple[str, models.Field]]:
    """The two columns every fenced table has."""
    return [
        ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [("concerns", "0011_search_alike")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="place_level",
            field=models.CharField(db_default="municipality", default="municipality", max_length=12),
        ),
        migrations.CreateModel(
            name="MarkChange",
            fields=[
                *fenced(),
                ("change", models.CharField(choices=[(c, c) for c in Change], max_length=10)),
                ("kind", models.CharField(blank=True, choices=[(k, k) for k in Kind], max_length=20)),
                ("shape", models.CharField(max_length=150)),
                ("before", models.CharField(max_length=20)),
                ("month", models.DateField()),
            ],
            options={
                **MANAGERS,
                "db_table": "mark_change",
                "indexes": [models.Index(fields=["workspace_id", "month"], name="mark_change_month")],
                "constraints": [bundel.tenancy.fence.FencedPrimaryKey(name="mark_change_fenced_pkey")],
            },
        ),
        migrations.CreateModel(
            name="HardSentence",
            fields=[
                *fenced(),
                ("sentence", models.TextField()),
                ("sender", models.CharField(max_length=20)),
                ("municipality_code", models.CharField(max_length=6)),
                ("hints", models.JSONField(default=list)),
                ("given_at", models.DateTimeField()),
                (
                    "concern",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.concern",
                    ),
                ),
            ],
            options={
                **MANAGERS,
                "db_table": "hard_sentence",
                "indexes": [
                    models.Index(fields=["workspace_id", "sender", "municipality_code"], name="hard_sentence_sender"),
                    models.Index(fields=["workspace_id", "concern"], name="hard_sentence_concern"),
                ],
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="hard_sentence_fenced_pkey"),
                    bundel.tenancy.fence.FencedKey(
                        cascade=True, field="concern", name="hard_sentence_concern_fenced", to="concern"
                    ),
                ],
            },
        ),
    ]
