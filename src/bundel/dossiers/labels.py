"""Dossiers in words: how far they are, what was done and answered, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.concerns.rules.upstream import ChangeKind
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind

STATES: dict[State, Promise] = {
    State.OPEN: _("In voorbereiding"),
    State.SENT: _("Wacht op antwoord"),
    State.ANSWERED: _("Beantwoord"),
    State.EFFECT: _("Er is iets veranderd"),
    State.CLOSED: _("Afgesloten"),
    State.REOPENED: _("Weer open"),
}

STEPS: dict[StepKind, Promise] = {
    StepKind.TALK: _("Gesprek"),
    StepKind.LETTER: _("Brief"),
    StepKind.ADVICE: _("Advies"),
}

ANSWERS: dict[AnswerKind, Promise] = {
    AnswerKind.ADOPTED: _("Overgenomen"),
    AnswerKind.PARTLY: _("Voor een deel"),
    AnswerKind.REFUSED: _("Afgewezen"),
    AnswerKind.NONE: _("Nog geen antwoord"),
}

PROMISES: dict[PromiseState, Promise] = {
    PromiseState.OPEN: _("Loopt nog"),
    PromiseState.KEPT: _("Nagekomen"),
    PromiseState.BROKEN: _("Niet nagekomen"),
}

# What everybody upstream was told.
CHANGES: dict[ChangeKind, Promise] = {
    ChangeKind.LINKED: _("Vraag of iemand meetelt"),
    ChangeKind.ELSEWHERE: _("Naar een andere organisatie"),
    ChangeKind.INDIVIDUAL: _("Ieder apart geholpen"),
    ChangeKind.DOSSIER_OPENED: _("Dossier gestart"),
    ChangeKind.ADVICE_SENT: _("Advies verstuurd"),
    ChangeKind.ANSWER: _("Antwoord gekregen"),
    ChangeKind.PROMISE: _("Toezegging gekregen"),
    ChangeKind.EFFECT: _("Er is iets veranderd"),
    ChangeKind.AFTER_QUESTION: _("Vraag: werkt het voor jou?"),
    ChangeKind.CLOSED: _("Dossier afgesloten"),
}

REFUSALS: dict[str, Promise] = {
    "title_empty": _("Geef het dossier een titel."),
    "title_too_long": _("Maak de titel korter. Gebruik ten hoogste 120 tekens."),
    "problem_empty": _("Schrijf wat het probleem is."),
    "problem_too_long": _("Maak dit korter. Gebruik ten hoogste 4000 tekens."),
    "gain_empty": _("Schrijf eerst wat de burger eraan heeft. Zonder dat antwoord gaat een dossier niet naar buiten."),
    "gain_too_long": _("Maak dit korter. Gebruik ten hoogste 600 tekens."),
    "no_demands": _("Schrijf eerst ten minste één vraag. Zonder vraag kan niemand antwoorden."),
    "closed": _("Dit dossier is afgesloten. Open het eerst weer."),
    "not_closed": _("Dit dossier is niet afgesloten."),
    "demand_empty": _("Schrijf wat je vraagt."),
    "demand_too_long": _("Maak de vraag korter. Gebruik ten hoogste 300 tekens."),
    "to_whom_empty": _("Schrijf aan wie je het vraagt."),
    "to_whom_too_long": _("Maak dit korter. Gebruik ten hoogste 160 tekens."),
    "partner_empty": _("Schrijf wie er meedoet."),
    "partner_too_long": _("Maak de naam korter. Gebruik ten hoogste 160 tekens."),
    "partner_known": _("Deze organisatie doet al mee."),
    "not_agreed": _("Met deze organisatie loopt geen afspraak."),
    "bundle_known": _("Dit dossier rust al op deze bundel."),
    "research_empty": _("Schrijf wat jullie vonden."),
    "research_too_long": _("Maak dit korter. Gebruik ten hoogste 4000 tekens."),
    "source_empty": _("Schrijf waar het vandaan komt."),
    "source_too_long": _("Maak de bron korter. Gebruik ten hoogste 300 tekens."),
    "not_public": _("Deze kaart is niet openbaar. Alleen een openbare kaart mag je aanhalen."),
    "quoted": _("Deze kaart haal je al aan."),
    "name_too_long": _("Maak de naam korter. Gebruik ten hoogste 160 tekens."),
    "function_empty": _("Schrijf de functie van deze persoon, of de naam van de organisatie."),
    "function_too_long": _("Maak dit korter. Gebruik ten hoogste 160 tekens."),
    "result_empty": _("Schrijf wat eruit kwam."),
    "result_too_long": _("Maak dit korter. Gebruik ten hoogste 1000 tekens."),
    "answer_empty": _("Schrijf wat er is geantwoord."),
    "answer_too_long": _("Maak dit korter. Gebruik ten hoogste 1000 tekens."),
    "promise_empty": _("Schrijf wat er is beloofd."),
    "promise_too_long": _("Maak dit korter. Gebruik ten hoogste 300 tekens."),
    "by_whom_empty": _("Schrijf wie het beloofde."),
    "by_whom_too_long": _("Maak dit korter. Gebruik ten hoogste 160 tekens."),
    "effect_empty": _("Schrijf wat er veranderde."),
    "effect_too_long": _("Maak dit korter. Gebruik ten hoogste 300 tekens."),
    "question_empty": _("Schrijf wat je wilt weten."),
    "question_too_long": _("Maak de vraag korter. Gebruik ten hoogste 300 tekens."),
    "question_closed": _("Deze vraag is gesloten. Wat je eerder schreef, blijft staan."),
    "nobody_to_ask": _("Er is nog niemand om te vragen. Voeg eerst een bundel toe waar mensen bij horen."),
    "weeks_out_of_bounds": _("Kies een tijd tussen 1 en 26 weken."),
    "day_in_future": _("Deze dag moet nog komen. Kies vandaag of een dag die al was."),
    "day_past": _("Kies een dag die nog komt."),
    "not_a_member": _("Deze persoon doet niet mee in deze werkruimte."),
    "already_shown": _("De minuut is voorbij. Het dossier staat al openbaar. Je kunt het wel weghalen."),
    "not_shown": _("Dit dossier staat niet openbaar."),
}
