"""What others see and say of a card: the second look, the public card, recognition and its questions."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import bundel.concerns.rules.publishing
import bundel.concerns.rules.words
import bundel.tenancy.fence

CREATE = """
alter table public_card add column search tsvector
  generated always as (to_tsvector('pg_catalog.dutch'::regconfig, title || ' ' || text)) stored;
create index public_card_search on public_card using gin (search);

-- Everybody reads it; only its own workspace writes it. A condition that is simply true leaves the index of full
-- text in use.
alter table public_card enable row level security, force row level security;
create policy everybody_reads on public_card for select using (true);
create policy own_workspace_adds on public_card for insert
  with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy own_workspace_changes on public_card for update
  using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
  with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy own_workspace_removes on public_card for delete
  using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
create policy owner_all on public_card to bundel_owner using (true) with check (true);

-- Over all workspaces, but only for who holds the code: no sealed column, and nothing of who told the card.
create function own_recognitions(code_hash bytea) returns table (
  id uuid, workspace_id uuid, workspace_name text, card_id uuid, title text, answer text, given_at timestamptz,
  withdrawn_at timestamptz
) language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.workspace_id, w.name, r.card_id, coalesce(p.title, ''), r.answer, r.given_at, r.withdrawn_at
  from recognition_receipt c
  join recognition r on r.workspace_id = c.workspace_id and r.id = c.id
  join workspace w on w.id = c.workspace_id
  left join public_card p on p.id = r.card_id
  where c.hash = code_hash
  order by r.given_at desc, r.id
$$;

create function forget_recognition(recognition uuid) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from recognition_receipt c where c.id = recognition
    and c.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
$$;

create or replace function forget_all_receipts() returns int language plpgsql
security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  delete from public_card p where p.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from recognition_receipt c where c.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from own_concern o where o.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from receipt r where r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  get diagnostics gone = row_count;
  return gone;
end $$;
"""

DROP = """
create or replace function forget_all_receipts() returns int language plpgsql
security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  delete from own_concern o where o.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from receipt r where r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  get diagnostics gone = row_count;
  return gone;
end $$;
drop function forget_recognition(uuid); drop function own_recognitions(bytea);
alter table public_card disable row level security, no force row level security;
drop policy everybody_reads on public_card; drop policy own_workspace_adds on public_card;
drop policy own_workspace_changes on public_card; drop policy own_workspace_removes on public_card;
drop policy owner_all on public_card;
alter table public_card drop column search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0007_export"),
        ("sealing", "0002_erasure"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardQuestion",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("sends_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
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
                "db_table": "card_question",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MessagePause",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            (
                                bundel.concerns.rules.publishing.PauseReason["THREATS"],
                                bundel.concerns.rules.publishing.PauseReason["THREATS"],
                            ),
                            (
                                bundel.concerns.rules.publishing.PauseReason["INSULTS"],
                                bundel.concerns.rules.publishing.PauseReason["INSULTS"],
                            ),
                            (
                                bundel.concerns.rules.publishing.PauseReason["SPAM"],
                                bundel.concerns.rules.publishing.PauseReason["SPAM"],
                            ),
                            (
                                bundel.concerns.rules.publishing.PauseReason["TOO_MANY"],
                                bundel.concerns.rules.publishing.PauseReason["TOO_MANY"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("objected_at", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
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
                "db_table": "message_pause",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PublicCard",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField()),
                ("workspace_name", models.CharField(max_length=120)),
                ("theme", models.CharField(max_length=20)),
                ("place_code", models.CharField(blank=True, max_length=6)),
                (
                    "place_level",
                    models.CharField(
                        choices=[
                            (
                                bundel.concerns.rules.publishing.PlaceLevel["MUNICIPALITY"],
                                bundel.concerns.rules.publishing.PlaceLevel["MUNICIPALITY"],
                            ),
                            (
                                bundel.concerns.rules.publishing.PlaceLevel["PROVINCE"],
                                bundel.concerns.rules.publishing.PlaceLevel["PROVINCE"],
                            ),
                            (
                                bundel.concerns.rules.publishing.PlaceLevel["COUNTRY"],
                                bundel.concerns.rules.publishing.PlaceLevel["COUNTRY"],
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("consequences", models.JSONField(default=list)),
                ("published_at", models.DateTimeField()),
                ("strength", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "public_card",
                "indexes": [
                    models.Index(fields=["-published_at", "-id"], name="public_card_newest"),
                    models.Index(fields=["place_code", "-published_at", "-id"], name="public_card_place"),
                    models.Index(fields=["theme", "-published_at", "-id"], name="public_card_theme"),
                    models.Index(fields=["workspace_id"], name="public_card_workspace"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("card_id", models.UUIDField()),
                ("answer", models.CharField(max_length=10)),
                ("line", models.BinaryField(default=b"")),
                ("contact", models.BinaryField(default=b"")),
                ("device", models.BinaryField()),
                ("municipality_code", models.CharField(blank=True, max_length=6)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("channel", models.CharField(default=bundel.concerns.rules.words.Channel["WEB"], max_length=10)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("is_counted", models.BooleanField(default=True)),
                ("burst", models.CharField(blank=True, max_length=12)),
                ("looked_by", models.UUIDField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("entered_by", models.UUIDField(null=True)),
                ("together_id", models.UUIDField(null=True)),
                ("news", models.BooleanField(default=False)),
                ("may_be_asked", models.BooleanField(default=False)),
                ("bundle_id", models.UUIDField(null=True)),
                (
                    "key",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="sealing.sealkey",
                    ),
                ),
            ],
            options={
                "db_table": "recognition",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CardReply",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.BinaryField()),
                ("answered_at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.cardquestion",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="concerns.recognition",
                    ),
                ),
            ],
            options={
                "db_table": "card_reply",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="RecognitionReceipt",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("hash", models.BinaryField()),
                ("workspace_id", models.UUIDField()),
            ],
            options={
                "db_table": "recognition_receipt",
                "indexes": [
                    models.Index(fields=["hash"], name="recognition_receipt_hash"),
                    models.Index(fields=["workspace_id"], name="recognition_receipt_where"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("workspace_id", models.UUIDField(default=bundel.tenancy.fence.active_workspace_id, editable=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(default=bundel.concerns.rules.publishing.ReviewState["WAITING"], max_length=10),
                ),
                (
                    "cause",
                    models.CharField(default=bundel.concerns.rules.publishing.ReviewCause["TOLD"], max_length=10),
                ),
                ("flags", models.JSONField(default=list)),
                ("is_urgent", models.BooleanField(default=False)),
                ("complaints", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("looked_by", models.UUIDField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("message_id", models.UUIDField(null=True)),
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
                "db_table": "review",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="cardquestion",
            index=models.Index(fields=["workspace_id", "concern", "-asked_at"], name="card_question_concern"),
        ),
        migrations.AddConstraint(
            model_name="cardquestion",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="card_question_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="cardquestion",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="concern", name="card_question_concern_fenced", to="concern"
            ),
        ),
        migrations.AddIndex(
            model_name="messagepause",
            index=models.Index(fields=["workspace_id", "concern", "-set_at"], name="message_pause_concern"),
        ),
        migrations.AddConstraint(
            model_name="messagepause",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="message_pause_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="messagepause",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="concern", name="message_pause_concern_fenced", to="concern"
            ),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["workspace_id", "card_id", "given_at"], name="recognition_card"),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["workspace_id", "given_at"], name="recognition_given"),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(
                condition=models.Q(("is_counted", False), ("looked_at", None), ("withdrawn_at", None)),
                fields=["workspace_id", "card_id"],
                name="recognition_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="recognition_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "card_id", "device"), name="recognition_once_a_device"
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["same", "different", "not_here"])), name="recognition_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("burst__in", ["", "one_network", "short_time", "machine"])),
                name="recognition_burst_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardreply",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="card_reply_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="cardreply",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="question", name="card_reply_question_fenced", to="card_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardreply",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="recognition", name="card_reply_recognition_fenced", to="recognition"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardreply",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "question", "recognition"), name="card_reply_once"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["workspace_id", "concern", "-asked_at"], name="review_concern"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state", bundel.concerns.rules.publishing.ReviewState["WAITING"])),
                fields=["workspace_id", "-is_urgent", "asked_at", "id"],
                name="review_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=bundel.tenancy.fence.FencedPrimaryKey(name="review_fenced_pkey"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=bundel.tenancy.fence.FencedKey(
                cascade=True, field="concern", name="review_concern_fenced", to="concern"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", bundel.concerns.rules.publishing.ReviewState["WAITING"])),
                fields=("workspace_id", "concern"),
                name="review_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "approved", "sent_back", "refused"])),
                name="review_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["told", "changed", "flagged"])), name="review_cause_known"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
