"""Public cards in words, as every page shows them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.concerns.labels import CONSEQUENCES, THEMES
from bundel.concerns.public import PublicRow
from bundel.concerns.public_labels import UNSAID
from bundel.concerns.rules.counts import Unsaid, shown_on_card
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.concerns.rules.told import Step, Told
from bundel.concerns.rules.words import Consequence, Theme
from bundel.concerns.similar import find_similar_cards
from bundel.places.rules import load
from bundel.web.pages import PageRequest

MANY = 50
SIMILAR = 3


def similar_to(told: Told) -> list[dict[str, Any]]:
    """Cards of others that look like what somebody tells, and which of them they said are theirs as well."""
    found = find_similar_cards(told.story, municipality=told.municipality_code, theme=told.theme, limit=SIMILAR)
    return [dict(in_words(row), is_chosen=str(row.id) in told.also.split()) for row in found]


def also_chosen(request: PageRequest, step: Step) -> dict[str, str]:
    """Which of the cards of others the teller ticked, as an answer; nothing where none were shown."""
    if step is not Step.THEME or "also_shown" not in request.POST:
        return {}
    ticked = [str(one) for one in (_uuid(text) for text in request.POST.getlist("also")[:SIMILAR]) if one]
    return {"also": " ".join(ticked)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def in_words(row: PublicRow) -> Mapping[str, Any]:
    """A public card as the template tag `problem` takes it, with its id and who it came in at."""
    number = shown_on_card(row.strength)
    return {
        "id": row.id,
        "title": row.title,
        "text": row.text,
        "theme": THEMES[Theme(row.theme)],
        "tags": [THEMES[Theme(row.theme)], *(CONSEQUENCES[Consequence(c)] for c in row.consequences)],
        "people": recognised_by(row.strength),
        "meta": [place_of(row), recognised_by(row.strength)],
        "strength": "few" if isinstance(number, Unsaid) else "many" if number >= MANY else "",
        "organisation": row.workspace_name,
    }


def recognised_by(strength: int) -> str:
    """How many people recognise it, as everybody may know."""
    number = shown_on_card(strength)
    if isinstance(number, Unsaid):
        return _("%(few)s herkennen dit") % {"few": UNSAID[number]}
    return ngettext("%(number)d mens herkent dit", "%(number)d mensen herkennen dit", number) % {"number": number}


def place_of(row: PublicRow) -> str:
    """Where, as near as the card says it."""
    if row.place_level == PlaceLevel.MUNICIPALITY and row.place_code in load():
        return load()[row.place_code].name
    if row.place_level == PlaceLevel.PROVINCE:
        province = next((m.province for m in load().values() if m.province_code == row.place_code), "")
        return _("Provincie %(name)s") % {"name": province}
    return _("Ergens in Nederland")
