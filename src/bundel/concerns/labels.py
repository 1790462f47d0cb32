"""The words of a concern in Dutch and English: what people choose, where it stands, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.accounts.access import OpenReason
from bundel.concerns.rules.danger import Danger
from bundel.concerns.rules.glass import Emergency, GlassState
from bundel.concerns.rules.marks import Change
from bundel.concerns.rules.risk import Sort
from bundel.concerns.rules.states import State
from bundel.concerns.rules.taking import ExportReason, ExportState
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
from bundel.engines.deidentify import Before, Kind

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
        "Tegen een zorgaanbieder maak je geen bezwaar. Je kunt wel een klacht sturen. Dat is gratis."
    ),
    Decider.CARRIER: _("Tegen een vervoerbedrijf maak je geen bezwaar. Je kunt wel een klacht sturen."),
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
    State.SUSPECT: _("Misschien reclame: niemand las het nog"),
    State.IN_PROGRESS: _("De persoon wacht op ons"),
    State.WAITING_FOR_PERSON: _("Wij wachten op de persoon"),
    State.ANSWERED: _("Beantwoord: niemand wacht"),
    State.CLOSED: _("Klaar"),
    State.WITHDRAWN: _("Ingetrokken door de persoon"),
}

# For the person: a whole sentence about the same.
STATES_FOR_PERSON: dict[State, Promise] = {
    State.RECEIVED: _("Je verhaal is binnen. Nog niemand las het."),
    State.SUSPECT: _("Je verhaal is binnen. Nog niemand las het."),
    State.IN_PROGRESS: _("Je wacht op ons."),
    State.WAITING_FOR_PERSON: _("Wij wachten op jou."),
    State.ANSWERED: _("Er is een antwoord voor je."),
    State.CLOSED: _("Dit is klaar."),
    State.WITHDRAWN: _("Je trok je verhaal in."),
}

STATE_HINTS_FOR_PERSON: dict[State, Promise] = {
    State.RECEIVED: _("Je hoeft nu niets te doen."),
    State.SUSPECT: _(
        "Een computer dacht aan reclame. Een mens kijkt het na. Schrijf gerust een bericht: dan gaat het sneller."
    ),
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
EXPORT_REASONS: dict[ExportReason, Promise] = {
    ExportReason.CLOSING: _("We sluiten deze werkruimte"),
    ExportReason.MOVING: _("We gaan verder in een ander systeem"),
    ExportReason.COPY: _("We willen zelf een kopie bewaren"),
}

EXPORT_STATES: dict[ExportState, Promise] = {
    ExportState.RUNNING: _("We maken het nu"),
    ExportState.READY: _("Staat klaar"),
    ExportState.FAILED: _("Niet gelukt"),
    ExportState.GONE: _("Gewist"),
}

OPEN_REASONS: dict[OpenReason, Promise] = {
    OpenReason.HELP: _("Om jou te helpen"),
    OpenReason.ANSWER: _("Om je te antwoorden"),
    OpenReason.CHECK: _("Om na te kijken of alles klopt"),
    OpenReason.OWN: _("Dat was jijzelf"),
    OpenReason.NOTICE: _("Om je te laten weten dat er nieuws is"),
    OpenReason.TAKEN: _("Om alles van de organisatie mee te nemen"),
    OpenReason.DANGER: _("Omdat er misschien gevaar was. Een tweede persoon gaf toestemming"),
}

REFUSALS: dict[str, Promise] = {
    "state_not_possible": _("Dat kan nu niet meer. Kijk hoe het signaal er nu voor staat."),
    "withdrawn": _("Dit verhaal is ingetrokken."),
    "not_withdrawn": _("Dit verhaal loopt al gewoon."),
    "not_a_member": _("Deze persoon doet niet mee in deze werkruimte."),
    "message_empty": _("Schrijf eerst een bericht."),
    "glass_no_concern": _("Dit signaal is er niet. Kijk of het nummer klopt."),
    "glass_second_factor": _("Zet eerst de tweede stap bij het inloggen aan, bij Mijn account."),
    "glass_own": _("Je kunt dit niet aan jezelf toestaan. Een ander moet het doen."),
    "glass_over": _("Deze vraag is voorbij. Stel hem opnieuw als het gevaar er nog is."),
    "message_too_long": _("Dit bericht is te lang. Gebruik ten hoogste 5000 tekens."),
    "already_sent": _("Dit bericht is al verstuurd. Schrijf er een nieuw bericht achteraan."),
    "not_complete": _("Er mist nog een antwoord. Kijk de vragen na."),
    "receipt_taken": _("Dit verhaal is al binnen."),
    "not_yours": _("Dit bericht is van een ander. Alleen die persoon haalt het terug."),
    "name_empty": _("Vul een naam in."),
    "colour_unreadable": _("Op deze kleur is tekst niet goed te lezen. Kies een donkerdere kleur."),
    "keeping_out_of_bounds": _("Bewaar verhalen ten minste 30 dagen en ten hoogste tien jaar."),
    "answer_out_of_bounds": _("Beloof een antwoord binnen 1 tot 30 dagen."),
    "agreement_other_way": _("Volgens deze afspraak krijgen jullie kaarten. Jullie geven er geen."),
    "consent_not_others": _("De persoon wil niet dat anderen de kaart zien."),
    "asked_before": _("Je hebt dit al gevraagd. Je vraagt het maar één keer."),
    "answered_already": _("De persoon heeft al geantwoord."),
    "look_not_possible": _("Iemand anders was je voor. Kijk hoe de kaart er nu voor staat."),
    "flags_stop": _("Deze woorden mogen niet naar buiten. Vraag de persoon om ze te veranderen."),
    "reason_empty": _("Schrijf waarom. De persoon leest dit."),
    "reason_too_long": _("Dit is te lang. Gebruik ten hoogste 500 tekens."),
    "pause_out_of_bounds": _("Kies 1 tot en met 30 dagen."),
    "paused_already": _("De berichten zijn al gesloten."),
    "not_paused": _("De berichten zijn gewoon open."),
    "objected_before": _("Je schreef hier al over. We kijken ernaar."),
    "messages_paused": _("Je kunt nu geen berichten sturen. Hierboven staat waarom."),
    "line_too_long": _("Dit is te lang. Gebruik ten hoogste 300 tekens."),
    "hands_out_of_bounds": _("Tel 1 tot en met 60 handen in één keer."),
    "card_not_public": _("Deze kaart is niet openbaar. Kijk hem eerst na."),
    "question_too_long": _("Deze vraag is te lang. Gebruik ten hoogste 500 tekens."),
    "not_asked": _("Je koos dat we je niets vragen."),
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
    State.SUSPECT: _("Spam?"),
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

EMERGENCIES: dict[Emergency, Promise] = {
    Emergency.LIFE: _("Iemand is in levensgevaar"),
    Emergency.VIOLENCE: _("Er is geweld, of iemand dreigt ermee"),
    Emergency.CHILD: _("Een kind is in gevaar"),
    Emergency.CARE_STOPS: _("Zorg die iemand nu nodig heeft, valt weg"),
}

GLASS_STATES: dict[GlassState, Promise] = {
    GlassState.ASKED: _("Wacht op een tweede persoon"),
    GlassState.OPEN: _("Mag nu open"),
    GlassState.REFUSED: _("Niet toegestaan"),
    GlassState.OVER: _("Voorbij"),
}

OPEN_REASONS_HERE: dict[OpenReason, Promise] = {
    OpenReason.HELP: _("om te helpen"),
    OpenReason.ANSWER: _("om te antwoorden"),
    OpenReason.CHECK: _("om na te kijken of alles klopt"),
    OpenReason.OWN: _("de persoon zelf"),
    OpenReason.NOTICE: _("om te melden dat er nieuws is"),
    OpenReason.TAKEN: _("om alles van de werkruimte mee te nemen"),
    OpenReason.DANGER: _("wegens gevaar, met toestemming van een tweede persoon"),
}

# Why a piece of a story is marked, to the person who wrote it.
KINDS: dict[Kind, Promise] = {
    Kind.PERSON: _("Een naam: dan weet iemand over wie het gaat."),
    Kind.ADDRESS: _("Een adres: dan weet iemand waar je woont."),
    Kind.INSTITUTION: _("De naam van een organisatie of school. Wat voor soort het is, blijft staan."),
    Kind.MUNICIPALITY: _("Een plaats: die staat minder precies op de kaart."),
    Kind.AGE: _("Een leeftijd: op de kaart staat alleen ongeveer hoe oud."),
    Kind.DATE: _("Een dag: dan kan iemand opzoeken over wie het gaat."),
    Kind.POSTCODE: _("Een postcode komt nooit op een kaart."),
    Kind.PHONE: _("Een telefoonnummer komt nooit op een kaart."),
    Kind.EMAIL: _("Een mailadres komt nooit op een kaart."),
    Kind.BSN: _("Een bsn komt nooit op een kaart."),
    Kind.IBAN: _("Een rekeningnummer komt nooit op een kaart."),
    Kind.PLATE: _("Een kenteken komt nooit op een kaart."),
    Kind.DOB: _("Een geboortedag komt nooit op een kaart."),
    Kind.PATIENTNR: _("Een nummer van jou of je dossier komt nooit op een kaart."),
}

SIGNS: dict[Sort, Promise] = {
    Sort.CONDITION: _("%(words)s: weinig mensen hebben dat"),
    Sort.ROLE: _("%(words)s: daar zijn er maar een paar van"),
    Sort.AGE: _("de leeftijd: %(words)s"),
}

KIND_NAMES: dict[str, Promise] = {
    Kind.PERSON: _("Naam"),
    Kind.ADDRESS: _("Adres"),
    Kind.INSTITUTION: _("Organisatie"),
    Kind.MUNICIPALITY: _("Plaats"),
    Kind.AGE: _("Leeftijd"),
    Kind.DATE: _("Dag"),
}

MARK_CHANGES: dict[str, Promise] = {
    Change.UNDONE: _("Teruggezet"),
    Change.ADDED: _("Weggelaten"),
}

# What sort of word stood before a piece of text.
BEFORES: dict[str, Promise] = {
    Before.START: _("niets"),
    Before.TITLE: _("mevrouw, meneer, dokter"),
    Before.PERSON: _("wie het is: zoon, huisarts"),
    Before.PLACE_WORD: _("in, naar, bij"),
    Before.SMALL_WORD: _("een klein woord"),
    Before.WORD: _("een gewoon woord"),
    Before.UNKNOWN_WORD: _("een onbekend woord"),
    Before.NUMBER: _("een getal"),
    Before.MARK: _("een leesteken"),
}
