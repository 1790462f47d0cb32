"""Links of guests, and what they answered."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.tenancy.fence


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="GuestLink",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=10)),
                ("subject_id", models.UUIDField()),
                ("purpose", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("function", models.CharField(max_length=120)),
                ("question", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("key_id", models.UUIDField(null=True)),
                ("address", models.BinaryField(default=b"")),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("sends_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("news_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "guest_link",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace_id", "subject_id", "asked_at"], name="guest_link_subject"),
                    models.Index(
                        condition=models.Q(("news_at__isnull", False)),
                        fields=["workspace_id", "news_at"],
                        name="guest_link_news",
                    ),
                ],
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="guest_link_fenced_pkey"),
                    models.CheckConstraint(
                        condition=models.Q(("subject_kind__in", ["card", "dossier"])),
                        name="guest_link_subject_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["read", "answer", "correct"])),
                        name="guest_link_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("key_id", None), models.Q(("declined_at", None), ("revoked_at", None)), _connector="OR"
                        ),
                        name="guest_link_address_only_while_it_works",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuestAnswer",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="guests.guestlink",
                    ),
                ),
            ],
            options={
                "db_table": "guest_answer",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace_id", "link", "given_at"], name="guest_answer_link")],
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="guest_answer_fenced_pkey"),
                    bundel.tenancy.fence.FencedKey(
                        cascade=True, field="link", name="guest_answer_link_fenced", to="guest_link"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["adopted", "partly", "refused", "later", "correction"])),
                        name="guest_answer_kind_known",
                    ),
                ],
            },
        ),
    ]
