"""Reading one name to its end: initials, first names, small words, surnames."""

from bundel.engines.deidentify.heads import BEFORE_PLACES, PERSON_VERBS, Heads
from bundel.engines.deidentify.places import is_street
from bundel.engines.deidentify.shapes import is_first_name, is_listed, is_plain_acronym, is_surname_compound
from bundel.engines.deidentify.slots import TITLES, Sure
from bundel.engines.deidentify.tokens import Token, past_particles
from bundel.engines.deidentify.words import PARTICLES, cues, is_word, is_wordlike

_INITIALS = cues("initials")
_LOWER_INITIALS = ("th", "chr", "ph", "joh", "tj", "wm")
_NO_INITIALS = frozenset(("bv", "nv", "vof", "nb", "ps", "ww", "usa", "eu", "st", "i"))
_NO_LETTERS = ("u", "t", "n")
_MOST_TOKENS = 14
_MOST_LETTERS = 5


class Reader:
    """Reads names from the tokens of one text."""

    def __init__(self, tokens: list[Token], barred: set[int]) -> None:
        self.tokens = tokens
        self.heads = Heads(tokens, barred)
        self.lists = self.heads.lists
        self.low = self.heads.low

    def read(self, place: int, sure: Sure) -> int:
        """The token after the name that starts here, or `place` when none does."""
        after = self._past_initials(place, sure)
        if after > place:
            return self._read_after_initials(place, after, sure)
        if self.heads.is_head(place, sure):
            return self._extend(place + 1, place)
        head = past_particles(self.tokens, place)
        if place < head < len(self.tokens) and self.heads.is_head_after_particles(place, head, sure):
            return self._extend(head + 1, place)
        return place

    # Initials

    def _past_initials(self, place: int, sure: Sure) -> int:
        """Past `H.M.` or `k.`; without dots only as `_past_letters` says."""
        after = place
        if self._is_initial(place - 2) and self.low(place - 1) == ".":
            return place
        while after - place < _MOST_TOKENS and self._is_initial(after) and self.low(after + 1) == ".":
            after += 2
        return after if after > place else self._past_letters(place, sure)

    def _is_initial(self, place: int) -> bool:
        if not 0 <= place < len(self.tokens) or not self.tokens[place].is_word:
            return False
        token = self.tokens[place]
        return len(token.text) == 1 or (token.low in _INITIALS and (token.is_capital or token.low in _LOWER_INITIALS))

    def _past_letters(self, place: int, sure: Sure) -> int:
        """Past `JP`, `p` or `h m`: initials typed without dots, when a surname follows or a title stands before."""
        after = place
        while after < len(self.tokens) and after - place < _MOST_LETTERS and self._is_letter(after, sure):
            after += 1
        head = past_particles(self.tokens, after)
        if after == place or head >= len(self.tokens):
            return place
        low = self.low(head)
        if self.tokens[head].is_capital:
            follows = self.tokens[place].is_capital and is_listed(low)
        else:
            is_unknown = sure >= Sure.LIKELY and self._is_unknown_word(head)
            follows = is_unknown or (is_listed(low) and (not is_word(low) or sure >= Sure.LIKELY))
        return after if follows or sure is Sure.CERTAIN else place

    def _is_letter(self, place: int, sure: Sure) -> bool:
        token = self.tokens[place]
        if not token.is_word or self.low(place + 1) in ("'", "’"):
            return False
        if len(token.text) == 1:
            return token.low not in _NO_LETTERS or token.is_capital or sure is Sure.CERTAIN
        capitals = token.is_acronym and len(token.text) <= 3
        return capitals or (token.low in _INITIALS and sure >= Sure.LIKELY)

    def _read_after_initials(self, place: int, after: int, sure: Sure) -> int:
        head = past_particles(self.tokens, after)
        if head < len(self.tokens) and (self._is_surname(head, place, bare=head == after) or self._is_proper(head)):
            return self._extend(head + 1, place)
        if sure >= Sure.LIKELY and (self._is_unknown_word(head) or self._signs(head)):
            return self._extend(head + 1, place)
        if sure >= Sure.GREETED and self.low(after - 1) == "." and self.low(head + 1) == ")":
            return head + 1
        letters = [t for t in self.tokens[place:after] if t.is_word]
        if "".join(t.low for t in letters) in _NO_INITIALS:
            return place
        capitals = all(t.is_capital for t in letters) or sure is Sure.CERTAIN
        return after if capitals and (sure >= Sure.LIKELY or len(letters) in (2, 3)) else place

    def _signs(self, place: int) -> bool:
        """The last word of a line, where a letter is signed."""
        ends = place < len(self.tokens) and self.tokens[place].is_word and self.low(place + 1) in ("", "\n")
        return ends and self.low(place) not in PERSON_VERBS | self.lists.function

    def _is_unknown_word(self, place: int) -> bool:
        """No Dutch word, and long enough to be a surname typed without a capital."""
        return (
            place < len(self.tokens)
            and self.tokens[place].is_word
            and len(self.low(place)) > 2
            and not is_word(self.low(place))
        )

    def _is_proper(self, place: int) -> bool:
        """A capital that no sentence asks for."""
        token = self.tokens[place]
        is_capital = token.is_capital and not token.opens and not token.is_acronym and len(token.text) > 1
        return is_capital and token.low not in self.lists.function

    # Growing to the right

    def _extend(self, after: int, start: int) -> int:
        while after < len(self.tokens) and after - start < _MOST_TOKENS:
            grown = self._grow(after, start)
            if grown == after:
                break
            after = grown
        return after

    def _grow(self, after: int, start: int) -> int:
        """The place after one more first name, initial or surname; `after` itself if the name ends here."""
        token = self.tokens[after]
        if token.text in ("-", "–", "/"):
            head = past_particles(self.tokens, after + 1)
            joined = head < len(self.tokens) and self.tokens[head].is_capital and self.low(head) in self.lists.last
            return head + 1 if joined else after
        if not token.is_word:
            return after
        if len(token.text) == 1 and self._is_middle_letter(after):
            return after + 2
        initials = self._past_initials(after, Sure.OPEN) if token.is_capital else after
        if initials > after:
            return initials
        head = past_particles(self.tokens, after)
        if head < len(self.tokens) and self._is_surname(head, start, bare=head == after):
            return head + 1
        return after

    def _is_middle_letter(self, place: int) -> bool:
        """The A of `Lie A Fat`."""
        if place + 1 >= len(self.tokens):
            return False
        if self.tokens[place].is_capital and self._is_proper(place + 1):
            return True
        if self.low(place + 1) == "." and self.low(place + 2) in (")", ",", ""):
            return True
        following = self.low(place + 1)
        return self.low(place) not in _NO_LETTERS and following in self.lists.last and not is_word(following)

    def _is_surname(self, head: int, start: int, *, bare: bool) -> bool:
        """May the word at `head` go on with the name that began at `start`? `bare`: without small words before it."""
        token = self.tokens[head]
        low = token.low
        if not token.is_word or len(low) < 2 or low in TITLES or self._is_house(head):
            return False
        if (not bare and low in self.lists.last) or self._is_double(low):
            return True
        if low in self.lists.function:
            return False
        if token.is_capital:
            return self._is_capital_surname(head)
        return not self.tokens[start].is_capital and self._is_lower_surname(head, bare=bare)

    @staticmethod
    def _is_double(low: str) -> bool:
        """`ouwehand-van`, before the second half of a double surname."""
        front, _, rest = low.rpartition("-")
        return len(front) > 2 and rest in PARTICLES

    def _is_house(self, head: int) -> bool:
        """`'t Zand 14` after a name is where it lives."""
        return self.low(head - 1) in ("'t", "het", "de") and self.low(head + 1).isdigit()

    def _is_capital_surname(self, head: int) -> bool:
        token = self.tokens[head]
        if head in self.heads.barred and token.low not in self.lists.last:
            return False
        if is_plain_acronym(token) or is_street(token.low):
            return False
        if is_word(token.low) and not (is_listed(token.low) or is_surname_compound(token.low)):
            return self._is_after_name_particle(head)
        return not (token.low in self.lists.place_words and self.low(head - 1) in BEFORE_PLACES)

    def _is_after_name_particle(self, head: int) -> bool:
        """`Tuinhof de Moed`, `ter Weide`; `van de Gemeente` is no surname."""
        before = self.low(head - 1)
        return before in ("den", "der", "ter", "ten") or (before == "de" and self.low(head - 2) not in PARTICLES)

    def _is_lower_surname(self, head: int, *, bare: bool) -> bool:
        low = self.low(head)
        if low in self.lists.last:
            short = bare and len(low) < 3 and not self.heads.ends_line(head)
            return not (is_word(low) and (low in PERSON_VERBS or short))
        if not bare and ("-" in low or not is_word(low)):
            return True
        if is_first_name(low):
            return not is_word(low)
        return len(low) > 2 and not (is_wordlike(low) or low in self.lists.phrases or low in self.lists.place_words)
