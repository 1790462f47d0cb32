"""The frame of a letter: who wrote it, for whom, in which language, on which days."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from bundel.engines.letters.letter import BodyFound, DayFound, Match, Sure
from bundel.engines.letters.rules import Rule, find_all, rules
from bundel.engines.letters.stream import Stream
from bundel.engines.letters.tables import read_table

# A name in the first words, near the top or near the bottom says who wrote the letter.
_TOP, _HEAD, _TAIL = 12, 45, 40


def language(stream: Stream) -> str:
    """ "nl", "en", or "unknown" for a text with hardly any words of either."""
    words = read_table("words")
    dutch, english = stream.has(*words["dutch"].split()), stream.has(*words["english"].split())
    if max(dutch, english) < 3:
        return "unknown"
    return "nl" if dutch >= english else "en"


def find_sender(stream: Stream) -> BodyFound:
    """The kind of body named most at the top and the bottom; `unknown` where two are named alike."""
    scores: dict[str, int] = {}
    places: dict[str, list[Match]] = {}
    last = len(stream.spots) - _TAIL
    for body, found in find_all("bodies", stream).items():
        spots = [(rule, match, stream.word_at(match.start)) for rule, match in found]
        near = [(rule, match, at) for rule, match, at in spots if at < _HEAD or at >= last]
        scores[body] = (
            5 * any(at < _TOP for _, _, at in near)
            + 2 * any(at < _HEAD for _, _, at in near)
            + 2 * any(at >= last for _, _, at in near)
            + 3 * any(rule.strong for rule, _, _ in near)
        )
        places[body] = [match for _, match, _ in near]
    best = max(scores.values(), default=0)
    winners = [body for body, score in scores.items() if score == best]
    if not best or len(winners) > 1:
        return BodyFound("unknown", Sure.UNCLEAR, ())
    runner_up = max((score for score in scores.values() if score < best), default=0)
    sure = Sure.CERTAIN if best >= 2 * runner_up and best > 3 else Sure.LIKELY
    return BodyFound(winners[0], sure, tuple(sorted(places[winners[0]], key=lambda match: match.start)))


def find_law(stream: Stream) -> str | None:
    """The one special law the letter names most; None when it names none, or several alike."""
    counts = {law: len(found) for law, found in find_all("laws", stream).items()}
    best = max(counts.values(), default=0)
    winners = [law for law, count in counts.items() if count == best]
    return winners[0] if best and len(winners) == 1 else None


def signs_within(signs: list[int], start: int, end: int) -> list[int]:
    """The places in the sorted `signs` that lie in the letter from `start` to `end`."""
    return signs[bisect_left(signs, start) : bisect_left(signs, end)]


def nearest(stream: Stream, found: Iterator[tuple[Rule, Match, int]]) -> dict[int, tuple[Rule, Match]]:
    """For each place the rule whose words lie closest around it; of equals the first in the file."""
    best: dict[int, tuple[int, Rule, Match]] = {}
    for rule, match, place in found:
        size = stream.word_at(match.end - 1) - stream.word_at(match.start)
        if place not in best or size < best[place][0]:
            best[place] = (size, rule, match)
    return {place: (rule, match) for place, (_, rule, match) in sorted(best.items())}


def find_days(stream: Stream) -> tuple[DayFound, ...]:
    """Every day whose part in the letter the rules know, in the order of the letter."""
    signs = sorted(stream.days)

    def candidates() -> Iterator[tuple[Rule, Match, int]]:
        for rule in rules("days"):
            for match in rule.find(stream):
                yield rule, match, signs_within(signs, match.start, match.end)[-1]

    found = [
        DayFound(rule.key, stream.days[place], Sure.CERTAIN if rule.strong else Sure.LIKELY, match)
        for place, (rule, match) in nearest(stream, candidates()).items()
    ]
    sure = [day for day in found if not (day.role == "letter" and day.sure is Sure.LIKELY)]
    if not any(day.role == "letter" for day in sure):
        heading = _heading_day(
            stream, {place for day in found for place in signs_within(signs, day.match.start, day.match.end)}
        )
        sure = found + ([heading] if heading and not any(day.role == "letter" for day in found) else [])
    return tuple(sorted(sure, key=lambda day: day.match.start))


def _heading_day(stream: Stream, taken: set[int]) -> DayFound | None:
    heading = read_table("days")["heading"]
    words = [word for word, _, _ in stream.spots[: heading["within_words"]]]
    for index, word in enumerate(words):
        _, start, end = stream.spots[index]
        before = words[index - 1] if index else ""
        if word == "<date>" and start not in taken and before not in heading["unless_after"] and stream.days[start]:
            return DayFound("letter", stream.days[start], Sure.LIKELY, Match(heading["id"], start, end))
    return None


def only_day(days: tuple[DayFound, ...], role: str) -> DayFound | None:
    """The day with this role when the letter names exactly one."""
    found = [day for day in days if day.role == role and day.day is not None]
    values: set[date | None] = {day.day for day in found}
    return found[0] if len(values) == 1 else None
