"""Reading what people show about language: hard sentences they gave, and the marks they changed."""

from dataclasses import dataclass

from django.db.models import Count

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import HardSentence, MarkChange
from bundel.concerns.queries import visible_concerns
from bundel.concerns.rules.letters import Hard, examined
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Decider

MOST_SHOWN = 200
SHAPES_SHOWN = 100


@dataclass(frozen=True)
class Sender:
    """Who sent letters that people did not understand, with the sentences they gave, newest first."""

    decides: Decider
    municipality_code: str
    people: int
    sentences: list[Hard]


def list_hard_sentences(actor: Actor) -> list[Sender]:
    """The newest sentences by their sender, who is named most first. Those of withdrawn concerns do not count."""
    concerns = visible_concerns(actor).exclude(state=State.WITHDRAWN)
    given = HardSentence.objects.filter(concern__in=concerns).order_by("-given_at", "id")[:MOST_SHOWN]
    by_sender: dict[tuple[str, str], list[HardSentence]] = {}
    for one in given:
        by_sender.setdefault((one.sender, one.municipality_code), []).append(one)
    senders = [
        Sender(Decider(sender), code, len({one.concern_id for one in some}), [examined(one.sentence) for one in some])
        for (sender, code), some in by_sender.items()
    ]
    return sorted(senders, key=lambda sender: -sender.people)


@dataclass(frozen=True)
class MarkCount:
    """How often a mark of this sort was changed in this way."""

    change: str
    kind: str
    before: str
    shape: str
    number: int


def count_mark_changes(actor: Actor) -> list[MarkCount]:
    """What people change about the marks, most frequent first. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    counted = MarkChange.objects.values_list("change", "kind", "before", "shape").annotate(number=Count("id"))
    return [MarkCount(*row) for row in counted.order_by("-number", "shape")[:SHAPES_SHOWN]]
