"""What is taken out of the letterbox is not in it any more, and is not taken out twice."""

from django.db import migrations

CREATE = """
create function empty_taken_letter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.taken_at is not null then
    raise exception 'this letter was taken out already' using errcode = 'check_violation';
  end if;
  if new.taken_at is not null then
    new.payload := '{}';
  end if;
  return new;
end $$;

create trigger empty_taken_letter before update on crossing for each row execute function empty_taken_letter();
"""

DROP = "drop trigger empty_taken_letter on crossing; drop function empty_taken_letter();"


class Migration(migrations.Migration):
    dependencies = [("gate", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
