"""Bundles as rules: who counts, who is asked, and that no order of acts loses, doubles or moves a voice."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.concerns.shelf import Shelf

from bundel.concerns.rules import bundles as rules
from bundel.concerns.rules.bundles import MAY_BECOME, BundleState, Reply, Voice, came_from
from bundel.concerns.rules.upstream import ChangeKind, Way, Wish, check_change, way_of
from bundel.kit.rules import RuleBroken

A, B, C, CARD = (UUID(int=n) for n in range(1, 5))


def test_a_teller_counts_for_nothing_before_a_yes() -> None:
    voice = Voice(CARD)
    assert voice.counts_in is None
    assert voice.must_be_asked(A)
    assert voice.answering(A, Reply.YES).counts_in == A


def test_a_recogniser_counts_where_they_spoke_up() -> None:
    voice = Voice(CARD, A)
    assert voice.counts_in == A
    assert not voice.must_be_asked(A)


def test_a_moved_card_moves_no_voice() -> None:
    voice = Voice(CARD, A).asked(B)
    assert voice.counts_in == A
    assert voice.answering(B, Reply.NO).counts_in == A
    assert voice.answering(B, Reply.YES).counts_in == B


def test_a_yes_that_becomes_a_no_falls_back_to_the_yes_before() -> None:
    voice = Voice(CARD, A).answering(B, Reply.YES).answering(C, Reply.YES)
    assert voice.counts_in == C
    assert voice.answering(C, Reply.NO).counts_in == B


def test_nobody_is_asked_twice_about_one_bundle() -> None:
    voice = Voice(CARD, A).asked(B)
    assert not voice.must_be_asked(B)
    assert not voice.answering(B, Reply.NO).must_be_asked(B)
    assert not voice.must_be_asked(None)


def test_who_said_no_hears_nothing_of_it_and_who_did_not_answer_does() -> None:
    voice = Voice(CARD, A).asked(B)
    assert voice.hears_of(B, B)
    assert voice.hears_of(A, B)
    assert not voice.answering(B, Reply.NO).hears_of(B, B)
    assert not voice.hears_of(C, B)


@pytest.mark.parametrize("old", BundleState)
@pytest.mark.parametrize("new", BundleState)
def test_only_open_bundles_end_and_only_ended_ones_open(old: BundleState, new: BundleState) -> None:
    if new in MAY_BECOME[old]:
        rules.check_becomes(old, new)
        assert BundleState.OPEN in (old, new)
    else:
        with pytest.raises(RuleBroken, match="bundle_state"):
            rules.check_becomes(old, new)


@pytest.mark.parametrize(
    ("chosen", "code"), [([], "split_nothing"), ([A, B], "split_everything"), ([C], "split_not_there")]
)
def test_a_split_leaves_some_and_takes_some(chosen: list[UUID], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        rules.check_split([A, B], chosen)
    rules.check_split([A, B], [B])


def test_origin_is_followed_to_its_beginning_also_in_a_circle() -> None:
    assert came_from(C, [(C, B), (B, A)]) == {A, B}
    assert came_from(A, [(A, B), (B, A)]) == {B}


@pytest.mark.parametrize(
    ("kind", "wish", "reachable", "weekly", "way"),
    [
        (ChangeKind.ADVICE_SENT, Wish.EVERYTHING, True, False, Way.MAIL),
        (ChangeKind.ADVICE_SENT, Wish.EVERYTHING, True, True, Way.WEEKLY),
        (ChangeKind.ADVICE_SENT, Wish.RESULTS, True, False, Way.FOLLOW),
        (ChangeKind.EFFECT, Wish.RESULTS, True, False, Way.MAIL),
        (ChangeKind.EFFECT, Wish.NOTHING, True, False, Way.FOLLOW),
        (ChangeKind.EFFECT, Wish.EVERYTHING, False, False, Way.FOLLOW),
    ],
)
def test_nobody_gets_more_mail_than_they_asked_for(
    kind: ChangeKind, wish: Wish, reachable: bool, weekly: bool, way: Way
) -> None:
    assert way_of(kind, wish, is_reachable=reachable, is_weekly=weekly) is way


def test_a_change_needs_words() -> None:
    with pytest.raises(RuleBroken, match="change_empty"):
        check_change("  ")
    with pytest.raises(RuleBroken, match="change_too_long"):
        check_change("a" * 1001)


@pytest.mark.parametrize(
    ("title", "problem", "code"), [(" ", "", "bundle_title_empty"), ("a" * 81, "", "bundle_too_long")]
)
def test_a_bundle_needs_a_title_that_fits(title: str, problem: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        rules.check_words(title, problem)


def test_a_reason_is_given_and_short() -> None:
    with pytest.raises(RuleBroken, match="reason_empty"):
        rules.check_reason(" ")
    with pytest.raises(RuleBroken, match="reason_too_long"):
        rules.check_reason("a" * 301)


NUMBER = st.integers(0, 30)


class AnyOrder(RuleBasedStateMachine):
    """Acts in any order; what the rules refuse is no act."""

    @initialize()
    def begin(self) -> None:
        self.shelf = Shelf()
        self.gone: set[UUID] = set()
        self.given: set[UUID] = set()
        self.counted: dict[UUID, UUID | None] = {}
        self.consented: set[UUID] = set()
        for _ in range(2):
            self.shelf.make(uuid4())
            self.tell()

    def _pick(self, things: Any, number: int) -> Any:
        listed = list(things)
        return listed[number % len(listed)]

    @rule()
    def tell(self) -> None:
        voice = uuid4()
        self.given.add(voice)
        self.shelf.tell(uuid4(), voice)

    @rule(card=NUMBER)
    def recognise(self, card: int) -> None:
        voice = uuid4()
        self.given.add(voice)
        self.shelf.recognise(self._pick(self.shelf.standing, card), voice)

    @rule(card=NUMBER, bundle=NUMBER)
    def link(self, card: int, bundle: int) -> None:
        with suppress(RuleBroken):
            self.shelf.link(self._pick(self.shelf.standing, card), self._pick(self.shelf.open, bundle))

    @rule(card=NUMBER)
    def unlink(self, card: int) -> None:
        self.shelf.unlink(self._pick(self.shelf.standing, card))

    @rule(bundle=NUMBER, cards=st.integers(1, 3))
    def split(self, bundle: int, cards: int) -> None:
        source = self._pick(self.shelf.open, bundle)
        with suppress(RuleBroken):
            self.shelf.split(source, self.shelf.cards_in(source)[:cards], uuid4())

    @rule(into=NUMBER, other=NUMBER)
    def merge(self, into: int, other: int) -> None:
        with suppress(RuleBroken):
            self.shelf.merge(self._pick(self.shelf.open, into), self._pick(self.shelf.open, other))

    @rule(voice=NUMBER, reply=st.sampled_from([Reply.YES, Reply.NO]), which=NUMBER)
    def answer(self, voice: int, reply: Reply, which: int) -> None:
        if self.shelf.voices:
            key = self._pick(self.shelf.voices, voice)
            if asked := self.shelf.voices[key].replies:
                self.shelf.answer(key, self._pick(asked, which), reply)
                self.consented.add(key)

    @rule(voice=NUMBER)
    def withdraw(self, voice: int) -> None:
        if self.shelf.voices:
            self.shelf.withdraw(self._pick(self.shelf.voices, voice))

    @rule(voice=NUMBER)
    def erase(self, voice: int) -> None:
        if self.shelf.voices:
            key = self._pick(self.shelf.voices, voice)
            self.gone.add(key)
            self.shelf.erase(key)

    @rule(bundle=NUMBER)
    def hear(self, bundle: int) -> None:
        self.shelf.hear(self._pick(self.shelf.open, bundle), uuid4())

    @invariant()
    def no_voice_is_lost_or_doubled(self) -> None:
        assert set(self.shelf.voices) == self.given - self.gone
        bundles = {voice.counts_in for voice in self.shelf.voices.values()} - {None}
        counted = [key for bundle in bundles if bundle for key in self.shelf.counting(bundle)]
        assert len(counted) == len(set(counted))

    @invariant()
    def no_voice_moves_without_its_own_word(self) -> None:
        now = {key: voice.counts_in for key, voice in self.shelf.voices.items()}
        moved = {key for key, bundle in now.items() if self.counted.get(key, bundle) != bundle}
        assert moved <= self.consented
        self.counted, self.consented = now, set()

    @invariant()
    def every_card_can_be_followed_back(self) -> None:
        assert self.shelf.is_traceable()

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert all(times == 1 for times in self.shelf.told.values())


TestAnyOrder = AnyOrder.TestCase
