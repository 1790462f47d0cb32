"""What the application role may do with each table; set at the end of every migration."""

from django.apps import apps
from django.db import connection, transaction

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# Only migrations write down which migrations ran.
BY_NAME = {"django_migrations": "SELECT"}


def sync() -> None:
    """Grant `bundel_app` what each model's `app_may` says, and nothing more; as owner, any number of times.

    A model without `app_may` gets reading and writing; functions are for the application alone, not for all.
    """
    granted = {m._meta.db_table: getattr(m, "app_may", EVERYTHING) for m in apps.get_models()} | BY_NAME
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE ALL ON {name} FROM bundel_app, PUBLIC")
            if may := granted.get(table, EVERYTHING):
                cursor.execute(f"GRANT {may} ON {name} TO bundel_app")
        cursor.execute("GRANT USAGE ON SCHEMA public TO bundel_app")
        cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bundel_app")
        cursor.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
        cursor.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO bundel_app")
