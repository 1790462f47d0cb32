"""Bundling against the database: cards move, voices do not, and every act can be followed back and undone."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.concerns.bundled import bundled, card_of, concern_of, owner, recognised, recogniser, says, teller
from tests.conftest import Two
from tests.gate.neighbours import agreed, shared
from tests.worlds import NOW

from bundel.accounts.access import Refused
from bundel.concerns.actions import bundling, following
from bundel.concerns.actions.levels import ask_bundle_to_share, set_way_of_working
from bundel.concerns.bundles import (
    BundleFilters,
    BundleStale,
    bundle_numbers,
    bundle_of_concern,
    cards_of,
    find_cards,
    list_bundles,
    origins_of,
    standing_in,
    way_in,
    ways_of_working,
)
from bundel.concerns.models import Bundle, BundleCard, BundleYes, Change, Concern
from bundel.concerns.rules.bundles import BundleState, OriginKind, Reply
from bundel.concerns.rules.states import State
from bundel.concerns.rules.upstream import ChangeKind
from bundel.concerns.rules.ways import Form
from bundel.concerns.rules.words import Consent
from bundel.concerns.upstream import questions_for
from bundel.gate.models import ReceivedCard, Sharing
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _another(two: Two) -> None:
    """A second concern, for acts on two cards."""
    concern_of(two.here)


def test_make_bundle_asks_everybody_and_counts_nobody_yet(two: Two) -> None:
    first, second = two.here.concerns
    with owner(two.here) as actor:
        seen = recognised(card_of(first), times=2)
        bundle = bundled(actor, first, second)
        numbers = bundle_numbers(actor, bundle.id)
        assert (numbers.people, numbers.cards, numbers.asked) == (0, 2, 4)
        assert questions_for(recogniser(seen[0]))[0].title == bundle.title
        change = Change.objects.get(kind=ChangeKind.LINKED)
        assert set(change.card_ids) == {str(card_of(first)), str(card_of(second))}


def test_answer_bundle_counts_who_says_yes_and_can_be_said_otherwise(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        says(teller(concern_id), bundle.id)
        assert bundle_numbers(actor, bundle.id, since=NOW - timedelta(days=1)).grown == 1
        assert bundle_numbers(actor, bundle.id).by_municipality == {"GM0228": 1}
        says(teller(concern_id), bundle.id, yes=False, now=LATER)
        assert bundle_numbers(actor, bundle.id).people == 0


def test_answer_bundle_is_only_for_who_was_asked(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        with pytest.raises(BundleYes.DoesNotExist):
            says(recogniser(UUID(int=1)), bundle.id)
        with pytest.raises(Refused):
            says(actor, bundle.id)


def test_a_recognition_counts_where_its_card_stood_then(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        card_id = card_of(concern_id)
        recognised(card_id, times=3, bundle_id=standing_in(card_id))
        assert bundle_numbers(actor, bundle.id).people == 3


@pytest.mark.parametrize("consent", [Consent.HELPER, Consent.PRIVATE])
def test_a_card_that_others_may_not_see_stands_in_no_bundle(two: Two, consent: Consent) -> None:
    concern_id = concern_of(two.here, consent=consent)
    with owner(two.here) as actor, pytest.raises(RuleBroken, match="card_not_for_others"):
        bundled(actor, concern_id)


def test_a_card_stands_in_one_bundle_at_a_time(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        first, second = bundled(actor, concern_id), bundled(actor, two.here.concerns[1])
        with pytest.raises(RuleBroken, match="card_elsewhere"):
            bundling.link_cards(actor, second.id, concern_ids=[concern_id], version=1, now=NOW)
        again = bundling.link_cards(actor, first.id, concern_ids=[concern_id], version=1, now=NOW)
        assert again == 0


def test_a_strangers_card_is_not_found(two: Two) -> None:
    with owner(two.here) as actor, pytest.raises(Bundle.DoesNotExist):
        bundled(actor, two.there.concerns[0])


def test_link_cards_refuses_an_old_version(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        bundling.link_cards(actor, bundle.id, concern_ids=[two.here.concerns[1]], version=1, now=NOW)
        with pytest.raises(BundleStale) as stale:
            bundling.link_cards(actor, bundle.id, concern_ids=[], version=1, now=NOW)
        assert stale.value.bundle.version == 2


def test_unlink_card_moves_nobody_and_relink_undoes_it(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        says(teller(concern_id), bundle.id)
        link = BundleCard.objects.get(bundle=bundle)
        bundling.unlink_card(actor, bundle.id, link_id=link.id, why="Gaat over iets anders.", version=1, now=LATER)
        assert bundle_of_concern(actor, concern_id) is None
        assert bundle_numbers(actor, bundle.id).people == 1
        assert cards_of(actor, bundle.id)[0].unlink_reason == "Gaat over iets anders."
        bundling.relink_card(actor, bundle.id, link_id=link.id, version=2, now=LATER)
        assert bundle_of_concern(actor, concern_id) == bundle
        assert BundleYes.objects.count() == 1


def test_unlink_card_lets_open_questions_lapse(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        link = BundleCard.objects.get(bundle=bundle)
        bundling.unlink_card(actor, bundle.id, link_id=link.id, why="Vergissing.", version=1, now=NOW)
        assert not BundleYes.objects.exists()


def test_split_bundle_asks_and_moves_no_voice_until_a_yes(two: Two) -> None:
    first, second = two.here.concerns[:2]
    with owner(two.here) as actor:
        bundle = bundled(actor, first, second)
        seen = recognised(card_of(first), times=2, bundle_id=bundle.id)
        link = BundleCard.objects.get(card_id=card_of(first))
        made = bundling.split_bundle(
            actor, bundle.id, link_ids=[link.id], title="Alleen de was", problem="", why="Ander probleem.",
            version=1, now=LATER,
        )  # fmt: skip
        assert bundle_numbers(actor, bundle.id).people == 2
        assert bundle_numbers(actor, made.id).people == 0
        says(recogniser(seen[0]), made.id, now=LATER)
        assert bundle_numbers(actor, bundle.id).people == 1
        assert bundle_numbers(actor, made.id).people == 1
        origin = origins_of(actor, made.id)[0]
        assert (origin.kind, origin.other_id, origin.is_source) == (OriginKind.SPLIT, bundle.id, True)
        assert cards_of(actor, made.id)[0].from_bundle == bundle.title


def test_take_back_origin_undoes_a_split(two: Two) -> None:
    first, second = two.here.concerns[:2]
    with owner(two.here) as actor:
        bundle = bundled(actor, first, second)
        link = BundleCard.objects.get(card_id=card_of(first))
        made = bundling.split_bundle(
            actor, bundle.id, link_ids=[link.id], title="Apart", problem="", why="Anders.", version=1, now=NOW
        )
        origin = origins_of(actor, made.id)[0]
        bundling.take_back_origin(actor, made.id, origin_id=origin.id, version=1, now=LATER)
        assert bundle_of_concern(actor, first) == bundle
        assert Bundle.objects.get(pk=made.id).state == BundleState.CLOSED
        assert origins_of(actor, bundle.id)[0].undone_at == LATER


def test_merge_bundles_closes_the_other_and_take_back_origin_opens_it(two: Two) -> None:
    first, second = two.here.concerns[:2]
    with owner(two.here) as actor:
        into, other = bundled(actor, first), bundled(actor, second)
        recognised(card_of(second), times=4, bundle_id=other.id)
        bundling.merge_bundles(actor, into.id, other_id=other.id, why="Hetzelfde.", version=1, now=NOW)
        assert bundle_of_concern(actor, second) == into
        assert Bundle.objects.get(pk=other.id).state == BundleState.CLOSED
        assert bundle_numbers(actor, other.id).people == 4
        assert bundle_numbers(actor, into.id).people == 0
        assert bundle_numbers(actor, into.id).asked == 6
        origin = origins_of(actor, into.id)[0]
        bundling.take_back_origin(actor, into.id, origin_id=origin.id, version=2, now=LATER)
        assert bundle_of_concern(actor, second) == other
        assert Bundle.objects.get(pk=other.id).state == BundleState.OPEN
        assert bundle_numbers(actor, into.id).asked == 1


@pytest.mark.parametrize("reason", ["", "a" * 301])
def test_merging_needs_a_reason_that_fits(two: Two, reason: str) -> None:
    with owner(two.here) as actor:
        into, other = (bundled(actor, concern_id) for concern_id in two.here.concerns[:2])
        with pytest.raises(RuleBroken, match="reason"):
            bundling.merge_bundles(actor, into.id, other_id=other.id, why=reason, version=1, now=NOW)
        with pytest.raises(RuleBroken, match="merge_with_itself"):
            bundling.merge_bundles(actor, into.id, other_id=into.id, why="Zo.", version=1, now=NOW)


def test_conclude_individual_routes_to_help_and_reopen_takes_the_news_back(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        Concern.objects.filter(pk=concern_id).update(state=State.CLOSED, closed_at=NOW)
        bundling.conclude_individual(actor, bundle.id, why="Bij iedereen is er iets anders.", version=1, now=NOW)
        assert Concern.objects.get(pk=concern_id).state == State.IN_PROGRESS
        with pytest.raises(RuleBroken, match="bundle_not_open"):
            bundling.link_cards(actor, bundle.id, concern_ids=[concern_id], version=2, now=NOW)
        bundling.reopen_bundle(actor, bundle.id, version=2, now=NOW + timedelta(seconds=30))
        assert Change.objects.get(kind=ChangeKind.INDIVIDUAL).taken_back_at is not None


def test_close_bundle_tells_why_and_change_bundle_changes_its_words(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        bundling.change_bundle(actor, bundle.id, title="Anders", problem="Zo is het.", theme="care", version=1, now=NOW)
        bundling.close_bundle(actor, bundle.id, why="Het is opgelost.", version=2, now=NOW)
        found = Bundle.objects.get(pk=bundle.id)
        assert (found.title, found.state, found.state_reason) == ("Anders", "closed", "Het is opgelost.")


def test_withdrawing_stops_counting_and_erasing_leaves_others_where_they_stood(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        says(teller(concern_id), bundle.id)
        recognised(card_of(concern_id), times=2, bundle_id=bundle.id)
        following.withdraw_concern(teller(concern_id), concern_id, now=NOW)
        assert bundle_numbers(actor, bundle.id).people == 2
        assert cards_of(actor, bundle.id)[0].title == ""
        following.erase_concern(teller(concern_id), concern_id, now=NOW)
        numbers = bundle_numbers(actor, bundle.id)
        assert (numbers.people, numbers.cards, numbers.asked) == (2, 0, 0)
        assert not BundleYes.objects.exists()


def test_received_cards_count_over_organisations_until_they_are_withdrawn(two: Two) -> None:
    shared(two.there, two.here)
    with owner(two.here) as actor:
        received = ReceivedCard.objects.get()
        bundle = bundling.make_bundle(
            actor, title="Samen", problem="", theme="home_help", concern_ids=[two.here.concerns[0]],
            received_ids=[received.id], now=NOW,
        )  # fmt: skip
        numbers = bundle_numbers(actor, bundle.id)
        assert (numbers.people, numbers.cards, numbers.organisations) == (1, 2, 2)
        line = next(line for line in cards_of(actor, bundle.id) if line.received_id)
        assert line.origin_name == two.there.workspace.name


def test_find_cards_gives_own_and_received_cards_that_say_the_same(two: Two) -> None:
    shared(two.there, two.here)
    concern_of(two.here, card_title="De taxi komt niet", card_text="De taxi laat ons staan.", consent=Consent.OTHERS)
    concern_of(two.here, consent=Consent.HELPER)
    with owner(two.here) as actor:
        found = find_cards(actor, "hulp in huis twee uur")
        assert [card.title for card in found] == ["Minder hulp in huis"] * 3
        assert sum(card.received_id is not None for card in found) == 1
        bundled(actor, two.here.concerns[0])
        assert {card.in_bundle for card in find_cards(actor, "hulp in huis")} == {"", "Te weinig hulp in huis"}
        assert find_cards(actor, " ") == []


def test_list_bundles_filters_and_asks_the_same_for_one_and_for_three(
    two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    elsewhere = concern_of(two.here, municipality_code="GM0363")
    first, second = two.here.concerns[:2]
    with owner(two.here) as actor:
        bundled(actor, first)
        with django_assert_num_queries(7):
            list_bundles(actor, BundleFilters(), now=NOW)
        bundled(actor, second, now=LATER)
        there = bundled(actor, elsewhere, now=LATER + timedelta(minutes=1))
        with django_assert_num_queries(7):
            rows, has_more = list_bundles(actor, BundleFilters(), now=NOW)
        assert (len(rows), has_more, rows[0].id) == (3, False, there.id)
        assert [r.id for r in list_bundles(actor, BundleFilters(municipality_code="GM0363"), now=NOW)[0]] == [there.id]
        assert list_bundles(actor, BundleFilters(theme="work"), now=NOW)[0] == []
        assert list_bundles(actor, BundleFilters(state="closed"), now=NOW)[0] == []


def test_another_workspace_sees_no_bundle(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
    with owner(two.there) as stranger:
        assert list_bundles(stranger, BundleFilters(), now=NOW)[0] == []
        with pytest.raises(Bundle.DoesNotExist):
            bundle_numbers(stranger, bundle.id)


def test_who_only_reads_makes_no_bundle(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        bundled(two.here.actor(Role.READER), two.here.concerns[0])


def test_ask_bundle_to_share_asks_each_person_once(two: Two) -> None:
    agreement_id = agreed(two.here, two.there)
    first, second = two.here.concerns[:2]
    with owner(two.here) as actor:
        bundle = bundled(actor, first, second)
        assert ask_bundle_to_share(actor, bundle.id, agreement_id=agreement_id, now=NOW) == 2
        assert ask_bundle_to_share(actor, bundle.id, agreement_id=agreement_id, now=NOW) == 0
        assert set(Sharing.objects.values_list("answer", flat=True)) == {""}


def test_each_municipality_can_have_its_own_way_of_working(two: Two) -> None:
    with owner(two.here) as actor:
        set_way_of_working(actor, municipality_code="GM0228", form=Form.COUNCIL, line="Met de adviesraad.", now=NOW)
        set_way_of_working(actor, municipality_code="GM0228", form=Form.NETWORK, line="", now=NOW)
        found = way_in(actor, "GM0228")
        assert found is not None
        assert (found.form, len(ways_of_working(actor))) == (Form.NETWORK, 1)
        set_way_of_working(actor, municipality_code="GM0228", form=None, now=NOW)
        assert way_in(actor, "GM0228") is None
        with pytest.raises(RuleBroken, match="way_too_long"):
            set_way_of_working(actor, municipality_code="GM0228", form=Form.COUNCIL, line="a" * 201, now=NOW)


def test_a_dropped_answer_is_kept_as_it_was_said(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        says(teller(concern_id), bundle.id, yes=False)
        link = BundleCard.objects.get(bundle=bundle)
        bundling.unlink_card(actor, bundle.id, link_id=link.id, why="Weg.", version=1, now=NOW)
        bundling.relink_card(actor, bundle.id, link_id=link.id, version=2, now=NOW)
        assert BundleYes.objects.get().answer == Reply.NO
