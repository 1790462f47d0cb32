"""The codes of a workspace that closed, forgotten at once: the application cannot list them itself."""

from django.db import migrations

CREATE = """
create function forget_all_receipts() returns int language plpgsql
security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  delete from own_concern o where o.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  delete from receipt r where r.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid;
  get diagnostics gone = row_count;
  return gone;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("concerns", "0005_closed_index")]
    operations = [migrations.RunSQL(CREATE, "drop function forget_all_receipts();")]
