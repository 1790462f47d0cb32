"""Levels: what goes up by agreement, asked of everybody in a bundle at once, and how each municipality works."""

from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.sharing import WAIT_BEFORE_ASKING
from bundel.concerns.bundles import concerns_in, get_bundle
from bundel.concerns.models import WayOfWorking
from bundel.concerns.rules.ways import LONGEST_WAY, Form
from bundel.concerns.sharing import check_may_share
from bundel.gate import letterbox
from bundel.gate import queries as gate
from bundel.gate.models import Sharing
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.queue import enqueue


@action(Permission.CARD_SHARE)
def ask_bundle_to_share(actor: Actor, bundle_id: UUID, /, *, agreement_id: UUID, now: datetime) -> int:
    """Ask everybody whose card stands in this bundle whether it may go along an agreement; how many are asked.

    Each person answers for themselves; who was asked for this agreement before is left alone.
    """
    bundle = get_bundle(actor, bundle_id)
    agreement = gate.lock_agreement(agreement_id)
    row = gate.row_of(agreement, today=day_of(now))
    concerns = list(concerns_in(bundle.id).select_related("card").order_by("pk"))
    asked = Sharing.objects.filter(agreement=agreement, subject_id__in=[c.id for c in concerns])
    known = set(asked.values_list("subject_id", flat=True))
    number = 0
    for concern in concerns:
        if concern.id in known:
            continue
        try:
            check_may_share(concern, row)
        except RuleBroken:
            continue
        sharing = letterbox.ask(concern.id, agreement, asked_by=actor.id, now=now)
        at = now + WAIT_BEFORE_ASKING
        enqueue("concerns.announce_question", at=at, concern_id=concern.id, sharing_id=sharing.id)
        number += 1
    return number


@action(Permission.SETTINGS_CHANGE)
def set_way_of_working(
    actor: Actor, /, *, municipality_code: str, form: Form | None, line: str = "", now: datetime
) -> str:
    """Choose the form for one municipality, or none of its own; its code. Raises RuleBroken."""
    if len(line) > LONGEST_WAY:
        raise RuleBroken("way_too_long")
    if form is None:
        WayOfWorking.objects.filter(municipality_code=municipality_code).delete()
    else:
        words = {"form": form, "line": line.strip(), "changed_at": now}
        WayOfWorking.objects.update_or_create(municipality_code=municipality_code, defaults=words)
    return municipality_code
