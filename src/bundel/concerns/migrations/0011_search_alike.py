"""Cards that say the same in other words, own ones and received ones."""

from django.db import migrations

# Built beside the running program: the table is in use.
INDEX = """
create index concurrently if not exists received_card_words on received_card
  using gin (to_tsvector('pg_catalog.dutch'::regconfig, title || ' ' || text))
"""

FUNCTION = """
-- Any of the words, best match first. A definer function with the workspace inside, because full text does not
-- use its index under row-level security.
create function search_alike(words text, most int) returns table (card_id uuid, received_card_id uuid, likeness real)
language sql stable security definer set search_path = public, pg_temp as $$
  with wanted as (
    select replace(plainto_tsquery('pg_catalog.dutch', words)::text, ' & ', ' | ')::tsquery as query,
           nullif(current_setting('app.workspace_id', true), '')::uuid as here
  ), found as (
    (select c.id as card_id, null::uuid as received_card_id, ts_rank(c.search, w.query) as likeness
     from wanted w join card c on c.workspace_id = w.here and c.search @@ w.query
     order by likeness desc, c.id limit most)
    union all
    (select null, r.id, ts_rank(to_tsvector('pg_catalog.dutch'::regconfig, r.title || ' ' || r.text), w.query)
     from wanted w join received_card r on r.workspace_id = w.here
       and to_tsvector('pg_catalog.dutch'::regconfig, r.title || ' ' || r.text) @@ w.query
     where r.withdrawn_at is null and r.closed_at is null
     order by 3 desc, r.id limit most)
  )
  select f.card_id, f.received_card_id, f.likeness from found f order by f.likeness desc limit most
$$;
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("concerns", "0010_bundles"), ("gate", "0002_letterbox")]
    operations = [
        migrations.RunSQL(INDEX, "drop index if exists received_card_words"),
        migrations.RunSQL(FUNCTION, "drop function search_alike(text, int)"),
    ]
