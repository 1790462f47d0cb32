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


def find_running_workspace(slug: str) -> Workspace | None:
    """The workspace at this address that its members may enter: open, or closing and not yet emptied."""
    return _read("select * from workspace where slug = %s and state <> %s", slug, WorkspaceState.CLOSED)


def find_left_workspace(slug: str) -> Workspace | None:
    """The workspace at this address that receives nothing any more; its page says where to go instead."""
    return Workspace.objects.filter(slug=slug).exclude(state=WorkspaceState.OPEN).first()


def lock_workspace(workspace_id: UUID) -> Workspace:
    """The workspace, held until the end of this act."""
    return Workspace.objects.select_for_update().get(pk=workspace_id)


def get_workspace(workspace_id: UUID) -> Workspace:
    """The workspace with this id, open or closed. Raises Workspace.DoesNotExist."""
    workspace = _read("select * from workspace where id = %s", workspace_id)
    if workspace is None:
        raise Workspace.DoesNotExist
    return workspace


def _read(statement: str, *values: object) -> Workspace | None:
    """The first workspace of a statement. Nearly every page asks for one, so Django need not compose it each time."""
    return next(iter(Workspace.objects.raw(statement, values)), None)


def open_workspace_ids() -> list[UUID]:
    """All workspaces that are not closed, for work that each of them does by itself at night."""
    return list(Workspace.objects.exclude(state=WorkspaceState.CLOSED).order_by("slug").values_list("id", flat=True))


def all_workspaces() -> list[tuple[UUID, str, str, bool]]:
    """Id, slug, name and whether it is open of every workspace, by slug, for who runs the instance."""
    rows = Workspace.objects.order_by("slug").values_list("id", "slug", "name", "state")
    return [(key, slug, name, state == WorkspaceState.OPEN) for key, slug, name, state in rows]


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
            "where m.user_id = %s and m.ended_at is null and w.state <> %s order by lower(w.name)",
            [user_id, WorkspaceState.CLOSED],
        )
        return [MyWorkspace(slug, name, Role(role)) for slug, name, role in cursor.fetchall()]


def find_receiver(municipality_code: str, theme: str) -> Workspace | None:
    """Who receives a concern: the office that named this place and theme most exactly, else a national office.

    Place and theme together go before place, place before theme; the oldest workspace wins a draw.
    """
    return _read(
        """
        select w.* from workspace w
        left join receives r on r.workspace_id = w.id and r.municipality_code in ('', %s) and r.theme in ('', %s)
        where w.state = %s and (r.id is not null or w.kind = %s)
        order by (coalesce(r.municipality_code, '') <> '') desc, (coalesce(r.theme, '') <> '') desc,
                 (r.id is not null) desc, w.created_at, w.id
        limit 1
        """,
        municipality_code,
        theme,
        WorkspaceState.OPEN,
        WorkspaceKind.NATIONAL_OFFICE,
    )
