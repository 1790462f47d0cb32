"""Bundling: putting cards together and taking them apart; nobody's voice moves with them without their own yes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import set_state
from bundel.concerns.actions.telling_back import note_change
from bundel.concerns.bundles import chosen_cards, concerns_in, lock_bundle
from bundel.concerns.models import Bundle, BundleCard, BundleOrigin, BundleYes, Card, Change
from bundel.concerns.rules import bundles as rules
from bundel.concerns.rules.bundles import BundleState, OriginKind, Reply, Who
from bundel.concerns.rules.states import ANSWERED_STATES, State
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind
from bundel.concerns.rules.words import Consent
from bundel.concerns.upstream import person_of, tellers, voices_about
from bundel.gate.models import ReceivedCard
from bundel.kit.rules import RuleBroken


@action(Permission.BUNDLE_MAKE)
def make_bundle(
    actor: Actor,
    /,
    *,
    title: str,
    problem: str,
    theme: str,
    concern_ids: Collection[UUID] = (),
    received_ids: Collection[UUID] = (),
    why: str = "",
    now: datetime,
) -> Bundle:
    """Make a bundle, with the cards that gave rise to it; their people are asked whether they count for it.

    Raises RuleBroken for what cannot be, also for a card that stands in another bundle.
    """
    bundle = _new(actor, title=title, problem=problem, theme=theme, now=now)
    _link(actor, bundle, concern_ids, received_ids, why=why, now=now)
    return bundle


def _new(actor: Actor, *, title: str, problem: str, theme: str, now: datetime) -> Bundle:
    rules.check_words(title, problem)
    words = {"title": title.strip(), "problem": problem.strip(), "theme": theme}
    bundle = Bundle(id=uuid4(), owner_id=actor.id, created_at=now, **words)
    bundle.save(force_insert=True)
    return bundle


@action(Permission.BUNDLE_MAKE)
def link_cards(
    actor: Actor,
    bundle_id: UUID,
    /,
    *,
    concern_ids: Collection[UUID] = (),
    received_ids: Collection[UUID] = (),
    why: str = "",
    version: int,
    now: datetime,
) -> int:
    """Put cards in a bundle; how many are new there. `unlink_card` undoes it. Raises BundleStale, RuleBroken."""
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_open(BundleState(bundle.state))
    number = _link(actor, bundle, concern_ids, received_ids, why=why, now=now)
    _count_up(bundle)
    return number


def _count_up(bundle: Bundle, *fields: str) -> None:
    bundle.version += 1
    bundle.save(update_fields=["version", *fields])


def _link(
    actor: Actor,
    bundle: Bundle,
    concern_ids: Collection[UUID],
    received_ids: Collection[UUID],
    *,
    why: str,
    now: datetime,
) -> int:
    if len(concern_ids) + len(received_ids) > rules.MOST_AT_ONCE:
        raise RuleBroken("too_many_cards")
    if len(why) > rules.LONGEST_REASON:
        raise RuleBroken("reason_too_long")
    own, received = chosen_cards(actor, concern_ids, received_ids)
    if len(own) + len(received) != len(set(concern_ids)) + len(set(received_ids)):
        raise Bundle.DoesNotExist
    for card in own:
        if card.concern.consent != Consent.OTHERS or card.concern.state == State.WITHDRAWN:
            raise RuleBroken("card_not_for_others")
    standing = _standing(own, received)
    if any(bundle_id != bundle.id for bundle_id in standing.values()):
        raise RuleBroken("card_elsewhere")
    links = [BundleCard(card_id=c.id) for c in own if c.id not in standing]
    links += [BundleCard(received_card=r) for r in received if r.id not in standing]
    _put(links, bundle, actor=actor, why=why, now=now)
    return len(links)


def _standing(own: Iterable[Card], received: Iterable[ReceivedCard]) -> dict[UUID, UUID]:
    """For each of these cards that stands in a bundle: which one."""
    here = Q(card_id__in=[c.id for c in own]) | Q(received_card__in=[r.id for r in received])
    rows = BundleCard.objects.filter(here, unlinked_at=None)
    return {c or r: b for c, r, b in rows.values_list("card_id", "received_card_id", "bundle_id")}


def _put(
    links: Sequence[BundleCard],
    bundle: Bundle,
    *,
    actor: Actor,
    why: str,
    now: datetime,
    origin: BundleOrigin | None = None,
) -> None:
    """Let cards stand in a bundle from now on, and ask their people whether they count for it."""
    for link in links:
        link.bundle, link.origin, link.linked_at = bundle, origin, now
        link.linked_by, link.reason = actor.id, why.strip()
    BundleCard.objects.bulk_create(links)
    _ask(bundle, [link.card_id for link in links if link.card_id], actor=actor, now=now)


def _ask(bundle: Bundle, card_ids: Sequence[UUID], *, actor: Actor, now: datetime) -> None:
    """Put the question to whoever was never asked about this bundle and does not count for it already."""
    asked = BundleYes.objects.filter(bundle=bundle).values_list("who", "person_id")
    known = {(Who(who), person_id) for who, person_id in asked}
    questions = [
        BundleYes(bundle=bundle, card_id=voice.card_id, who=voice.who, person_id=voice.id, asked_at=now)
        for voice in voices_about(card_ids)
        if voice.counts_in != bundle.id and (voice.who, voice.id) not in known
    ]
    if questions:
        BundleYes.objects.bulk_create(questions, batch_size=500)
        note_change(
            ChangeKind.LINKED,
            bundle.id,
            subject_kind=SubjectKind.BUNDLE,
            text=bundle.title,
            card_ids=card_ids,
            made_by=actor.id,
            now=now,
        )


def _take(links: Sequence[BundleCard], *, actor: Actor, why: str, now: datetime) -> None:
    """Let cards stand in their bundle no longer. Who counts there goes on counting; open questions lapse."""
    for link in links:
        link.unlinked_at, link.unlinked_by, link.unlink_reason = now, actor.id, why.strip()
    BundleCard.objects.bulk_update(links, ["unlinked_at", "unlinked_by", "unlink_reason"])
    bundles = {link.bundle_id for link in links}
    cards = [link.card_id for link in links if link.card_id]
    BundleYes.objects.filter(bundle__in=bundles, card_id__in=cards, answer=Reply.NONE).delete()


@action(Permission.BUNDLE_MAKE)
def unlink_card(actor: Actor, bundle_id: UUID, /, *, link_id: UUID, why: str, version: int, now: datetime) -> UUID:
    """Take one card out of a bundle; `relink_card` undoes it. Raises BundleStale, RuleBroken."""
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_open(BundleState(bundle.state))
    rules.check_reason(why)
    _take([BundleCard.objects.get(pk=link_id, bundle=bundle, unlinked_at=None)], actor=actor, why=why, now=now)
    _count_up(bundle)
    return link_id


@action(Permission.BUNDLE_MAKE)
def relink_card(actor: Actor, bundle_id: UUID, /, *, link_id: UUID, version: int, now: datetime) -> UUID:
    """Put a card back where it stood. Raises BundleStale, RuleBroken when it stands in another bundle by now."""
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_open(BundleState(bundle.state))
    old = BundleCard.objects.select_related("received_card").get(pk=link_id, bundle=bundle, unlinked_at__isnull=False)
    own = list(Card.objects.filter(id__in=[old.card_id], concern__in=tellers().values("pk")))
    received = [old.received_card] if old.received_card and old.received_card.withdrawn_at is None else []
    if not own and not received:
        raise RuleBroken("card_not_for_others")
    if _standing(own, received):
        raise RuleBroken("card_elsewhere")
    again = BundleCard(card_id=old.card_id, received_card=old.received_card)
    _put([again], bundle, actor=actor, why=old.reason, now=now, origin=old.origin)
    _count_up(bundle)
    return again.id


@action(Permission.BUNDLE_MAKE)
def split_bundle(
    actor: Actor,
    bundle_id: UUID,
    /,
    *,
    link_ids: Collection[UUID],
    title: str,
    problem: str,
    why: str,
    version: int,
    now: datetime,
) -> Bundle:
    """Give some cards a bundle of their own, which remembers this one; the new bundle.

    The people of those cards count where they did until they say yes to the new one. `take_back_origin` undoes
    it. Raises BundleStale, RuleBroken.
    """
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_open(BundleState(bundle.state))
    rules.check_reason(why)
    links = _links_in(bundle)
    rules.check_split([link.id for link in links], link_ids)
    made = _new(actor, title=title, problem=problem, theme=bundle.theme, now=now)
    origin = _remember(OriginKind.SPLIT, made, bundle, actor=actor, why=why, now=now)
    _move([link for link in links if link.id in link_ids], made, origin, actor=actor, why=why, now=now)
    _count_up(bundle)
    return made


def _links_in(bundle: Bundle) -> list[BundleCard]:
    here = BundleCard.objects.filter(bundle=bundle, unlinked_at=None)
    return list(here.select_for_update(of=("self",)).order_by("id"))


def _remember(
    kind: OriginKind, bundle: Bundle, source: Bundle, *, actor: Actor, why: str, now: datetime
) -> BundleOrigin:
    origin = BundleOrigin(
        id=uuid4(), kind=kind, bundle=bundle, source=source, made_at=now, made_by=actor.id, reason=why.strip()
    )
    origin.save(force_insert=True)
    return origin


def _move(
    links: Sequence[BundleCard], to: Bundle, origin: BundleOrigin, *, actor: Actor, why: str, now: datetime
) -> None:
    _take(links, actor=actor, why=why, now=now)
    again = [BundleCard(card_id=link.card_id, received_card_id=link.received_card_id) for link in links]
    _put(again, to, actor=actor, why=why, now=now, origin=origin)


@action(Permission.BUNDLE_MAKE)
def merge_bundles(actor: Actor, bundle_id: UUID, /, *, other_id: UUID, why: str, version: int, now: datetime) -> Bundle:
    """Take all cards of another bundle into this one, and close the other; its people are asked.

    `take_back_origin` undoes it. Raises BundleStale, RuleBroken.
    """
    if other_id == bundle_id:
        raise RuleBroken("merge_with_itself")
    rules.check_reason(why)
    # Held in one order, so that two merges of the same pair never wait for each other.
    held = {each: lock_bundle(actor, each) for each in sorted({bundle_id, other_id})}
    bundle, other = lock_bundle(actor, bundle_id, version=version), held[other_id]
    rules.check_open(BundleState(bundle.state))
    rules.check_open(BundleState(other.state))
    origin = _remember(OriginKind.MERGE, bundle, other, actor=actor, why=why, now=now)
    _move(_links_in(other), bundle, origin, actor=actor, why=why, now=now)
    other.state, other.state_reason = BundleState.CLOSED, why.strip()
    _count_up(other, "state", "state_reason")
    _count_up(bundle)
    return bundle


@action(Permission.BUNDLE_MAKE)
def take_back_origin(actor: Actor, bundle_id: UUID, /, *, origin_id: UUID, version: int, now: datetime) -> UUID:
    """Undo a split or a merge: cards that still stand where it put them go back; the bundle they go back to.

    What was said stays said: who counts somewhere by their own yes goes on counting there. Raises BundleStale,
    RuleBroken.
    """
    bundle = lock_bundle(actor, bundle_id, version=version)
    origin = BundleOrigin.objects.select_for_update().get(pk=origin_id, bundle=bundle, undone_at=None)
    source = lock_bundle(actor, origin.source_id)
    rules.check_open(BundleState(bundle.state))
    if origin.kind == OriginKind.MERGE and source.state == BundleState.CLOSED:
        source.state, source.state_reason = BundleState.OPEN, ""
    rules.check_open(BundleState(source.state))
    links = [link for link in _links_in(bundle) if link.origin_id == origin.id]
    why = origin.reason
    _take(links, actor=actor, why=why, now=now)
    again = [BundleCard(card_id=link.card_id, received_card_id=link.received_card_id) for link in links]
    _put(again, source, actor=actor, why=why, now=now)
    origin.undone_at, origin.undone_by = now, actor.id
    origin.save(update_fields=["undone_at", "undone_by"])
    if origin.kind == OriginKind.SPLIT and not _links_in(bundle):
        bundle.state, bundle.state_reason = BundleState.CLOSED, why
    _count_up(bundle, "state", "state_reason")
    _count_up(source, "state", "state_reason")
    return source.id


@action(Permission.BUNDLE_MAKE)
def change_bundle(
    actor: Actor, bundle_id: UUID, /, *, title: str, problem: str, theme: str, version: int, now: datetime
) -> Bundle:
    """Say the problem in other words. Raises BundleStale, RuleBroken."""
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_words(title, problem)
    bundle.title, bundle.problem, bundle.theme = title.strip(), problem.strip(), theme
    _count_up(bundle, "title", "problem", "theme")
    return bundle


@action(Permission.BUNDLE_MAKE)
def conclude_individual(actor: Actor, bundle_id: UUID, /, *, why: str, version: int, now: datetime) -> Bundle:
    """Conclude that this is not one problem of many: everybody hears why, and each concern waits for us again.

    Until a minute later `reopen_bundle` undoes the news as well. Raises BundleStale, RuleBroken.
    """
    bundle = _become(actor, bundle_id, BundleState.INDIVIDUAL, ChangeKind.INDIVIDUAL, why, version, now)
    done = concerns_in(bundle.id).filter(state__in=[*ANSWERED_STATES, State.CLOSED])
    for concern in done.select_for_update(of=("self",)).order_by("pk"):
        set_state(concern, State.IN_PROGRESS, now)
        concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    return bundle


@action(Permission.BUNDLE_MAKE)
def close_bundle(actor: Actor, bundle_id: UUID, /, *, why: str, version: int, now: datetime) -> Bundle:
    """Close a bundle and tell everybody why. `reopen_bundle` undoes it. Raises BundleStale, RuleBroken."""
    return _become(actor, bundle_id, BundleState.CLOSED, ChangeKind.CLOSED, why, version, now)


def _become(
    actor: Actor, bundle_id: UUID, state: BundleState, kind: ChangeKind, why: str, version: int, now: datetime
) -> Bundle:
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_becomes(BundleState(bundle.state), state)
    rules.check_reason(why)
    bundle.state, bundle.state_reason = state, why.strip()
    _count_up(bundle, "state", "state_reason")
    note_change(kind, bundle.id, subject_kind=SubjectKind.BUNDLE, text=why, made_by=actor.id, now=now)
    return bundle


@action(Permission.BUNDLE_MAKE)
def reopen_bundle(actor: Actor, bundle_id: UUID, /, *, version: int, now: datetime) -> Bundle:
    """Open a bundle again; news of its end that nobody heard yet is taken back. Raises BundleStale, RuleBroken."""
    bundle = lock_bundle(actor, bundle_id, version=version)
    rules.check_becomes(BundleState(bundle.state), BundleState.OPEN)
    bundle.state, bundle.state_reason = BundleState.OPEN, ""
    _count_up(bundle, "state", "state_reason")
    ends = Change.objects.filter(subject_id=bundle.id, kind__in=(ChangeKind.INDIVIDUAL, ChangeKind.CLOSED))
    ends.filter(sends_at__gt=now, taken_back_at=None).update(taken_back_at=now)
    return bundle


@action(Permission.UPSTREAM_ANSWER)
def answer_bundle(actor: Actor, bundle_id: UUID, /, *, says_yes: bool, now: datetime) -> UUID:
    """Say whether one counts for a bundle one was asked about; may be said otherwise at any time.

    Raises BundleYes.DoesNotExist for who was not asked.
    """
    person = person_of(actor)
    asked = BundleYes.objects.select_for_update().get(bundle=bundle_id, who=person.who, person_id=person.id)
    asked.answer, asked.answered_at = (Reply.YES if says_yes else Reply.NO), now
    asked.save(update_fields=["answer", "answered_at"])
    return asked.id
