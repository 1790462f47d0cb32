"""Dossiers: what is asked of whom, what was done and answered, and what everybody sees of it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.dossiers.rules.states
import bundel.dossiers.rules.words
import bundel.tenancy.fence

# Everybody reads it; only its own workspace writes it.
GUARD = """
alter table public_dossier enable row level security, force row level security;
create policy everybody_reads on public_dossier for select using (true);
create policy own_workspace_adds on public_dossier for insert
  with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy own_workspace_changes on public_dossier for update
  using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
  with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy own_workspace_removes on public_dossier for delete
  using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy owner_all on public_dossier to bundel_owner using (true) with check (true);
"""

UNGUARD = """
alter table public_dossier disable row level security, no force row level security;
drop policy everybody_reads on public_dossier; drop policy own_workspace_adds on public_dossier;
drop policy own_workspace_changes on public_dossier; drop policy own_workspace_removes on public_dossier;
drop policy owner_all on public_dossier;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("concerns", "0010_bundles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("problem", models.TextField()),
                ("gain", models.TextField(blank=True)),
                ("state", models.CharField(default=bundel.dossiers.rules.states.State["OPEN"], max_length=10)),
                ("owner_id", models.UUIDField(null=True)),
                ("key_id", models.UUIDField(null=True)),
                ("sent_on", models.DateField(null=True)),
                ("answer_due_on", models.DateField(null=True)),
                ("started_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "dossier",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace_id", "-started_at", "-id"], name="dossier_newest")],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("to_whom", models.CharField(max_length=160)),
                ("added_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demands",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "demand",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DossierBundle",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("added_at", models.DateTimeField()),
                (
                    "bundle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="concerns.bundle",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bundles",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "dossier_bundle",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DossierVersion",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField()),
                ("shows_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "dossier_version",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300)),
                ("since_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effects",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "effect",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("card_id", models.UUIDField(null=True)),
                ("text", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "evidence",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=160)),
                ("agreement_id", models.UUIDField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "dossier_partner",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Prediction",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predictions",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "prediction",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PredictionAsked",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=12)),
                ("person_id", models.UUIDField()),
                ("words", models.BinaryField(default=b"")),
                ("key_id", models.UUIDField(null=True)),
                ("may_be_quoted", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "prediction",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="dossiers.prediction",
                    ),
                ),
            ],
            options={
                "db_table": "prediction_asked",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300)),
                ("by_whom", models.CharField(max_length=160)),
                ("due_on", models.DateField()),
                ("state", models.CharField(default=bundel.dossiers.rules.words.PromiseState["OPEN"], max_length=10)),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "promise",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PublicDossier",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField()),
                ("workspace_name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("content", models.JSONField()),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "public_dossier",
                "indexes": [models.Index(fields=["-published_at", "-id"], name="public_dossier_newest")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("done_on", models.DateField()),
                ("name", models.CharField(blank=True, max_length=160)),
                ("function", models.CharField(max_length=160)),
                ("result", models.TextField()),
                ("is_public", models.BooleanField(default=False)),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "dossier_step",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True)),
                ("answered_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "demand",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="dossiers.demand",
                    ),
                ),
            ],
            options={
                "db_table": "demand_answer",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace_id", "demand", "answered_on"], name="demand_answer_of_demand")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="dossier_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="demand_answer_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="demand_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="dossierbundle",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="dossier_bundle_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="dossier_version_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="effect",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="effect_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="evidence_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="dossier_partner_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="prediction_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="predictionasked",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="prediction_asked_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="promise_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="dossier_step_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="demand_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="demand",
            constraint=models.UniqueConstraint(fields=("workspace_id", "dossier", "number"), name="demand_number_once"),
        ),
        migrations.AddIndex(
            model_name="dossierbundle",
            index=models.Index(fields=["workspace_id", "bundle"], name="dossier_bundle_bundle"),
        ),
        migrations.AddConstraint(
            model_name="dossierbundle",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="dossier_bundle_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierbundle",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="bundle", name="dossier_bundle_bundle_fenced", to="bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierbundle",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "dossier", "bundle"), name="dossier_bundle_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="dossier_version_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierversion",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "dossier", "number"), name="dossier_version_once"
            ),
        ),
        migrations.AddIndex(
            model_name="effect",
            index=models.Index(fields=["workspace_id", "dossier", "since_on"], name="effect_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="effect",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="effect_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["workspace_id", "dossier", "added_at"], name="evidence_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="evidence_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["card", "research"])), name="evidence_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("card_id__isnull", False), ("kind", "card"), ("text", "")),
                    models.Q(("card_id", None), ("kind", "research"), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="evidence_card_or_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="dossier_partner_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(fields=("workspace_id", "dossier", "name"), name="dossier_partner_once"),
        ),
        migrations.AddIndex(
            model_name="prediction",
            index=models.Index(fields=["workspace_id", "dossier", "asked_at"], name="prediction_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="prediction_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddIndex(
            model_name="predictionasked",
            index=models.Index(fields=["workspace_id", "who", "person_id"], name="prediction_asked_person"),
        ),
        migrations.AddConstraint(
            model_name="predictionasked",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="prediction", name="prediction_asked_prediction_fenced", to="prediction"
            ),
        ),
        migrations.AddConstraint(
            model_name="predictionasked",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "prediction", "who", "person_id"), name="prediction_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="predictionasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["concern", "recognition", "received"])),
                name="prediction_asked_who_known",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["workspace_id", "dossier", "due_on"], name="promise_of_dossier"),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("state", bundel.dossiers.rules.words.PromiseState["OPEN"])),
                fields=["workspace_id", "due_on"],
                name="promise_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="promise_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "kept", "broken"])), name="promise_state_known"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["workspace_id", "dossier", "done_on"], name="dossier_step_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="dossier", name="dossier_step_dossier_fenced", to="dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["talk", "letter", "advice"])), name="dossier_step_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "sent", "answered", "effect", "closed", "reopened"])),
                name="dossier_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="demand", name="demand_answer_demand_fenced", to="demand"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["adopted", "partly", "refused", "none"])),
                name="demand_answer_kind_known",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
