"""Addresses, institutions and municipalities."""

import re
from collections.abc import Iterator

from bundel.engines.deidentify.kinds import Found, Kind
from bundel.engines.deidentify.shapes import is_first_name
from bundel.engines.deidentify.tokens import Token
from bundel.engines.deidentify.words import PARTICLES, cues, fold, is_word, lexicon, match

_STREET = re.compile(
    r"(?:straat|strjitte|laan|weg|plein|gracht|kade|dijk|singel|steeg|dreef|plantsoen|pad|hof|boulevard|str|"
    r"allee|haven|markt|wal|brink|kamp|akker|erf|oord|horst|burg|park|dam|ring|baan|zoom|heuvel|donk|hoek|meent|"
    r"gaarde|tuin|warande|hage|stede|waard|vaart|sloot|veld|poort|hoeve|kwartier|weide|werf|kolk|es|enk|gaard|"
    r"land|bos|berg|rade|rak|schans|plaats|eind|molen|brug|dal|duin|wijk|beemd|hove|borg|stee|land|vliet|sluis)$"
)
_SURE_STREET = re.compile(
    r"(?:straat|strjitte|laan|weg|plein|gracht|kade|dijk|singel|steeg|dreef|plantsoen|boulevard|hof|pad|park)$"
)
_NO_STREET = re.compile(
    r"^(?:\w*(?:snel|om|uit|toe|voet|fiets|zand|aan|hoofd|winkel|school|speel|woon|rijks|auto|binnen|spoor|zorg|rij|loop|wandel|berg|grind|bos|toegangs|ruiter|vlucht|voor|ring|"
    r"levens|speeltuin|terug|dool|ziekte|denk|leer|wind|lucht|lever|beroeps)(?:weg|straat|plein|pad|laan|park|hof)|weg|straat|gevangenis|terug|"
    r"vakantiepark|wagenpark|rechtbank|gerechtshof|terras|pretpark|dierenpark|natuurpark|bedrijvenpark|"
    r"begraafplaats|parkeerplaats|standplaats|werkplaats|woonplaats|plaats|buurt|wijk|duitsland|nederland|buitenland)$"
)
_NUMBER_TAIL = re.compile(
    r"(?:\s?[-/]\s?\d{1,4}|\s?[-/]?\s?(?:bis|hs|huis|zw|rd|I{1,3}|i{2,3}|[A-Za-z](?:-\d{1,3})?))(?!\w)"
    r"(?:\s\d\s?hoog|-?(?:\d|hoog|hs|[a-z]\b))?"
    r"|\s\d\s?hoog|\s(?:toev\.?|app\.?|kamer)\s\w{1,4}\b",
)
_BARE_STREETS = cues("bare streets")
_YEAR_STREET = re.compile(
    r"\b(?:plein|laan|straat)\s(?:1[89]\d\d|40\s?-\s?45)(?:,?\s(?:nr\.?|nummer|no\.?)?\s?\d{1,4}[a-z]?\b)?",
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:postbus|antwoordnummer)\s\d{1,6}", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:adres|huisadres|woonadres|bezoekadres|straat)(?:\sis)?\s?[:=-]?\s"
    r"|\b(?:woon|woont|wonen|woonde|woonachtig|wonende|wonend|verhuisd|gevestigd|verblijf|verblijft)\s(?:\w+\s)?(?:op|aan|in|te|naar)\s",
    re.IGNORECASE,
)
_POSTCODE_NEXT = re.compile(r"\s{0,2}[,;\n-]?\s{0,2}[1-9]\d{3}\s?[A-Za-z]{2}\b")
_PAUSE = re.compile(r"\s*(?:$|[.,;)\n]|(?:in|te|en)\s)")
_MAX_STREET_WORDS = 6
_IN = cues("before places")
_HALTS = cues("place halts")
_FRONT = cues("street fronts")
_TYPES = cues("institution types")
_ENDS_INSTITUTION = cues("institution ends")


def is_street(word: str) -> bool:
    """Does this folded word end as a street does, and is it no everyday word with that end?"""
    return len(word) > 5 and bool(_SURE_STREET.search(word)) and not _NO_STREET.search(word)


def find_places(text: str, tokens: list[Token]) -> list[Found]:
    """Addresses first; then institutions and municipalities."""
    found = [Found(m.start(), m.end(), Kind.ADDRESS) for p in (_BOX, _YEAR_STREET) for m in p.finditer(text)]
    said = {m.end(): m.group().strip().lower() for m in _SAID.finditer(text)}
    for place, token in enumerate(tokens):
        if token.is_number and len(token.text) <= 5:
            found.extend(_address_at(text, tokens, place, said))
        elif token.is_word and (is_street(token.low) or (token.is_capital and token.low in _BARE_STREETS)):
            found.extend(_street_alone(tokens, place))
    found.extend(_institutions(tokens))
    found.extend(_municipalities(tokens))
    return found


def _address_at(text: str, tokens: list[Token], place: int, said: dict[int, str]) -> Iterator[Found]:
    """The street before a house number, if there is one."""
    before = place - 1
    if before >= 0 and tokens[before].low in ("nr", "nummer", "no", "huisnummer", ".", ","):
        before -= 1
    if before >= 0 and tokens[before].low in ("nr", "nummer"):
        before -= 1
    if before < 0 or not tokens[before].is_word:
        return
    end = _number_end(text, tokens[place].end)
    first = _street_start(text, tokens, before, end, said)
    if first is not None:
        yield Found(tokens[first].start, end, Kind.ADDRESS)


def _number_end(text: str, end: int) -> int:
    tail = _NUMBER_TAIL.match(text, end)
    return tail.end() if tail and tail.group().strip().lower() not in ("u", "e", "k", "m") else end


def _street_start(text: str, tokens: list[Token], last: int, end: int, said: dict[int, str]) -> int | None:
    low = tokens[last].low
    first = _said_start(tokens, last, said)
    if first is not None:
        return first
    named_street = _STREET.search(low) and not _NO_STREET.search(low)
    if named_street and (is_street(low) or tokens[last].is_capital):
        return _stretch(tokens, last)
    if (
        low in ("weg", "laan", "straat", "plein", "hof", "pad", "singel", "kade", "dijk")
        and last
        and tokens[last - 1].is_capital
    ):
        return _stretch(tokens, last)
    if tokens[last].is_acronym and len(low) < 4:
        return None
    front = _fronted(text, tokens, last, end)
    if front is not None:
        return front
    if _POSTCODE_NEXT.match(text, end):
        line = _line_start(tokens, last)
        if line is not None:
            return line
        return _capital_start(tokens, last, is_sure=True)
    return _capital_start(tokens, last, is_sure=False) if _place_follows(tokens, end, last) else None


def _fronted(text: str, tokens: list[Token], last: int, end: int) -> int | None:
    """`aan de Oude Delft 200`: after `op` or `aan` a first word of street names, and behind the number a pause."""
    first = last
    while first and tokens[first - 1].is_word and (tokens[first - 1].low in _FRONT or tokens[first - 1].low == "de"):
        first -= 1
    while first < last and tokens[first].low == "de":
        first += 1
    before = [t.low for t in tokens[max(0, first - 2) : first] if t.low not in ("de", "het")]
    pauses = _PAUSE.match(text, end) is not None
    is_named = tokens[first].low in _FRONT and first < last and not is_word(tokens[last].low)
    return first if pauses and is_named and before[-1:] in (["op"], ["aan"]) else None


def _stretch(tokens: list[Token], last: int) -> int:
    """Take in the words that belong to a street's name: Lange, Burgemeester van der, 1e."""
    first = last
    place = last - 1
    while place >= 0 and last - place <= _MAX_STREET_WORDS:
        token = tokens[place]
        joins = token.is_word and (
            token.low in _FRONT or (token.is_capital and (not token.opens or not is_word(token.low)))
        )
        ordinal = token.low in ("e", "de", "ste") and place and tokens[place - 1].is_number
        if joins:
            first = place
        elif ordinal and tokens[place - 1].end == token.start:
            first = place - 1
        elif (
            not (token.low in PARTICLES or token.low in (".", "e") or token.is_number)
            or token.opens
            or (token.low in ("in", "op", "aan", "bij", "uit", "de", "het", "den") and first == last)
        ):
            break
        elif token.low == "van" and place == last - 1 and not tokens[last].is_capital:
            first = place
        place -= 1
    return first


def _line_start(tokens: list[Token], last: int) -> int | None:
    """`lage wei` alone on its line before the number: the line's first word."""
    first = last
    while first and tokens[first - 1].is_word and last - first < _MAX_STREET_WORDS:
        first -= 1
    return first if not first or tokens[first - 1].text in ("\n", ",") else None


def _said_start(tokens: list[Token], last: int, said: dict[int, str]) -> int | None:
    """The first word after `adres:`, or after `woont op` if only street-like words stand between."""
    is_streetlike = True
    for place in range(last, max(-1, last - _MAX_STREET_WORDS), -1):
        token = tokens[place]
        if not token.is_word:
            return None
        small = token.low in PARTICLES or token.low in _FRONT
        is_streetlike = is_streetlike and (small or token.is_capital or not is_word(token.low))
        words = said.get(token.start)
        if words is not None:
            is_label = words.endswith((":", "-", "=", "is", "adres"))
            is_bare = all(t.low in PARTICLES for t in tokens[place : last + 1])
            return place if is_label or (is_streetlike and not is_bare) else None
    return None


def _place_follows(tokens: list[Token], end: int, last: int) -> bool:
    after = next((p for p in range(last + 1, min(last + 8, len(tokens))) if tokens[p].start >= end), None)
    if after is None:
        return False
    if tokens[after].text in (",", "\n", "-") or tokens[after].low in ("te", "in"):
        after += 1
    return after < len(tokens) and _place_length(tokens, after) > 0


def _capital_start(tokens: list[Token], last: int, *, is_sure: bool) -> int | None:
    """`Het Hoge Land`, `'t zand`: back from the number over capitals and the small words between them."""
    first = last if is_sure or tokens[last - 1].low in ("de", "het", "'t") else None
    for place in range(last, max(-1, last - _MAX_STREET_WORDS), -1):
        token = tokens[place]
        if not token.is_word:
            break
        if token.is_capital or token.low in ("'t", "het") or (place == last and not is_word(token.low)):
            first = place
        elif token.low not in PARTICLES and place != last:
            break
    return first


def _is_surname_of_street(tokens: list[Token], first: int) -> bool:
    """`Gerrit-Jan van de Weerdhof`: behind a first name and small words it is who, not where."""
    place = first - 1
    while place >= 0 and tokens[place].low in ("van", "de", "der", "den", "ter", "ten"):
        place -= 1
    is_near = 0 <= place < first and tokens[place].is_capital
    return is_near and is_first_name(tokens[place].low) and tokens[first - 1].low not in _IN


def _street_alone(tokens: list[Token], place: int) -> Iterator[Found]:
    """A street without a number: `in de Kerkstraat`."""
    token = tokens[place]
    if token.low in lexicon().place_words or (place and tokens[place - 1].low.endswith(("halte", "station"))):
        return
    before = [t.low for t in tokens[max(0, place - 2) : place]]
    if token.low in _BARE_STREETS:
        if before[:1] in (["aan"], ["op"]) and before[1:] in (["de"], ["het"]):
            yield Found(token.start, token.end, Kind.ADDRESS)
        return
    if token.is_capital and (not token.opens or not is_word(token.low)):
        first = _stretch(tokens, place)
        is_topic = before[-1:] in (["de"], ["het"]) and tokens[place - 1].opens
        if not is_topic and not _is_surname_of_street(tokens, first):
            yield Found(tokens[first].start, token.end, Kind.ADDRESS)
    elif before[-1:] in (["de"], ["het"]) and before[0] in ("in", "aan", "op"):
        yield Found(token.start, token.end, Kind.ADDRESS)


def _place_length(tokens: list[Token], place: int) -> int:
    """How many tokens the municipality or town takes that starts here; 0 if none does."""
    token = tokens[place]
    if token.low not in lexicon().places:
        return 0
    return match(lexicon().places, (t.low for t in tokens[place : place + 5]), token.low)


def _municipalities(tokens: list[Token]) -> Iterator[Found]:
    lists = lexicon()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        skip = match(lists.phrases, (t.low for t in tokens[place : place + 4]), token.low) if token.is_word else 0
        length = _place_length(tokens, place) if token.is_word else 0
        if skip > max(length, 1) or token.low in _HALTS:
            place += max(skip, 2)
            continue
        if length and _is_place(tokens, place, length):
            yield Found(token.start, tokens[place + length - 1].end, Kind.MUNICIPALITY)
        place += max(length, 1)


def _is_place(tokens: list[Token], place: int, length: int) -> bool:
    """A place name that is also a word or a person's name needs a word such as `in` before it."""
    token = tokens[place]
    before = tokens[place - 1].low if place else ""
    if before in _IN or length > 1:
        lives = place > 1 and tokens[place - 2].low.startswith(("woon", "wone"))
        return token.is_capital or before in ("gemeente", "woonplaats") or lives or not is_word(token.low)
    ambiguous = is_word(token.low) or token.low in lexicon().first
    if token.is_capital:
        return not ambiguous or (not token.opens and before == ",")
    return not ambiguous and token.low not in lexicon().last and len(token.low) > 4


def _institutions(tokens: list[Token]) -> Iterator[Found]:
    for place, token in enumerate(tokens):
        if token.is_word and token.low in _TYPES:
            end = _institution_end(tokens, place)
            if end > place:
                yield Found(token.start, tokens[end].end, Kind.INSTITUTION)
        if token.low in _ENDS_INSTITUTION and token.is_capital and not token.opens:
            first = place
            while first and tokens[first - 1].is_capital and not tokens[first - 1].opens:
                first -= 1
            if first < place:
                yield Found(tokens[first].start, token.end, Kind.INSTITUTION)


def type_of_institution(text: str) -> str | None:
    """`verpleeghuis` of `verpleeghuis De Wilg`; None when its name says no kind of body."""
    first = fold(text).split()[0] if text.split() else ""
    return text.split(maxsplit=1)[0].lower() if first in _TYPES else None


def _institution_end(tokens: list[Token], place: int) -> int:
    """The last token of the name after `verpleeghuis` or `SO`; `place` itself if no name follows."""
    lists = lexicon()
    end = place
    after = place + 1
    has_article = after < len(tokens) and tokens[after].low in ("de", "het", "'t", "den")
    if has_article:
        after += 1
    words = [t.low for t in tokens[after : after + 4]]
    if after >= len(tokens) or match(lists.phrases, words, words[0]):
        return place
    while after < len(tokens) and after - place <= 6 and tokens[after].is_capital and not tokens[after].opens:
        end = after
        after += (
            2 if after + 2 < len(tokens) and tokens[after + 1].low in PARTICLES and tokens[after + 2].is_capital else 1
        )
    head = tokens[after] if after < len(tokens) else None
    if end == place and has_article and head and head.is_word and not is_word(head.low):
        follows = tokens[after + 1].low if after + 1 < len(tokens) else "."
        if follows in (".", ",", "in", "te", "\n", ")", "en") and fold(tokens[place].text) != "school":
            return after
    return end
