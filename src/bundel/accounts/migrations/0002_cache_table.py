"""The table of Django's database cache, in which sign-in counts attempts; `createcachetable` would run too late."""

from django.db import migrations

CREATE = """
CREATE TABLE bundel_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX bundel_cache_expires ON bundel_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE bundel_cache")]
