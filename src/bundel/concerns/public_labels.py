"""The second look, public cards and recognition in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.concerns.rules.counts import Unsaid
from bundel.concerns.rules.publishing import Complaint, PauseReason, ReviewCause, ReviewState
from bundel.concerns.rules.recognition import Answer, Burst

REVIEW_STATES: dict[ReviewState, Promise] = {
    ReviewState.WAITING: _("Wacht op nakijken"),
    ReviewState.APPROVED: _("Iedereen mag hem lezen"),
    ReviewState.SENT_BACK: _("Terug naar de persoon"),
    ReviewState.REFUSED: _("Tegengehouden"),
}

# For the person, about their own card.
REVIEWS_FOR_PERSON: dict[ReviewState, Promise] = {
    ReviewState.WAITING: _("Iemand kijkt je kaart nog na. Anderen zien hem nu niet."),
    ReviewState.APPROVED: _("Iedereen kan je kaart lezen."),
    ReviewState.SENT_BACK: _("We vragen je om iets te veranderen. Anderen zien je kaart nu niet."),
    ReviewState.REFUSED: _("We laten je kaart niet aan anderen zien. Je krijgt gewoon hulp."),
}

REVIEW_CAUSES: dict[ReviewCause, Promise] = {
    ReviewCause.TOLD: _("Nieuw verteld"),
    ReviewCause.CHANGED: _("De persoon veranderde de kaart"),
    ReviewCause.FLAGGED: _("Een lezer zegt dat er iets niet klopt"),
}

COMPLAINTS: dict[Complaint, Promise] = {
    Complaint.PERSON: _("Je kunt zien over wie het gaat"),
    Complaint.UNTRUE: _("Het klopt niet"),
    Complaint.RUDE: _("Het is een bedreiging of het scheldt iemand uit"),
    Complaint.SPAM: _("Het is reclame of onzin"),
}

PAUSE_REASONS: dict[PauseReason, Promise] = {
    PauseReason.THREATS: _("In je berichten stond een bedreiging."),
    PauseReason.INSULTS: _("In je berichten werd iemand uitgescholden."),
    PauseReason.SPAM: _("Je stuurde reclame."),
    PauseReason.TOO_MANY: _("Er kwamen meer berichten dan we konden lezen."),
}

ANSWERS: dict[Answer, Promise] = {
    Answer.SAME: _("Dit gebeurt mij ook"),
    Answer.DIFFERENT: _("Een beetje anders"),
    Answer.NOT_HERE: _("Bij mij niet"),
}

BURSTS: dict[Burst, Promise] = {
    Burst.ONE_NETWORK: _("Veel antwoorden van één internetverbinding"),
    Burst.SHORT_TIME: _("Veel antwoorden in een korte tijd"),
    Burst.MACHINE: _("Antwoorden die zo snel kwamen als een computer typt"),
}

UNSAID: dict[Unsaid, Promise] = {
    Unsaid.FEW: _("Een paar mensen"),
    Unsaid.TOO_FEW: _("Te weinig om te tonen"),
}
