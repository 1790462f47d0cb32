"""Counting syllables, by vowel groups, for Dutch and English words."""

import re
from functools import lru_cache

_DUTCH_GROUP = re.compile(
    r"ieuw|eeuw|ieu|eeu|eau|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ij|ei"
    r"|[aeiouáéíóúàèìòùâêîôûäëïöüyý]"
)
# A glide between vowels (loyaal, royaal) opens the next syllable and carries none itself.
_DUTCH_GLIDE = re.compile(r"(?<=[aeou])y(?=[aeiou])")
_DUTCH_LEARNED = (
    (re.compile(r"(?<=[a-z])tion"), "tjon"),
    (re.compile(r"eum\b"), "e-um"),
    (re.compile(r"(?<=[a-z])eïn"), "e-in"),
)
_ENGLISH_LOANS = re.compile(
    r"e-?mail|mails?|teams?|coach|online|offline|deadline|website|sites?|update|date|care|home|case|time|software|"
    r"hardware|service|interview|manager|trainee|feedback|crowd|lease|tool|cool|team|house|free|size|device|byte"
)
_LOAN_SYLLABLES = {
    "email": 2, "e-mail": 2, "online": 2, "offline": 2, "deadline": 2, "website": 2, "update": 2, "software": 2,
    "hardware": 2, "service": 2, "interview": 3, "manager": 3, "trainee": 2, "feedback": 2, "device": 2,
}  # fmt: skip
_ENGLISH_GROUP = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=65_536)
def count_syllables(word: str, lang: str = "nl") -> int:
    """Syllables of one word, at least 1; capitals alone (UWV) are spelled out letter by letter."""
    if word.isupper() and 1 < len(word) <= 5 and word.isalpha():
        return len(word)
    if word.isdecimal():
        return max(1, len(word))
    return _english(word.lower()) if lang == "en" else _dutch(word.lower())


def _dutch(word: str) -> int:
    loaned = 0
    for found in _ENGLISH_LOANS.findall(word):
        loaned += _LOAN_SYLLABLES.get(found, 1)
    rest = _ENGLISH_LOANS.sub("-", word)
    for pattern, plain in _DUTCH_LEARNED:
        rest = pattern.sub(plain, rest)
    return max(1, loaned + len(_DUTCH_GROUP.findall(_DUTCH_GLIDE.sub("j", rest))))


def _english(word: str) -> int:
    groups = len(_ENGLISH_GROUP.findall(word))
    silent = (word.endswith("e") and not word.endswith(("le", "ee", "ye"))) or (
        word.endswith("ed") and not word.endswith(("ted", "ded"))
    )
    split = len(re.findall(r"i[ao]|eo(?!u|p)|ea(?=ted?$|$)|ua|uo|[^q]ui(?=[nt]y)", word)) - len(
        re.findall(r"[ctsx]i[ao]|gio|eou", word)
    )
    return max(1, groups - silent + max(0, split))
