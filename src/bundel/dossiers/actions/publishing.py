"""Publishing: everybody sees a dossier a minute after the button, and no longer once it is withdrawn."""

from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.dossiers.models import DossierVersion, PublicDossier
from bundel.dossiers.queries import lock_dossier
from bundel.dossiers.rules import words
from bundel.dossiers.rules.shown import slug_from
from bundel.dossiers.showing import public_slug, shown_now
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.queue import enqueue

WAIT_BEFORE_SHOWING = timedelta(seconds=60)


@action(Permission.DOSSIER_PUBLISH)
def publish_dossier(actor: Actor, dossier_id: UUID, /, *, version: int, now: datetime) -> UUID:
    """Publish a dossier as it stands; the id of the version that is kept. `take_back_publication` undoes it.

    Raises Stale when it changed since the preview, RuleBroken when it does not say yet what the citizen gains.
    """
    dossier = lock_dossier(actor, dossier_id, version=version)
    words.check_ready(gain=dossier.gain, demands=dossier.demands.count())
    content = shown_now(actor, dossier_id, today=day_of(now)).to_json()
    newest = dossier.versions.order_by("-number").values_list("number", flat=True).first()
    made = DossierVersion(
        dossier=dossier,
        number=(newest or 0) + 1,
        content=content,
        published_by=actor.id,
        published_at=now,
        shows_at=now + WAIT_BEFORE_SHOWING,
    )
    made.save(force_insert=True)
    enqueue("dossiers.show_version", at=made.shows_at, version_id=made.id)
    return made.id


@action(Permission.DOSSIER_PUBLISH)
def take_back_publication(actor: Actor, dossier_id: UUID, /, *, now: datetime) -> None:
    """Take the newest publication back before anybody saw it. Raises RuleBroken("already_shown")."""
    dossier = lock_dossier(actor, dossier_id)
    if not dossier.versions.filter(shows_at__gt=now).delete()[0]:
        raise RuleBroken("already_shown")


@action(Permission.DOSSIER_SHOW, as_job=True)
def show_version(actor: Actor, version_id: UUID, /, *, now: datetime) -> bool:
    """Show a version to everybody once its minute is over; not one that was taken back, or is not the newest."""
    made = DossierVersion.objects.select_related("dossier").filter(pk=version_id, shows_at__lte=now).first()
    if made is None or made.dossier.versions.filter(number__gt=made.number).exists():
        return False
    workspace = get_workspace(active_workspace_id())
    title = made.content["title"]
    PublicDossier.objects.update_or_create(
        pk=made.dossier_id,
        defaults={
            "workspace_id": workspace.id,
            "workspace_name": workspace.name,
            # The address stays when the title changes: somebody may have kept it.
            "slug": public_slug(made.dossier_id) or slug_from(title, made.dossier_id),
            "title": title,
            "content": made.content,
            "number": made.number,
            "published_at": made.published_at,
        },
    )
    return True


@action(Permission.DOSSIER_PUBLISH)
def withdraw_dossier(actor: Actor, dossier_id: UUID, /, *, now: datetime) -> None:
    """Show a dossier to nobody outside any more; publishing it again undoes that. Raises RuleBroken("not_shown")."""
    lock_dossier(actor, dossier_id)
    if not PublicDossier.objects.filter(pk=dossier_id, workspace_id=active_workspace_id()).delete()[0]:
        raise RuleBroken("not_shown")
