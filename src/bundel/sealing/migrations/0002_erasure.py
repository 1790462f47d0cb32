"""The erasure list, written by the database itself at each deletion of a data key."""

from django.db import migrations, models
from django.db.models.functions import Now

CREATE = """
-- A trigger, so that no way of deleting a key (an action, a cascade, an operator's own SQL) is left out.
create function erasure_note() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  insert into erasure (key_id) values (old.id) on conflict do nothing;
  return null;
end $$;

create trigger erasure_note after delete on seal_key for each row execute function erasure_note();

create function forget_erasures(before timestamptz) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from erasure e where e.erased_at < before
$$;
"""

DROP = """
drop trigger erasure_note on seal_key; drop function erasure_note(); drop function forget_erasures(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("sealing", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("key_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("erased_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "db_table": "erasure",
                "indexes": [models.Index(fields=["erased_at"], name="erasure_erased_at")],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
