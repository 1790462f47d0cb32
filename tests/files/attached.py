"""A file beside the first concern of a world."""

from uuid import UUID, uuid4

from tests.worlds import NOW, World

from bundel.concerns.actions.attaching import add_files
from bundel.files.arriving import Arrived
from bundel.files.models import Attachment
from bundel.files.rules.kinds import Kind
from bundel.sealing.cipher import new_key
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role


def file_in(world: World) -> UUID:
    """Its id, the same one each time; it has no content in the store."""
    with acting_for(world.workspace.id):
        known = Attachment.objects.filter(subject_id=world.concerns[0]).first()
        if known is not None:
            return known.id
        arrived = Arrived(uuid4(), "brief.pdf", Kind.PDF, 9, new_key())
        return add_files(world.actor(Role.OWNER), world.concerns[0], arrived=[arrived], now=NOW)[0]
