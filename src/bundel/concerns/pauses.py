"""Whether somebody may write to the workspace now."""

from datetime import datetime
from uuid import UUID

from bundel.concerns.models import MessagePause


def running_pause(concern_id: UUID, *, now: datetime) -> MessagePause | None:
    """The pause under which the holder of a receipt may not write; whoever asks has shown they may see the concern."""
    pauses = MessagePause.objects.filter(concern_id=concern_id, lifted_at=None, until__gt=now)
    return pauses.order_by("-set_at").first()
