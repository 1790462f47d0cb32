"""What the public gets to see of a dossier: how it would stand now, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.concerns.rules.counts import Unsaid, shown
from bundel.dossiers.models import DossierVersion, PublicDossier
from bundel.dossiers.queries import DossierPage, get_dossier, visible_dossiers
from bundel.dossiers.rules.shown import Shown, ShownCounts, ShownDemand, ShownLine, from_json
from bundel.dossiers.rules.words import AnswerKind, EvidenceKind
from bundel.dossiers.upstream import Numbers, QuotedCard, numbers_of, quoted_cards

PAGE_SIZE = 25


def shown_now(actor: Actor, dossier_id: UUID, *, today: date) -> Shown:
    """The dossier as publishing would show it. Of people in a public function only the function; counts are safe."""
    found = get_dossier(actor, dossier_id, today=today)
    return Shown(
        title=found.row.title,
        problem=found.problem,
        gain=found.gain,
        counts=safe_counts(numbers_of(found.bundle_ids)),
        partners=found.partners,
        demands=_demands(found),
        steps=tuple(ShownLine(s.result, s.done_on.isoformat(), s.function, s.kind) for s in found.steps if s.is_public),
        promises=tuple(ShownLine(p.text, p.due_on.isoformat(), p.by_whom, p.state) for p in found.promises),
        effects=tuple(ShownLine(e.text, e.since_on.isoformat()) for e in found.effects),
        research=tuple((e.text, e.source) for e in found.evidence if e.kind is EvidenceKind.RESEARCH),
        cards=tuple(str(e.card_id) for e in found.evidence if e.kind is EvidenceKind.CARD),
        sent_on=found.sent_on.isoformat() if found.sent_on else "",
        answer_due_on=found.row.due_on.isoformat() if found.row.due_on else "",
    )


def _demands(found: DossierPage) -> tuple[ShownDemand, ...]:
    rows = [(d, d.answer) for d in found.demands]
    return tuple(
        ShownDemand(d.text, d.to_whom, a.kind, a.words, a.answered_on.isoformat())
        if a
        else ShownDemand(d.text, d.to_whom, AnswerKind.NONE)
        for d, a in rows
    )


def safe_counts(numbers: Numbers) -> ShownCounts:
    """Counts as everybody may see them. With too few people the other two stay unsaid as well: they would tell."""
    people = shown(numbers.people)
    if isinstance(people, Unsaid):
        return ShownCounts()
    return ShownCounts(people, numbers.municipalities, numbers.organisations)


@dataclass(frozen=True)
class VersionRow:
    """One publication."""

    id: UUID
    number: int
    shown: Shown
    published_by: UUID | None
    published_at: datetime
    shows_at: datetime


def versions_of(actor: Actor, dossier_id: UUID) -> list[VersionRow]:
    """Every publication of a dossier, newest first."""
    seen = visible_dossiers(actor).filter(pk=dossier_id)
    rows = DossierVersion.objects.filter(dossier__in=seen).order_by("-number")
    return [VersionRow(v.id, v.number, from_json(v.content), v.published_by, v.published_at, v.shows_at) for v in rows]


@dataclass(frozen=True)
class PublicRow:
    """A dossier for everybody."""

    id: UUID
    slug: str
    workspace_name: str
    shown: Shown
    published_at: datetime


def public_slug(dossier_id: UUID) -> str:
    """The address of a dossier that everybody can see; empty for one that is not shown."""
    return PublicDossier.objects.filter(pk=dossier_id).values_list("slug", flat=True).first() or ""


def list_public(*, page: int = 1) -> tuple[list[PublicRow], bool]:
    """Dossiers of all workspaces that everybody may see, newest first; and whether there are older ones."""
    start = (page - 1) * PAGE_SIZE
    rows = list(PublicDossier.objects.order_by("-published_at", "-id")[start : start + PAGE_SIZE + 1])
    return [_public(row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def get_public(slug: str) -> tuple[PublicRow, list[QuotedCard]]:
    """One dossier for everybody, with the cards it quotes that are still public.

    Raises PublicDossier.DoesNotExist, also for one that was withdrawn.
    """
    row = _public(PublicDossier.objects.get(slug=slug))
    return row, quoted_cards(row.shown.card_ids)


def _public(row: PublicDossier) -> PublicRow:
    return PublicRow(row.id, row.slug, row.workspace_name, from_json(row.content), row.published_at)
