"""The marks on a story as a page shows them, and what pressing one changes; the same when telling and entering."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bundel.concerns.labels import KINDS, SIGNS
from bundel.concerns.rules.card import CardText, Piece, card_from, clean_card, decided, place_level, reading
from bundel.concerns.rules.marks import Marks
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.concerns.rules.risk import Risk, Sign, Sort, find_risk
from bundel.concerns.rules.told import Told
from bundel.engines.deidentify import is_everyday
from bundel.places.rules import load

# Names of the buttons; the value is the piece, or the level of the place.
LET_STAND, LEAVE_OUT, PLACE, ANEW = "let_stand", "leave_out", "place_level", "anew"
PRESSED = (LET_STAND, LEAVE_OUT, PLACE, ANEW)
MOST_WORDS = 12

_WORD = re.compile(r"\[[^\]]*\]|[^\W\d_](?:[^\W_]|['’-](?=\w))+")


@dataclass(frozen=True)
class Mend:
    """One touch that makes somebody harder to recognise: the name and value of its button, and what it says."""

    name: str
    value: str
    label: str


def is_pressed(sent: Mapping[str, str]) -> bool:
    """Was one of the marks pressed, rather than the page sent?"""
    return any(name in sent for name in PRESSED)


def after_press(told: Told, sent: Mapping[str, str], card: CardText) -> Told:
    """What was told, with the pressed mark changed, and the card as it stood on the page made anew by it."""
    is_changed = card != card_of(told)
    marks = _pressed(told.marks, sent)
    changed = told.with_answers({"marks": marks})
    if ANEW in sent or not (is_changed or told.card_title):
        return changed.with_answers({"card_title": "", "card_text": ""})
    cleaned = clean_card(card.title, card.text, decided(changed), told.municipality_code)
    return changed.with_answers({"card_title": cleaned.title, "card_text": cleaned.text})


def _pressed(marks: Marks, sent: Mapping[str, str]) -> Marks:
    if LET_STAND in sent:
        return marks.let_stand(_piece(sent[LET_STAND]))
    if LEAVE_OUT in sent:
        return marks.leave_out(_piece(sent[LEAVE_OUT] or sent.get("typed", "")))
    if sent.get(PLACE) in set(PlaceLevel):
        return marks.at(PlaceLevel(sent[PLACE]))
    return marks


def _piece(value: str) -> str:
    # A browser sends a new line inside a value as two characters.
    return value.replace("\r\n", "\n").strip()


def card_of(told: Told) -> CardText:
    """The card as the person left it, or made from the story; both without what points at a person."""
    marks, code = decided(told), told.municipality_code
    if told.card_title:
        return clean_card(told.card_title, told.card_text, marks, code)
    return card_from(told.story, marks, code)


def marking(told: Told, card: CardText) -> dict[str, Any]:
    """What `pieces/marks.html` shows of this story and this card."""
    level = place_level(told)
    pieces = reading(told.story, decided(told), told.municipality_code)
    shown = f"{card.title}\n{card.text}"
    risk = find_risk(shown, pieces, level, told.municipality_code)
    return {
        "pieces": [(piece, _explained(piece)) for piece in pieces],
        "left_out": sum(piece.instead is not None for piece in pieces),
        "put_back": sum(piece.kind is not None and piece.instead is None for piece in pieces),
        "unusual": _unusual(shown),
        "is_own_card": bool(told.card_title),
        "place": place_shown(told),
        "nearer": PlaceLevel.MUNICIPALITY if told.marks.level is not PlaceLevel.MUNICIPALITY else "",
        "risk": _in_words(risk) if risk else [],
        "mends": _mends(risk) if risk else [],
    }


def place_shown(told: Told) -> str:
    """The place as the card says it."""
    municipality = load().get(told.municipality_code)
    level = place_level(told)
    if municipality is None or level is PlaceLevel.COUNTRY:
        return _("Nederland")
    return municipality.name if level is PlaceLevel.MUNICIPALITY else municipality.province


def _explained(piece: Piece) -> str:
    if piece.kind is not None:
        return str(KINDS[piece.kind])
    return _("Dit haalde je zelf weg.") if piece.is_added else ""


def _unusual(card: str) -> list[str]:
    """Words on the card that are no everyday Dutch, each once: what points at somebody is most often among them."""
    words = (found.group() for found in _WORD.finditer(card))
    unusual = (w for w in words if not w.startswith("[") and len(w) > 2 and not is_everyday(w))
    return list(dict.fromkeys(unusual))[:MOST_WORDS]


def _in_words(risk: Risk) -> list[str]:
    return [str(SIGNS[sign.sort]) % {"words": sign.words} for sign in risk.signs]


def _mends(risk: Risk) -> list[Mend]:
    mends = [_without(sign) for sign in risk.signs]
    if risk.coarser is PlaceLevel.PROVINCE:
        mends.insert(0, Mend(PLACE, PlaceLevel.PROVINCE, _("Zeg alleen de provincie")))
    elif risk.coarser is PlaceLevel.COUNTRY:
        mends.insert(0, Mend(PLACE, PlaceLevel.COUNTRY, _("Noem geen plaats")))
    return mends


def _without(sign: Sign) -> Mend:
    label = _("Haal de leeftijd weg") if sign.sort is Sort.AGE else _("Haal ‘%(words)s’ weg") % {"words": sign.words}
    return Mend(LEAVE_OUT, sign.source, label)
