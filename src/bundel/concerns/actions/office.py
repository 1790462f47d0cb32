"""The office: what a workspace is called, how it looks, what it receives and how long it keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.queries import ReceivesLine, receives
from bundel.kit.colour import judge, parse
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Receives, Workspace

SHORTEST_KEEPING, LONGEST_KEEPING = 30, 3650
LONGEST_ANSWER = 30
MOST_LINES = 2000


class OfficeStale(Exception):
    """Somebody else changed the settings since they were read; `workspace` is how they stand now."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.slug)
        self.workspace = workspace


@dataclass(frozen=True)
class Office:
    """What may be changed about a workspace; days are calendar days."""

    name: str
    about: str
    telephone: str
    colour: str
    answer_days: int
    retention_days: int
    responsible: str = ""
    privacy_contact: str = ""


@action(Permission.SETTINGS_CHANGE)
def change_office(actor: Actor, office: Office, /, *, version: int, now: datetime) -> Workspace:
    """Change the settings of the active workspace. Raises OfficeStale, RuleBroken for what cannot be."""
    if not office.name.strip():
        raise RuleBroken("name_empty")
    colour = parse(office.colour) if office.colour else None
    if office.colour and judge(office.colour).theme is None:
        raise RuleBroken("colour_unreadable")
    if not SHORTEST_KEEPING <= office.retention_days <= LONGEST_KEEPING:
        raise RuleBroken("keeping_out_of_bounds")
    if not 1 <= office.answer_days <= LONGEST_ANSWER:
        raise RuleBroken("answer_out_of_bounds")
    workspace = _lock()
    if workspace.version != version:
        raise OfficeStale(workspace)
    workspace.name, workspace.about, workspace.telephone = office.name.strip(), office.about, office.telephone
    workspace.colour = str(colour or "")
    workspace.answer_days, workspace.retention_days = office.answer_days, office.retention_days
    workspace.responsible, workspace.privacy_contact = office.responsible, office.privacy_contact
    workspace.version += 1
    workspace.save()
    return workspace


@action(Permission.SETTINGS_CHANGE)
def set_receives(actor: Actor, lines: Sequence[ReceivesLine], /, *, now: datetime) -> int:
    """Replace the table of what this workspace receives; how many lines it has now. Raises RuleBroken."""
    return _write(list(dict.fromkeys(lines)))


@action(Permission.SETTINGS_CHANGE)
def change_receives(
    actor: Actor, /, *, add: ReceivesLine | None = None, drop: ReceivesLine | None = None, now: datetime
) -> int:
    """Add a line to the table of what this workspace receives, or take one out; how many it has now.

    Two people who each change a line lose nothing of one another. Raises RuleBroken("too_many_lines").
    """
    _lock()
    lines = dict.fromkeys(receives(actor))
    if drop is not None:
        lines.pop(drop, None)
    if add is not None:
        lines[add] = None
    return _write(list(lines))


def _lock() -> Workspace:
    return Workspace.objects.select_for_update().get(pk=active_workspace_id())


def _write(lines: list[ReceivesLine]) -> int:
    if len(lines) > MOST_LINES:
        raise RuleBroken("too_many_lines")
    here = _lock()
    Receives.objects.filter(workspace=here).delete()
    Receives.objects.bulk_create(
        Receives(workspace=here, municipality_code=line.municipality_code, theme=line.theme) for line in lines
    )
    return len(lines)
