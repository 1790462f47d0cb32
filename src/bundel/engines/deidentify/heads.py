"""Whether a name starts at a place in the text."""

from bundel.engines.deidentify.places import is_street
from bundel.engines.deidentify.shapes import (
    has_surname_shape,
    is_first_name,
    is_listed,
    is_plain_acronym,
    is_surname_compound,
)
from bundel.engines.deidentify.slots import PEOPLE_WORDS, TITLES, Sure
from bundel.engines.deidentify.tokens import ABBREVIATIONS, LEADING, Token, low_at, past_particles
from bundel.engines.deidentify.words import PARTICLES, cues, is_base, is_slip, is_word, is_wordlike, lexicon

PERSON_VERBS = cues("person verbs")
BEFORE_PLACES = cues("before places")
_SPEAKING = ("zei", "zegt", "belde", "vertelde", "schreef")
_SHOWING_LIFE = ("zei", "belde", "vertelde", "huilt", "huilde", "schreef")
_AFTER_OPENING_NAME = ("is", "heeft", "was", "zegt", "zei", "zit", "en", "(", "woont")
_NOT_BEFORE_UNKNOWN = ("de", "het", "een", "bij", "in", "naar", "op", "via", "te", "uit", "stichting")
_COUNTING = ("een", "geen", "elke", "iedere")
_NOT_BEFORE_SURNAME = ("een", "elke", "iedere", "geen", "deze", "echte")


class Heads:
    """The first words of names in one text; `barred` places start none."""

    def __init__(self, tokens: list[Token], barred: set[int]) -> None:
        self.tokens = tokens
        self.barred = barred
        self.lists = lexicon()

    def low(self, place: int) -> str:
        """The folded token there, or nothing beyond the edges."""
        return low_at(self.tokens, place)

    def ends_line(self, place: int) -> bool:
        """Is this the last word of a line or clause?"""
        return self.low(place + 1) in ("", "\n", ",", ".", "!")

    def is_head(self, place: int, sure: Sure) -> bool:
        """Does a name start with the word at this place, initials and small words aside?"""
        token = self.tokens[place]
        if not token.is_word or len(token.text) < 2 or token.low in TITLES | ABBREVIATIONS:
            return False
        if token.is_capital and not is_plain_acronym(token):
            return self._is_capital_head(place, sure)
        return not token.is_acronym and self._is_lower_head(place, sure)

    # With a capital

    def _is_capital_head(self, place: int, sure: Sure) -> bool:
        low = self.low(place)
        if low in self.lists.function or is_street(low):
            return self._is_function_name(place, sure)
        if sure is Sure.CERTAIN:
            return low not in PARTICLES and not (low in PEOPLE_WORDS and low not in self.lists.last)
        if sure is Sure.OPEN:
            return self._is_open_head(place)
        if is_first_name(low):
            return True
        return low not in PARTICLES and (low in self.lists.last or not is_word(low))

    def _is_function_name(self, place: int, sure: Sure) -> bool:
        """`Wil`, `An`, `mevrouw Over`: words that hold sentences together, yet a name where one is due."""
        low = self.low(place)
        if sure is Sure.CERTAIN and low in self.lists.last:
            return True
        if low not in self.lists.first:
            return False
        token = self.tokens[place]
        stands_out = self.ends_line(place) or (token.is_capital and not token.opens)
        return self._surname_follows(place) or (sure >= Sure.LIKELY and stands_out)

    def _surname_follows(self, place: int) -> bool:
        """`Ben Hassan`, but not `Ben Nederlander`."""
        return self._is_capital_unknown(place + 1) and is_listed(self.low(place + 1))

    def _is_open_head(self, place: int) -> bool:
        low, token = self.low(place), self.tokens[place]
        if self._stands_as_place(place):
            return False
        if is_first_name(low) and self.low(place - 1) not in _COUNTING:
            return not (is_base(low) and token.opens) or self._goes_on_as_name(place)
        if low in PARTICLES or ends_proper_name(self.tokens, place):
            return False
        return self._is_open_surname(place) if is_listed(low) else self._is_unknown_person(place)

    def _stands_as_place(self, place: int) -> bool:
        low = self.low(place)
        if low not in self.lists.place_words:
            return False
        if self.low(place - 1) in BEFORE_PLACES or not is_listed(low) or is_word(low):
            return True
        return low not in self.lists.first and self.low(place + 1) not in PERSON_VERBS

    def _goes_on_as_name(self, place: int) -> bool:
        """`Roos is`, `Wil de Vries`: a word at the start of a sentence that goes on as a name does."""
        head = past_particles(self.tokens, place + 1)
        if head < len(self.tokens) and self.tokens[head].is_capital and not self.tokens[head].opens:
            return not self.tokens[head].is_acronym
        return self.low(place + 1) in _AFTER_OPENING_NAME

    def _is_open_surname(self, place: int) -> bool:
        """A surname alone; one that is a word too only beside a verb of people or in `met Kok`."""
        low, opens, following = self.low(place), self.tokens[place].opens, self.low(place + 1)
        if self.low(place - 1) in _NOT_BEFORE_SURNAME:
            return False
        if self.low(place - 1) == "(" or has_capital_for_nothing(self.tokens, place):
            return True
        if not is_word(low):
            follows = self._goes_on_as_name(place) or self.ends_line(place) or following in PERSON_VERBS
            return not opens or follows or has_surname_shape(low)
        if self.low(place - 1) in ("de", "het") or is_capital_word(self.tokens, place + 1):
            return False
        if opens:
            return following in _SPEAKING or following == "("
        return following in PERSON_VERBS or self.low(place - 1) in ("met", "door", "aan", "van", "en")

    def _is_unknown_person(self, place: int) -> bool:
        """A capital, on no list: a slip, two such together, or one that has an age or speaks."""
        token, following = self.tokens[place], self.low(place + 1)
        if token.opens or len(token.text) < 3:
            return False
        if is_slip(token.low):
            return True
        if is_word(token.low) or self.low(place - 1) in _NOT_BEFORE_UNKNOWN or place + 1 in self.barred:
            return False
        if self._is_capital_unknown(place + 1):
            return True
        if is_wordlike(token.low):
            return False
        if following == "(":
            return self.low(place + 2).isdigit()
        if self.low(place - 1) in ("dat", "omdat", "en", "want"):
            return following in PERSON_VERBS
        return following in _SHOWING_LIFE

    def _is_capital_unknown(self, place: int) -> bool:
        if place >= len(self.tokens):
            return False
        token = self.tokens[place]
        is_proper = token.is_capital and not token.is_acronym and not token.opens
        return is_proper and not is_word(token.low) and token.low not in self.lists.place_words

    # In lower case

    def _is_lower_head(self, place: int, sure: Sure) -> bool:
        low = self.low(place)
        if low in self.lists.function or low in PARTICLES:
            return low in self.lists.first and self.tokens[place].opens and is_plain_surname(self.low(place + 1))
        if sure is Sure.CERTAIN:
            return is_listed(low) or not is_wordlike(low) or is_surname_compound(low)
        if is_first_name(low):
            return (sure > Sure.OPEN or self.low(place - 1) not in _COUNTING) and self._is_lower_first(place, sure)
        if is_word(low) or low in self.lists.place_words:
            return False
        if low in self.lists.last:
            following = self.low(place + 1)
            if len(following) == 1 and following.isalpha() and self.low(place + 2) == ".":
                return True
            goes_on = following in self.lists.first and not is_word(following)
            return sure is Sure.LIKELY or goes_on or has_surname_shape(low)
        return self._is_unknown_lower(place, sure)

    def _is_lower_first(self, place: int, sure: Sure) -> bool:
        """`daan` anywhere; `roos`, a word too, only where a name is likely or a surname follows."""
        low = self.low(place)
        if sure is Sure.OPEN and (low,) in self.lists.phrases.get(low, ()) and self.low(place + 1) not in PERSON_VERBS:
            return False
        if is_base(low):
            head = self.low(past_particles(self.tokens, place + 1))
            return sure is Sure.LIKELY or (head in self.lists.last and not is_word(head))
        if low in self.lists.place_words and self.low(place - 1) in BEFORE_PLACES:
            return False
        return len(low) > 2 or sure > Sure.OPEN

    def _is_unknown_lower(self, place: int, sure: Sure) -> bool:
        low, following = self.low(place), self.low(place + 1)
        if is_wordlike(low) or len(low) < 3 or sure is Sure.OPEN:
            return False
        has_age = following.isdigit() and self.low(place + 2) in ("jaar", "jr")
        return sure is Sure.LIKELY or following in self.lists.last or has_age

    # After small words

    def is_head_after_particles(self, place: int, head: int, sure: Sure) -> bool:
        """`Van Beethoven`, `de vries`: a name that starts with small words, its surname at `head`."""
        token = self.tokens[head]
        low = token.low
        if not token.is_word or low in self.lists.function or head in self.barred:
            return False
        if is_street(low) or is_plain_acronym(token) or self._belongs_to_person_before(place, head, sure):
            return False
        if low in PEOPLE_WORDS and low not in self.lists.last:
            return False
        if self.low(place) in LEADING and is_word(low) and not token.is_capital:
            return False
        if sure is Sure.CERTAIN:
            return token.is_capital or is_listed(low) or not is_word(low) or is_surname_compound(low)
        if sure >= Sure.GREETED and is_listed(low):
            return True
        return low not in self.lists.place_words and self._is_open_after_particles(place, head)

    def _belongs_to_person_before(self, place: int, head: int, sure: Sure) -> bool:
        """`moeder van Ruben`: here `van` is no part of the name."""
        low = self.low(head)
        is_of = self.low(place) == "van" and head == place + 1 and sure is not Sure.CERTAIN
        return is_of and is_first_name(low) and low not in self.lists.last

    def _is_open_after_particles(self, place: int, head: int) -> bool:
        first, token = self.tokens[place], self.tokens[head]
        low, starts = token.low, self.low(place)
        if first.is_capital and not first.opens and token.is_capital:
            speaks = self.low(head + 1) in _SHOWING_LIFE or self.low(place - 1) in ("met", "door", "aan", "bij")
            return not is_word(low) or (low in self.lists.last and (starts not in ("de", "het") or speaks))
        if starts in ("el", "ait", "oulad") and len(low) > 3 and not is_word(low):
            return True
        if low not in self.lists.last or is_word(low):
            return False
        if token.is_capital:
            return starts in ("de", "ter", "ten", "den", "van", "el", "al")
        return has_surname_shape(low) or (starts in ("de", "ter", "van") and low in ("vries", "jong", "vrieze"))


def ends_proper_name(tokens: list[Token], place: int) -> bool:
    """`de Vliegende Hollander`: a capital on an everyday word just before makes it the name of a thing."""
    before = tokens[place - 1] if place else None
    return before is not None and before.is_capital and not before.opens and is_word(before.low)


def is_capital_word(tokens: list[Token], place: int) -> bool:
    """The second word of `Goede Vrijdag`."""
    if place >= len(tokens):
        return False
    token = tokens[place]
    return token.is_capital and not token.opens and is_word(token.low) and not is_listed(token.low)


def has_capital_for_nothing(tokens: list[Token], place: int) -> bool:
    """`De rechter gaf Kuipers gelijk`: a word by its ending only, with a capital the sentence does not ask for."""
    token = tokens[place]
    stands_apart = low_at(tokens, place - 1) not in ("de", "het") and not is_capital_word(tokens, place + 1)
    return stands_apart and not token.opens and len(token.text) > 4 and not is_base(token.low)


def is_plain_surname(low: str) -> bool:
    """A surname that is no everyday word."""
    return low in lexicon().last and not is_word(low)
