"""Looking up workspaces and memberships; what is asked here before a scope opens is public or one's own."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from bundel.tenancy.fence import seen_by
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role, WorkspaceKind, WorkspaceState


def find_workspace(slug: str) -> Workspace | None:
    """The open workspace at this address."""
    return Workspace.objects.filter(slug=slug, state=WorkspaceState.OPEN).first()


def get_workspace(workspace_id: UUID) -> Workspace:
    """The workspace with this id, open or closed. Raises Workspace.DoesNotExist."""
    return Workspace.objects.get(pk=workspace_id)


def open_workspace_ids() -> list[UUID]:
    """All open workspaces, for work that each of them does by itself at night."""
    return list(Workspace.objects.filter(state=WorkspaceState.OPEN).order_by("slug").values_list("id", flat=True))


def find_membership(user_id: UUID) -> Membership | None:
    """The user's running membership of the active workspace."""
    return Membership.objects.filter(user_id=user_id, ended_at=None).first()


@dataclass(frozen=True)
class MyWorkspace:
    """A workspace somebody belongs to, and as what."""

    slug: str
    name: str
    role: Role


def workspaces_of(user_id: UUID) -> list[MyWorkspace]:
    """The workspaces one user is a member of, by name: read by the user's own policy, without a scope."""
    with seen_by(user_id), connection.cursor() as cursor:
        cursor.execute(
            "select w.slug, w.name, m.role from membership m join workspace w on w.id = m.workspace_id "
            "where m.user_id = %s and m.ended_at is null and w.state = %s order by lower(w.name)",
            [user_id, WorkspaceState.OPEN],
        )
        return [MyWorkspace(slug, name, Role(role)) for slug, name, role in cursor.fetchall()]


def find_receiver(municipality_code: str, theme: str) -> Workspace | None:
    """Who receives a concern: the office that named this place and theme most exactly, else a national office.

    Place and theme together go before place, place before theme; the oldest workspace wins a draw.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select w.id from workspace w
            left join receives r on r.workspace_id = w.id
              and r.municipality_code in ('', %(place)s) and r.theme in ('', %(theme)s)
            where w.state = %(open)s and (r.id is not null or w.kind = %(national)s)
            order by (coalesce(r.municipality_code, '') <> '') desc, (coalesce(r.theme, '') <> '') desc,
                     (r.id is not null) desc, w.created_at, w.id
            limit 1
            """,
            {
                "place": municipality_code,
                "theme": theme,
                "open": WorkspaceState.OPEN,
                "national": WorkspaceKind.NATIONAL_OFFICE,
            },
        )
        row = cursor.fetchone()
    return get_workspace(row[0]) if row else None
