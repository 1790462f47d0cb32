"""What is kept, why, on which ground and for how long, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.kit.processing import Ground, Keep, People, Purpose, Receiver
from bundel.privacy.rules import Broken, HoldReason

KEEPS: dict[Keep, Promise] = {
    Keep.CONCERN: _("Signalen die klaar of ingetrokken zijn, met het verhaal"),
    Keep.MESSAGE: _("Berichten bij zulke signalen"),
    Keep.NAME_MARK: _("Merken om zulke signalen op naam te vinden"),
    Keep.RECOGNITION: _("Herkenningen: wie zei ‘dit gebeurt mij ook’, zonder naam"),
    Keep.DRAFT: _("Verhalen die nog niet verteld zijn"),
    Keep.GUEST: _("Gasten: naam, functie en wat zij antwoordden"),
    Keep.GUEST_ADDRESS: _("Het adres van een gast"),
    Keep.INVITATION: _("Uitnodigingen die voorbij zijn"),
    Keep.MEMBERSHIP: _("Wie gestopt is met meedoen"),
    Keep.NOTICE: _("Mails die weg zijn: soort en tijd, zonder adres"),
    Keep.AUDIT: _("Wie wat zag en deed"),
    Keep.SIGN_IN: _("Inloggen, ook als het niet lukte"),
    Keep.SESSION: _("Apparaten waarop iemand was ingelogd"),
    Keep.JOB: _("Werk van de wachtrij dat klaar is"),
    Keep.COUNTER: _("Tellers tegen raden en misbruik"),
    Keep.DEMO_MAIL: _("Mails van de demo"),
    Keep.WITH_CONCERN: _("Zo lang als het signaal"),
    Keep.WITH_ACCOUNT: _("Zo lang als het account"),
    Keep.WITH_WORKSPACE: _("Zo lang als de werkruimte"),
    Keep.WITH_RECORD: _("Zo lang als waar het bij hoort"),
}

# After which moment the days of a term run.
STARTS: dict[Keep, Promise] = {
    Keep.CONCERN: _("na de dag dat het klaar was"),
    Keep.MESSAGE: _("na de dag dat het signaal klaar was"),
    Keep.NAME_MARK: _("na de dag dat het signaal klaar was"),
    Keep.RECOGNITION: _("na het antwoord"),
    Keep.DRAFT: _("na de laatste verandering"),
    Keep.GUEST: _("na het einde van de link"),
    Keep.GUEST_ADDRESS: _("na het einde van de link"),
    Keep.INVITATION: _("na het einde van de uitnodiging"),
    Keep.MEMBERSHIP: _("na het stoppen"),
    Keep.NOTICE: _("na het schrijven"),
    Keep.AUDIT: _("na de dag zelf"),
    Keep.SIGN_IN: _("na de dag zelf"),
    Keep.SESSION: _("na het laatste gebruik"),
    Keep.JOB: _("na het klaar zijn"),
    Keep.COUNTER: _("na het einde van de teller"),
    Keep.DEMO_MAIL: _("na het schrijven"),
}

PURPOSES: dict[Purpose, Promise] = {
    Purpose.HELP: _("Iemand helpen die vertelt wat er gebeurt"),
    Purpose.FINISH_TELLING: _("Later verder kunnen vertellen"),
    Purpose.FIND_AGAIN: _("Een eigen verhaal of een persoon terugvinden"),
    Purpose.TAKE_PART: _("Regelen wie er meedoen"),
    Purpose.SIGN_IN: _("Inloggen en het account beschermen"),
    Purpose.WRITE: _("Laten weten dat er nieuws is"),
    Purpose.ACCOUNT: _("Kunnen laten zien wie wat zag en deed"),
    Purpose.PROTECT: _("Verhalen beschermen tegen vreemde ogen"),
    Purpose.RUN: _("Bundel laten werken"),
    Purpose.SHARE: _("Een kaart delen met een andere organisatie"),
    Purpose.ASK_OUTSIDE: _("Antwoord krijgen van wie erover gaat"),
    Purpose.PUBLISH: _("Laten zien welke organisatie er is en wat zij belooft"),
}

GROUNDS: dict[Ground, Promise] = {
    Ground.CONSENT: _("Toestemming (AVG 6(1)(a) en 9(2)(a))"),
    Ground.AGREEMENT: _("Afspraak met wie meedoet (AVG 6(1)(b))"),
    Ground.DUTY: _("Plicht uit de wet (AVG 6(1)(c), met 5(2), 32 en 33)"),
    Ground.VITAL: _("Gevaar voor iemands leven (AVG 6(1)(d) en 9(2)(c))"),
    Ground.INTEREST: _("Gerechtvaardigd belang (AVG 6(1)(f))"),
    Ground.NOT_PERSONAL: _("Geen gegevens over mensen"),
}

PEOPLE: dict[People, Promise] = {
    People.TELLERS: _("Wie iets vertelde"),
    People.MEMBERS: _("Wie meedoet in een werkruimte"),
    People.INVITED: _("Wie uitgenodigd is"),
    People.VISITORS: _("Bezoekers"),
    People.EVERYBODY: _("Wie iets vertelde, meedoet of langskomt"),
    People.OFFICIALS: _("Bestuurders en ambtenaren, in hun werk"),
    People.NOBODY: _("Niemand"),
}

RECEIVERS: dict[Receiver, Promise] = {
    Receiver.SELF: _("de persoon zelf"),
    Receiver.HELPERS: _("wie verhalen mag openen"),
    Receiver.MEMBERS: _("wie meedoet in de werkruimte"),
    Receiver.OWNERS: _("eigenaren"),
    Receiver.PRIVACY_OFFICER: _("de privacy-medewerker"),
    Receiver.OTHER_WORKSPACE: _("een andere werkruimte, na toestemming"),
    Receiver.PUBLIC: _("iedereen"),
    Receiver.NOBODY: _("niemand"),
}

HOLD_REASONS: dict[HoldReason, Promise] = {
    HoldReason.PERSON_ASKED: _("De persoon vroeg erom"),
    HoldReason.CASE_RUNS: _("Er loopt een bezwaar, beroep of rechtszaak"),
    HoldReason.COMPLAINT: _("Er loopt een klacht"),
    HoldReason.INQUIRY: _("We zoeken uit wat er misging"),
}

REFUSALS: dict[str, Promise] = {
    Broken.TOO_LONG: _("Kies 1 tot en met 12 maanden."),
    Broken.CANNOT_WAIT: _("Dit kan niet langer bewaard worden."),
    Broken.HOLD_OVER: _("Dit uitstel is al voorbij."),
    Broken.TERM_OUT_OF_BOUNDS: _("Kies een aantal dagen binnen de grenzen."),
    Broken.MESSAGE_OUTLIVES: _("Berichten en namen kun je niet langer bewaren dan het verhaal."),
}

TABLES: dict[str, Promise] = {
    "hard_sentence": _("Zinnen uit brieven die iemand niet begreep, zonder naam"),
    "mark_change": _("Wat mensen op een kaart terugzetten of weglaten, zonder de woorden"),
    "after_answer": _("Of iets nu werkt, zoals mensen vier weken later zeggen"),
    "bundle": _("Bundels: één probleem van veel mensen"),
    "bundle_card": _("Welke kaart in welke bundel staat of stond"),
    "bundle_origin": _("Welke bundel uit welke andere kwam"),
    "bundle_yes": _("Wie gevraagd is om mee te tellen, en het antwoord"),
    "change": _("Nieuws voor wie meetelt"),
    "news_wish": _("Waarover iemand een mail wil"),
    "told": _("Wie welk nieuws kreeg, en hoe"),
    "way_of_working": _("Hoe wij in een gemeente werken"),
    "account": _("Accounts: naam, e-mailadres en taal"),
    "account_emailaddress": _("Het adres van een account"),
    "account_emailconfirmation": _("Bevestiging van een adres (niet gebruikt)"),
    "agreement": _("Afspraken tussen twee werkruimtes"),
    "agreement_word": _("Wat elke kant van een afspraak zei"),
    "attachment": _("Bestanden die iemand meestuurde"),
    "audit_head": _("De laatste schakel van het overzicht van wie wat zag"),
    "audit_row": _("Wie wat zag en deed, met nummers en codes"),
    "auth_group": _("Hoort bij Django, leeg"),
    "auth_group_permissions": _("Hoort bij Django, leeg"),
    "auth_permission": _("Hoort bij Django, namen van tabellen"),
    "break_glass": _("Vragen om een verhaal te openen bij gevaar"),
    "bundel_cache": _("Tellers tegen raden en misbruik, onder een hash"),
    "card": _("De kaart: het probleem zonder de persoon"),
    "card_question": _("Vragen aan wie een kaart herkende"),
    "card_reply": _("Antwoorden op zo'n vraag, op slot"),
    "concern": _("Signalen: verhaal, wens, naam en adres op slot; onderwerp en gemeente open"),
    "crossing": _("Brieven tussen twee werkruimtes"),
    "demand": _("Wat een dossier vraagt, en aan wie"),
    "demand_answer": _("Wat er op een vraag is geantwoord"),
    "django_content_type": _("Hoort bij Django, namen van tabellen"),
    "django_migrations": _("Welke veranderingen de database kreeg"),
    "django_session": _("Wie er ingelogd is"),
    "dossier": _("Dossiers: het probleem, wat de burger eraan heeft, hoe ver het is"),
    "dossier_bundle": _("Op welke bundels een dossier rust"),
    "dossier_partner": _("Organisaties die meedoen met een dossier"),
    "dossier_step": _("Gesprekken, brieven en adviezen met mensen in een publieke functie"),
    "dossier_version": _("Elke openbare versie van een dossier"),
    "draft": _("Verhalen die nog niet verteld zijn, op slot"),
    "effect": _("Wat er door een dossier veranderde"),
    "erasure": _("Nummers van wat gewist is, zodat een back-up het niet terugbrengt"),
    "erasure_hold": _("Wat langer bewaard wordt, en waarom"),
    "evidence": _("Openbare kaarten en eigen onderzoek bij een dossier"),
    "export": _("Een werkruimte om mee te nemen: wie erom vroeg en wanneer"),
    "export_part": _("De delen van zo'n bestand, op slot"),
    "guest_answer": _("Wat een gast antwoordde"),
    "guest_link": _("Gasten: naam, functie en wat we vragen; het adres op slot"),
    "invitation": _("Uitnodigingen: e-mailadres en rol"),
    "membership": _("Wie in welke werkruimte meedoet, met welke rol"),
    "message": _("Berichten tussen de persoon en de werkruimte, op slot"),
    "message_pause": _("Wie een tijd geen berichten kan sturen, en waarom"),
    "mfa_authenticator": _("De tweede stap bij het inloggen"),
    "name_mark": _("Merken van woorden uit een naam; de naam is er niet uit te lezen"),
    "news": _("Nieuws over een kaart die gedeeld is"),
    "notice": _("Mails: soort en tijd; het adres op slot tot de mail weg is"),
    "outbox_mail": _("Mails van de demo; leeg waar mail echt weggaat"),
    "own_concern": _("Welke verhalen iemand bij een eigen account zette"),
    "prediction": _("Vragen aan mensen met ervaring"),
    "prediction_asked": _("Wie zo'n vraag kreeg; het antwoord op slot"),
    "procrastinate_events": _("De wachtrij: wanneer wat gebeurde"),
    "procrastinate_jobs": _("De wachtrij: nummers en codes"),
    "procrastinate_periodic_defers": _("De wachtrij: het rooster"),
    "procrastinate_workers": _("De wachtrij: welke computers werken"),
    "promise": _("Wat iemand in een publieke functie beloofde, en voor wanneer"),
    "public_card": _("Kaarten die iedereen mag lezen"),
    "public_dossier": _("Dossiers zoals iedereen ze ziet"),
    "receipt": _("Bewijscodes, onder een trage hash"),
    "received_card": _("Kaarten die een andere werkruimte deelde"),
    "receives": _("Welke organisatie wat ontvangt"),
    "recognition": _("Herkenningen: antwoord en gemeente open; regel en adres op slot"),
    "recognition_receipt": _("Codes van herkenningen, onder een trage hash"),
    "review": _("Wie een kaart nakeek, en wat die besloot"),
    "seal_key": _("De sleutels van verhalen, zelf ook op slot"),
    "sharing": _("Welke kaart met wie gedeeld is"),
    "socialaccount_socialaccount": _("Inloggen met de inlog van de eigen organisatie"),
    "socialaccount_socialapp": _("Waar zo'n inlog vandaan komt"),
    "socialaccount_socialtoken": _("Sleutels van zo'n inlog"),
    "usersessions_usersession": _("Apparaten waarop een account is ingelogd"),
    "workspace": _("Naam, kleur en beloftes van een organisatie"),
}


def name_of(table: str) -> Promise | str:
    """What a table holds, in words; its own name where nobody wrote any."""
    return TABLES.get(table, table)
