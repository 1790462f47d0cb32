"""Guests in words: what they are asked, how far it is, what they answered, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.guests.rules import GuestAnswerKind, GuestPurpose, LinkState

PURPOSES: dict[GuestPurpose, Promise] = {
    GuestPurpose.READ: _("Lezen"),
    GuestPurpose.ANSWER: _("Antwoorden"),
    GuestPurpose.CORRECT: _("Zeggen of het klopt"),
}

PURPOSE_HINTS: dict[GuestPurpose, Promise] = {
    GuestPurpose.READ: _("De gast leest het, en hoeft niets te doen."),
    GuestPurpose.ANSWER: _("De gast zegt: dit doen we, deels, niet, of later. Met een uitleg."),
    GuestPurpose.CORRECT: _("De gast schrijft wat er niet klopt. Dat kan voordat jullie het naar buiten brengen."),
}

# The heading of the guest's own page.
ASKED: dict[GuestPurpose, Promise] = {
    GuestPurpose.READ: _("Wil je dit lezen?"),
    GuestPurpose.ANSWER: _("Wil je hierop antwoorden?"),
    GuestPurpose.CORRECT: _("Klopt dit?"),
}

ANSWERS: dict[GuestAnswerKind, Promise] = {
    GuestAnswerKind.ADOPTED: _("Dit doen we"),
    GuestAnswerKind.PARTLY: _("Dit doen we deels"),
    GuestAnswerKind.REFUSED: _("Dit doen we niet"),
    GuestAnswerKind.LATER: _("Dit weten we later"),
    GuestAnswerKind.CORRECTION: _("Dit klopt niet"),
}

ANSWER_HINTS: dict[GuestAnswerKind, Promise] = {
    GuestAnswerKind.ADOPTED: _("Schrijf erbij wat je gaat doen, en wanneer."),
    GuestAnswerKind.PARTLY: _("Schrijf erbij wat wel en wat niet."),
    GuestAnswerKind.REFUSED: _("Schrijf erbij waarom niet."),
    GuestAnswerKind.LATER: _("Schrijf erbij wanneer je het weet."),
}

STATES: dict[LinkState, Promise] = {
    LinkState.LEAVING: _("Gaat binnen een minuut weg"),
    LinkState.OPEN: _("Wacht op antwoord"),
    LinkState.DECLINED: _("Zegt: dit is niet voor mij"),
    LinkState.REVOKED: _("Ingetrokken"),
    LinkState.EXPIRED: _("De link werkt niet meer"),
}

REFUSALS: dict[str, Promise] = {
    "name_empty": _("Schrijf wie je uitnodigt."),
    "name_too_long": _("Maak dit korter. Gebruik ten hoogste 120 tekens."),
    "function_empty": _("Schrijf wat de functie van deze persoon is."),
    "function_too_long": _("Maak dit korter. Gebruik ten hoogste 120 tekens."),
    "question_empty": _("Schrijf wat je vraagt."),
    "question_too_long": _("Maak dit korter. Gebruik ten hoogste 600 tekens."),
    "days_unknown": _("Kies hoe lang de link werkt."),
    "mail_left": _("De mail is al weg. Je kunt de link nog wel intrekken."),
    "too_soon": _("Je kunt pas na drie dagen nog een mail sturen."),
    "link_over": _("Deze link werkt niet meer."),
    "not_asked": _("Daar is niet om gevraagd."),
    "too_many_answers": _("Je gaf al twintig antwoorden. Bel met wie het je vroeg."),
    "answer_empty": _("Schrijf eerst je antwoord."),
    "answer_too_long": _("Maak dit korter. Gebruik ten hoogste 2000 tekens."),
}
