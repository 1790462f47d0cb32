"""The terms a letter states: for what, for whom, how long or until when."""

from collections.abc import Iterator

from bundel.engines.letters.frame import nearest, signs_within
from bundel.engines.letters.letter import Adjournment, DayFound, Match, Sure, TermFound
from bundel.engines.letters.rules import Rule, rules
from bundel.engines.letters.stream import Stream


def _candidates(stream: Stream) -> Iterator[tuple[Rule, Match, int]]:
    lengths, days = sorted(stream.lengths), sorted(stream.days)
    for rule in rules("terms"):
        for match in rule.find(stream):
            places = signs_within(lengths, match.start, match.end) or signs_within(days, match.start, match.end)
            first_is_head = places[0] == match.start
            yield rule, match, places[0] if first_is_head else places[-1]


def find_terms(stream: Stream) -> tuple[TermFound, ...]:
    """Every stated term, in the order of the letter; `number` and `until` are None where it is not one value."""
    found: list[TermFound] = []
    for place, (rule, match) in nearest(stream, _candidates(stream)).items():
        length, until = stream.lengths.get(place), stream.days.get(place)
        known = until is not None or (length is not None and length.number is not None)
        found.append(
            TermFound(
                purpose=rule.key,
                who=rule.extra["who"],
                number=length.number if length else None,
                unit=length.unit if length else None,
                until=until,
                sure=Sure.CERTAIN if known else Sure.UNCLEAR,
                match=match,
            )
        )
    return tuple(found)


def find_adjournment(terms: tuple[TermFound, ...], days: tuple[DayFound, ...]) -> Adjournment | None:
    """How long or until when the decision is put off, as far as the letter says."""
    longer = next((term for term in terms if term.purpose == "adjournment" and term.unit == "weeks"), None)
    due = next((day for day in days if day.role == "due" and day.day), None)
    match = longer.match if longer else due.match if due else None
    if match is None:
        return None
    return Adjournment(longer.number if longer else None, due.day if due else None, match)
