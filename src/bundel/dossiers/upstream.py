"""What a dossier knows of the bundles it rests on: numbers, cards to quote, and who may be asked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.concerns import bundles
from bundel.concerns.actions.telling_back import record_change
from bundel.concerns.models import Bundle, Concern, PublicCard, Recognition
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind
from bundel.concerns.upstream import person_of, recognisers_counting, stands_in, tellers_counting
from bundel.dossiers.models import Dossier
from bundel.sealing.keys import OpenKey, make_key, open_key


@dataclass(frozen=True)
class Numbers:
    """Exact numbers, for inside the workspace."""

    people: int = 0
    cards: int = 0
    municipalities: int = 0
    organisations: int = 0


def numbers_of(bundle_ids: Collection[UUID]) -> Numbers:
    """The numbers of the largest of these bundles: who counts in two of them is not counted twice."""
    found = bundles.numbers_of(bundle_ids).values() if bundle_ids else []
    most = max(found, key=lambda numbers: numbers.people, default=None)
    return Numbers(most.people, most.cards, most.municipalities, most.organisations) if most else Numbers()


@dataclass(frozen=True)
class QuotedCard:
    """A published card, as it stands now."""

    id: UUID
    title: str
    text: str


def quoted_cards(card_ids: Collection[UUID]) -> list[QuotedCard]:
    """These cards, as far as they are public today: what a person withdrew is not quoted any more."""
    if not card_ids:
        return []
    rows = PublicCard.objects.filter(pk__in=card_ids).order_by("-published_at", "id")
    return [QuotedCard(*row) for row in rows.values_list("id", "title", "text")]


def cards_to_quote(bundle_ids: Collection[UUID]) -> list[QuotedCard]:
    """The public cards that stand in these bundles."""
    rows = stands_in(bundle_ids).values_list("card_id", flat=True)
    return quoted_cards([card_id for card_id in rows if card_id])


def titles_of(bundle_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
    """These bundles by title."""
    rows = Bundle.objects.filter(pk__in=bundle_ids).order_by("created_at", "id")
    return list(rows.values_list("id", "title"))


def people_to_ask(bundle_ids: Iterable[UUID]) -> list[tuple[Who, UUID]]:
    """Who counts for one of these bundles and may be asked something: every teller, and who recognised and said so."""
    chosen = list(bundle_ids)
    told = tellers_counting(chosen).values_list("pk", flat=True)
    seen = recognisers_counting(chosen).filter(may_be_asked=True).values_list("pk", flat=True)
    return [*((Who.CONCERN, pk) for pk in told), *((Who.RECOGNITION, pk) for pk in seen)]


def own_key(actor: Actor, *, now: datetime) -> OpenKey:
    """The key of what this person told or recognised, made for who sealed nothing yet. Raises Refused, Erased."""
    person = person_of(actor)
    if person.who is Who.CONCERN:
        return open_key(Concern.objects.values_list("key_id", flat=True).get(pk=person.id))
    recognition = Recognition.objects.select_for_update().get(pk=person.id)
    if recognition.key_id is not None:
        return open_key(recognition.key_id)
    key = make_key(now=now)
    recognition.key_id = key.id
    recognition.save(update_fields=["key_id"])
    return key


def tell(
    actor: Actor,
    dossier: Dossier,
    kind: ChangeKind,
    text: str,
    *,
    bundle_ids: Sequence[UUID] | None = None,
    now: datetime,
) -> None:
    """Tell everybody upstream what changed: of all bundles of the dossier, or of these."""
    chosen = bundle_ids if bundle_ids is not None else list(dossier.bundles.values_list("bundle_id", flat=True))
    if chosen:
        record_change(
            actor, dossier.id, subject_kind=SubjectKind.DOSSIER, kind=kind, text=text, bundle_ids=chosen, now=now
        )
