"""What of guests grows old: the address soon, name and answers later."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bundel.guests.inviting import forget_address
from bundel.guests.models import GuestLink
from bundel.kit.processing import Keep
from bundel.privacy.sweeps import Sweep, keeps, keeps_rows


def _addresses(before: datetime, held: Collection[UUID]) -> QuerySet[GuestLink]:
    return GuestLink.objects.filter(expires_at__lte=before).exclude(key_id=None)


def _erase_addresses(before: datetime, held: Collection[UUID], most: int) -> int:
    links = list(_addresses(before, held).select_for_update(skip_locked=True).order_by("pk")[:most])
    for link in links:
        forget_address(link)
        link.save(update_fields=["key_id", "address"])
    return len(links)


keeps(Sweep(Keep.GUEST_ADDRESS, lambda before, held: _addresses(before, held).count(), _erase_addresses))
keeps_rows(
    Keep.GUEST,
    lambda before, held: GuestLink.objects.filter(
        Q(expires_at__lte=before) | Q(declined_at__lte=before) | Q(revoked_at__lte=before), key_id=None
    ).exclude(subject_id__in=held),
)
