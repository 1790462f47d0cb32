"""Addresses of telling and following."""

from django.urls import path, register_converter

from bundel.concerns.rules.told import Step
from bundel.web.views import follow, sharing, tell, tell_card, tell_letter

WORDS = {
    Step.STORY: "verhaal",
    Step.THEME: "onderwerp",
    Step.DECIDER: "wie-beslist",
    Step.SINCE: "sinds-wanneer",
    Step.FOR_WHOM: "voor-wie",
    Step.WISH: "wat-helpt",
    Step.REACH: "bereikbaar",
}
STEPS = {word: step for step, word in WORDS.items()}


class StepInWords:
    """A question by its Dutch word in the address."""

    regex = "|".join(STEPS)

    def to_python(self, value: str) -> Step:
        return STEPS[value]

    def to_url(self, value: Step) -> str:
        return WORDS[value]


register_converter(StepInWords, "step")

urlpatterns = [
    path("vertel/", tell.tell_start, name="tell_start"),
    path("bij/<slug:slug>/", tell.tell_at, name="tell_at"),
    path("vertel/kaart/", tell_card.tell_card, name="tell_card"),
    path("vertel/brief/", tell_letter.tell_letter, name="tell_letter"),
    path("vertel/later/", tell.tell_later, name="tell_later"),
    path("vertel/weg/", tell.tell_stop, name="tell_stop"),
    path("vertel/verder/", tell.tell_resume, name="tell_resume"),
    path("vertel/<step:step>/", tell.tell_step, name="tell_step"),
    path("bewijs/", follow.receipt, name="receipt"),
    path("volg/", follow.follow_start, name="follow_start"),
    path("volg/mijn/", follow.follow, name="follow"),
    path("volg/mijn/kaart/", follow.follow_consent, name="follow_consent"),
    path("volg/mijn/delen/<uuid:sharing_id>/", sharing.follow_share, name="follow_share"),
    path("volg/mijn/stoppen/", follow.follow_withdraw, name="follow_withdraw"),
    path("volg/mijn/terughalen/", follow.follow_bring_back, name="follow_bring_back"),
    path("volg/mijn/meenemen/", follow.follow_take_along, name="follow_take_along"),
    path("volg/mijn/meenemen/bestand/", follow.follow_file, name="follow_file"),
    path("volg/mijn/wissen/", follow.follow_erase, name="follow_erase"),
    path("volg/mijn/weg/", follow.follow_leave, name="follow_leave"),
    path("volg/gewist/", follow.follow_goodbye, name="follow_goodbye"),
]
