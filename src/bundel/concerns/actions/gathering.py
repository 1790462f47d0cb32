"""Gathering: somebody with an account puts their receipts together, takes everything along, or erases it all."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.following import erase
from bundel.concerns.models import Concern, OwnConcern
from bundel.tenancy.fence import active_workspace_id, seen_by
from bundel.tenancy.queue import enqueue


@action(Permission.OWN_CONCERNS)
def gather_concern(actor: Actor, /, *, workspace_id: UUID, concern_id: UUID, now: datetime) -> UUID:
    """Put a concern, whose code was just typed, under the account; the link's id. Twice is the same as once.

    The audit keeps the id of the link: when that is gone, nothing says which account this concern belonged to.
    """
    assert actor.id is not None
    with seen_by(actor.id):
        own, _ = OwnConcern.objects.get_or_create(
            user_id=actor.id, concern_id=concern_id, defaults={"workspace_id": workspace_id, "added_at": now}
        )
    return own.id


@action(Permission.OWN_CONCERNS)
def let_go_concern(actor: Actor, own_id: UUID, /, *, now: datetime) -> UUID:
    """Take a concern off the account; the story and its code stay. Raises OwnConcern.DoesNotExist."""
    assert actor.id is not None
    with seen_by(actor.id):
        OwnConcern.objects.get(pk=own_id, user_id=actor.id).delete()
    return own_id


@action(Permission.OWN_CONCERNS)
def erase_gathered(actor: Actor, /, *, now: datetime) -> int:
    """Erase all own concerns: one act for the person, one job in each concern's own workspace; how many.

    Asked again, it asks again for what is still there.
    """
    assert actor.id is not None
    with seen_by(actor.id):
        mine = OwnConcern.objects.filter(user_id=actor.id)
        mine.update(erasing_since=now)
        links = list(mine.values_list("workspace_id", "concern_id"))
    for workspace_id, concern_id in links:
        enqueue("concerns.erase_own_concern", into=workspace_id, concern_id=concern_id, account_id=actor.id)
    return len(links)


@action(Permission.RETENTION_RUN, as_job=True)
def erase_own_concern(actor: Actor, concern_id: UUID, /, *, account_id: UUID, now: datetime) -> bool:
    """Erase one concern for the account that asked it; False when it is gone already, or nobody asked."""
    with seen_by(account_id):
        asked = OwnConcern.objects.filter(
            user_id=account_id,
            workspace_id=active_workspace_id(),
            concern_id=concern_id,
            erasing_since__isnull=False,
        ).exists()
    concern = Concern.objects.select_for_update().filter(pk=concern_id).first() if asked else None
    if concern is None:
        return False
    erase(concern)
    return True


@action(Permission.RETENTION_RUN, as_job=True)
def forget_all_receipts(actor: Actor, /, *, now: datetime) -> int:
    """Forget the codes of a workspace that closed, and the links of accounts to what it held; how many codes."""
    with connection.cursor() as cursor:
        cursor.execute("select forget_all_receipts()")
        row = cursor.fetchone()
    return int(row[0])


@action(Permission.RETENTION_RUN, as_job=True)
def forget_gathered(actor: Actor, account_id: UUID, /, *, now: datetime) -> int:
    """Forget which concerns an account followed that erased itself; how many."""
    with seen_by(account_id):
        return OwnConcern.objects.filter(user_id=account_id).delete()[0]
