"""The dossiers of the demo, in different stages, with what was asked, answered, promised and changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.bundling import answer_bundle, make_bundle
from bundel.concerns.actions.publishing import publish_card
from bundel.concerns.actions.telling_back import answer_after, ask_after, tell_upstream
from bundel.concerns.bundles import open_bundles
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.states import State
from bundel.concerns.rules.upstream import ChangeKind, Works
from bundel.concerns.rules.words import Consent
from bundel.concerns.upstream import changes_of, questions_for, upstream_of_bundle
from bundel.dossiers.actions.making import add_demand, add_partner, quote_card, start_dossier
from bundel.dossiers.actions.predicting import answer_prediction, ask_prediction
from bundel.dossiers.actions.publishing import WAIT_BEFORE_SHOWING, publish_dossier, show_version
from bundel.dossiers.actions.working import (
    Done,
    record_answer,
    record_effect,
    record_promise,
    record_step,
    send_advice,
    settle_promise,
)
from bundel.dossiers.predictions import own_questions
from bundel.dossiers.queries import get_dossier, list_dossiers
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.dossiers.upstream import cards_to_quote
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.queries import find_workspace

Data = Mapping[str, Any]
FindsConcern = Callable[[str], UUID]

TELLS = Actor(ActorKind.JOB, job="concerns.tell_upstream")
SHOWS = Actor(ActorKind.JOB, job="dossiers.show_version")

ANSWERS = {"yes": AnswerKind.ADOPTED, "partly": AnswerKind.PARTLY, "no": AnswerKind.REFUSED}
ADDRESSED = {
    "wethouder": "de wethouder",
    "beleid": "de afdeling beleid",
    "gemeente": "de gemeente",
    "leverancier": "de leverancier",
    "vervoerder": "de vervoerder",
}
LETTERS = {"reminder", "received"}
TALKS = {"talk", "contact", "meeting"}
QUOTED = 2
QUESTION = "Vanaf januari komt er een vragenlijst in plaats van een huisbezoek. Hoe pakt dat voor jou uit?"
EXPECTED = (
    "Op de lijst staat niet hoe ik mij de dag erna voel. Dan lijkt het of ik alles kan.",
    "Ik kan de lijst niet lezen. Mijn dochter moet dan vrij nemen.",
)
ADVISED = "Wij stuurden advies met een vraag per punt. Wij hopen op antwoord voor de dag die erin staat."


def file_dossiers(
    written: Data,
    concerns: Sequence[Data],
    owners: Mapping[str, tuple[UUID, Actor]],
    find_concern: FindsConcern,
    now: datetime,
) -> None:
    """Make every dossier of `written` that is not there yet, on bundles of the concerns with its problems."""
    problems = {problem["code"]: problem for problem in written["problem"]}
    for data in written["dossier"]:
        workspace_id, owner = owners[data["workspace"]]
        partners = [workspace.name for workspace in map(find_workspace, data["partners"]) if workspace]
        with acting_for(workspace_id):
            if data["title"] in {row.title for row in list_dossiers(owner, today=day_of(now))}:
                continue
            started_at = _ago(now, max(step["days_ago"] for step in data["steps"]))
            bundle_ids = [
                _bundle(owner, problems[code], concerns, data["workspace"], find_concern, started_at)
                for code in data["problems"]
            ]
            _file(owner, data, problems, [pk for pk in bundle_ids if pk], partners, started_at=started_at, now=now)


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _bundle(
    owner: Actor, problem: Data, concerns: Sequence[Data], slug: str, find_concern: FindsConcern, at: datetime
) -> UUID | None:
    """The bundle of one problem here, made when nobody made it; None without concerns to put in it."""
    known = {title: bundle_id for bundle_id, title in open_bundles(owner)}
    title = problem["title"][:80]
    if title in known:
        return known[title]
    keys = [c["key"] for c in concerns if c.get("problem") == problem["code"] and _may_stand(c, slug)]
    if not keys:
        return None
    ids = [find_concern(key) for key in keys]
    bundle = make_bundle(
        owner, title=title, problem=problem["statement"], theme=problem["theme"], concern_ids=ids, now=at
    )
    for concern_id in ids:
        person = Actor(ActorKind.RECEIPT, concern_id)
        if any(question.bundle_id == bundle.id for question in questions_for(person)):
            answer_bundle(person, bundle.id, says_yes=True, now=at)
    for concern_id in ids[:QUOTED]:
        _publish_card(owner, concern_id, at)
    return bundle.id


def _publish_card(owner: Actor, concern_id: UUID, at: datetime) -> None:
    """Publish a card that can be quoted; not one that is public already, or that asks for a closer look."""
    with suppress(RuleBroken):
        publish_card(owner, concern_id, now=at)


def _may_stand(concern: Data, slug: str) -> bool:
    return bool(
        concern["workspace"] == slug and concern["consent"] == Consent.OTHERS and concern["state"] != State.WITHDRAWN
    )


def _file(
    owner: Actor,
    data: Data,
    problems: Mapping[str, Data],
    bundle_ids: list[UUID],
    partners: Sequence[str],
    *,
    started_at: datetime,
    now: datetime,
) -> None:
    problem = "\n\n".join(problems[code]["statement"] for code in data["problems"])
    made = start_dossier(
        owner, title=data["title"], problem=problem, gain=data["gain"], bundle_ids=bundle_ids, now=started_at
    )
    for name in partners:
        add_partner(owner, made.id, name=name, agreement_id=None, now=started_at)
    demands = {d["code"]: _demand(owner, made.id, d, started_at) for d in data["demands"]}
    for card in cards_to_quote(bundle_ids)[:QUOTED]:
        quote_card(owner, made.id, card_id=card.id, now=started_at)
    for step in data["steps"]:
        _step(owner, made.id, step, now)
    for answer in data["answers"]:
        at = _ago(now, answer["days_ago"])
        kind = ANSWERS[answer["says"]]
        record_answer(
            owner, made.id, demand_id=demands[answer["demand"]], kind=kind, answered_on=day_of(at),
            answer=answer["text"], now=at,
        )  # fmt: skip
    if "effect" in data:
        _change(owner, made.id, data["effect"], bundle_ids, now)
    elif data["stage"] == "waiting":
        _ask(owner, made.id, bundle_ids, now)
    if data["stage"] != "opened":
        _publish(owner, made.id, now)


def _demand(owner: Actor, dossier_id: UUID, data: Data, at: datetime) -> UUID:
    return add_demand(owner, dossier_id, text=data["text"], to_whom=ADDRESSED[data["owner"]], now=at)


def _step(owner: Actor, dossier_id: UUID, data: Data, now: datetime) -> None:
    at, kind = _ago(now, data["days_ago"]), data["kind"]
    if kind == "advice":
        weeks = data["answer_within_days"] // 7
        send_advice(owner, dossier_id, sent_on=day_of(at), weeks=weeks, to_whom=data["with"], result=ADVISED, now=at)
    elif kind == "promise":
        _promise(owner, dossier_id, data, now, at)
    elif kind in TALKS | LETTERS:
        name, function = _person(data["with"])
        done = Done(
            StepKind.LETTER if kind in LETTERS else StepKind.TALK,
            day_of(at),
            function,
            data["text"],
            name=name,
            is_public=data.get("formal", False),
        )
        record_step(owner, dossier_id, done=done, now=at)


def _person(text: str) -> tuple[str, str]:
    """Name and public function, from "Anna Linde, griffier" or "Wethouder Anna Linde"."""
    first, _, rest = text.partition(" ")
    if first.lower().startswith("wethouder"):
        return rest, first.lower()
    name, comma, function = text.partition(", ")
    return (name, function) if comma else ("", text)


def _promise(owner: Actor, dossier_id: UUID, data: Data, now: datetime, at: datetime) -> None:
    due_on = day_of(now + timedelta(days=data.get("due_days_ahead", -data.get("due_days_ago", 0))))
    promise_id = record_promise(
        owner, dossier_id, text=data["text"], by_whom=_person(data["with"])[1], due_on=due_on, now=at
    )
    if data.get("kept"):
        settle_promise(owner, dossier_id, promise_id=promise_id, state=PromiseState.KEPT, now=at)


def _change(owner: Actor, dossier_id: UUID, data: Data, bundle_ids: Iterable[UUID], now: datetime) -> None:
    """What changed, the question four weeks later, and what people answered to it."""
    at, asked_at = _ago(now, data["days_ago"]), _ago(now, data["ask_again_days_ago"])
    record_effect(owner, dossier_id, text=data["text"], since_on=day_of(at), now=at)
    effect = next(c for c in changes_of(owner, dossier_id) if c.kind is ChangeKind.EFFECT)
    tell_upstream(TELLS, effect.id, now=at + timedelta(minutes=2))
    question_id = ask_after(TELLS, effect.id, now=asked_at)
    if question_id is None:
        return
    tell_upstream(TELLS, question_id, now=asked_at)
    said = [Works.PARTLY] * data["partly"] + [Works.NO] * data["not_yet"] + [Works.YES] * data["works"]
    people = dict.fromkeys(pk for one in bundle_ids for who, pk in upstream_of_bundle(one) if who is Who.CONCERN)
    for concern_id, answer in zip(people, said, strict=False):
        person = Actor(ActorKind.RECEIPT, concern_id)
        answer_after(person, question_id, answer=answer, line="", now=asked_at + timedelta(days=2))


def _ask(owner: Actor, dossier_id: UUID, bundle_ids: Iterable[UUID], now: datetime) -> None:
    """A question to those with experience, which some have answered."""
    at = _ago(now, 4)
    people = dict.fromkeys(pk for one in bundle_ids for who, pk in upstream_of_bundle(one) if who is Who.CONCERN)
    if not people:
        return
    ask_prediction(owner, dossier_id, question=QUESTION, now=at)
    for concern_id, words in zip(people, EXPECTED, strict=False):
        person = Actor(ActorKind.RECEIPT, concern_id)
        for question in own_questions(person):
            answer_prediction(person, question.id, answer=words, may_be_quoted=True, now=at + timedelta(days=1))


def _publish(owner: Actor, dossier_id: UUID, now: datetime) -> None:
    at = _ago(now, 1)
    version = get_dossier(owner, dossier_id, today=day_of(at)).version
    version_id = publish_dossier(owner, dossier_id, version=version, now=at)
    show_version(SHOWS, version_id, now=at + WAIT_BEFORE_SHOWING)
