"""The bundles of the demo: cards with one problem put together, one pair merged, one split, one helped apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.bundling import (
    answer_bundle,
    conclude_individual,
    link_cards,
    make_bundle,
    merge_bundles,
    split_bundle,
)
from bundel.concerns.actions.telling_back import record_change
from bundel.concerns.bundles import cards_of, get_bundle, open_bundles
from bundel.concerns.rules.bundles import LONGEST_BUNDLE_TITLE
from bundel.concerns.rules.states import State
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind
from bundel.concerns.rules.words import Consent
from bundel.tenancy.fence import acting_for

Data = Mapping[str, Any]
FindsConcern = Callable[[str], UUID]

BEGAN_DAYS_AGO = 25
# One in six has not said yet whether they count.
SILENT = 6

MERGED = ("spierkracht", "taxi-late", "taxi-app", "Wie de taxi bestelt en wie erop wacht, heeft last van hetzelfde.")
SPLIT = (
    "platform-lindewaard",
    "letter-decision",
    "De brief noemt geen reden",
    "Bij deze mensen is de brief niet moeilijk. Er staat alleen niet in waarom.",
)
INDIVIDUAL = (
    "spierkracht",
    "work-late",
    "Wij keken naar alle kaarten. Bij ieder van jullie is er iets anders aan de hand. Wij helpen jullie daarom apart.",
)
TOLD = (
    "platform-lindewaard",
    "taxi-late",
    "Wij spraken met de vervoerder. Die gaat bijhouden hoe laat elke taxi komt.",
)


def bundle_up(
    problems: Iterable[Data],
    concerns: Sequence[Data],
    owners: Mapping[str, tuple[UUID, Actor]],
    concern_id: FindsConcern,
    now: datetime,
) -> None:
    """Bundle what has one problem in every office; offices that have bundles stay as they are."""
    known = {problem["code"]: problem for problem in problems}
    may = [c for c in concerns if c.get("problem") and c["consent"] == Consent.OTHERS and c["state"] != State.WITHDRAWN]
    may.sort(key=lambda c: (c["workspace"], c["problem"]))
    for slug, own in groupby(may, key=lambda c: c["workspace"]):
        workspace_id, owner = owners[slug]
        with acting_for(workspace_id):
            if open_bundles(owner):
                continue
            made = {
                code: _bundle(owner, known[code], list(same), concern_id, now)
                for code, same in groupby(own, key=lambda c: c["problem"])
            }
            _history(slug, owner, made, now)


def _bundle(owner: Actor, problem: Data, concerns: Sequence[Data], concern_id: FindsConcern, now: datetime) -> UUID:
    began = now - timedelta(days=BEGAN_DAYS_AGO)
    early = [concern_id(c["key"]) for c in concerns if c["told_days_ago"] > BEGAN_DAYS_AGO]
    late = [concern_id(c["key"]) for c in concerns if c["told_days_ago"] <= BEGAN_DAYS_AGO]
    bundle = make_bundle(
        owner,
        title=problem["title"][:LONGEST_BUNDLE_TITLE],
        problem=problem["statement"],
        theme=problem["theme"],
        concern_ids=early,
        now=began,
    )
    lately = now - timedelta(days=3)
    if late:
        link_cards(owner, bundle.id, concern_ids=late, why="Zegt hetzelfde.", version=1, now=lately)
    for number, each in enumerate([*early, *late]):
        if number % SILENT != SILENT - 1:
            answer_bundle(Actor(ActorKind.RECEIPT, each), bundle.id, says_yes=True, now=lately)
    return bundle.id


def _history(slug: str, owner: Actor, made: Mapping[str, UUID], now: datetime) -> None:
    where, into, other, reason = MERGED
    if slug == where:
        at = now - timedelta(days=2, hours=3)
        version = get_bundle(owner, made[into]).version
        merge_bundles(owner, made[into], other_id=made[other], why=reason, version=version, now=at)
    where, code, title, reason = SPLIT
    if slug == where:
        links = [line.link_id for line in cards_of(owner, made[code]) if line.unlinked_at is None]
        version, at = get_bundle(owner, made[code]).version, now - timedelta(days=2)
        split_bundle(
            owner, made[code], link_ids=links[:3], title=title, problem="", why=reason, version=version, now=at
        )
    where, code, reason = INDIVIDUAL
    if slug == where:
        version, at = get_bundle(owner, made[code]).version, now - timedelta(days=1)
        conclude_individual(owner, made[code], why=reason, version=version, now=at)
    where, code, text = TOLD
    if slug == where:
        kind, at = ChangeKind.PROMISE, now - timedelta(days=1, hours=5)
        record_change(owner, made[code], subject_kind=SubjectKind.BUNDLE, kind=kind, text=text, now=at)
