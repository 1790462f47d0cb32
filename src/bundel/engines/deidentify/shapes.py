"""What a word alone tells about being a name: the lists, and how surnames are built."""

import re
from functools import lru_cache

from bundel.engines.deidentify.tokens import Token
from bundel.engines.deidentify.words import PARTICLES, is_base, is_word, lexicon

_SURNAME = re.compile(
    r"(?:stra|sma|inga|enga|[^s]ema|dsen|rsen|lsen|ksen|nssen|oglu|wski|wska|ovic|enko|aoui|singh|huizen|"
    r"broek|hof|veld|man|mans|ink|ers|laar|oui|iyah|khan|zadeh)$"
)
_SURNAME_OF_WORDS = re.compile(
    r"(?:kamp|berg|huis|meer|dijk|bos|brink|horst|beek|water|steen|hout|land|boom|burg|molen|"
    r"veen|poel|wal|donk|schot|kerk|vliet|gaard|daal|voort|oord|wijk|drecht)$"
)
_NAME_FRONT = re.compile(
    r"(?:abd(?:el|er|es|ul|oul|ur|i(?=[fhknqrswx]))|g?h?gebre|ghebre|tesfa|wolde|welde|habte|tekle|oulad)[a-z]{4,}$"
)
_ENDEARING = ("s", "ie", "je", "tje", "ke")
_SHORTEST_ENDEARING = 5


def has_surname_shape(low: str) -> bool:
    """Does the folded word end as few words but surnames do (-stra, -oğlu, -enko)?"""
    return bool(_SURNAME.search(low))


def is_surname_compound(low: str) -> bool:
    """`boskamp`, `veldhuis`: everyday words that together are a surname more often than a thing."""
    return not is_base(low) and len(low) > 5 and (has_surname_shape(low) or bool(_SURNAME_OF_WORDS.search(low)))


def _without_possession(low: str) -> str:
    return low.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=65_536)
def is_listed(low: str) -> bool:
    """Is it a first name or surname of the lists, also doubled (`de wit-kuipers`) or with 's?"""
    lists = lexicon()
    base = _without_possession(low)
    if low in lists.last or base in lists.first:
        return True
    parts = [part for part in low.split("-") if part not in PARTICLES]
    return len(parts) > 0 and "-" in low and all(part in lists.first or part in lists.last for part in parts)


@lru_cache(maxsize=65_536)
def is_first_name(low: str) -> bool:
    """Is it a first name of the list, also doubled, endearing (`henkie`) or possessive (`daans`)?"""
    first = lexicon().first
    if _without_possession(low) in first:
        return True
    front, _, rest = low.partition("-")
    if rest and front in first and not is_base(front):
        return rest in first or not is_word(rest)
    if len(low) < _SHORTEST_ENDEARING or is_word(low):
        return False
    return (
        bool(_NAME_FRONT.match(low))
        or _is_two_first_names(low)
        or any(low.endswith(e) and len(low) - len(e) > 2 and low.removesuffix(e) in first for e in _ENDEARING)
    )


def _is_two_first_names(low: str) -> bool:
    """`annelot`, `janwillem`: no Dutch word, and two names of the list written as one."""
    first = lexicon().first
    return any(low[:cut] in first and low[cut:] in first for cut in range(4, len(low) - 2))


def is_plain_acronym(token: Token) -> bool:
    """Capitals only, and no name shouted: UWV, CAK."""
    return token.is_acronym and not (len(token.text) > 3 and is_listed(token.low))
