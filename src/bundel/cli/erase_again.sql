-- After a backup was poured in: whatever was sealed with a key on the erasure list goes, as when it was erased.
-- The key is not in the newest copy of the keys any more; this takes away what was not sealed (a card, a receipt) too.
set search_path = public;
set row_security = on;
do $$
declare
  told record;
  sealed text;
begin
  for told in select c.workspace_id, c.id from concern c join erasure e using (key_id) loop
    perform set_config('app.workspace_id', told.workspace_id::text, true);
    perform forget_receipts(told.id);
  end loop;
  perform set_config('app.workspace_id', '', true);
  for sealed in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'key_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'erasure'
    order by c.relname
  loop
    begin
      execute format('delete from %I x using erasure e where x.key_id = e.key_id', sealed);
    exception when foreign_key_violation then
      raise warning 'rows of % stay, unreadable: other rows need them', sealed;
    end;
  end loop;
  delete from seal_key k using erasure e where k.id = e.key_id;
end $$;
