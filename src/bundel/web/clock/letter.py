"""A letter as it was read, in the words of the page: what it is, what follows, and which words say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bundel.engines.letters import Letter, read
from bundel.engines.letters.letter import Match, Sure
from bundel.engines.letters.stories import length_words
from bundel.engines.letters.tables import FOLDER, read_table
from bundel.web.clock.kinds import KINDS, LAWS, Kind, Text

VERDICTS: dict[str, Text] = {
    "yes": _("Dit is een besluit"),
    "no": _("Dit is geen besluit"),
    "unclear": _("We weten niet zeker of dit een besluit is"),
}
LETTERS: dict[str, Text] = {
    "ruling": _("een uitspraak van de rechter"),
    "decision_on_objection": _("een besluit op je bezwaar"),
    "decision": _("een besluit"),
    "intention": _("een plan voor een besluit; je mag eerst reageren"),
    "repair": _("een vraag om iets aan te vullen"),
    "adjournment": _("uitstel: het antwoord komt later"),
    "extension": _("uitstel: de instantie neemt meer tijd"),
    "complaint_outcome": _("een antwoord op een klacht"),
    "court_fee": _("een nota van de rechter"),
    "hearing": _("een uitnodiging voor een hoorzitting"),
    "talk_report": _("een verslag van een gesprek"),
    "receipt": _("een bevestiging dat je brief binnen is"),
    "reminder": _("een herinnering"),
    "information": _("een brief met uitleg"),
    "unknown": _("een brief die we niet herkennen"),
}
CLAUSES: dict[str, Text] = {
    "present": _("Er staat in hoe je bezwaar of beroep maakt."),
    "incomplete": _("Er staat niet alles in over bezwaar of beroep."),
    "wrong": _("Wat er staat over bezwaar of beroep, klopt niet."),
    "missing": _("Er staat niet in dat je bezwaar of beroep kunt maken. Dat moet wel."),
    "not_needed": _("In deze brief hoeft niets te staan over bezwaar of beroep."),
    "unclear": _("We weten niet zeker wat er staat over bezwaar of beroep."),
}
PURPOSES: dict[str, Text] = {
    "objection": _("Bezwaar maken"),
    "appeal": _("In beroep gaan"),
    "higher_appeal": _("In hoger beroep gaan"),
    "repair": _("Aanvullen"),
    "view": _("Zeggen wat je ervan vindt"),
    "payment": _("Betalen"),
    "adjournment": _("Uitstel van de instantie"),
    "decision": _("Beslissen door de instantie"),
    "ombudsman": _("Naar de ombudsman"),
    "hearing_papers": _("Stukken insturen"),
    "dispute": _("Naar de geschilleninstantie"),
}
DAYS: dict[str, Text] = {
    "letter": _("Datum op de brief"),
    "sent": _("Verstuurd op"),
    "hearing": _("Dag van de hoorzitting"),
    "due": _("De instantie wil beslissen voor"),
}
# What a letter is about, by the procedure of the clock; a delay or a receipt tells of what one sent oneself.
_BY_PROCEDURE = {
    "objection": "besluit",
    "appeal": "besluit-op-bezwaar",
    "higher_appeal": "uitspraak",
    "repair": "aanvullen",
    "hearing": "zitting",
    "court_fee": "griffierecht",
    "ombudsman": "antwoord-op-klacht",
    "application": "aanvraag",
    "report": "melding",
    "complaint": "klacht",
    "care_complaint": "klacht-zorg",
    "woo_request": "woo",
}
_DELAYS = frozenset({"adjournment", "extension", "receipt"})
# Facts that hold for any kind; the others only where the kind asks for them: the day of an application is not
# the day of an objection.
_ALWAYS = frozenset({"medical", "external_expert", "advice_asked"})
_OF_DELAY = frozenset({"adjourned_on", "adjourn_weeks"})
_WAITS = frozenset({"bezwaar", "aanvraag", "woo"})


@dataclass(frozen=True)
class Piece:
    """A stretch of the letter; `number` is that of the rule that recognised it, 0 for the words between."""

    text: str
    number: int


@dataclass(frozen=True)
class Why:
    """A rule that recognised something: its number in the text, and what it says."""

    number: int
    text: str


@dataclass(frozen=True)
class Shown:
    """The letter as the page shows it."""

    verdict: Text
    kinds: list[tuple[Text, bool]]
    follows: list[tuple[str, str]]
    found: list[tuple[Text, str | date | Text]]
    clause: Text | None
    contradictions: list[str]
    unclear: list[tuple[str, str]]
    pieces: list[Piece]
    whys: list[Why]
    kind: Kind | None
    known: dict[str, str]


def show(text: str) -> Shown:
    """Read a letter and put what was found in the words of the page."""
    letter = read(text)
    pieces, whys = _marked(text, letter)
    kind = _kind(letter)
    return Shown(
        verdict=VERDICTS[letter.decision],
        kinds=[(LETTERS[each.kind], each.sure is Sure.CERTAIN) for each in letter.kinds],
        follows=[(_say(each.words), each.article) for each in letter.what_follows],
        found=list(_found(letter)),
        clause=CLAUSES[letter.clause.state] if letter.decision != "no" else None,
        contradictions=[_say(each.words) for each in letter.contradictions],
        unclear=list(dict.fromkeys((each.word, each.plain) for each in letter.unclear_words)),
        pieces=pieces,
        whys=whys,
        kind=kind,
        known=_known(letter, kind) if kind else {},
    )


def _say(words: Any) -> str:
    return str(getattr(words, get_language() or "nl"))


def _found(letter: Letter) -> Iterator[tuple[Text, str | date | Text]]:
    """Days, terms and names that the letter gives, as label and value."""
    for role, label in DAYS.items():
        if day := letter.day(role):
            yield label, day
    for term in letter.terms:
        if term.purpose in PURPOSES and (term.until or (term.number and term.unit)):
            yield PURPOSES[term.purpose], term.until or _say(length_words(term.number or 0, term.unit or "days"))
    yield _("Aan wie"), _("Er staat voor wie de brief is.") if letter.addressee else _("Er staat geen naam in.")
    if letter.advice:
        yield _("Onderzoek of advies"), _("De brief noemt een onderzoek of advies. Vraag of je het mag lezen.")


def _kind(letter: Letter) -> Kind | None:
    if letter.procedure not in _BY_PROCEDURE:
        return None
    if letter.procedure == "objection" and {each.kind.value for each in letter.kinds} & _DELAYS:
        return KINDS["bezwaar"]
    return KINDS[_BY_PROCEDURE[letter.procedure]]


def _known(letter: Letter, kind: Kind) -> dict[str, str]:
    """The facts to fill in beforehand; the person looks at each of them before the clock runs."""
    stated = {name: fact.value for name, fact in letter.facts.items()}
    days = stated.get("term_days")
    if isinstance(days, int) and days % 7 == 0:
        stated["term_weeks"] = days // 7
    sent = stated.get("ruling_sent") or stated.get("decision_sent") or stated.get("dated")
    if kind.code not in _WAITS and sent:
        stated.setdefault("made_known", sent)
    names = {*kind.asks, *_ALWAYS, *(_OF_DELAY if kind.code in _WAITS else ())}
    known = {name: _as_sent(value) for name, value in stated.items() if name in names}
    return {**known, "law": letter.law} if letter.law in LAWS and letter.law else known


def _as_sent(value: date | int | bool | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _sentences() -> dict[str, dict[str, str]]:
    """What each rule of the reader says, by its code."""
    tables = [read_table(file.stem) for file in FOLDER.glob("*.toml")]
    return {entry["id"]: table.get("all", {}) | entry for table in tables for entry in table.get("rule", ())}


def _matches(letter: Letter) -> list[Match]:
    found: list[Match | None] = [match for each in letter.kinds for match in each.matches]
    found += [each.match for each in letter.days]
    found += [each.match for each in letter.terms]
    found += [*letter.clause.matches, *(match for each in letter.contradictions for match in each.matches)]
    found += [letter.adjournment.match if letter.adjournment else None, letter.reference, letter.advice]
    found += [fact.match for fact in letter.facts.values()]
    return [match for match in found if match and match.rule in _sentences()]


def _marked(text: str, letter: Letter) -> tuple[list[Piece], list[Why]]:
    """The letter in pieces, each match a piece with the number of its rule; of two that overlap the longer one."""
    pieces: list[Piece] = []
    numbers: dict[str, int] = {}
    done = 0
    for match in sorted(set(_matches(letter)), key=lambda each: (each.start, -each.end)):
        if match.start < done:
            continue
        if match.start > done:
            pieces.append(Piece(text[done : match.start], 0))
        pieces.append(Piece(text[match.start : match.end], numbers.setdefault(match.rule, len(numbers) + 1)))
        done = match.end
    pieces.append(Piece(text[done:], 0))
    language = get_language() or "nl"
    return pieces, [Why(number, _sentences()[rule][language]) for rule, number in numbers.items()]
