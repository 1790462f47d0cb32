"""More kinds of mail: a new account, an account that is there, an organisation linked, a workspace that closes."""

from django.db import migrations, models

import bundel.notices.rules


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_more_kinds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    (bundel.notices.rules.NoticeKind["INVITATION"], bundel.notices.rules.NoticeKind["INVITATION"]),
                    (bundel.notices.rules.NoticeKind["NEW_ACCOUNT"], bundel.notices.rules.NoticeKind["NEW_ACCOUNT"]),
                    (
                        bundel.notices.rules.NoticeKind["ACCOUNT_THERE"],
                        bundel.notices.rules.NoticeKind["ACCOUNT_THERE"],
                    ),
                    (
                        bundel.notices.rules.NoticeKind["PASSWORD_RESET"],
                        bundel.notices.rules.NoticeKind["PASSWORD_RESET"],
                    ),
                    (
                        bundel.notices.rules.NoticeKind["PASSWORD_CHANGED"],
                        bundel.notices.rules.NoticeKind["PASSWORD_CHANGED"],
                    ),
                    (
                        bundel.notices.rules.NoticeKind["SECOND_FACTOR_CHANGED"],
                        bundel.notices.rules.NoticeKind["SECOND_FACTOR_CHANGED"],
                    ),
                    (
                        bundel.notices.rules.NoticeKind["ORGANISATION_LINKED"],
                        bundel.notices.rules.NoticeKind["ORGANISATION_LINKED"],
                    ),
                    (
                        bundel.notices.rules.NoticeKind["WORKSPACE_CLOSES"],
                        bundel.notices.rules.NoticeKind["WORKSPACE_CLOSES"],
                    ),
                    (bundel.notices.rules.NoticeKind["NEWS"], bundel.notices.rules.NoticeKind["NEWS"]),
                    (bundel.notices.rules.NoticeKind["NEW_CONCERN"], bundel.notices.rules.NoticeKind["NEW_CONCERN"]),
                    (bundel.notices.rules.NoticeKind["GLASS_ASKED"], bundel.notices.rules.NoticeKind["GLASS_ASKED"]),
                    (
                        bundel.notices.rules.NoticeKind["GLASS_ANSWERED"],
                        bundel.notices.rules.NoticeKind["GLASS_ANSWERED"],
                    ),
                    (bundel.notices.rules.NoticeKind["GLASS_USED"], bundel.notices.rules.NoticeKind["GLASS_USED"]),
                ],
                max_length=24,
            ),
        ),
    ]
