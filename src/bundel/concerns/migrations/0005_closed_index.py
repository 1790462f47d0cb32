"""What ended is found by the day it ended; made beside the work that goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("concerns", "0004_break_glass")]
    operations = [
        AddIndexConcurrently(
            "concern",
            models.Index(
                fields=["workspace_id", "closed_at"],
                name="concern_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
        ),
    ]
