"""Full text of cards, and the three questions about receipts that need no open table."""

from django.db import migrations

CREATE = """
alter table card add column search tsvector
  generated always as (to_tsvector('pg_catalog.dutch'::regconfig, title || ' ' || text)) stored;
create index card_search on card using gin (search);

-- Full-text operators are not leakproof, so under row-level security their index lies idle. A definer
-- function with the workspace inside uses it.
create function search_cards(wanted text, most int) returns table (concern_id uuid) language sql stable
security definer set search_path = public, pg_temp as $$
  select c.concern_id from card c
  where c.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
    and c.search @@ websearch_to_tsquery('pg_catalog.dutch', wanted)
  order by c.approved_at desc limit most
$$;

create function find_receipt(code_hash bytea) returns table (workspace_id uuid, concern_id uuid) language sql stable
security definer set search_path = public, pg_temp as $$
  select r.workspace_id, r.concern_id from receipt r where r.hash = code_hash
$$;

create function forget_receipts(concern uuid) returns void language sql
security definer set search_path = public, pg_temp as $$
  delete from receipt r where r.concern_id = concern
    and r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
$$;
"""

DROP = """
drop function forget_receipts(uuid); drop function find_receipt(bytea); drop function search_cards(text, int);
alter table card drop column search;
"""


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
