"""Whatever two workspaces and a person do, in any order: no card without a yes and an agreement."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Two
from tests.gate import neighbours
from tests.worlds import NOW

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions import following
from bundel.gate.actions import accept_agreement, close_ended_agreements, end_agreement, withdraw_cards
from bundel.gate.models import Agreement, AgreementWord, Crossing, ReceivedCard, Sharing
from bundel.gate.rules import Answer, Word
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for

pytestmark = pytest.mark.django_db

STEPS = ("propose", "accept", "ask", "yes", "no", "take", "withdraw", "bring_back", "erase", "end", "expire", "night")


class Play:
    """Two workspaces in which steps are tried; what the rules refuse is no step."""

    def __init__(self, two: Two) -> None:
        self.two, self.now = two, NOW
        self.concern_id = two.here.concerns[0]
        self.person = Actor(ActorKind.RECEIPT, self.concern_id)

    def step(self, name: str) -> None:
        self.now += timedelta(minutes=2)
        with suppress(RuleBroken, ObjectDoesNotExist), transaction.atomic():
            getattr(self, name)()

    def _newest(self) -> UUID:
        with acting_for(self.two.here.workspace.id):
            return Agreement.objects.latest("proposed_at").id

    def _sharing(self) -> Sharing:
        with acting_for(self.two.here.workspace.id):
            return Sharing.objects.latest("asked_at")

    def propose(self) -> None:
        neighbours.proposed(self.two.here, self.two.there, now=self.now)

    def accept(self) -> None:
        newest = self._newest()
        with neighbours.owner(self.two.there) as actor:
            accept_agreement(actor, newest, now=self.now)

    def ask(self) -> None:
        neighbours.asked(self.two.here, self._newest(), now=self.now)

    def yes(self) -> None:
        neighbours.answered(self.two.here, self._sharing().id, now=self.now)

    def no(self) -> None:
        neighbours.answered(self.two.here, self._sharing().id, yes=False, now=self.now)

    def take(self) -> None:
        neighbours.take(self.two.there, now=self.now)

    def withdraw(self) -> None:
        with acting_for(self.two.here.workspace.id):
            following.withdraw_concern(self.person, self.concern_id, now=self.now)

    def bring_back(self) -> None:
        with acting_for(self.two.here.workspace.id):
            following.bring_back_concern(self.person, self.concern_id, now=self.now)

    def erase(self) -> None:
        with acting_for(self.two.here.workspace.id):
            following.erase_concern(self.person, self.concern_id, now=self.now)
        with acting_for(self.two.here.workspace.id):
            withdraw_cards(neighbours.JOB, self.concern_id, now=self.now)

    def end(self) -> None:
        newest = self._newest()
        with neighbours.owner(self.two.there) as actor:
            end_agreement(actor, newest, now=self.now)

    def expire(self) -> None:
        self.now += timedelta(days=300)

    def night(self) -> None:
        for world in (self.two.here, self.two.there):
            with acting_for(world.workspace.id):
                close_ended_agreements(neighbours.JOB, now=self.now)

    def settle(self) -> None:
        """Every job has run."""
        self.now += timedelta(minutes=2)
        self.take()
        self.night()

    def check(self) -> None:
        with acting_for(self.two.there.workspace.id):
            readable = list(ReceivedCard.objects.exclude(text=""))
            left = set(Crossing.objects.filter(taken_at__isnull=False).values_list("payload__title", flat=True))
        assert left <= {None}, "what was taken out is not in the letterbox"
        with acting_for(self.two.here.workspace.id):
            for card in readable:
                sharing = Sharing.objects.select_related("agreement").get(crossing_id=card.id)
                assert (sharing.answer, sharing.withdrawn_at) == (Answer.YES, None)
                words = set(AgreementWord.objects.filter(agreement=sharing.agreement).values_list("word", flat=True))
                assert words == {Word.AGREE}
                assert sharing.agreement.runs_until >= self.now.date()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
def test_no_card_without_consent_and_agreement_whatever_the_order(two: Two, steps: list[str]) -> None:
    with transaction.atomic():
        play = Play(two)
        for name in ("propose", "accept", "ask", "yes", *steps):
            play.step(name)
        play.settle()
        play.check()
        transaction.set_rollback(True)
