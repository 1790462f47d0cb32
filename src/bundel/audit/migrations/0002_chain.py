"""The database numbers and chains the audit's rows; the application cannot."""

from django.db import migrations

CREATE = """
-- Over seconds since the epoch and jsonb text: the same in every session, whatever its time zone.
create function audit_digest(r audit_row) returns bytea language sql immutable as $$
  select sha256(convert_to(jsonb_build_array(
    r.seq, encode(r.previous, 'hex'), r.workspace_id, extract(epoch from r.at), r.actor_kind, r.actor_id,
    r.act, r.subject_id, r.reason, r.detail)::text, 'UTF8'))
$$;

create function audit_chain() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare head audit_head%rowtype;
begin
  select * into head from audit_head where workspace_id = new.workspace_id for update;
  if not found then
    insert into audit_head (workspace_id, seq, hash) values (new.workspace_id, 0, ''::bytea)
      on conflict do nothing;
    select * into head from audit_head where workspace_id = new.workspace_id for update;
  end if;
  new.seq := head.seq + 1;
  new.previous := head.hash;
  new.hash := audit_digest(new);
  update audit_head set seq = new.seq, hash = new.hash where workspace_id = new.workspace_id;
  return new;
end $$;

create trigger audit_chain before insert on audit_row for each row execute function audit_chain();

create function audit_head_hash(workspace uuid) returns bytea language sql stable
security definer set search_path = public, pg_temp as $$
  select coalesce((select hash from audit_head where workspace_id = workspace
    and workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid), ''::bytea)
$$;
"""

DROP = """
drop trigger audit_chain on audit_row;
drop function audit_chain(); drop function audit_head_hash(uuid); drop function audit_digest(audit_row);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
