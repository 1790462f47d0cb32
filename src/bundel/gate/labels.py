"""Agreements in words: their kinds, how far they are, what stays, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.gate.rules import AgreementKind, AgreementState, Leaving, NewsKind

KINDS: dict[AgreementKind, Promise] = {
    AgreementKind.SHARE: _("Meelezen"),
    AgreementKind.HAND_OVER: _("Overdragen"),
    AgreementKind.COALITION: _("Samen bundelen"),
}

KIND_HINTS: dict[AgreementKind, Promise] = {
    AgreementKind.SHARE: _("De ander leest de kaart. Jullie blijven de persoon helpen."),
    AgreementKind.HAND_OVER: _(
        "Een lokale groep geeft de kaart aan een landelijke organisatie. De persoon kiest zelf of het verhaal meegaat."
    ),
    AgreementKind.COALITION: _("De kaart komt bij de kaarten van alle leden van een samenwerkingsverband."),
}

LEAVINGS: dict[Leaving, Promise] = {
    Leaving.NOTHING: _("Er blijft niets over"),
    Leaving.EVIDENCE: _("Alleen het onderwerp en de gemeente blijven"),
}

LEAVING_HINTS: dict[Leaving, Promise] = {
    Leaving.NOTHING: _("De ontvanger raakt elke kaart kwijt."),
    Leaving.EVIDENCE: _("De ontvanger raakt de tekst kwijt. De ontvanger kan nog tellen hoe vaak iets speelt."),
}

STATES: dict[AgreementState, Promise] = {
    AgreementState.PROPOSED: _("Wacht op een ja"),
    AgreementState.AGREED: _("Loopt"),
    AgreementState.REFUSED: _("Afgewezen"),
    AgreementState.ENDED: _("Gestopt"),
    AgreementState.EXPIRED: _("Voorbij"),
}

NEWS_KINDS: dict[NewsKind, Promise] = {
    NewsKind.READ: _("Wij hebben het gelezen"),
    NewsKind.USED: _("Wij hebben het gebruikt"),
    NewsKind.PROMISED: _("Iemand heeft iets beloofd"),
    NewsKind.CHANGED: _("Er is iets veranderd"),
}

REFUSALS: dict[str, Promise] = {
    "purpose_empty": _("Schrijf waarom jullie kaarten delen."),
    "purpose_too_long": _("Maak dit korter. Gebruik ten hoogste 600 tekens."),
    "speaks_empty": _("Schrijf wie er naar buiten spreekt."),
    "speaks_too_long": _("Maak dit korter. Gebruik ten hoogste 300 tekens."),
    "red_lines_too_long": _("Maak dit korter. Gebruik ten hoogste 600 tekens."),
    "until_past": _("Kies een dag die nog komt."),
    "until_too_far": _("Kies een dag binnen twee jaar. Daarna maken jullie een nieuwe afspraak."),
    "same_workspace": _("Kies een andere organisatie dan die van jezelf."),
    "coalition_gives_nothing": _("Een samenwerkingsverband geeft geen kaarten door. Het krijgt ze alleen."),
    "coalition_kind": _("Kies ‘Samen bundelen’ als een samenwerkingsverband de kaarten krijgt, en anders niet."),
    "hand_over_parties": _("Overdragen kan alleen van een lokale groep naar een landelijk bureau of een vereniging."),
    "not_proposed": _("Over dit voorstel is al besloten."),
    "own_proposal": _("Dit is jullie eigen voorstel. De ander zegt ja of nee."),
    "agreement_over": _("Deze afspraak loopt niet meer."),
    "not_agreed": _("De ander heeft nog geen ja gezegd."),
    "theme_not_shared": _("De afspraak gaat niet over dit onderwerp."),
    "card_gone": _("Deze kaart is teruggehaald. Je kunt er geen nieuws meer over sturen."),
    "news_empty": _("Schrijf eerst wat er gebeurde."),
    "news_too_long": _("Maak dit korter. Gebruik ten hoogste 1000 tekens."),
}
