"""Giving the hard sentences of a letter, and reading them in the workspace."""

import pytest
from django.test import Client
from tests.conftest import Two
from tests.house.test_routes import signed_in
from tests.web.test_marks import CARD, receiver, shown, teller, words_of

from bundel.concerns.models import Concern, HardSentence
from bundel.concerns.rules.states import State
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Workspace
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db
__all__ = ["receiver", "teller"]

LETTER = "U bent mevrouw De Bruin. Derhalve kunt u tegen de beschikking van mevrouw Bloem een bezwaarschrift indienen."
HARD = "Derhalve kunt u tegen de beschikking van [naam] een bezwaarschrift indienen."
ASK = "/vertel/brief/"


def test_the_letter_gives_its_hard_sentences_without_names(teller: Client) -> None:
    page = teller.post(ASK, {"letter": LETTER, "act": "read"})
    assert [hard.text for hard in page.context["found"]] == [HARD]
    assert " checked" not in words_of(page)
    assert "geen moeilijke zinnen" in words_of(teller.post(ASK, {"letter": "Dag.", "act": "read"}))
    assert "Plak hier de brief" in words_of(teller.post(ASK, {"letter": "", "act": "read"}))


def test_what_somebody_gives_is_kept_with_the_concern(teller: Client, receiver: Workspace) -> None:
    teller.post("/vertel/onderwerp/", {"theme": "letter"})
    assert "Kies de moeilijke zinnen" in words_of(teller.get(CARD))
    assert teller.post(ASK, {"sentence": [HARD], "act": "give"})["Location"] == CARD
    assert "Je geeft 1 moeilijke zin mee." in words_of(teller.get(CARD))
    assert "Je gaf 1 zin." in words_of(teller.get(ASK))
    teller.post(CARD, {**shown(teller), "consent": "helper", "act": "send"})
    with acting_for(receiver.id):
        (kept,) = HardSentence.objects.all()
    assert (kept.sentence, kept.sender, kept.municipality_code) == (HARD, "municipality", "GM0228")
    assert "jargon" in kept.hints


def test_saying_no_gives_nothing(teller: Client, receiver: Workspace) -> None:
    teller.post(ASK, {"sentence": [HARD], "act": "give"})
    teller.post(ASK, {"sentence": [HARD], "act": "none"})
    teller.post(CARD, {**shown(teller), "consent": "helper", "act": "send"})
    with acting_for(receiver.id):
        assert not HardSentence.objects.exists()


def test_the_workspace_reads_them_by_sender_until_the_concern_is_withdrawn(teller: Client, two: Two) -> None:
    teller.post(ASK, {"sentence": [HARD], "act": "give"})
    teller.post(CARD, {**shown(teller), "leave_out": "bel"})
    teller.post(CARD, {**shown(teller), "consent": "helper", "act": "send"})
    helper = signed_in(two.here, Role.PROFESSIONAL)
    address = f"/w/{two.here.workspace.slug}/moeilijke-zinnen/"
    page = words_of(helper.get(address))
    assert HARD in page
    assert "1 persoon gaf zinnen." in page
    assert "xxx" in words_of(helper.get(f"/w/{two.here.workspace.slug}/wat-mensen-veranderen/"))
    with acting_for(two.here.workspace.id):
        Concern.objects.filter(channel="web").update(state=State.WITHDRAWN)
    assert "Nog geen moeilijke zinnen" in words_of(helper.get(address))
