"""What can be added to a dossier: for each part its form, its act and its words; and which comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls.converters import StringConverter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bundel.concerns.bundles import open_bundles
from bundel.dossiers.actions import making, predicting, working
from bundel.dossiers.queries import DossierPage
from bundel.dossiers.rules.states import State
from bundel.dossiers.upstream import cards_to_quote
from bundel.gate.queries import list_agreements
from bundel.gate.rules import AgreementState
from bundel.web.forms import dossiers as forms
from bundel.web.forms.dossiers import Choices, PartForm
from bundel.web.pages import PageRequest


@dataclass(frozen=True)
class Part:
    """One thing that can be added. `is_told`: everybody upstream hears of it after a minute."""

    form: type[PartForm]
    act: Callable[..., Any]
    title: Promise
    button: Promise
    done: Promise
    is_told: bool = False


PARTS: dict[str, Part] = {
    "gesprek": Part(
        forms.StepForm,
        working.record_step,
        gettext_lazy("Leg een gesprek of brief vast"),
        gettext_lazy("Bewaar"),
        gettext_lazy("Het staat in het dossier."),
    ),
    "vraag": Part(
        forms.DemandForm,
        making.add_demand,
        gettext_lazy("Wat vragen jullie?"),
        gettext_lazy("Voeg de vraag toe"),
        gettext_lazy("De vraag staat in het dossier."),
    ),
    "advies": Part(
        forms.AdviceForm,
        working.send_advice,
        gettext_lazy("Het advies is weg"),
        gettext_lazy("Start de klok"),
        gettext_lazy("De klok voor het antwoord loopt."),
        is_told=True,
    ),
    "antwoord": Part(
        forms.AnswerForm,
        working.record_answer,
        gettext_lazy("Leg een antwoord vast"),
        gettext_lazy("Bewaar het antwoord"),
        gettext_lazy("Het antwoord staat bij de vraag."),
        is_told=True,
    ),
    "toezegging": Part(
        forms.PromiseForm,
        working.record_promise,
        gettext_lazy("Leg een toezegging vast"),
        gettext_lazy("Bewaar de toezegging"),
        gettext_lazy("De toezegging komt op haar dag terug bij Vandaag."),
        is_told=True,
    ),
    "effect": Part(
        forms.EffectForm,
        working.record_effect,
        gettext_lazy("Leg vast wat er veranderde"),
        gettext_lazy("Bewaar wat er veranderde"),
        gettext_lazy("Over vier weken vragen we de mensen of het voor hen werkt."),
        is_told=True,
    ),
    "kaart": Part(
        forms.CardForm,
        making.quote_card,
        gettext_lazy("Haal een kaart aan"),
        gettext_lazy("Haal deze kaart aan"),
        gettext_lazy("De kaart staat bij het bewijs."),
    ),
    "onderzoek": Part(
        forms.ResearchForm,
        making.add_research,
        gettext_lazy("Voeg eigen onderzoek toe"),
        gettext_lazy("Voeg het onderzoek toe"),
        gettext_lazy("Het onderzoek staat bij het bewijs."),
    ),
    "bundel": Part(
        forms.BundleForm,
        making.rest_on_bundle,
        gettext_lazy("Voeg een bundel toe"),
        gettext_lazy("Voeg deze bundel toe"),
        gettext_lazy("Het dossier rust nu ook op deze bundel."),
        is_told=True,
    ),
    "partner": Part(
        forms.PartnerForm,
        making.add_partner,
        gettext_lazy("Wie doet er mee?"),
        gettext_lazy("Voeg toe"),
        gettext_lazy("Deze organisatie staat bij het dossier."),
    ),
    "ervaring": Part(
        forms.QuestionForm,
        predicting.ask_prediction,
        gettext_lazy("Vraag het mensen met ervaring"),
        gettext_lazy("Stel de vraag"),
        gettext_lazy("De vraag staat klaar op de eigen pagina van deze mensen."),
    ),
    "afsluiten": Part(
        forms.CloseForm,
        working.close_dossier,
        gettext_lazy("Sluit het dossier af"),
        gettext_lazy("Sluit af en vertel het"),
        gettext_lazy("Het dossier is afgesloten. Je kunt het altijd weer openen."),
        is_told=True,
    ),
}


class PartConverter(StringConverter):
    """The name of a part, in an address."""

    regex = "|".join(PARTS)


def choices_for(request: PageRequest, part: str, found: DossierPage) -> Mapping[str, Choices]:
    """What a form lets one choose from, where that depends on the dossier."""
    if part == "antwoord":
        return {"demand_id": [(str(d.id), f"{d.number}. {d.text}") for d in found.demands]}
    if part == "kaart":
        quoted = {e.card_id for e in found.evidence}
        cards = [c for c in cards_to_quote(found.bundle_ids) if c.id not in quoted]
        return {"card_id": [(str(c.id), c.title) for c in cards]}
    if part == "bundel":
        return {
            "bundle_id": [(str(pk), title) for pk, title in open_bundles(request.actor) if pk not in found.bundle_ids]
        }
    if part == "partner":
        return {"agreement_id": [("", _("Geen afspraak")), *_partners(request)]}
    return {}


def _partners(request: PageRequest) -> Choices:
    agreed = [a for a in list_agreements(request.actor, today=request.today) if a.state is AgreementState.AGREED]
    return [(str(a.id), a.partner) for a in agreed]


def beginning_of(request: PageRequest, part: str) -> dict[str, Any]:
    """What a form begins with: today, and the demand whose button was pressed."""
    known: dict[str, Any] = dict.fromkeys(("done_on", "sent_on", "answered_on", "since_on"), request.today)
    if part == "antwoord":
        known["demand_id"] = request.GET.get("vraag", "")
    return known


def next_part(found: DossierPage) -> tuple[str, str]:
    """What comes first in this dossier now: the part and the words of its button; empty when nothing has to."""
    state = found.row.state
    if state is State.CLOSED:
        return "", ""
    if not found.demands:
        return "vraag", _("Schrijf wat jullie vragen")
    if not found.gain or state in (State.OPEN, State.REOPENED):
        return ("advies", _("Het advies is weg")) if found.gain else ("", "")
    missing = next((d for d in found.demands if not d.is_answered), None)
    if state is State.SENT and missing is not None:
        return "antwoord", _("Leg een antwoord vast")
    if state is State.ANSWERED:
        return "effect", _("Leg vast wat er veranderde")
    return "gesprek", _("Leg een gesprek of brief vast")


def choose_empty(part: str, choices: Mapping[str, Choices]) -> str:
    """Why there is nothing to choose from; empty when there is."""
    if part == "kaart" and not choices["card_id"]:
        return _("Er is geen openbare kaart in de bundels van dit dossier die je nog niet aanhaalt.")
    if part == "bundel" and not choices["bundle_id"]:
        return _("Er is geen andere bundel. Maak er eerst een bij Bundels.")
    if part == "antwoord" and not choices["demand_id"]:
        return _("Er is nog geen vraag om op te antwoorden. Voeg eerst een vraag toe.")
    return ""


def known_id(text: str) -> UUID | None:
    """An id from a form; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
