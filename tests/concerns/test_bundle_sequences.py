"""Any order of bundling, answering and going away: the database says of everybody what the rules say."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.concerns.bundled import JOB, bundled, card_of, owner, recognised, recogniser, teller
from tests.concerns.shelf import Shelf
from tests.conftest import Two
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor
from bundel.concerns.actions import bundling, following
from bundel.concerns.actions.recognising import erase_recognition
from bundel.concerns.actions.telling_back import record_change, tell_upstream
from bundel.concerns.bundles import bundle_numbers, origins_of, standing_in
from bundel.concerns.models import Bundle, BundleCard, BundleYes, Recognition, Told
from bundel.concerns.rules.bundles import Reply
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind
from bundel.concerns.upstream import recognisers, tellers, upstream_of_bundle
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

STEPS = ("make", "link", "unlink", "split", "merge", "recognise", "yes", "no", "withdraw", "erase", "hear")


class Play:
    """One workspace and its model; what one refuses the other refuses as well."""

    def __init__(self, world: World, concerns: list[UUID]) -> None:
        self.world, self.now, self.shelf = world, NOW, Shelf()
        self.person: dict[UUID, Actor] = {}
        self.concern_of: dict[UUID, UUID] = {}
        with owner(world):
            for concern_id in concerns:
                card_id = card_of(concern_id)
                self.concern_of[card_id] = concern_id
                self.person[concern_id] = teller(concern_id)
                self.shelf.tell(card_id, concern_id)
            self.make(world.actor(Role.OWNER), 0, 0)

    def step(self, name: str, a: int, b: int) -> None:
        self.now += timedelta(minutes=2)
        with acting_for(self.world.workspace.id), suppress(RuleBroken, ObjectDoesNotExist), transaction.atomic():
            getattr(self, name)(self.world.actor(Role.OWNER), a, b)

    def _card(self, number: int) -> UUID:
        return list(self.shelf.standing)[number % len(self.shelf.standing)]

    def _bundle(self, number: int) -> Bundle:
        bundles = sorted(self.shelf.open)
        return Bundle.objects.get(pk=bundles[number % len(bundles)])

    def _voice(self, number: int) -> UUID:
        voices = list(self.shelf.voices)
        if not voices:
            raise RuleBroken("nobody")
        return voices[number % len(voices)]

    def make(self, actor: Actor, a: int, b: int) -> None:
        self.shelf.make(bundled(actor, title=f"Bundel {len(self.shelf.open)}", now=self.now).id)

    def link(self, actor: Actor, a: int, b: int) -> None:
        card_id, bundle = self._card(a), self._bundle(b)
        said: dict[str, Any] = {"concern_ids": [self.concern_of[card_id]], "version": bundle.version}
        if bundling.link_cards(actor, bundle.id, now=self.now, **said):
            self.shelf.link(card_id, bundle.id)

    def unlink(self, actor: Actor, a: int, b: int) -> None:
        card_id = self._card(a)
        link = BundleCard.objects.select_related("bundle").get(card_id=card_id, unlinked_at=None)
        version = link.bundle.version
        bundling.unlink_card(actor, link.bundle_id, link_id=link.id, why="Nee.", version=version, now=self.now)
        self.shelf.unlink(card_id)

    def split(self, actor: Actor, a: int, b: int) -> None:
        bundle = self._bundle(a)
        cards = self.shelf.cards_in(bundle.id)[: 1 + b % 2]
        links = BundleCard.objects.filter(card_id__in=cards, unlinked_at=None).values_list("id", flat=True)
        made = bundling.split_bundle(
            actor, bundle.id, link_ids=list(links), title="Apart", problem="", why="Anders.",
            version=bundle.version, now=self.now,
        )  # fmt: skip
        self.shelf.split(bundle.id, cards, made.id)

    def merge(self, actor: Actor, a: int, b: int) -> None:
        into, other = self._bundle(a), self._bundle(b)
        said: dict[str, Any] = {"other_id": other.id, "why": "Zelfde.", "version": into.version}
        bundling.merge_bundles(actor, into.id, now=self.now, **said)
        self.shelf.merge(into.id, other.id)

    def recognise(self, actor: Actor, a: int, b: int) -> None:
        card_id = self._card(a)
        made = recognised(card_id, bundle_id=standing_in(card_id), at=self.now)[0]
        self.person[made] = recogniser(made)
        self.shelf.recognise(card_id, made)

    def yes(self, actor: Actor, a: int, b: int) -> None:
        self._answer(a, b, Reply.YES)

    def no(self, actor: Actor, a: int, b: int) -> None:
        self._answer(a, b, Reply.NO)

    def _answer(self, a: int, b: int, reply: Reply) -> None:
        voice = self._voice(a)
        asked = list(self.shelf.voices[voice].replies)
        if asked:
            bundle_id = asked[b % len(asked)]
            bundling.answer_bundle(self.person[voice], bundle_id, says_yes=reply is Reply.YES, now=self.now)
            self.shelf.answer(voice, bundle_id, reply)

    def withdraw(self, actor: Actor, a: int, b: int) -> None:
        voice = self._voice(a)
        if voice in self.concern_of.values():
            following.withdraw_concern(self.person[voice], voice, now=self.now)
        else:
            Recognition.objects.filter(pk=voice).update(withdrawn_at=self.now)
        self.shelf.withdraw(voice)

    def erase(self, actor: Actor, a: int, b: int) -> None:
        voice = self._voice(a)
        if voice in self.concern_of.values():
            following.erase_concern(self.person[voice], voice, now=self.now)
        else:
            erase_recognition(Recognition.objects.get(pk=voice))
        self.shelf.erase(voice)

    def hear(self, actor: Actor, a: int, b: int) -> None:
        bundle = self._bundle(a)
        kind = ChangeKind.ADVICE_SENT
        change_id = record_change(
            actor, bundle.id, subject_kind=SubjectKind.BUNDLE, kind=kind, text="Nieuws.", now=self.now
        )
        while tell_upstream(JOB, change_id, now=self.now):
            pass
        told = Told.objects.filter(change=change_id).values_list("person_id", flat=True)
        assert sorted(told) == sorted(self.shelf.hear(bundle.id, change_id))

    def check(self) -> None:
        with owner(self.world) as actor:
            rows: list[Any] = [tellers(), recognisers()]
            now = {pk: bundle_id for found in rows for pk, bundle_id in found.values_list("pk", "counts_in")}
            alive = {key: v.counts_in for key, v in self.shelf.voices.items() if key not in self.shelf.silent}
            assert now == alive
            asked = set(BundleYes.objects.values_list("person_id", "bundle_id", "answer"))
            assert asked == {(key, b, r.value) for key, v in self.shelf.voices.items() for b, r in v.replies.items()}
            standing = dict(BundleCard.objects.filter(unlinked_at=None).values_list("card_id", "bundle_id"))
            assert standing == {card: where for card, where in self.shelf.standing.items() if where}
            for bundle_id in Bundle.objects.values_list("id", flat=True):
                assert bundle_numbers(actor, bundle_id).people == len(self.shelf.counting(bundle_id))
                heard = {person_id for _who, person_id in upstream_of_bundle(bundle_id)}
                assert heard == self.shelf.hear(bundle_id, bundle_id)
                came = {o.other_id for o in origins_of(actor, bundle_id) if o.is_source}
                assert came == {source for made, source in self.shelf.origins if made == bundle_id}


@settings(max_examples=8, deadline=timedelta(seconds=60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9), st.integers(0, 9)), min_size=6, max_size=16))
def test_the_database_agrees_with_the_rules_after_any_order(two: Two, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        concerns = [two.here.concerns[0], *(add_concern(two.here) for _ in range(2))]
        play = Play(two.here, concerns)
        for name, a, b in steps:
            play.step(name, a, b)
        play.check()
        transaction.set_rollback(True)
    del two.here.concerns[1:]
