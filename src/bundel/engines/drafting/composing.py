"""Sample letters for what a person can do now: composed from what they told, in Dutch, with the English beside it.

A sample is one readable file in `samples/`, with the article that says what the letter must hold. A letter states
nothing that was not told, and is only offered while the step it takes is open: both are decided here.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Fact = str | bool | date

# Days that the legal clock knows and nobody is asked for again.
DAYS = frozenset({"made_known", "received", "notice_received", "asked_on", "decision_due", "hearing_on"})

MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


class Words(NamedTuple):
    """The same in Dutch and English."""

    nl: str
    en: str


@dataclass(frozen=True)
class Step:
    """A step of the way ahead that matters to a letter: whose it is, and whether it is open."""

    procedure: str
    who: str
    state: str


@dataclass(frozen=True)
class Paragraph:
    """A part of a letter: fixed words, or the person's `own` words under that fact.

    It is there when every fact of `having` is told, none of `lacking`, and no step of `steps` ("me.objection": whose
    and which) is closed or absent.
    """

    words: Words
    own: str
    having: tuple[str, ...]
    lacking: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """One kind of letter: what it is for, what it must hold (`needs`) and what may be told beside that (`asks`)."""

    code: str
    title: Words
    use: Words
    article: str
    to: str
    anytime: bool
    waits: bool
    takes: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    subject: Words
    paragraphs: tuple[Paragraph, ...]
    enclosures: tuple[Words, ...]

    @property
    def to_court(self) -> bool:
        return self.to == "court"

    @property
    def may_follow(self) -> bool:
        """Whether the letter asks for time to send the reasons when there are none."""
        return any("reasons" in part.lacking for part in self.paragraphs)


@dataclass(frozen=True)
class Composition:
    """A letter without its frame; `own` parts are the person's words, the same in both languages."""

    subject: Words
    paragraphs: tuple[Words, ...]
    enclosures: tuple[Words, ...]


class Incomplete(ValueError):
    """A letter cannot be made yet; `facts` names what must be told first."""

    def __init__(self, facts: list[str]) -> None:
        super().__init__("not told yet: " + ", ".join(facts))
        self.facts = facts


@cache
def samples() -> dict[str, Sample]:
    """Every sample letter by its code."""
    folder = files("bundel.engines.drafting").joinpath("samples")
    found = sorted((file.name.removesuffix(".toml"), file) for file in folder.iterdir() if file.name.endswith(".toml"))
    return {code: _sample(code, tomllib.loads(file.read_text("utf-8"))) for code, file in found}


def fitting(way: Iterable[Step], facts: Mapping[str, Fact], *, waits: bool, may_talk: bool = True) -> list[Sample]:
    """The letters that make sense now, the most telling first: what is open before what may be sent any time.

    `waits`: the person waits for an answer that has not come; a reminder is for them. `may_talk` is false where
    there is nothing to talk over, as with a bill of the court.
    """
    steps = [step for step in way if step.who == "me"]
    return [
        sample
        for sample in sorted(samples().values(), key=lambda s: not s.takes)
        if not any(facts.get(fact) for fact in sample.lacking)
        and all(facts.get(fact) for fact in DAYS.intersection(sample.needs))
        and (_is_taken(sample, steps) if sample.takes else waits if sample.waits else may_talk and not sample.anytime)
    ]


def compose(sample: Sample, facts: Mapping[str, Fact], way: Iterable[Step] = ()) -> Composition:
    """The letter; raises Incomplete when it would leave out what it must hold."""
    missing = [fact for fact in sample.needs if not facts.get(fact)]
    if missing:
        raise Incomplete(missing)
    going = {f"{step.who}.{step.procedure}" for step in way if step.state != "closed"}
    parts = tuple(
        _own(str(facts[part.own])) if part.own else _filled(part.words, facts)
        for part in sample.paragraphs
        if all(facts.get(fact) for fact in part.having)
        and not any(facts.get(fact) for fact in part.lacking)
        and going.issuperset(part.steps)
        and (not part.own or facts.get(part.own))
    )
    return Composition(_filled(sample.subject, facts), parts, sample.enclosures)


def in_words(value: Fact, language: str) -> str:
    """A fact as it stands in a letter: a day in full, text as it was told."""
    if isinstance(value, date):
        return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"
    return str(value)


def _is_taken(sample: Sample, mine: list[Step]) -> bool:
    return any((step.procedure, step.state) in sample.takes for step in mine)


def _filled(words: Words, facts: Mapping[str, Fact]) -> Words:
    nl, en = (
        text.format_map({name: in_words(value, language) for name, value in facts.items()})
        for text, language in ((words.nl, "nl"), (words.en, "en"))
    )
    # A name at the head of a sentence: "de gemeente" was told in the middle of one.
    return Words(nl[:1].upper() + nl[1:], en[:1].upper() + en[1:])


def _own(text: str) -> Words:
    return Words(text, text)


def _sample(code: str, data: Mapping[str, object]) -> Sample:
    read = _Reader(data)
    return Sample(
        code=code,
        title=read.words("title"),
        use=read.words("use"),
        article=str(data["article"]),
        to=str(data["to"]),
        anytime=bool(data.get("anytime")),
        waits=bool(data.get("waits")),
        takes=tuple((step["procedure"], step["state"]) for step in read.tables("steps")),
        lacking=read.names("without"),
        needs=read.names("needs"),
        asks=read.names("asks"),
        subject=read.words("subject"),
        paragraphs=tuple(map(_paragraph, read.tables("paragraphs"))),
        enclosures=tuple(Words(**item) for item in read.tables("enclosures")),
    )


def _paragraph(data: Mapping[str, str]) -> Paragraph:
    read = _Reader(data)
    words = Words(data.get("nl", ""), data.get("en", ""))
    return Paragraph(words, data.get("own", ""), read.names("with"), read.names("without"), read.names("steps"))


class _Reader:
    """Reads the parts of a data file with the types they have there."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.data = data

    def words(self, name: str) -> Words:
        value = self.data[name]
        assert isinstance(value, dict)
        return Words(**value)

    def names(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name, [])
        assert isinstance(value, list)
        return tuple(map(str, value))

    def tables(self, name: str) -> list[dict[str, str]]:
        value = self.data.get(name, [])
        assert isinstance(value, list)
        return value
