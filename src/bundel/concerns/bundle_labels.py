"""The words of bundles and of news back: for who works here, for who is upstream, and why something cannot be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.concerns.rules.bundles import BundleState
from bundel.concerns.rules.upstream import ChangeKind, Wish, Works
from bundel.concerns.rules.ways import Form

BUNDLE_STATES: dict[BundleState, Promise] = {
    BundleState.OPEN: _("Open"),
    BundleState.INDIVIDUAL: _("Ieder apart geholpen"),
    BundleState.CLOSED: _("Gesloten"),
}

# For the workspace.
CHANGES: dict[ChangeKind, Promise] = {
    ChangeKind.LINKED: _("Vraag of iemand meetelt"),
    ChangeKind.INDIVIDUAL: _("Ieder apart geholpen"),
    ChangeKind.DOSSIER_OPENED: _("Dossier gestart"),
    ChangeKind.ADVICE_SENT: _("Advies verstuurd"),
    ChangeKind.ANSWER: _("Antwoord gekregen"),
    ChangeKind.PROMISE: _("Toezegging gekregen"),
    ChangeKind.EFFECT: _("Er is iets veranderd"),
    ChangeKind.AFTER_QUESTION: _("Vraag: werkt het voor jou?"),
    ChangeKind.CLOSED: _("Gesloten"),
    ChangeKind.ELSEWHERE: _("Nieuws van een andere organisatie"),
}

# What somebody who works here can tell everybody upstream in their own words.
TO_TELL = (ChangeKind.ADVICE_SENT, ChangeKind.ANSWER, ChangeKind.PROMISE, ChangeKind.EFFECT)

# For the person: a whole sentence, above the text of the change itself.
CHANGES_FOR_PERSON: dict[ChangeKind, Promise] = {
    ChangeKind.LINKED: _("Meer mensen zeggen dit. Wij willen het samen aanpakken."),
    ChangeKind.INDIVIDUAL: _("Wij keken naar alles samen. Jouw probleem vraagt eigen hulp."),
    ChangeKind.DOSSIER_OPENED: _("Wij pakken dit aan."),
    ChangeKind.ADVICE_SENT: _("Wij vroegen om verandering."),
    ChangeKind.ANSWER: _("Er kwam een antwoord."),
    ChangeKind.PROMISE: _("Iemand beloofde iets."),
    ChangeKind.EFFECT: _("Er is iets veranderd."),
    ChangeKind.AFTER_QUESTION: _("Werkt het nu voor jou?"),
    ChangeKind.CLOSED: _("Wij zijn hiermee gestopt."),
    ChangeKind.ELSEWHERE: _("Een andere organisatie deed iets met je kaart."),
}

WISHES: dict[Wish, Promise] = {
    Wish.EVERYTHING: _("Bij al het nieuws"),
    Wish.RESULTS: _("Alleen als er een uitkomst is, of een vraag aan mij"),
    Wish.NOTHING: _("Nooit. Ik kijk hier zelf"),
}

WORKS: dict[Works, Promise] = {
    Works.YES: _("Ja"),
    Works.PARTLY: _("Een beetje"),
    Works.NO: _("Nee"),
}

FORMS: dict[Form, Promise] = {
    Form.ADVOCATE: _("Belangenbehartiger"),
    Form.COUNCIL: _("Adviesraad of cliëntenraad"),
    Form.COALITION: _("Samenwerkingsverband"),
    Form.NETWORK: _("Netwerk van vrijwilligers"),
}

REFUSALS: dict[str, Promise] = {
    "bundle_state": _("Dat kan nu niet meer. Kijk hoe de bundel er nu voor staat."),
    "bundle_not_open": _("Deze bundel is niet open. Open hem eerst weer."),
    "bundle_title_empty": _("Zeg in een paar woorden wat het probleem is."),
    "bundle_too_long": _("Maak dit korter."),
    "reason_empty": _("Schrijf waarom. Dan begrijpt een ander het later ook."),
    "reason_too_long": _("Maak dit korter. Gebruik ten hoogste 300 tekens."),
    "split_nothing": _("Kies eerst welke kaarten een eigen bundel krijgen."),
    "split_everything": _("Laat ten minste één kaart staan. Gaat alles mee? Verander dan de naam van de bundel."),
    "split_not_there": _("Een van deze kaarten staat hier niet meer. Kies opnieuw."),
    "merge_with_itself": _("Kies een andere bundel dan deze."),
    "too_many_cards": _("Dit zijn te veel kaarten in één keer. Kies er ten hoogste 200."),
    "card_elsewhere": _("Een van deze kaarten staat al in een andere bundel. Haal hem daar eerst uit."),
    "card_not_for_others": _("Van een van deze kaarten wil de persoon niet dat anderen hem zien."),
    "change_empty": _("Schrijf eerst wat er gebeurde."),
    "change_too_long": _("Maak dit korter. Gebruik ten hoogste 1000 tekens."),
    "change_sent": _("Dit nieuws is al weg. Schrijf er nieuw nieuws achteraan."),
    "after_too_long": _("Maak dit korter. Gebruik ten hoogste 300 tekens."),
    "way_too_long": _("Maak dit korter. Gebruik ten hoogste 200 tekens."),
}
