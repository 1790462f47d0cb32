"""Reads a whole letter: each finding with the words it rests on and the rule that recognised them."""

from functools import cache

from bundel.engines.letters import frame
from bundel.engines.letters.clause import Contest
from bundel.engines.letters.facts import SUBJECT_WORDS, Reading, find_facts, find_procedure, subject
from bundel.engines.letters.follows import what_follows
from bundel.engines.letters.kinds import DECISIONS, find_kinds, is_decision
from bundel.engines.letters.letter import (
    BodyFound,
    Clause,
    ClauseState,
    Contradiction,
    DayFound,
    Kind,
    KindFound,
    Letter,
    Match,
    Sure,
    TermFound,
    UnclearWord,
)
from bundel.engines.letters.notation import Pattern, compile_pattern
from bundel.engines.letters.rules import find_all
from bundel.engines.letters.stories import consequence, contradiction
from bundel.engines.letters.stream import Stream, read_stream
from bundel.engines.letters.tables import read_table
from bundel.engines.letters.terms import find_adjournment, find_terms

_DELAYS = {Kind.ADJOURNMENT, Kind.EXTENSION}
_UNKNOWN = (KindFound(Kind.UNKNOWN, Sure.UNCLEAR, ()),)
_ONLY_WITH = {"repair": {Kind.REPAIR}, "adjournment": _DELAYS}


@cache
def _unclear_patterns() -> tuple[tuple[Pattern, str], ...]:
    return tuple((compile_pattern(entry["words"]), entry["plain"]) for entry in read_table("unclear_words")["word"])


def _unclear_words(stream: Stream) -> tuple[UnclearWord, ...]:
    found = []
    for pattern, plain in _unclear_patterns():
        for place in pattern.find(stream):
            start, end = stream.span(*place)
            found.append(UnclearWord(start, end, stream.line[place[0] : place[1]], plain))
    return tuple(sorted(found, key=lambda word: (word.start, word.end)))


def _day_contradictions(stream: Stream, days: tuple[DayFound, ...]) -> list[Contradiction]:
    told = []
    letters = [day for day in days if day.role == "letter" and day.day]
    if len({day.day for day in letters}) > 1:
        told.append(contradiction("two_letter_dates", tuple(day.match for day in letters)))
    letter, sent, due = (frame.only_day(days, role) for role in ("letter", "sent", "due"))
    if letter and letter.day and sent and sent.day and sent.day < letter.day:
        told.append(contradiction("sent_before_dated", (letter.match, sent.match)))
    if letter and letter.day and due and due.day and due.day < letter.day:
        told.append(contradiction("late_adjournment", (letter.match, due.match)))
    if impossible := sorted(stream.impossible):
        spots = [stream.spots[stream.word_at(place)] for place in impossible]
        told.append(contradiction("no_such_day", tuple(Match("no-such-day", start, end) for _, start, end in spots)))
    return told


def _term_contradictions(terms: tuple[TermFound, ...]) -> list[Contradiction]:
    told = []
    for purpose in dict.fromkeys(term.purpose for term in terms if term.who == "me"):
        same = [term for term in terms if term.purpose == purpose and term.number]
        if len({(term.number, term.unit) for term in same}) > 1:
            told.append(contradiction("two_terms", tuple(term.match for term in same)))
    unsure = [term.match for term in terms if term.unit and term.number is None]
    if unsure:
        told.append(contradiction("term_figures_differ", tuple(unsure)))
    return told


def _foreign(language: str) -> Letter:
    """What can be said of a letter that is not in Dutch: nothing but that."""
    return Letter(
        language=language,
        decision="unclear",
        kinds=_UNKNOWN,
        sender=BodyFound("unknown", Sure.UNCLEAR, ()),
        addressee=None,
        reference=None,
        days=(),
        terms=(),
        clause=Clause(ClauseState.UNCLEAR, None, (), ()),
        adjournment=None,
        advice=None,
        law=None,
        procedure=None,
        facts={},
        contradictions=(),
        unclear_words=(),
        what_follows=(consequence("unknown_english"),),
    )


def _terms(stream: Stream, present: set[Kind]) -> tuple[TermFound, ...]:
    """The terms, without those that mean nothing in a letter of this kind."""
    return tuple(term for term in find_terms(stream) if _ONLY_WITH.get(term.purpose, present) & present)


def read(text: str) -> Letter:
    """Everything the rules recognise in a letter; nothing is guessed, and no name is kept."""
    stream = read_stream(text)
    language = frame.language(stream)
    return _foreign(language) if language == "en" else _read_dutch(stream, language)


def _read_dutch(stream: Stream, language: str) -> Letter:
    said, around = find_all("clause", stream), find_all("frame", stream)
    kinds, told = find_kinds(stream, said.get("objection", []))
    present = {each.kind for each in kinds}
    sender, law, days = frame.find_sender(stream), frame.find_law(stream), frame.find_days(stream)
    start = frame.only_day(days, "sent") or frame.only_day(days, "letter")
    contest = Contest(stream, said, kinds, sender, law, start.day if start else None, disputed=bool(told))
    terms = contest.adopt_term(_terms(stream, present))
    clause = contest.judge(terms)
    adjournment = find_adjournment(terms, days) if present & _DELAYS else None
    counts = {name: stream.has(*words) for name, words in SUBJECT_WORDS.items()}
    follows = what_follows(kinds, sender, clause, terms, adjournment, law, subject(counts))
    if present & set(DECISIONS) and start is None:
        follows += (consequence("no_letter_date"),)
    firsts = {key: found[0][1] for key, found in around.items()}
    return Letter(
        language=language,
        decision=is_decision(kinds, told),
        kinds=kinds,
        sender=sender,
        addressee=firsts.get("addressee"),
        reference=firsts.get("reference"),
        days=days,
        terms=terms,
        clause=clause,
        adjournment=adjournment,
        advice=firsts.get("advice"),
        law=law,
        procedure=find_procedure(kinds, sender.body, counts),
        facts=find_facts(Reading(frozenset(present), days, terms, adjournment, around)),
        contradictions=(*told, *_day_contradictions(stream, days), *_term_contradictions(terms)),
        unclear_words=_unclear_words(stream),
        what_follows=follows,
    )
