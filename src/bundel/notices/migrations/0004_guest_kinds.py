"""Mail to a guest, and to who asked one; the kinds of mail are a choice of the program and need no change here."""

from django.db import migrations, models

from bundel.notices.rules import NoticeKind


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_account_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="guest_link_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in NoticeKind], max_length=24),
        ),
    ]
