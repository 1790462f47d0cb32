"""The words of a concern in Dutch and English: what people choose, where it stands, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.accounts.access import OpenReason
from bundel.concerns.rules.danger import Danger
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import (
    Channel,
    Consent,
    Consequence,
    Decider,
    ForWhom,
    LetterBy,
    Side,
    Since,
    Theme,
)

THEMES: dict[Theme, Promise] = {
    Theme.HOME_HELP: _("Hulp in huis"),
    Theme.CARE: _("Zorg en verpleging"),
    Theme.AIDS: _("Hulpmiddelen en rolstoel"),
    Theme.HOUSING: _("Wonen en aanpassingen in huis"),
    Theme.TRANSPORT: _("Vervoer en taxi"),
    Theme.PARKING_CARD: _("Parkeerkaart"),
    Theme.SCHOOL_TRANSPORT: _("Vervoer naar school"),
    Theme.YOUTH_CARE: _("Jeugdhulp"),
    Theme.DAY_CARE: _("Dagbesteding"),
    Theme.RESPITE: _("Even vrij van het zorgen"),
    Theme.PERSONAL_BUDGET: _("Eigen budget voor zorg (pgb)"),
    Theme.INCOME: _("Uitkering en inkomen"),
    Theme.DEBTS: _("Schulden"),
    Theme.WORK: _("Werk"),
    Theme.ACCESS: _("Ergens in of bij kunnen"),
    Theme.TREATMENT: _("Behandeling en medicijnen"),
    Theme.LETTER: _("Een brief of formulier dat ik niet begrijp"),
    Theme.OTHER: _("Iets anders"),
}

# How the themes stand together where somebody chooses one.
THEME_GROUPS: tuple[tuple[Promise, tuple[Theme, ...]], ...] = (
    (
        _("Hulp en zorg"),
        (Theme.HOME_HELP, Theme.CARE, Theme.AIDS, Theme.TREATMENT, Theme.DAY_CARE, Theme.RESPITE,
         Theme.PERSONAL_BUDGET),
    ),
    (_("Kinderen"), (Theme.YOUTH_CARE, Theme.SCHOOL_TRANSPORT)),
    (_("Wonen en op weg"), (Theme.HOUSING, Theme.TRANSPORT, Theme.PARKING_CARD, Theme.ACCESS)),
    (_("Geld en werk"), (Theme.INCOME, Theme.DEBTS, Theme.WORK)),
    (_("Anders"), (Theme.LETTER, Theme.OTHER)),
)  # fmt: skip

DECIDERS: dict[Decider, Promise] = {
    Decider.MUNICIPALITY: _("De gemeente"),
    Decider.INSURER: _("De zorgverzekeraar"),
    Decider.CARE_PROVIDER: _("De zorgaanbieder"),
    Decider.CARE_OFFICE: _("Het zorgkantoor of CIZ"),
    Decider.BENEFITS_OFFICE: _("UWV, SVB of de Belastingdienst"),
    Decider.SCHOOL: _("De school"),
    Decider.CARRIER: _("Het vervoerbedrijf"),
    Decider.OTHER: _("Iemand anders"),
    Decider.UNKNOWN: _("Dat weet ik niet"),
}

DECIDER_HINTS: dict[Decider, Promise] = {
    Decider.MUNICIPALITY: _("Zoals hulp in huis, een rolstoel, jeugdhulp, bijstand of een parkeerkaart."),
    Decider.INSURER: _("Zoals wijkverpleging, medicijnen en behandelingen."),
    Decider.CARE_PROVIDER: _("Zoals de thuiszorg, het ziekenhuis of de instelling waar je woont."),
    Decider.CARE_OFFICE: _("Voor zorg die altijd nodig blijft (Wlz)."),
    Decider.BENEFITS_OFFICE: _("Zoals een uitkering, AOW, kinderbijslag of toeslag."),
    Decider.CARRIER: _("Zoals de taxi of de bus."),
    Decider.UNKNOWN: _("Geeft niet. Wij zoeken het uit."),
}

# Who gives no decision in the sense of the law (Awb 1:1, 1:3): the six weeks of an objection do not run there.
NO_OBJECTION: dict[Decider, Promise] = {
    Decider.INSURER: _(
        "Een zorgverzekeraar kent geen bezwaar van zes weken. Vraag de verzekeraar eerst om opnieuw te kijken. "
        "Helpt dat niet? Dan kun je naar de geschillencommissie."
    ),
    Decider.CARE_PROVIDER: _(
        "Tegen een zorgaanbieder maak je geen bezwaar. Je kunt wel een klacht indienen. Dat is gratis."
    ),
    Decider.CARRIER: _("Tegen een vervoerbedrijf maak je geen bezwaar. Je kunt wel een klacht indienen."),
}

# The first thing to do oneself, whatever comes after.
TALK_FIRST: dict[Decider, Promise] = {
    Decider.MUNICIPALITY: _(
        "Vraag de gemeente om een gesprek. Vraag of dat bij jou thuis kan. Neem gerust iemand mee."
    ),
    Decider.INSURER: _("Bel je zorgverzekeraar en vraag om uitleg. Schrijf op wie je sprak."),
    Decider.CARE_PROVIDER: _(
        "Vraag de zorgaanbieder om een gesprek. De klachtenfunctionaris kan daarbij helpen. Dat is gratis."
    ),
    Decider.CARE_OFFICE: _("Bel het zorgkantoor of CIZ en vraag om uitleg. Schrijf op wie je sprak."),
    Decider.BENEFITS_OFFICE: _("Bel en vraag waarom dit zo is besloten. Schrijf op wie je sprak."),
    Decider.SCHOOL: _("Vraag de school om een gesprek. Neem gerust iemand mee."),
    Decider.CARRIER: _("Bel het vervoerbedrijf en zeg wat er misging. Schrijf de dag en de tijd erbij."),
    Decider.OTHER: _("Vraag om een gesprek met wie hierover beslist. Neem gerust iemand mee."),
    Decider.UNKNOWN: _("Vraag om een gesprek. Weet je niet met wie? Wij zoeken het voor je uit."),
}

SINCES: dict[Since, Promise] = {
    Since.DAYS: _("Een paar dagen"),
    Since.WEEKS: _("Een paar weken"),
    Since.MONTHS: _("Een paar maanden"),
    Since.YEAR: _("Ongeveer een jaar"),
    Since.YEARS: _("Langer"),
}

LETTER_WAYS: dict[LetterBy, Promise] = {
    LetterBy.POST: _("Met de post"),
    LetterBy.PORTAL: _("In mijn berichten op internet"),
    LetterBy.HANDED: _("Iemand gaf hem aan mij"),
}

FOR_WHOM: dict[ForWhom, Promise] = {
    ForWhom.MYSELF: _("Over mijzelf"),
    ForWhom.CHILD: _("Over mijn kind"),
    ForWhom.PARTNER: _("Over mijn partner"),
    ForWhom.PARENT: _("Over mijn vader of moeder"),
    ForWhom.OTHER: _("Over iemand anders"),
}

CONSENTS: dict[Consent, Promise] = {
    Consent.OTHERS: _("Ja, anderen mogen de kaart zien"),
    Consent.HELPER: _("Alleen wie mij helpt, mag de kaart zien"),
    Consent.PRIVATE: _("Nee, doe niets met de kaart"),
}

CONSENT_HINTS: dict[Consent, Promise] = {
    Consent.OTHERS: _(
        "Mensen met hetzelfde probleem kunnen hem dan lezen. Eerst kijkt iemand hem nog na. Je kunt dit later stoppen."
    ),
    Consent.HELPER: _("De organisatie die jou helpt, gebruikt de kaart alleen voor jou. Hulp krijg je gewoon."),
    Consent.PRIVATE: _("De organisatie leest je verhaal en geeft je antwoord. Met de kaart gebeurt verder niets."),
}

CHANNELS: dict[Channel, Promise] = {
    Channel.WEB: _("Op deze website"),
    Channel.PHONE: _("Aan de telefoon"),
    Channel.PAPER: _("Op papier"),
    Channel.VISIT: _("In een gesprek"),
}

CONSEQUENCES: dict[Consequence, Promise] = {
    Consequence.FATIGUE: _("Weinig kracht"),
    Consequence.PAIN: _("Pijn"),
    Consequence.MOBILITY: _("Moeilijk bewegen"),
    Consequence.LONELINESS: _("Eenzaam"),
    Consequence.INCOME: _("Te weinig geld"),
    Consequence.PAPERWORK: _("Veel papierwerk"),
    Consequence.FAMILY: _("Zwaar voor het gezin"),
    Consequence.SAFETY: _("Niet veilig"),
    Consequence.DIGNITY: _("Niet serieus genomen"),
    Consequence.PARTICIPATION: _("Niet kunnen meedoen"),
}

SIDES: dict[Side, Promise] = {
    Side.PERSON: _("De persoon"),
    Side.WORKSPACE: _("Wij"),
}

# For the workspace: who waits for whom, short enough for a list.
STATES: dict[State, Promise] = {
    State.RECEIVED: _("Nieuw: niemand las het nog"),
    State.IN_PROGRESS: _("De persoon wacht op ons"),
    State.WAITING_FOR_PERSON: _("Wij wachten op de persoon"),
    State.ANSWERED: _("Beantwoord: niemand wacht"),
    State.CLOSED: _("Klaar"),
    State.WITHDRAWN: _("Ingetrokken door de persoon"),
}

# For the person: a whole sentence about the same.
STATES_FOR_PERSON: dict[State, Promise] = {
    State.RECEIVED: _("Je verhaal is binnen. Nog niemand las het."),
    State.IN_PROGRESS: _("Je wacht op ons."),
    State.WAITING_FOR_PERSON: _("Wij wachten op jou."),
    State.ANSWERED: _("Er is een antwoord voor je."),
    State.CLOSED: _("Dit is klaar."),
    State.WITHDRAWN: _("Je trok je verhaal in."),
}

STATE_HINTS_FOR_PERSON: dict[State, Promise] = {
    State.RECEIVED: _("Je hoeft nu niets te doen."),
    State.IN_PROGRESS: _("Iemand is ermee bezig. Je hoeft nu niets te doen."),
    State.WAITING_FOR_PERSON: _("Lees het laatste bericht en schrijf terug. Neem de tijd die je nodig hebt."),
    State.ANSWERED: _("Heb je nog een vraag? Schrijf dan terug."),
    State.CLOSED: _("Is er toch nog iets? Schrijf dan terug. Dan pakken we het weer op."),
    State.WITHDRAWN: _("Niemand werkt er nog aan. De kaart gaat nergens meer heen."),
}

DANGERS: dict[Danger, Promise] = {
    Danger.SUICIDE: _("Misschien wil deze persoon niet meer leven."),
    Danger.VIOLENCE: _("Misschien is iemand thuis niet veilig."),
}

# Why somebody opened a story, as the person reads it.
OPEN_REASONS: dict[OpenReason, Promise] = {
    OpenReason.HELP: _("Om jou te helpen"),
    OpenReason.ANSWER: _("Om je te antwoorden"),
    OpenReason.CHECK: _("Om na te kijken of alles klopt"),
    OpenReason.OWN: _("Dat was jijzelf"),
    OpenReason.NOTICE: _("Om je te laten weten dat er nieuws is"),
}

REFUSALS: dict[str, Promise] = {
    "state_not_possible": _("Dat kan nu niet meer. Kijk hoe het signaal er nu voor staat."),
    "withdrawn": _("Dit verhaal is ingetrokken."),
    "not_withdrawn": _("Dit verhaal loopt al gewoon."),
    "not_a_member": _("Deze persoon doet niet mee in deze werkruimte."),
    "message_empty": _("Schrijf eerst een bericht."),
    "message_too_long": _("Dit bericht is te lang. Gebruik ten hoogste 5000 tekens."),
    "already_sent": _("Dit bericht is al verstuurd. Schrijf er een nieuw bericht achteraan."),
    "not_complete": _("Er mist nog een antwoord. Kijk de vragen na."),
    "receipt_taken": _("Dit verhaal is al binnen."),
    "not_yours": _("Dit bericht is van een ander. Alleen die persoon haalt het terug."),
    "name_empty": _("Vul een naam in."),
    "colour_unreadable": _("Op deze kleur is tekst niet goed te lezen. Kies een donkerdere kleur."),
    "keeping_out_of_bounds": _("Bewaar verhalen ten minste 30 dagen en ten hoogste tien jaar."),
    "answer_out_of_bounds": _("Beloof een antwoord binnen 1 tot 30 dagen."),
    "too_many_lines": _("Dit zijn te veel regels. Neem alle gemeenten of alle onderwerpen samen."),
}

LETTER_PROBLEMS: dict[str, Promise] = {
    "letter_in_future": _("Die dag moet nog komen. Kijk nog eens op de brief."),
    "letter_too_old": _("Die dag is te lang geleden. Kijk nog eens naar het jaar."),
    "letter_received_before_sent": _(
        "De brief kwam eerder dan de dag die erop staat. Dat kan niet. Kijk beide dagen na."
    ),
}

# The same words as who works here reads them.
STATES_SHORT: dict[State, Promise] = {
    State.RECEIVED: _("Nieuw"),
    State.IN_PROGRESS: _("Wacht op ons"),
    State.WAITING_FOR_PERSON: _("Wacht op de persoon"),
    State.ANSWERED: _("Beantwoord"),
    State.CLOSED: _("Klaar"),
    State.WITHDRAWN: _("Ingetrokken"),
}

FOR_WHOM_HERE: dict[ForWhom, Promise] = {
    ForWhom.MYSELF: _("De persoon zelf"),
    ForWhom.CHILD: _("Het kind van de persoon"),
    ForWhom.PARTNER: _("De partner van de persoon"),
    ForWhom.PARENT: _("De vader of moeder van de persoon"),
    ForWhom.OTHER: _("Iemand anders"),
}

CONSENTS_HERE: dict[Consent, Promise] = {
    Consent.OTHERS: _("Anderen mogen deze kaart zien"),
    Consent.HELPER: _("Alleen wie helpt, mag deze kaart zien"),
    Consent.PRIVATE: _("Doe niets met deze kaart"),
}

OPEN_REASONS_HERE: dict[OpenReason, Promise] = {
    OpenReason.HELP: _("om te helpen"),
    OpenReason.ANSWER: _("om te antwoorden"),
    OpenReason.CHECK: _("om na te kijken of alles klopt"),
    OpenReason.OWN: _("de persoon zelf"),
    OpenReason.NOTICE: _("om te melden dat er nieuws is"),
}
