"""Letters nobody understands: the hard sentences in one, and which of them a person gives as an example."""

from collections.abc import Iterator
from dataclasses import dataclass

from bundel.concerns.rules.card import without_person
from bundel.concerns.rules.told import Told
from bundel.engines.readability import assess

MOST_SENTENCES = 12
LONGEST_SENTENCE = 600
FEWEST_WORDS = 5
HARD = 48.0  # a sentence below this score is harder than B2


@dataclass(frozen=True)
class Hard:
    """A sentence without any person in it, the codes of what makes it hard, and what would be plainer."""

    text: str
    hints: tuple[str, ...]
    plainer: tuple[str, ...]


def hard_sentences(letter: str) -> list[Hard]:
    """The hardest sentences of a letter, in the order of the letter, each without what points at a person."""
    report = assess(letter)
    found: list[tuple[float, int]] = []
    for place, sentence in enumerate(report.sentences):
        hints = [h for h in report.hints if sentence.start <= h.start < sentence.end]
        if sentence.words >= FEWEST_WORDS and hints and (sentence.flesch_douma < HARD or len(hints) > 1):
            found.append((sentence.flesch_douma - 10.0 * len(hints), place))
    hardest = sorted(place for _, place in sorted(found)[:MOST_SENTENCES])
    return [examined(letter[report.sentences[p].start : report.sentences[p].end]) for p in hardest]


def examined(sentence: str) -> Hard:
    """One sentence, cleaned, with what makes it hard."""
    clean = " ".join(without_person(sentence[:LONGEST_SENTENCE]).split())
    hints = assess(clean).hints
    return Hard(clean, tuple(dict.fromkeys(h.code for h in hints)), tuple(dict.fromkeys(h.suggestion for h in hints)))


def given(told: Told) -> Iterator[Hard]:
    """The sentences the person gave, cleaned once more; each once."""
    for sentence in dict.fromkeys(told.hard_sentences[:MOST_SENTENCES]):
        if sentence.strip():
            yield examined(sentence)
