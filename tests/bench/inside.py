"""What the measures need made inside a running Bundel's own database; called in a process with its settings."""

import time
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.worlds import make_user, told

from bundel.concerns import drafts
from bundel.concerns.models import Concern
from bundel.sealing.cipher import to_text
from bundel.sealing.codes import slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role, WorkspaceKind


def make_office() -> str:
    """The measured workspace: its id, its slug, and a session of its owner; made once."""
    workspace, _is_new = Workspace.objects.get_or_create(
        slug="gemeten",
        defaults={"name": "Gemeten", "kind": WorkspaceKind.NATIONAL_OFFICE, "created_at": timezone.now()},
    )
    user = make_user(f"meter-{uuid4().hex}")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with acting_for(workspace.id):
        Membership.objects.create(user=user, role=Role.OWNER, created_at=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{workspace.id} {workspace.slug} {session.session_key}"


def make_drafts(workspace_id: str, count: int) -> str:
    """Complete drafts, ready to be confirmed; what their visitors' cookies hold."""
    now: datetime = timezone.now()
    made = []
    for _ in range(count):
        secret = drafts.new_secret()
        drafts.start_draft(secret, told(consent=None), workspace_id=UUID(workspace_id), now=now)
        made.append(to_text(secret))
    return " ".join(made)


def newest_concern(workspace_id: str) -> str:
    """The id of a concern to look at."""
    with acting_for(UUID(workspace_id)):
        return str(Concern.objects.order_by("-received_at").values_list("id", flat=True)[0])


def count_queries(method: str, path: str, headers: dict[str, str], body: str) -> int:
    """How many statements the database gets while the whole program answers this request."""
    count = 0

    def counted(execute: Callable[..., object], *args: object) -> object:
        nonlocal count
        count += 1
        return execute(*args)

    client = Client(headers=headers, HTTP_HOST="localhost")
    with connection.execute_wrapper(counted):
        client.generic(method, path, body, headers.get("Content-Type", ""))
    return count


def slow_hash_ms() -> float:
    """Milliseconds of CPU of one receipt's slow hash."""
    started = time.process_time()
    for number in range(20):
        slow_hash(f"{number:016d}", "receipt")
    return (time.process_time() - started) * 1000 / 20
