"""Old rows may go, and the chain still proves that nothing else did: their last link stands in a row of its own."""

from django.db import migrations

CREATE = """
-- The one way to take rows out. They go from the oldest on without a gap, never one younger than 180 days by the
-- clock of the database, and in the same statement a row is added that carries the last link of what went.
create function expire_audit(before timestamptz, most bigint) returns bigint language plpgsql
security definer set search_path = public, pg_temp as $$
declare
  here uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  last audit_row%rowtype;
  first bigint;
begin
  if before > now() - interval '180 days' then
    raise exception 'rows of the audit stay at least 180 days';
  end if;
  select min(seq) into first from audit_row where workspace_id = here;
  select * into last from audit_row r
    where r.workspace_id = here and r.seq < first + most and r.seq < coalesce(
      (select min(y.seq) from audit_row y where y.workspace_id = here and y.at >= before),
      (select max(y.seq) from audit_row y where y.workspace_id = here))
    order by r.seq desc limit 1;
  if not found then
    return 0;
  end if;
  delete from audit_row where workspace_id = here and seq <= last.seq;
  insert into audit_row (workspace_id, id, seq, at, actor_kind, act, reason, detail, previous, hash)
    values (here, gen_random_uuid(), 0, now(), 'job', 'audit.expire', '',
      jsonb_build_object('seq', last.seq, 'hash', encode(last.hash, 'hex'), 'rows', last.seq - first + 1), '', '');
  return last.seq - first + 1;
end $$;
"""

DROP = "drop function expire_audit(timestamptz, bigint);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [migrations.RunSQL(CREATE, DROP)]
