"""What somebody with an account put together of their own, readable by that account alone."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
alter table own_concern enable row level security, force row level security;
create policy own_user on own_concern
  using (user_id = nullif(current_setting('app.user_id', true), '')::uuid)
  with check (user_id = nullif(current_setting('app.user_id', true), '')::uuid);
create policy owner_all on own_concern to bundel_owner using (true) with check (true);

-- Over all workspaces, but only what stands under the account that asks; titles and states, no sealed column.
create function own_concerns() returns table (
  id uuid, workspace_id uuid, concern_id uuid, receiver text, handle text, title text, state text,
  received_at timestamptz, last_day date, unread int, erasing_since timestamptz, has_unsent boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.workspace_id, o.concern_id, w.name, c.handle, d.title, c.state, c.received_at, c.last_day,
         (select count(*)::int from message m where m.workspace_id = c.workspace_id and m.concern_id = c.id
            and m.side = 'workspace' and m.read_at is null and m.sends_at <= now()),
         o.erasing_since,
         exists (select 1 from message m where m.workspace_id = c.workspace_id and m.concern_id = c.id
            and m.sends_at > now())
  from own_concern o
  join workspace w on w.id = o.workspace_id
  join concern c on c.workspace_id = o.workspace_id and c.id = o.concern_id
  join card d on d.workspace_id = c.workspace_id and d.concern_id = c.id
  where o.user_id = nullif(current_setting('app.user_id', true), '')::uuid
  order by c.received_at desc, c.id desc
$$;

create or replace function forget_receipts(concern uuid) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from own_concern o where o.concern_id = concern
    and o.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from receipt r where r.concern_id = concern
    and r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
$$;
"""

DROP = """
create or replace function forget_receipts(concern uuid) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from receipt r where r.concern_id = concern
    and r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
$$;
drop function own_concerns();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0002_functions"),
        ("tenancy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnConcern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField()),
                ("concern_id", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                ("erasing_since", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "own_concern",
                "indexes": [models.Index(fields=["workspace_id", "concern_id"], name="own_concern_concern")],
                "constraints": [models.UniqueConstraint(fields=("user", "concern_id"), name="own_concern_once")],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
