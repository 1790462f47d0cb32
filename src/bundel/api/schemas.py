"""The shape of what goes in and comes out, as OpenAPI shows it; the engine itself checks what comes in."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

from bundel.engines.deadlines.facts import FACTS, PROCEDURES

KINDS: dict[str, dict[str, Any]] = {
    "date": {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "flag": {"type": ["boolean", "null"]},
    "text": {"type": ["string", "null"]},
}


def _fact(spec: dict[str, Any]) -> dict[str, Any]:
    """A fact in JSON Schema; its description is the question as Bundel asks it, and null is as good as left out."""
    kind = spec["kind"]
    if kind == "number":
        shape: dict[str, Any] = {"type": ["integer", "null"], "minimum": spec["least"], "maximum": spec["most"]}
    else:
        shape = {"type": ["string", "null"], "enum": [*kind, None]} if isinstance(kind, list) else KINDS[kind]
    return {**shape, "description": spec["en"]}


Procedure = Annotated[Any, WithJsonSchema({"type": "string", "enum": list(PROCEDURES)})]
Facts = Annotated[
    Any, WithJsonSchema({"type": ["object", "null"], "properties": {name: _fact(spec) for name, spec in FACTS.items()}})
]
Day = Annotated[Any, WithJsonSchema(KINDS["date"])]
Text = Annotated[Any, WithJsonSchema(KINDS["text"])]


class Request(Schema):
    """One question to the legal clock. What a person knows goes in `facts`; the rest is left out."""

    model_config = ConfigDict(json_schema_extra={"required": ["procedure"]})

    id: Any = None
    procedure: Procedure = None
    law: Text = None
    facts: Facts = None
    today: Day = None


class Missing(Schema):
    """A fact that is needed, under its name and in words."""

    fact: str
    nl: str
    en: str


class Doubt(Schema):
    """A rule that was used and is not certain, with the day that is safe where it matters."""

    code: str
    article: str
    nl: str
    en: str
    safe_day: date | None


class Note(Schema):
    """Something to know about how the question was read."""

    code: str
    nl: str
    en: str


class Step(Schema):
    """One step of the sum."""

    code: str
    article: str
    nl: str
    en: str
    from_: date | None = Field(alias="from")
    to: date | None


class Answer(Schema):
    """Everything the clock can say; null means that the facts do not settle it."""

    id: Any
    procedure: str
    law: str | None
    first_day: date | None
    nominal_last_day: date | None
    last_day: date | None
    post_receipt_limit: date | None
    timely: bool | None
    decision_due: date | None
    authority_late: bool | None
    notice_premature: bool | None
    appeal_premature: bool | None
    first_penalty_day: date | None
    penalty_days: int | None
    penalty_eur: int | None
    missing: list[Missing]
    confirm: list[Doubt]
    notes: list[Note]
    explanation: list[Step]
    rules_checked_on: date


class Words(Schema):
    """One reason in both languages."""

    nl: str
    en: str


class PathStep(Schema):
    """One step of the way ahead, for the person (`me`) or the authority (`them`)."""

    procedure: str
    who: Literal["me", "them"]
    opens_on: date | None
    last_day: date | None
    state: Literal["open", "closed", "not_yet", "unknown"]
    why: Words
    article: str
    safe_day: date | None


class Way(Schema):
    """The whole way ahead, asked for with `?path=1`."""

    id: Any
    path: list[PathStep]


class Problem(Schema):
    """What went wrong and how to mend it (RFC 9457)."""

    type: str
    status: int
    title: str
    detail: str
