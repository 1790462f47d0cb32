"""What makes a sentence hard: length, long words, the passive, what is torn apart, and officialese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bundel.engines.readability.grammar import grammar
from bundel.engines.readability.sentences import Sentence, Word
from bundel.engines.readability.syllables import count_syllables


class Code(StrEnum):
    """The sorts of hints."""

    LONG_SENTENCE = "long_sentence"
    LONG_WORD = "long_word"
    PASSIVE = "passive"
    TANGLED = "tangled"
    JARGON = "jargon"


@dataclass(frozen=True, slots=True)
class Hint:
    """One quiet remark about characters `start` up to `end`, with what to do instead."""

    start: int
    end: int
    code: Code
    suggestion: str


@dataclass(frozen=True, slots=True)
class _Language:
    """What differs between languages: bounds, patterns and what is said."""

    longest_sentence: int
    longest_word: int
    most_syllables: int
    passive: frozenset[str]
    participle: re.Pattern[str]
    no_participle: frozenset[str]
    articles: frozenset[str]
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    clauses: frozenset[str]
    say: dict[Code, str]


_DUTCH = _Language(
    longest_sentence=20,
    longest_word=16,
    most_syllables=6,
    passive=grammar("passive nl"),
    participle=re.compile(
        r"^(?:(?:aan|af|achter|bij|door|goed|in|los|mede|mee|na|neer|om|onder|op|over|schoon|stop|tegen|terecht|terug|"
        r"toe|uit|vast|vol|voor|weer|weg|zwart)?ge\w{2,}(?:t|d|en|aan|ien|aan)"
        r"|(?:be|ver|ont|her|er|mis|over|onder|door|voor|ge)\w{2,}(?:t|d|en|aan))$"
    ),
    no_participle=grammar("no_participle nl"),
    articles=grammar("articles nl"),
    openers=grammar("openers nl"),
    auxiliaries=grammar("auxiliaries nl"),
    clauses=grammar("clauses nl"),
    say={
        Code.LONG_SENTENCE: "Deze zin heeft {count} woorden. Maak er twee zinnen van.",
        Code.LONG_WORD: "Dit is een lang woord. Kies een korter woord of knip het in stukken.",
        Code.PASSIVE: "Zeg wie het doet: ‘wij …’, ‘je …’ of ‘de gemeente …’.",
        Code.TANGLED: "Wat bij elkaar hoort, staat ver uit elkaar. Zet het bij elkaar of maak twee zinnen.",
        Code.JARGON: "Liever: {plain}.",
    },
)
_ENGLISH = _Language(
    longest_sentence=22,
    longest_word=15,
    most_syllables=5,
    passive=grammar("passive en"),
    participle=re.compile(
        r"^(?:\w{3,}ed|given|taken|made|sent|done|seen|paid|held|kept|told|shown|written|known|found|put)$"
    ),
    no_participle=grammar("no_participle en"),
    articles=grammar("articles en"),
    openers=grammar("openers en"),
    auxiliaries=grammar("auxiliaries en"),
    clauses=grammar("clauses en"),
    say={
        Code.LONG_SENTENCE: "This sentence has {count} words. Make it two sentences.",
        Code.LONG_WORD: "This is a long word. Choose a shorter one.",
        Code.PASSIVE: "Say who does it: ‘we …’, ‘you …’ or ‘the council …’.",
        Code.TANGLED: "What belongs together stands far apart. Bring it together or make two sentences.",
        Code.JARGON: "Rather: {plain}.",
    },
)
LANGUAGES = {"nl": _DUTCH, "en": _ENGLISH}
_REACH = 14
_TORN = 9
_BETWEEN = 3

_Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def plain_words(lang: str) -> _Phrases:
    """Officialese by its first word, longest first, each with the plain alternative."""
    path = files("bundel.engines.readability").joinpath("data", f"plain_{lang}.txt")
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        forms, _, plain = line.partition(" = ")
        for form in forms.split(" | "):
            words = tuple(form.lower().split())
            by_first.setdefault(words[0], []).append((words, plain))
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()}


def find_hints(sentence: Sentence, lang: str) -> Iterator[Hint]:
    """All hints for one sentence, in no set order."""
    rules = LANGUAGES[lang]
    if len(sentence.words) > rules.longest_sentence:
        said = rules.say[Code.LONG_SENTENCE].format(count=len(sentence.words))
        yield Hint(sentence.start, sentence.end, Code.LONG_SENTENCE, said)
    jargon = list(_jargon(sentence, lang, rules))
    yield from jargon
    yield from _long_words(sentence, lang, rules, {hint.start for hint in jargon})
    yield from _passives(sentence, rules)
    yield from _tangled(sentence, rules)


def _jargon(sentence: Sentence, lang: str, rules: _Language) -> Iterator[Hint]:
    phrases = plain_words(lang)
    low = [w.text.lower().replace("’", "'") for w in sentence.words]
    place = 0
    while place < len(low):
        taken = 1
        for words, plain in phrases.get(low[place], ()):
            if tuple(low[place : place + len(words)]) == words:
                taken = len(words)
                last = sentence.words[place + taken - 1]
                said = rules.say[Code.JARGON].format(plain=plain)
                yield Hint(sentence.words[place].start, last.end, Code.JARGON, said)
                break
        place += taken


def _long_words(sentence: Sentence, lang: str, rules: _Language, known: set[int]) -> Iterator[Hint]:
    for word in sentence.words:
        longest_part = max(len(part) for part in re.split(r"[-'’]", word.text))
        is_long = longest_part >= rules.longest_word or count_syllables(word.text, lang) >= rules.most_syllables
        if is_long and word.text[0].isalpha() and word.start not in known:
            yield Hint(word.start, word.end, Code.LONG_WORD, rules.say[Code.LONG_WORD])


def _is_participle(word: Word, rules: _Language) -> bool:
    low = word.text.lower()
    return low not in rules.no_participle and bool(rules.participle.match(low))


def _passives(sentence: Sentence, rules: _Language) -> Iterator[Hint]:
    """A form of `worden` with a participle near it; in English a form of `be` with one right behind it."""
    reach = _REACH if rules is _DUTCH else 2
    words = sentence.words
    for place, word in enumerate(words):
        if word.text.lower() not in rules.passive:
            continue
        after = next((w for w in words[place + 1 : place + 1 + reach] if _is_participle(w, rules)), None)
        before = words[place - 1] if rules is _DUTCH and place and _is_participle(words[place - 1], rules) else None
        if after or before:
            first, last = (before, word) if before else (word, after or word)
            yield Hint(first.start, last.end, Code.PASSIVE, rules.say[Code.PASSIVE])
            return


def _tangled(sentence: Sentence, rules: _Language) -> Iterator[Hint]:
    """`De door de gemeente toegekende hulp`, or `heeft` nine words and more before `gedaan`."""
    words = sentence.words
    for place, word in enumerate(words):
        low = word.text.lower()
        last: Word | None = None
        if low in rules.articles and place + 1 < len(words) and words[place + 1].text.lower() in rules.openers:
            last = _squeezed_end(words, place, rules)
        elif low in rules.auxiliaries:
            last = _torn_end(words, place, rules)
        if last is not None:
            yield Hint(word.start, last.end, Code.TANGLED, rules.say[Code.TANGLED])
            return


def _squeezed_end(words: tuple[Word, ...], place: int, rules: _Language) -> Word | None:
    """The noun after an attribute squeezed in between: article, preposition, …, participle on -e, noun."""
    for after in range(place + _BETWEEN, min(place + _REACH, len(words) - 1)):
        low = words[after].text.lower()
        if low.endswith("e") and low not in rules.no_participle and rules.participle.match(low[:-1]):
            return words[after + 1]
    return None


def _torn_end(words: tuple[Word, ...], place: int, rules: _Language) -> Word | None:
    """The participle that comes too late after its auxiliary; a clause between them has a verb of its own."""
    for after in range(place + 1, len(words)):
        low = words[after].text.lower()
        if low in rules.auxiliaries or low in rules.passive or low in rules.clauses:
            return None
        if _is_participle(words[after], rules):
            return words[after] if after - place >= _TORN else None
    return None
