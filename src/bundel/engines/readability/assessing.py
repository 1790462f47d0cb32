"""How hard a text is: the Flesch-Douma score, a level, and what to change."""

from dataclasses import dataclass

from bundel.engines.readability.hints import LANGUAGES, Code, Hint, find_hints
from bundel.engines.readability.sentences import Sentence, split_sentences
from bundel.engines.readability.syllables import count_syllables

LEVELS = ((85.0, "A1"), (75.0, "A2"), (60.0, "B1"), (48.0, "B2"), (30.0, "C1"))
_HARDEST = "C2"
_MOST_WEIGHT = 15.0
_WEIGHED = frozenset((Code.JARGON, Code.PASSIVE, Code.TANGLED, Code.LONG_SENTENCE))


@dataclass(frozen=True, slots=True)
class Measured:
    """One sentence: its place, its number of words and its own score."""

    start: int
    end: int
    words: int
    flesch_douma: float


@dataclass(frozen=True, slots=True)
class Report:
    """What is known about a text; score and level are `None` when it holds no words."""

    flesch_douma: float | None
    level: str | None
    sentences: tuple[Measured, ...]
    hints: tuple[Hint, ...]


def assess(text: str, lang: str = "nl") -> Report:
    """Measure a text in Dutch (Flesch-Douma) or English (Flesch reading ease); ValueError for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f'"lang" must be one of {", ".join(LANGUAGES)}, not {lang!r}')
    sentences = split_sentences(text)
    if not any(word.text[0].isalpha() for sentence in sentences for word in sentence.words):
        return Report(None, None, (), ())
    hints = sorted(
        (hint for sentence in sentences for hint in find_hints(sentence, lang)),
        key=lambda hint: (hint.start, hint.end, hint.code),
    )
    score = _score(sentences, lang)
    words = sum(len(sentence.words) for sentence in sentences)
    measured = tuple(Measured(s.start, s.end, len(s.words), round(_score([s], lang), 1)) for s in sentences)
    return Report(round(score, 1), level_of(score, words, hints), measured, tuple(hints))


def _score(sentences: list[Sentence], lang: str) -> float:
    """Flesch after Douma (1960) for Dutch, Flesch (1948) for English; higher is easier."""
    words = sum(len(sentence.words) for sentence in sentences)
    syllables = sum(count_syllables(word.text, lang) for sentence in sentences for word in sentence.words)
    if lang == "en":
        return 206.835 - 1.015 * words / len(sentences) - 84.6 * syllables / words
    return 206.84 - 0.93 * words / len(sentences) - 77.0 * syllables / words


def level_of(score: float, words: int, hints: list[Hint]) -> str:
    """A1 (easiest) to C2: the score, less up to 15 points for the share of words that carry a hard construction.

    The formula sees only lengths; a short sentence full of officialese is not B1. The bounds are Bundel's own.
    """
    weighed = sum(hint.code in _WEIGHED for hint in hints)
    felt = score - min(_MOST_WEIGHT, 100.0 * weighed / words)
    return next((level for bound, level in LEVELS if felt >= bound), _HARDEST)
