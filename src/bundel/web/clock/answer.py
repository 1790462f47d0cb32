"""The answer of the legal clock as a page shows it: the day, the sum, the way ahead, and what cannot be said."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.engines.deadlines import PathStep, compute, path
from bundel.engines.deadlines.rules import laws
from bundel.engines.drafting import Sample
from bundel.web.clock.figure import Bar, Figure
from bundel.web.clock.kinds import KINDS, LAWS, MY_DAY, SAID, SENT, THEIR_DAY, WORDS, Kind, Text, step_words
from bundel.web.clock.making import Making, making, said
from bundel.web.templatetags.bundel import day as in_words

# Something was asked of the person; there is nothing to talk over first.
ABOUT_COURT = ("repair", "hearing", "court_fee")


@dataclass(frozen=True)
class SumStep:
    """One line of the sum, as one would count it on a calendar."""

    text: str
    article: str
    day: date | None


@dataclass(frozen=True)
class Ahead:
    """One step of the way ahead: from when it can be done or begins, and its last day."""

    what: Text
    since: date | None
    until: date | None
    text: str
    article: str
    who: str
    is_now: bool

    @property
    def when(self) -> date | None:
        return self.until or self.since


@dataclass(frozen=True)
class Doubt:
    """A rule that is not certain, and the day a careful person keeps to."""

    text: str
    article: str
    safe_day: date | None


@dataclass
class Answer:
    """What the page says.

    `is_mine` tells whose day the headline names; `situation` is open or past for mine, running or late for the
    authority's, or unknown.
    """

    kind: Kind
    told: list[tuple[str, str | date]]
    begun_on: date | None
    is_mine: bool
    situation: str
    headline: Text
    day: date | None
    is_safe_day: bool
    days_left: int | None
    why: str
    post_limit: date | None
    mine: list[SumStep]
    after: list[SumStep]
    theirs: list[SumStep]
    laws: list[tuple[str, str]]
    ahead: list[Ahead]
    later: list[Ahead]
    figure: Figure | None
    doubts: list[Doubt]
    notes: list[str]
    missing: tuple[str, ...]
    checked_on: date
    penalty: int | None
    making: Making

    @property
    def is_about_court(self) -> bool:
        """Whether something was asked of the person."""
        return self.kind.procedure in ABOUT_COURT

    @property
    def waiting_kind(self) -> Kind:
        """For who objected in time already: the clock of the authority."""
        return KINDS["bezwaar"]

    @property
    def is_ahead(self) -> bool:
        return self.situation in ("open", "running")

    @property
    def letters(self) -> list[tuple[Sample, str]]:
        """The letters that make sense now, each with what it is called."""
        return [(sample, said(sample.title)) for sample in self.making.samples]

    def mail(self, address: str) -> str:
        """A link that opens the person's own mail with the answer in it; nothing goes through us."""
        lines = [f"{self.headline}: {in_words(self.day)}" if self.day else str(self.headline), ""]
        lines += [f"- {step.text} ({step.article})" for step in (self.mine if self.is_mine else self.theirs)]
        lines += ["", _("Uitgerekend op %s. Dit is geen juridisch advies.") % address]
        text = "\r\n".join(line.replace("\u00a0", " ") for line in lines)
        return f"mailto:?subject={quote(_('Mijn laatste dag'))}&body={quote(text)}"


def answer(kind: Kind, facts: dict[str, Any], law: str | None, *, today: date) -> Answer:
    """Ask the clock, and put what it says in the words of the page."""
    request = {"id": kind.code, "procedure": kind.procedure, "law": law, "facts": facts, "today": today}
    found, way = compute(request), path(request)
    # Who sent something waits for the authority, unless it came too late: then one's own day is what counts.
    is_mine = kind not in SENT or found["timely"] is False
    main = _main_step(kind, way, "me" if is_mine else "them")
    safe, day = (_read(main["safe_day"]), _read(main["last_day"])) if main else (None, None)
    # A safe day that has passed must not take away a day that may still be there; a note tells of both.
    if safe and is_mine and day and safe < today <= day:
        safe = None
    day = safe or day
    situation = _situation(day, today, is_mine=is_mine, is_late=bool(found["authority_late"]))
    mine, after, theirs = _sums(found["explanation"], is_mine=is_mine)
    steps = [_ahead(step, today) for step in way if step["state"] != "closed"]
    return Answer(
        kind=kind,
        told=_told(kind, facts, law),
        begun_on=facts.get("received") or facts.get(kind.asks[0]),
        is_mine=is_mine,
        situation=situation,
        headline=(MY_DAY if is_mine else THEIR_DAY)[kind.procedure],
        day=day,
        is_safe_day=safe is not None,
        days_left=(day - today).days if day else None,
        why=_say(main["why"]) if main else "",
        post_limit=_read(found["post_receipt_limit"]),
        mine=mine,
        after=after,
        theirs=theirs,
        laws=_laws_in([step["article"] for step in found["explanation"]]),
        ahead=sorted((s for s in steps if s.when or s.is_now), key=lambda s: s.when or date.min),
        later=[step for step in steps if not (step.when or step.is_now)],
        figure=_figure(main, way, today) if situation in ("open", "running") else None,
        doubts=[Doubt(_say(d), d["article"], _read(d["safe_day"])) for d in found["confirm"]],
        notes=[_say(note) for note in found["notes"]] if situation != "past" else [],
        missing=tuple(need["fact"] for need in found["missing"]),
        checked_on=date.fromisoformat(found["rules_checked_on"]),
        penalty=found["penalty_eur"],
        making=making(
            # A hearing that is over cannot be moved any more.
            {name: value for name, value in facts.items() if name != "hearing_on" or value >= today},
            way,
            mine=day if situation == "open" else None,
            due=None if is_mine else day,
            may_talk=kind.procedure not in ABOUT_COURT,
        ),
    )


def _main_step(kind: Kind, way: list[PathStep], who: str) -> PathStep | None:
    """The step whose last day is the answer."""
    return next((step for step in way if step["procedure"] == kind.procedure and step["who"] == who), None)


def _situation(day: date | None, today: date, *, is_mine: bool, is_late: bool) -> str:
    if day is None:
        return "unknown"
    if is_mine:
        return "past" if day < today else "open"
    return "late" if is_late or day < today else "running"


def _say(words: Any) -> str:
    return str(words[get_language() or "nl"])


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _told(kind: Kind, facts: dict[str, Any], law: str | None) -> list[tuple[str, str | date]]:
    """What the person filled in, piece by piece: some words, and a value to stress or nothing."""
    told: list[tuple[str, str | date]] = [("", str(kind.recap))]
    for name in kind.asks:
        value = facts.get(name)
        if isinstance(value, date):
            told.append((str(SAID[name]), value))
        elif name in WORDS and value:
            told.append((str(WORDS[name][str(value)]).lower(), ""))
    return [*told, (str(LAWS[law]), "")] if law else told


def _sums(steps: Any, *, is_mine: bool) -> tuple[list[SumStep], list[SumStep], list[SumStep]]:
    """My sum to the last day, what is to be said after it, and their sum, which begins where mine ends."""
    lines = [SumStep(_say(step), step["article"], _read(step["to"])) for step in steps]
    codes = [step["code"] for step in steps]
    split = codes.index("start_end_of_my_term") if "start_end_of_my_term" in codes else len(lines) if is_mine else 0
    end = codes.index("last_day") + 1 if "last_day" in codes[:split] else split
    return lines[:end], lines[end:split], lines[split:]


def _laws_in(articles: list[str]) -> list[tuple[str, str]]:
    """The laws that the articles name by their short name, each with its whole name."""
    names = {law.short: _say(law.name._asdict()) for law in laws().values() if law.short != law.name.nl}
    text = " ".join(articles)
    return [(short, name) for short, name in names.items() if re.search(rf"\b{re.escape(short)}\b", text)]


def _ahead(step: PathStep, today: date) -> Ahead:
    since, until = _read(step["opens_on"]), _read(step["last_day"])
    is_now = step["state"] == "open"
    return Ahead(
        what=step_words(step["procedure"], step["who"]),
        since=since if since and since > today else None,
        until=until,
        text=_say(step["why"]),
        article=step["article"],
        who=step["who"],
        is_now=is_now,
    )


def _figure(main: PathStep | None, way: list[PathStep], today: date) -> Figure | None:
    """The clock that counts as a bar, and beside it the next one of the other side that is not over."""
    bar = _bar(main, today) if main else None
    if main is None or bar is None:
        return None
    others = (
        _bar(step, today)
        for step in way
        if step["who"] != main["who"] and step["state"] != "closed" and step["procedure"] in (*MY_DAY, *THEIR_DAY)
    )
    other = next((found for found in others if found), None)
    mine, theirs = (bar, other) if main["who"] == "me" else (other, bar)
    return Figure(mine, theirs, today)


def _bar(step: PathStep, today: date) -> Bar | None:
    end = _read(step["safe_day"] or step["last_day"])
    if step["who"] == "me" and end and end < today:
        end = _read(step["last_day"])
    start = _read(step["opens_on"]) or today
    return Bar(start, end) if end and start <= end else None
