"""What of mail grows old."""

from bundel.kit.processing import Keep
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.rules import NoticeState
from bundel.privacy.sweeps import keeps_rows

keeps_rows(
    Keep.NOTICE,
    lambda before, held: Notice.objects.filter(created_at__lte=before).exclude(state=NoticeState.QUEUED),
)
keeps_rows(Keep.DEMO_MAIL, lambda before, held: OutboxMail.objects.filter(at__lte=before), of_instance=True)
