"""Bundles of cards, who counts for them, and news back to everybody upstream."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.concerns.rules.bundles
import bundel.concerns.rules.upstream
import bundel.tenancy.fence


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0009_suspect"),
        ("gate", "0002_letterbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=80)),
                ("problem", models.TextField(blank=True)),
                ("theme", models.CharField(max_length=20)),
                ("state", models.CharField(default=bundel.concerns.rules.bundles.BundleState["OPEN"], max_length=10)),
                ("state_reason", models.CharField(blank=True, max_length=300)),
                ("owner_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "bundle",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace_id", "state", "-created_at", "-id"], name="bundle_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "individual", "closed"])), name="bundle_state_known"
                    ),
                ],
            },
        ),
        # First, because the keys of the tables below point at it.
        migrations.AddConstraint(
            model_name="bundle",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="bundle_fenced_pkey"),
        ),
        migrations.CreateModel(
            name="BundleOrigin",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                (
                    "bundle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="concerns.bundle",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="went_to",
                        to="concerns.bundle",
                    ),
                ),
            ],
            options={
                "db_table": "bundle_origin",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="BundleCard",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("card_id", models.UUIDField(null=True)),
                ("linked_at", models.DateTimeField()),
                ("linked_by", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("unlinked_at", models.DateTimeField(null=True)),
                ("unlinked_by", models.UUIDField(null=True)),
                ("unlink_reason", models.CharField(blank=True, max_length=300)),
                (
                    "bundle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="concerns.bundle",
                    ),
                ),
                (
                    "received_card",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="gate.receivedcard",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.bundleorigin",
                    ),
                ),
            ],
            options={
                "db_table": "bundle_card",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="BundleYes",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("card_id", models.UUIDField()),
                ("who", models.CharField(max_length=12)),
                ("person_id", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(blank=True, default=bundel.concerns.rules.bundles.Reply["NONE"], max_length=3),
                ),
                (
                    "bundle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.bundle",
                    ),
                ),
            ],
            options={
                "db_table": "bundle_yes",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("subject_kind", models.CharField(max_length=10)),
                ("subject_id", models.UUIDField()),
                ("bundle_ids", models.JSONField(default=list)),
                ("card_ids", models.JSONField(default=list)),
                ("about_id", models.UUIDField(null=True)),
                ("text", models.TextField()),
                ("text_en", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("sends_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("total", models.PositiveIntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "change",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace_id", "subject_id", "-made_at"], name="change_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "linked",
                                    "individual",
                                    "dossier_opened",
                                    "advice_sent",
                                    "answer",
                                    "promise",
                                    "effect",
                                    "after_question",
                                    "closed",
                                    "elsewhere",
                                ],
                            )
                        ),
                        name="change_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject_kind__in", ["bundle", "dossier", "concern"])),
                        name="change_subject_known",
                    ),
                ],
            },
        ),
        # First, because the keys of the tables below point at it.
        migrations.AddConstraint(
            model_name="change",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="change_fenced_pkey"),
        ),
        migrations.CreateModel(
            name="AfterAnswer",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=12)),
                ("person_id", models.UUIDField()),
                ("answer", models.CharField(max_length=8)),
                ("line", models.BinaryField(default=b"")),
                ("key_id", models.UUIDField()),
                ("answered_at", models.DateTimeField()),
                (
                    "change",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.change",
                    ),
                ),
            ],
            options={
                "db_table": "after_answer",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NewsWish",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=12)),
                ("person_id", models.UUIDField()),
                ("wish", models.CharField(default=bundel.concerns.rules.upstream.Wish["EVERYTHING"], max_length=10)),
                ("is_weekly", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "news_wish",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="news_wish_fenced_pkey"),
                    models.UniqueConstraint(fields=("workspace_id", "who", "person_id"), name="news_wish_once"),
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ["concern", "recognition", "received"])),
                        name="news_wish_who_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wish__in", ["everything", "results", "nothing"])), name="news_wish_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=12)),
                ("person_id", models.UUIDField()),
                ("way", models.CharField(max_length=12)),
                ("told_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.change",
                    ),
                ),
            ],
            options={
                "db_table": "told",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="WayOfWorking",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_code", models.CharField(max_length=6)),
                ("form", models.CharField(max_length=10)),
                ("line", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "way_of_working",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    bundel.tenancy.fence.FencedPrimaryKey(name="way_of_working_fenced_pkey"),
                    models.UniqueConstraint(fields=("workspace_id", "municipality_code"), name="way_of_working_once"),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["advocate", "council", "coalition", "network"])),
                        name="way_of_working_form_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="bundleorigin",
            index=models.Index(fields=["workspace_id", "bundle"], name="bundle_origin_bundle"),
        ),
        migrations.AddIndex(
            model_name="bundleorigin",
            index=models.Index(fields=["workspace_id", "source"], name="bundle_origin_source"),
        ),
        migrations.AddConstraint(
            model_name="bundleorigin",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="bundle_origin_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="bundleorigin",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="bundle", name="bundle_origin_bundle_fenced", to="bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleorigin",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="source", name="bundle_origin_source_fenced", to="bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleorigin",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["split", "merge"])), name="bundle_origin_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="bundlecard",
            index=models.Index(fields=["workspace_id", "bundle", "linked_at"], name="bundle_card_bundle"),
        ),
        migrations.AddIndex(
            model_name="bundlecard",
            index=models.Index(fields=["workspace_id", "card_id"], name="bundle_card_card"),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="bundle_card_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="bundle", name="bundle_card_bundle_fenced", to="bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="received_card", name="bundle_card_received_fenced", to="received_card"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="origin", name="bundle_card_origin_fenced", to="bundle_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=models.CheckConstraint(
                condition=models.Q(("card_id", None), ("received_card", None), _connector="XOR"),
                name="bundle_card_own_or_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unlinked_at", None)), fields=("workspace_id", "card_id"), name="bundle_card_in_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlecard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unlinked_at", None)),
                fields=("workspace_id", "received_card"),
                name="bundle_card_received_in_one",
            ),
        ),
        migrations.AddIndex(
            model_name="bundleyes",
            index=models.Index(fields=["workspace_id", "bundle", "answer"], name="bundle_yes_bundle"),
        ),
        migrations.AddIndex(
            model_name="bundleyes",
            index=models.Index(fields=["workspace_id", "card_id"], name="bundle_yes_card"),
        ),
        migrations.AddConstraint(
            model_name="bundleyes",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="bundle_yes_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="bundleyes",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="bundle", name="bundle_yes_bundle_fenced", to="bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleyes",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "who", "person_id", "bundle"), name="bundle_yes_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleyes",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["concern", "recognition", "received"])), name="bundle_yes_who_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleyes",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "yes", "no"])), name="bundle_yes_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="afteranswer",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="after_answer_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="afteranswer",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="change", name="after_answer_change_fenced", to="change"
            ),
        ),
        migrations.AddConstraint(
            model_name="afteranswer",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "change", "who", "person_id"), name="after_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="afteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["concern", "recognition", "received"])), name="after_answer_who_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="afteranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["yes", "partly", "no"])), name="after_answer_known"
            ),
        ),
        migrations.AddIndex(
            model_name="told",
            index=models.Index(fields=["workspace_id", "who", "person_id", "-told_at"], name="told_person"),
        ),
        migrations.AddIndex(
            model_name="told",
            index=models.Index(
                condition=models.Q(
                    ("mailed_at", None), ("read_at", None), ("way", bundel.concerns.rules.upstream.Way["WEEKLY"])
                ),
                fields=["workspace_id", "told_at"],
                name="told_weekly",
            ),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="told_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="change", name="told_change_fenced", to="change"
            ),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("workspace_id", "change", "who", "person_id"), name="told_once"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["concern", "recognition", "received"])), name="told_who_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["follow", "mail", "weekly", "organisation", "none"])),
                name="told_way_known",
            ),
        ),
    ]
