"""Whether the letter says rightly how to contest it, measured against what the law asks (Awb 3:45, 6:7, 9:12)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bundel.engines.letters.letter import BodyFound, Clause, ClauseState, Kind, KindFound, Match, Sure, TermFound
from bundel.engines.letters.rules import Rule
from bundel.engines.letters.stream import Stream

Said = dict[str, list[tuple[Rule, Match]]]
_WAYS = {
    Kind.RULING: "higher_appeal",
    Kind.DECISION_ON_OBJECTION: "appeal",
    Kind.DECISION: "objection",
    Kind.COMPLAINT_OUTCOME: "ombudsman",
}
_MEANS = ("objection", "appeal", "higher_appeal", "ombudsman")
# These bodies take no decisions in the sense of the Awb.
_PRIVATE = frozenset({"insurer", "care_provider", "collector"})
_WRONG_BODY = {"objection": "objection_at_court", "appeal": "appeal_at_authority"}
_WRONG = frozenset({"term_wrong", "means_wrong", "body_wrong", "from_receipt", "objection_denied"})
_SIX_WEEKS = timedelta(weeks=6)
# Terms of special laws, in weeks: the Ziektewet (75k) and the Vreemdelingenwet (69).
_WEEKS = {"zw": {2, 6}, "vw": {1, 4}}
# The words around an invitation to object that belong to it.
_BEFORE, _AFTER = 25, 70


@dataclass(frozen=True, slots=True)
class Contest:
    """What decides how a letter may be contested; `start` is the day it was made known, as far as it says.

    `disputed` means that it is not settled whether the letter decides anything.
    """

    stream: Stream
    said: Said
    kinds: tuple[KindFound, ...]
    sender: BodyFound
    law: str | None
    start: date | None
    disputed: bool

    @property
    def way(self) -> str | None:
        """The way the letter should name, or None when the law asks for none."""
        present = {each.kind for each in self.kinds}
        for kind, way in _WAYS.items():
            if kind in present:
                private = self.sender.body in _PRIVATE or self.sender.body == way
                return None if private and kind in {Kind.DECISION, Kind.COMPLAINT_OUTCOME} else way
        return None

    def adopt_term(self, terms: tuple[TermFound, ...]) -> tuple[TermFound, ...]:
        """The terms, and the one near the invitation that no rule could place: "Doe dit binnen zes weken"."""
        way = self.way
        if way is None or way not in self.said or any(term.purpose == way for term in terms):
            return terms
        stated = [self._stated_at(place, way) for place in sorted(self.stream.lengths)]
        taken = [(term.match.start, term.match.end) for term in terms]
        loose = [
            term
            for term in stated
            if self._belongs(term.match, way) and not any(a <= term.match.start < b for a, b in taken)
        ]
        return tuple(sorted((*terms, *loose[:1]), key=lambda term: term.match.start))

    def _stated_at(self, place: int, way: str) -> TermFound:
        _, start, end = self.stream.spots[self.stream.word_at(place)]
        length = self.stream.lengths[place]
        match = Match("term-near-clause", start, end)
        return TermFound(way, "me", length.number, length.unit, None, Sure.LIKELY, match)

    def judge(self, terms: tuple[TermFound, ...]) -> Clause:
        """The clause as it stands in the letter, and what is wrong with it."""
        way = self.way
        named = [key for key in _MEANS if key in self.said]
        shown = [match for key in named for _, match in self.said[key]]
        state, problems = self._verdict(way, terms)
        means = way if way in self.said else next(iter(named), None)
        return Clause(state, means, tuple(problems), tuple(sorted(shown, key=lambda match: match.start)))

    def _verdict(self, way: str | None, terms: tuple[TermFound, ...]) -> tuple[ClauseState, list[str]]:
        if self.disputed or self.kinds[0].kind is Kind.UNKNOWN:
            return ClauseState.UNCLEAR, []
        if way is None:
            return ClauseState.NOT_NEEDED, []
        if way not in self.said:
            return self._without(way)
        problems = [] if way == "ombudsman" else self._problems(way, terms)
        if _WRONG & set(problems):
            return ClauseState.WRONG, problems
        return (ClauseState.INCOMPLETE if problems else ClauseState.PRESENT), problems

    def _without(self, way: str) -> tuple[ClauseState, list[str]]:
        """What it means that the letter does not name the way it should."""
        if way == "ombudsman":
            return ClauseState.MISSING, ["ombudsman_missing"]
        if way == "higher_appeal":
            return (ClauseState.NOT_NEEDED if "no_objection" in self.said else ClauseState.UNCLEAR), []
        if ("appeal" if way == "objection" else "objection") in self.said:
            return ClauseState.WRONG, ["means_wrong"]
        if way == "objection" and "no_objection" in self.said:
            return ClauseState.WRONG, ["objection_denied"]
        doubtful = self.kinds[0].sure is not Sure.CERTAIN or self.sender.body in {"school", "unknown"}
        missing = "clause_missing" if way == "objection" else "appeal_missing"
        return (ClauseState.UNCLEAR if doubtful else ClauseState.MISSING), [missing]

    def _problems(self, way: str, terms: tuple[TermFound, ...]) -> list[str]:
        stated = [term for term in terms if term.purpose == way and (term.number or term.until)]
        problems = []
        if not stated:
            problems.append("term_missing")
        elif not all(self._is_right(term) for term in stated):
            problems.append("term_wrong")
        if self._near(_WRONG_BODY.get(way, ""), way):
            problems.append("body_wrong")
        elif not self._near("where", way):
            problems.append("where_missing")
        if self._near("from_receipt", way):
            problems.append("from_receipt")
        return problems

    def _is_right(self, term: TermFound) -> bool:
        if term.until is not None:
            return self.start is None or term.until >= self.start + _SIX_WEEKS
        if term.unit == "days":
            return term.number == _SIX_WEEKS.days
        return term.unit == "weeks" and term.number in _WEEKS.get(self.law or "", {6})

    def _near(self, key: str, way: str) -> bool:
        return any(self._belongs(match, way) for _, match in self.said.get(key, []))

    def _belongs(self, match: Match, way: str) -> bool:
        """Whether the match stands close enough to an invitation to belong to it."""
        at = self.stream.word_at(match.start)
        return any(-_BEFORE <= at - self.stream.word_at(anchor.start) <= _AFTER for _, anchor in self.said.get(way, []))
