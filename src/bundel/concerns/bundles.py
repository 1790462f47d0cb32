"""Reading bundles: their numbers, their cards with where each came from, and what may be added."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import Bundle, BundleCard, BundleOrigin, BundleYes, Card, Concern, WayOfWorking
from bundel.concerns.queries import visible_concerns
from bundel.concerns.rules.bundles import BundleState, OriginKind, Reply
from bundel.concerns.rules.ways import Form
from bundel.concerns.upstream import received_standing, recognisers_counting, stands_in, tellers, tellers_counting
from bundel.gate.models import ReceivedCard
from bundel.gate.queries import visible_received

PAGE_SIZE = 50
SUGGESTED_AT_MOST = 12
GROWTH = timedelta(days=30)


class BundleStale(Exception):
    """Somebody else changed this bundle since it was read; `bundle` is how it stands now."""

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(str(bundle.pk))
        self.bundle = bundle


def visible_bundles(actor: Actor) -> QuerySet[Bundle]:
    """The bundles of the active workspace. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    return Bundle.objects.order_by("-created_at", "-id")


def get_bundle(actor: Actor, bundle_id: UUID) -> Bundle:
    """One bundle. Raises Bundle.DoesNotExist."""
    return visible_bundles(actor).get(pk=bundle_id)


def lock_bundle(actor: Actor, bundle_id: UUID, *, version: int | None = None) -> Bundle:
    """One bundle, held until the act ends. Raises BundleStale when `version` is no longer the newest."""
    bundle = visible_bundles(actor).select_for_update().get(pk=bundle_id)
    if version is not None and bundle.version != version:
        raise BundleStale(bundle)
    return bundle


@dataclass
class BundleNumbers:
    """Exact numbers of one bundle, for inside the workspace."""

    people: int = 0
    cards: int = 0
    municipalities: int = 0
    organisations: int = 0
    asked: int = 0  # who did not answer yet whether they count
    grown: int = 0  # people who spoke up since a moment
    by_municipality: Counter[str] = field(default_factory=Counter)


def bundle_numbers(actor: Actor, bundle_id: UUID, *, since: datetime | None = None) -> BundleNumbers:
    """The numbers of one bundle. Raises Refused, Bundle.DoesNotExist."""
    return numbers_of([get_bundle(actor, bundle_id).id], since=since)[bundle_id]


def numbers_of(bundle_ids: Collection[UUID], *, since: datetime | None = None) -> dict[UUID, BundleNumbers]:
    """The numbers of several bundles in six questions, however many people and cards there are.

    `grown` counts who spoke up from `since` on.
    """
    found: dict[UUID, BundleNumbers] = defaultdict(BundleNumbers)
    voices: tuple[tuple[QuerySet[Any], str, str, str], ...] = (
        (tellers_counting(bundle_ids), "counts_in", "municipality_code", "received_at"),
        (recognisers_counting(bundle_ids), "counts_in", "municipality_code", "given_at"),
        (received_standing(bundle_ids), "bundle_id", "received_card__municipality_code", "received_card__received_at"),
    )
    for rows, bundle, place, spoke_at in voices:
        recent = Count("pk", filter=Q(**{f"{spoke_at}__gte": since}) if since else Q(pk=None))
        counted = rows.order_by().values_list(bundle, place).annotate(number=Count("pk"), grown=recent)
        for bundle_id, code, number, grown in counted:
            found[bundle_id].people += number
            found[bundle_id].grown += grown
            found[bundle_id].by_municipality[code] += number
    _count_cards(found, bundle_ids)
    asked = BundleYes.objects.filter(bundle__in=bundle_ids, answer=Reply.NONE).order_by()
    for bundle_id, number in asked.values_list("bundle").annotate(Count("id")):
        found[bundle_id].asked = number
    for numbers in found.values():
        numbers.municipalities = sum(1 for code in numbers.by_municipality if code)
    return {bundle_id: found[bundle_id] for bundle_id in bundle_ids}


def _count_cards(found: dict[UUID, BundleNumbers], bundle_ids: Collection[UUID]) -> None:
    here = BundleCard.objects.filter(bundle__in=bundle_ids, unlinked_at=None).order_by()
    own = here.filter(card_id__in=tellers().values("card__id"))
    received = here.filter(received_card__withdrawn_at=None, received_card__isnull=False)
    of_others = received.values_list("bundle", "received_card__origin_name").annotate(Count("id"))
    for bundle_id, number in own.values_list("bundle").annotate(Count("id")):
        found[bundle_id].cards += number
        found[bundle_id].organisations += 1
    for bundle_id, _origin, number in of_others:
        found[bundle_id].cards += number
        found[bundle_id].organisations += 1


@dataclass(frozen=True)
class BundleFilters:
    """What the list of bundles is narrowed to; an empty one narrows nothing."""

    theme: str = ""
    state: str = ""
    municipality_code: str = ""


@dataclass(frozen=True)
class BundleRow:
    """A bundle in a list."""

    id: UUID
    title: str
    theme: str
    state: BundleState
    created_at: datetime
    numbers: BundleNumbers


def list_bundles(actor: Actor, filters: BundleFilters, *, page: int = 1, now: datetime) -> tuple[list[BundleRow], bool]:
    """One page of bundles, open ones unless another state is asked for, newest first; and whether there are older."""
    bundles = visible_bundles(actor).filter(state=filters.state or BundleState.OPEN)
    if filters.theme:
        bundles = bundles.filter(theme=filters.theme)
    if filters.municipality_code:
        here = Card.objects.filter(concern__municipality_code=filters.municipality_code)
        place = Q(card_id__in=here.values("id")) | Q(received_card__municipality_code=filters.municipality_code)
        bundles = bundles.filter(pk__in=BundleCard.objects.filter(place, unlinked_at=None).values("bundle"))
    start = (page - 1) * PAGE_SIZE
    found = list(bundles[start : start + PAGE_SIZE + 1])
    numbers = numbers_of([b.id for b in found[:PAGE_SIZE]], since=now - GROWTH)
    rows = [
        BundleRow(b.id, b.title, b.theme, BundleState(b.state), b.created_at, numbers[b.id]) for b in found[:PAGE_SIZE]
    ]
    return rows, len(found) > PAGE_SIZE


def open_bundles(actor: Actor) -> list[tuple[UUID, str]]:
    """Id and title of every open bundle, by title, to choose one from."""
    return list(
        visible_bundles(actor).filter(state=BundleState.OPEN).order_by("title", "id").values_list("id", "title")
    )


@dataclass(frozen=True)
class CardLine:
    """A card in a bundle, or one that stood there: what it says, from whom, since when and why."""

    link_id: UUID
    concern_id: UUID | None
    received_id: UUID | None
    title: str  # empty when the card is gone
    text: str
    municipality_code: str
    origin_name: str  # of another organisation
    from_bundle: str  # the bundle it came from by a split or merge
    from_kind: OriginKind | None
    linked_at: datetime
    linked_by: UUID | None
    reason: str
    unlinked_at: datetime | None
    unlinked_by: UUID | None
    unlink_reason: str


def cards_of(actor: Actor, bundle_id: UUID) -> list[CardLine]:
    """Every card that stands or stood in a bundle, the newest link first; three questions in all."""
    bundle = get_bundle(actor, bundle_id)
    links = list(
        BundleCard.objects.filter(bundle=bundle)
        .select_related("received_card", "origin__source", "origin__bundle")
        .order_by("-linked_at", "id")
    )
    # Who withdrew, or lets nobody see the card any more, is in the history without its words.
    readable = Card.objects.filter(pk__in=[x.card_id for x in links], concern__in=tellers().values("pk"))
    own = {card.id: card for card in readable.select_related("concern")}
    return [_line(link, own.get(link.card_id) if link.card_id else None, bundle) for link in links]


def _line(link: BundleCard, card: Card | None, bundle: Bundle) -> CardLine:
    received = link.received_card
    origin = link.origin
    source = (origin.source if origin.bundle_id == bundle.id else origin.bundle) if origin else None
    return CardLine(
        link.id,
        card.concern_id if card else None,
        received.id if received else None,
        received.title if received else card.title if card else "",
        received.text if received else card.text if card else "",
        received.municipality_code if received else card.concern.municipality_code if card else "",
        received.origin_name if received else "",
        source.title if source else "",
        OriginKind(origin.kind) if origin else None,
        link.linked_at,
        link.linked_by,
        link.reason,
        link.unlinked_at,
        link.unlinked_by,
        link.unlink_reason,
    )


@dataclass(frozen=True)
class OriginLine:
    """That this bundle and another were one before, or became one."""

    id: UUID
    kind: OriginKind
    other_id: UUID
    other_title: str
    is_source: bool  # the other is where this one came from
    made_at: datetime
    made_by: UUID | None
    reason: str
    undone_at: datetime | None


def origins_of(actor: Actor, bundle_id: UUID) -> list[OriginLine]:
    """What this bundle came from and what came from it, newest first."""
    bundle = get_bundle(actor, bundle_id)
    rows = BundleOrigin.objects.filter(Q(bundle=bundle) | Q(source=bundle)).select_related("bundle", "source")
    lines = []
    for row in rows.order_by("-made_at", "id"):
        is_source = row.bundle_id == bundle.id
        other = row.source if is_source else row.bundle
        lines.append(
            OriginLine(
                row.id,
                OriginKind(row.kind),
                other.id,
                other.title,
                is_source,
                row.made_at,
                row.made_by,
                row.reason,
                row.undone_at,
            )
        )
    return lines


def bundle_of_concern(actor: Actor, concern_id: UUID) -> Bundle | None:
    """The bundle in which the card of a concern stands now."""
    cards = Card.objects.filter(concern__in=visible_concerns(actor).filter(pk=concern_id)).values("id")
    link = BundleCard.objects.filter(card_id__in=cards, unlinked_at=None).select_related("bundle").first()
    return link.bundle if link else None


def standing_in(card_id: UUID) -> UUID | None:
    """The bundle in which a card stands now: what a recognition of it is given in."""
    return BundleCard.objects.filter(card_id=card_id, unlinked_at=None).values_list("bundle_id", flat=True).first()


@dataclass(frozen=True)
class CardFound:
    """A card that may be added to a bundle; `in_bundle` is where it stands already."""

    concern_id: UUID | None
    received_id: UUID | None
    title: str
    text: str
    municipality_code: str
    origin_name: str
    in_bundle: str


def find_cards(actor: Actor, words: str, *, most: int = SUGGESTED_AT_MOST) -> list[CardFound]:
    """Own and received cards that say something like this: free ones first, the most alike first.

    Only of who lets others see theirs.
    """
    if not words.strip():
        return []
    with connection.cursor() as cursor:
        cursor.execute("select card_id, received_card_id from search_alike(%s, %s)", [words[:2000], most * 8])
        pairs = cursor.fetchall()
    own = _own_cards(actor, [card_id for card_id, _r in pairs if card_id])
    received = {r.id: r for r in visible_received(actor).filter(pk__in=[r for _c, r in pairs if r])}
    places = _places([*own], [*received])
    found = []
    for card_id, received_id in pairs:
        if card_id in own:
            found.append(_found(own[card_id], None, places.get(card_id, "")))
        elif received_id in received:
            found.append(_found(None, received[received_id], places.get(received_id, "")))
    return sorted(found, key=lambda card: bool(card.in_bundle))[:most]


def _own_cards(actor: Actor, card_ids: Collection[UUID]) -> dict[UUID, Card]:
    allowed = visible_concerns(actor).filter(pk__in=tellers().values("pk"))
    cards = Card.objects.filter(pk__in=card_ids, concern__in=allowed.values("pk")).select_related("concern")
    return {card.id: card for card in cards}


def _places(card_ids: Sequence[UUID], received_ids: Sequence[UUID]) -> dict[UUID, str]:
    here = BundleCard.objects.filter(Q(card_id__in=card_ids) | Q(received_card__in=received_ids), unlinked_at=None)
    rows = here.values_list("card_id", "received_card_id", "bundle__title")
    return {card_id or received_id: title for card_id, received_id, title in rows}


def _found(card: Card | None, received: ReceivedCard | None, in_bundle: str) -> CardFound:
    if received is not None:
        place, origin = received.municipality_code, received.origin_name
        return CardFound(None, received.id, received.title, received.text, place, origin, in_bundle)
    assert card is not None
    return CardFound(card.concern_id, None, card.title, card.text, card.concern.municipality_code, "", in_bundle)


def chosen_cards(
    actor: Actor, concern_ids: Collection[UUID], received_ids: Collection[UUID]
) -> tuple[list[Card], list[ReceivedCard]]:
    """Cards that were ticked, as far as this actor sees them."""
    own = Card.objects.filter(concern__in=visible_concerns(actor).filter(pk__in=concern_ids).values("pk"))
    received = visible_received(actor).filter(pk__in=received_ids, withdrawn_at=None, closed_at=None)
    return list(own.select_related("concern").order_by("id")), list(received.order_by("id"))


def concerns_in(bundle_id: UUID) -> QuerySet[Concern]:
    """The concerns whose cards stand in a bundle and may be used."""
    return tellers().filter(card__id__in=stands_in([bundle_id]))


@dataclass(frozen=True)
class WayRow:
    """In which form a municipality is worked in."""

    municipality_code: str
    form: Form
    line: str


def ways_of_working(actor: Actor) -> list[WayRow]:
    """The form of every municipality that has one of its own. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    return _ways(WayOfWorking.objects.order_by("municipality_code"))


def way_in(actor: Actor, municipality_code: str) -> WayRow | None:
    """The form of one municipality. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    return next(iter(_ways(WayOfWorking.objects.filter(municipality_code=municipality_code))), None)


def _ways(rows: Iterable[WayOfWorking]) -> list[WayRow]:
    return [WayRow(row.municipality_code, Form(row.form), row.line) for row in rows]
