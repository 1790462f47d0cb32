"""Rows of a span of time are found by an index; made beside the work that goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0003_expiry")]
    operations = [
        AddIndexConcurrently("auditrow", models.Index(fields=["workspace_id", "at"], name="audit_row_moment")),
    ]
