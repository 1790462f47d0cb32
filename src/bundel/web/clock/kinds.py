"""What somebody got or sent, the questions that go with it, and the words for every step of the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One thing a person can have in hand: `asks` names the facts of the clock it takes, the first as main day."""

    code: str
    procedure: str
    title: Text
    hint: Text
    recap: Text
    asks: tuple[str, ...]
    questions: Mapping[str, tuple[Text, Text]]
    asks_law: bool = False
    optional: frozenset[str] = frozenset()


_SENT: tuple[Text, Text] = (
    _("Op welke dag is de brief verstuurd?"),
    _(
        "Weet je dat niet? Neem dan de dag die op de brief staat. Dan zit je aan de veilige kant. "
        "In een portaal: de dag waarop het bericht er stond."
    ),
)
_BY: tuple[Text, Text] = (_("Hoe kreeg je de brief?"), "")
_RECEIVED_HELP = _(
    "Kijk op de ontvangstbevestiging. Gaf je het zelf af, of ging het via internet? "
    "Dan is het de dag waarop je dat deed."
)
_NOTICE: tuple[Text, Text] = (
    _("Stuurde je al een ingebrekestelling? Op welke dag kreeg de instantie die?"),
    _("Dat is een brief waarin je schrijft: je bent te laat, beslis binnen twee weken. Niet gestuurd? Laat dit leeg."),
)

GOT = (
    Kind(
        "besluit",
        "objection",
        _("Een besluit"),
        _("Er staat in wat je krijgt, wat je niet krijgt, of wat er verandert."),
        _("een besluit"),
        ("made_known", "made_known_by"),
        {"made_known": _SENT, "made_known_by": _BY},
        asks_law=True,
    ),
    Kind(
        "besluit-op-bezwaar",
        "appeal",
        _("Een besluit op mijn bezwaar"),
        _("Je maakte bezwaar, en dit is het antwoord daarop."),
        _("een besluit op je bezwaar"),
        ("made_known", "made_known_by"),
        {"made_known": _SENT, "made_known_by": _BY},
    ),
    Kind(
        "uitspraak",
        "higher_appeal",
        _("Een uitspraak van de rechter"),
        _("De rechter besliste over jouw zaak tegen de instantie."),
        _("een uitspraak van de rechter"),
        ("made_known",),
        {
            "made_known": (
                _("Op welke dag is de uitspraak verstuurd?"),
                _("Die dag staat vaak op de eerste of de laatste bladzijde, of in de brief erbij."),
            )
        },
    ),
    Kind(
        "antwoord-op-klacht",
        "ombudsman",
        _("Een antwoord op mijn klacht over een instantie"),
        _("Je bent het er niet mee eens. Dan kun je nog naar de ombudsman."),
        _("een antwoord op je klacht"),
        ("made_known",),
        {"made_known": (_("Welke dag staat op de brief?"), "")},
    ),
    Kind(
        "aanvullen",
        "repair",
        _("Een brief dat ik iets moet aanvullen"),
        _("Bijvoorbeeld de redenen van je bezwaar, of een handtekening."),
        _("een brief dat je iets moet aanvullen"),
        ("asked_on", "term_weeks"),
        {
            "asked_on": (_("Welke dag staat op de brief?"), ""),
            "term_weeks": (_("Hoeveel weken krijg je?"), _("Dat staat in de brief. Schrijf een getal.")),
        },
    ),
    Kind(
        "zitting",
        "hearing",
        _("Een uitnodiging voor een hoorzitting"),
        _("Of voor een zitting bij de rechter."),
        _("een uitnodiging voor een hoorzitting"),
        ("hearing_on",),
        {"hearing_on": (_("Op welke dag is de hoorzitting?"), "")},
    ),
    Kind(
        "griffierecht",
        "court_fee",
        _("Een nota van de rechter"),
        _("Je moet griffierecht betalen, anders behandelt de rechter je zaak niet."),
        _("een nota van de rechter"),
        ("invoice_sent", "interim_relief"),
        {
            "invoice_sent": (_("Welke dag staat op de nota?"), ""),
            "interim_relief": (
                _("Vroeg je de rechter om snel iets te doen?"),
                _("Dat heet een voorlopige voorziening."),
            ),
        },
    ),
)
SENT = (
    Kind(
        "aanvraag",
        "application",
        _("Een aanvraag, en er komt geen antwoord"),
        _("Je vroeg om hulp, geld, een pas of een plek."),
        _("een aanvraag"),
        ("received", "notice_received"),
        {"received": (_("Op welke dag kreeg de instantie je aanvraag?"), _RECEIVED_HELP), "notice_received": _NOTICE},
        asks_law=True,
        optional=frozenset({"notice_received"}),
    ),
    Kind(
        "melding",
        "report",
        _("Een melding bij de gemeente voor hulp (Wmo)"),
        _("Je zei dat je hulp nodig hebt. De gemeente kijkt dan eerst wat er nodig is."),
        _("een melding bij de gemeente"),
        ("reported",),
        {"reported": (_("Op welke dag deed je de melding?"), _RECEIVED_HELP)},
    ),
    Kind(
        "bezwaar",
        "objection",
        _("Een bezwaar, en er komt geen antwoord"),
        _("Je was het niet eens met een besluit."),
        _("een bezwaar tegen een besluit"),
        ("made_known", "received", "channel", "notice_received"),
        {
            "made_known": (
                _("Op welke dag is het besluit verstuurd waar je bezwaar tegen maakte?"),
                _("Weet je dat niet precies? Neem dan de laatste dag die kan."),
            ),
            "received": (_("Op welke dag kreeg de instantie je bezwaar?"), _RECEIVED_HELP),
            "channel": (_("Hoe heb je het ingediend?"), ""),
            "notice_received": _NOTICE,
        },
        asks_law=True,
        optional=frozenset({"notice_received"}),
    ),
    Kind(
        "klacht",
        "complaint",
        _("Een klacht over de gemeente of een andere instantie"),
        _("Over hoe ze met je omgingen."),
        _("een klacht over een instantie"),
        ("received",),
        {"received": (_("Op welke dag kreeg de instantie je klacht?"), _RECEIVED_HELP)},
    ),
    Kind(
        "woo",
        "woo_request",
        _("Een verzoek om stukken van de overheid (Woo)"),
        _("Je wilt lezen wat zij over iets weten of besloten."),
        _("een verzoek om stukken"),
        ("received", "notice_received"),
        {
            "received": (_("Op welke dag kreeg de instantie je verzoek?"), _RECEIVED_HELP),
            "notice_received": _NOTICE,
        },
        optional=frozenset({"notice_received"}),
    ),
    Kind(
        "gegevens",
        "gdpr_request",
        _("Een verzoek over mijn gegevens of mijn dossier"),
        _("Je wilt zien wat ze over je hebben, of dat ze het verbeteren of weghalen."),
        _("een verzoek over je gegevens"),
        ("received", "private_body"),
        {
            "received": (_("Op welke dag kregen ze je verzoek?"), _RECEIVED_HELP),
            "private_body": (
                _("Is het een bedrijf, zorgaanbieder of stichting?"),
                _("Nee betekent: de gemeente, het UWV, of een andere instantie van de overheid."),
            ),
        },
        optional=frozenset({"private_body"}),
    ),
    Kind(
        "klacht-zorg",
        "care_complaint",
        _("Een klacht over een zorgaanbieder"),
        _("Bijvoorbeeld een ziekenhuis, een huisarts of de thuiszorg."),
        _("een klacht over een zorgaanbieder"),
        ("received",),
        {"received": (_("Op welke dag kreeg de zorgaanbieder je klacht?"), _RECEIVED_HELP)},
    ),
)
KINDS = {kind.code: kind for kind in (*GOT, *SENT)}

# The laws by the words people know them by; the keys are those of the engine.
LAWS: dict[str, Text] = {
    "": _("Iets anders, of dat weet ik niet"),
    "wmo": _("Hulp van de gemeente (Wmo)"),
    "jeugdwet": _("Hulp voor een kind (Jeugdwet)"),
    "participatiewet": _("Bijstand (Participatiewet)"),
    "wlz": _("Langdurige zorg (Wlz, CIZ)"),
    "wia": _("WIA-uitkering (UWV)"),
    "wajong": _("Wajong-uitkering (UWV)"),
    "zw": _("Ziektewet-uitkering (UWV)"),
    "ww": _("WW-uitkering (UWV)"),
    "aow": _("AOW (SVB)"),
    "gpk": _("Parkeerkaart (GPK)"),
    "wpo": _("Plek op een basisschool"),
    "wgs": _("Hulp bij schulden (gemeente)"),
}

WAYS: dict[str, Text] = {
    "post": _("Met de post"),
    "portal": _("In een portaal op internet"),
    "handed": _("In handen gekregen"),
}
CHANNELS: dict[str, Text] = {
    "post": _("Met de post"),
    "portal": _("In een portaal op internet"),
    "mail": _("Met een e-mail"),
    "handed": _("Zelf afgegeven"),
    "fax": _("Met een fax"),
    "digital": _("Op een andere manier via internet"),
}
WORDS = {"made_known_by": WAYS, "channel": CHANNELS}

# How a day that was filled in is said back.
SAID: dict[str, Text] = {
    "made_known": _("verstuurd op"),
    "received": _("binnen op"),
    "notice_received": _("ingebrekestelling binnen op"),
    "reported": _("gedaan op"),
    "asked_on": _("met datum"),
    "invoice_sent": _("met datum"),
    "hearing_on": _("gehouden op"),
}

# The answer in one line: what the day is for, by procedure and side.
MY_DAY: dict[str, Text] = {
    "objection": _("Je laatste dag om bezwaar te maken"),
    "appeal": _("Je laatste dag om in beroep te gaan"),
    "higher_appeal": _("Je laatste dag om in hoger beroep te gaan"),
    "ombudsman": _("Je laatste dag om naar de ombudsman te gaan"),
    "repair": _("Je laatste dag om aan te vullen"),
    "hearing": _("Je laatste dag om stukken in te sturen"),
    "court_fee": _("De laatste dag waarop je geld er moet zijn"),
}
THEIR_DAY: dict[str, Text] = {
    "application": _("Uiterlijk dan moet de instantie beslissen"),
    "objection": _("Uiterlijk dan moet de instantie beslissen op je bezwaar"),
    "woo_request": _("Uiterlijk dan moet de instantie beslissen op je verzoek"),
    "gdpr_request": _("Uiterlijk dan moeten ze je antwoorden"),
    "report": _("Uiterlijk dan is het onderzoek van de gemeente klaar"),
    "complaint": _("Uiterlijk dan moet de instantie antwoorden op je klacht"),
    "care_complaint": _("Uiterlijk dan moet de zorgaanbieder antwoorden op je klacht"),
}

MY_STEPS: dict[str, Text] = {
    "objection": _("Jij kunt bezwaar maken"),
    "appeal": _("Jij kunt in beroep gaan bij de rechter"),
    "higher_appeal": _("Jij kunt in hoger beroep gaan"),
    "incidental_appeal": _("Jij kunt zelf ook in hoger beroep gaan"),
    "administrative_appeal": _("Jij kunt administratief beroep instellen"),
    "opposition": _("Jij kunt in verzet gaan"),
    "interim_relief": _("Haast? Jij kunt de rechter vragen om snel iets te doen"),
    "notice_of_default": _("Te laat? Jij kunt een ingebrekestelling sturen"),
    "no_timely_decision": _("Nog steeds niets? Jij kunt naar de rechter"),
    "application": _("Jij kunt een aanvraag doen"),
    "report": _("Jij kunt een persoonlijk plan geven"),
    "complaint": _("Jij kunt een klacht indienen"),
    "care_complaint": _("Jij kunt een klacht indienen"),
    "ombudsman": _("Jij kunt naar de ombudsman"),
    "dispute": _("Jij kunt naar de geschilleninstantie"),
    "petition": _("Jij kunt de rechter om een oordeel vragen"),
    "repair": _("Jij kunt aanvullen wat er mist"),
    "court_fee": _("Jij betaalt het griffierecht"),
    "hearing": _("Jij kunt nog stukken insturen"),
    "repayment": _("Jij betaalt terug"),
}
THEIR_STEPS: dict[str, Text] = {
    "application": _("De instantie moet beslissen op je aanvraag"),
    "objection": _("De instantie moet beslissen op je bezwaar"),
    "administrative_appeal": _("De instantie moet beslissen op je beroep"),
    "report": _("De gemeente moet je situatie onderzoeken"),
    "complaint": _("De instantie moet antwoorden op je klacht"),
    "care_complaint": _("De zorgaanbieder moet antwoorden op je klacht"),
    "woo_request": _("De instantie moet beslissen op je verzoek om stukken"),
    "gdpr_request": _("De organisatie moet antwoorden over je gegevens"),
    "court_order": _("De instantie moet doen wat de rechter zei"),
    "penalty": _("De instantie moet je een dwangsom betalen"),
    "penalty_decision": _("De instantie schrijft hoeveel dwangsom je krijgt"),
    "refusal_of_complaint": _("De instantie zegt het als ze je klacht niet behandelt"),
    "refusal_to_process": _("De instantie zegt het als ze je aanvraag niet behandelt"),
    "advance": _("De instantie geeft je een voorschot"),
    "inspect_file": _("De instantie legt je dossier klaar"),
    "ruling": _("De rechter doet uitspraak"),
    "dispute_ruling": _("De geschilleninstantie doet uitspraak"),
    "measures": _("De aanbieder zegt wat er verandert"),
    "defence": _("De instantie stuurt haar stukken naar de rechter"),
    "invitation": _("De rechter nodigt je uit voor de zitting"),
    "payment": _("De instantie betaalt je de dwangsom"),
    "disclosure": _("De instantie geeft de stukken"),
    "temporary_placement": _("De school geeft een tijdelijke plek"),
}


def step_words(procedure: str, who: str) -> Text:
    """What a step of the way is called."""
    return (MY_STEPS if who == "me" else THEIR_STEPS)[procedure]
