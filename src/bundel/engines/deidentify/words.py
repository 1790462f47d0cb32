"""The word lists: names, everyday words, what only looks like a name, and places."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

Phrases = dict[str, tuple[tuple[str, ...], ...]]

_SHORTEST_SLIP = 4
_SUFFIXES = ("en", "n", "e", "s", "t", "d", "te", "de", "ten", "den", "je", "jes", "tje", "tjes", "er", "ers")
_DUTCH_SHAPE = re.compile(
    r"(?:ing|ingen|heid|heden|lijk|lijke|baar|bare|loos|loze|isch|ische|ief|ieve|teit|tie|ties|atie|end|ende|"
    r"eren|eert|eerd|ster|sters|schap|achtig|achtige|ig|ige|rijk|rijke|zaam|zame|aties|isme|iteit|ieel|iele|"
    r"ueel|uele|aal|ale|air|aire|eus|euze|ent|ente|ant|ante|gen|ken|len|ten|den|pen|ven|zen|ren|men|jes|tjes|half|halve|tig|honderd|duizend|nummer|hulp|zorg)$"
    r"|^(?:weg|af|op|uit|aan|in|mee|over|terug|toe|voor|door|na|om|bij|thuis|rond|los|stil|vast|klaar|kwijt|teleur|goed)?ge\w{4,}$"
    r"|^(?:er|daar|waar|hier|daarvan|ergens)(?:aan|af|bij|door|heen|in|langs|mee|na|naar|onder|op|over|rond|toe|uit|van|voor)$"
    r"|^(?:ge|be|ver|ont|her|on|aan|af|uit|op|in|over|onder|door|voor|toe|mee|terug|weg)\w{4,}(?:t|d|en)$"
)


def fold(text: str) -> str:
    """Lower case without accents, so that Ménière, meniere and MENIERE are one."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.replace("’", "'").replace("ı", "i").replace("ł", "l"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, folded; phrases and places by their first word, longest first."""

    first: frozenset[str]
    last: frozenset[str]
    first_letters: frozenset[str]
    """Letters of the first names in alphabetical order: a slip such as Gökhna is still recognised."""
    function: frozenset[str]
    common: frozenset[str]
    phrases: Phrases
    places: Phrases
    place_words: frozenset[str]
    """The places of one word."""


def _text(name: str) -> str:
    return files("bundel.engines.deidentify").joinpath("data", name).read_text(encoding="utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _text(name).splitlines() if not line.startswith("#"))


@cache
def _cues() -> dict[str, str]:
    sections: dict[str, str] = {}
    heading = ""
    for line in _lines("cues.txt"):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            sections[heading] = f"{sections.get(heading, '')} {line}"
    return sections


def cues(heading: str) -> frozenset[str]:
    """The words under this heading of `cues.txt`, folded."""
    return frozenset(fold(_cues()[heading]).split())


def cue_phrases(heading: str) -> tuple[tuple[str, ...], ...]:
    """The phrases under this heading of `cues.txt`, each as its folded words."""
    return tuple(tuple(fold(phrase).split()) for phrase in _cues()[heading].split(";"))


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(" ".join(_lines(name))).split())


def _phrases(name: str) -> Phrases:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for line in _lines(name):
        for phrase in line.split(","):
            words = tuple(fold(phrase).split())
            by_first.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(phrases, key=len, reverse=True)) for word, phrases in by_first.items()}


PARTICLES = cues("particles")


@cache
def lexicon() -> Lexicon:
    """The lists, read once from the package."""
    first_line, *rest = _lines("common_words.txt")
    first = _words("first_names.txt")
    places = _phrases("places.txt")
    return Lexicon(
        first=first,
        first_letters=frozenset("".join(sorted(name)) for name in first if len(name) >= _SHORTEST_SLIP),
        last=_words("surnames.txt"),
        function=frozenset(fold(first_line).split()),
        common=frozenset(fold(" ".join(rest)).split()) | cues("person verbs"),
        phrases=_phrases("not_persons.txt"),
        places=places,
        place_words=frozenset(word for word, phrases in places.items() if (word,) in phrases),
    )


def is_slip(word: str) -> bool:
    """Is this folded word no Dutch word, but a first name with letters swapped?"""
    return (
        len(word) >= _SHORTEST_SLIP
        and "".join(sorted(word)) in lexicon().first_letters
        and word not in lexicon().last
        and not is_wordlike(word)
    )


def match(phrases: Phrases, words: Iterable[str], first: str) -> int:
    """How many of the words the longest phrase that starts with `first` takes; 0 if none fits."""
    candidates = phrases.get(first)
    if not candidates:
        return 0
    following = tuple(words)
    return next((len(p) for p in candidates if following[: len(p)] == p), 0)


def is_base(word: str) -> bool:
    """Is this folded word itself in the list of everyday words?"""
    lists = lexicon()
    return word in lists.common or word in lists.function


def _is_inflected(word: str) -> bool:
    return any(word.endswith(s) and len(word) - len(s) >= 3 and _is_stem(word[: -len(s)]) for s in _SUFFIXES)


def _is_stem(stem: str) -> bool:
    if is_base(stem):
        return True
    doubled = stem[-1] == stem[-2:-1] and is_base(stem[:-1])
    return doubled or is_base(stem + "en")


@lru_cache(maxsize=65_536)
def is_word(word: str) -> bool:
    """Is this folded word everyday Dutch: in the list, a form of it, or a compound of two of them?"""
    if is_base(word) or (len(word) > 3 and _is_inflected(word)):
        return True
    if "-" in word:
        return all(is_word(part) for part in word.split("-") if part)
    if not 6 <= len(word) <= 40:
        return False
    return any(
        is_base(word[:cut].removesuffix("s") if len(word[:cut]) > 4 else word[:cut])
        and (is_base(word[cut:]) or _is_inflected(word[cut:]))
        for cut in range(3, len(word) - 2)
    )


@lru_cache(maxsize=65_536)
def is_wordlike(word: str) -> bool:
    """Is it a Dutch word, or at least built like one (endings such as -ing, -heid, ge-…-d)?"""
    return is_word(word) or bool(_DUTCH_SHAPE.search(word)) or (len(word) > 4 and word[-1] == "t")
