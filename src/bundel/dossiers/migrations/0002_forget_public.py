"""A dossier that is erased leaves nothing on the public pages, however it is erased."""

from django.db import migrations

FORGET = """
create function forget_public_dossier() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  delete from public_dossier where id = old.id and workspace_id = old.workspace_id;
  return null;
end $$;
create trigger forget_public_dossier after delete on dossier for each row execute function forget_public_dossier();
"""
REMEMBER = "drop trigger forget_public_dossier on dossier; drop function forget_public_dossier();"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [migrations.RunSQL(FORGET, REMEMBER)]
