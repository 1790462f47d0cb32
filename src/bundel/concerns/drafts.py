"""Drafts: sealed under a secret that only the visitor holds, so they have no workspace and no actor.

Reading or changing one needs its secret; whoever has that is the teller. Kept for 14 days after the
last change, and gone the moment the concern is told.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from bundel.concerns.models import Draft
from bundel.concerns.rules.told import Told
from bundel.sealing.cipher import Place, SealBroken, derive, seal, unseal
from bundel.sealing.codes import code_from, slow_hash
from bundel.tenancy.fence import INSTANCE

KEPT = timedelta(days=14)
SECRET_BYTES = 32
RESUME_HASH_BYTES = 32


class DraftGone(Exception):
    """No draft belongs to this secret: it was told, erased, or older than 14 days."""


@dataclass(frozen=True)
class OpenDraft:
    """A draft in hand: what was told so far, and the workspace it will go to where that is known."""

    id: UUID
    told: Told
    workspace_id: UUID | None
    changed_at: datetime


def new_secret() -> bytes:
    """A secret for a new draft; the visitor's cookie is the only place that keeps it."""
    return secrets.token_bytes(SECRET_BYTES)


def start_draft(secret: bytes, told: Told, *, workspace_id: UUID | None, now: datetime) -> None:
    """Keep a first draft."""
    row = uuid4()
    Draft.objects.create(
        id=row,
        lookup=derive(secret, "draft lookup"),
        sealed=_sealed(secret, row, told),
        workspace_id=workspace_id,
        changed_at=now,
        expires_at=now + KEPT,
    )


def find_draft(secret: bytes, *, now: datetime) -> OpenDraft | None:
    """The draft of this secret, or None when there is none (any more)."""
    asked = "select id, sealed, workspace_id, changed_at from draft where lookup = %s and expires_at > %s"
    row = _asked(asked, secret, now)
    return _opened(secret, row) if row else None


def save_answers(secret: bytes, answers: dict[str, Any], *, now: datetime) -> OpenDraft:
    """Change some answers and leave the others, so that two tabs do not undo each other. Raises DraftGone."""
    with transaction.atomic():
        row = _locked(secret, now)
        told = _opened(secret, row).told.with_answers(answers)
        row.sealed, row.changed_at, row.expires_at = _sealed(secret, row.id, told), now, now + KEPT
        row.save(update_fields=["sealed", "changed_at", "expires_at"])
    return OpenDraft(row.id, told, row.workspace_id, now)


def send_to(secret: bytes, workspace_id: UUID | None, *, now: datetime) -> None:
    """Note which workspace will receive this draft. Raises DraftGone."""
    with transaction.atomic():
        row = _locked(secret, now)
        row.workspace_id = workspace_id
        row.save(update_fields=["workspace_id"])


def take_draft(secret: bytes, *, now: datetime) -> OpenDraft:
    """The draft, erased by the same statement: who comes second waits, and finds none. Raises DraftGone.

    It is back when the transaction fails.
    """
    taken = "delete from draft where lookup = %s and expires_at > %s returning id, sealed, workspace_id, changed_at"
    row = _asked(taken, secret, now)
    if row is None:
        raise DraftGone
    return _opened(secret, row)


def _asked(statement: str, secret: bytes, now: datetime) -> Draft | None:
    """Each page of telling asks this, so it is a statement of its own."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [derive(secret, "draft lookup"), now])
        row = cursor.fetchone()
    return Draft(**dict(zip(("id", "sealed", "workspace_id", "changed_at"), row, strict=True))) if row else None


def erase_draft(secret: bytes) -> None:
    """Erase; without the row the secret opens nothing."""
    Draft.objects.filter(lookup=derive(secret, "draft lookup")).delete()


def resume_code(secret: bytes) -> str:
    """The code with which the teller goes on from another place; it belongs to the secret."""
    return code_from(secret, "resume")


def allow_resume(secret: bytes, code_hash: bytes, *, now: datetime) -> None:
    """Make the draft findable by its resume code, given that code's slow hash of 64 bytes. Raises DraftGone."""
    found, key = code_hash[:RESUME_HASH_BYTES], code_hash[RESUME_HASH_BYTES:]
    with transaction.atomic():
        row = _locked(secret, now)
        row.resume_hash, row.resume_wrapped = found, seal(key, secret, _place(row.id, "resume"))
        row.save(update_fields=["resume_hash", "resume_wrapped"])


def find_secret(code_hash: bytes, *, now: datetime) -> bytes | None:
    """The secret behind a resume code, from that code's slow hash of 64 bytes."""
    found, key = code_hash[:RESUME_HASH_BYTES], code_hash[RESUME_HASH_BYTES:]
    row = Draft.objects.filter(resume_hash=found, expires_at__gt=now).first()
    if row is None or row.resume_wrapped is None:
        return None
    return unseal(key, row.resume_wrapped, _place(row.id, "resume"))


def resume_hash(code: str) -> bytes:
    """The slow hash of a resume code: 64 bytes, the first half to find the draft, the second to open it."""
    return slow_hash(code, "resume", 64)


def _locked(secret: bytes, now: datetime) -> Draft:
    lookup = derive(secret, "draft lookup")
    row = Draft.objects.select_for_update().filter(lookup=lookup, expires_at__gt=now).first()
    if row is None:
        raise DraftGone
    return row


def _opened(secret: bytes, row: Draft) -> OpenDraft:
    try:
        data = json.loads(unseal(derive(secret, "draft"), row.sealed, _place(row.id, "sealed")))
    except SealBroken as error:
        raise DraftGone from error
    return OpenDraft(row.id, Told.from_json(data), row.workspace_id, row.changed_at)


def _sealed(secret: bytes, row: UUID, told: Told) -> bytes:
    return seal(derive(secret, "draft"), json.dumps(told.to_json()).encode(), _place(row, "sealed"))


def _place(row: UUID, column: str) -> Place:
    return Place(INSTANCE, "draft", column, row)
