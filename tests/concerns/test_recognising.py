"""What becomes of recognitions and public cards in time, and which cards look like a story."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_recognise import publish, strength
from tests.worlds import World

from bundel.accounts.access import PUBLIC, Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions import asking, gathering, recognising
from bundel.concerns.models import CardQuestion, Concern, PublicCard, Recognition
from bundel.concerns.recognitions import card_numbers, find_own_recognitions, lock_recognition, visible_recognitions
from bundel.concerns.rules.recognition import Answer
from bundel.concerns.rules.words import Theme
from bundel.concerns.similar import find_similar_cards
from bundel.kit.processing import Keep
from bundel.kit.rules import RuleBroken
from bundel.notices.models import Notice
from bundel.notices.rules import NoticeKind
from bundel.privacy.sweeps import SWEEPS
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

HASH = b"h" * 32
JOB = Actor(ActorKind.JOB)


def give(world: World, card_id: UUID, device: bytes = b"d" * 32, answer: Answer = Answer.SAME) -> Actor:
    """Somebody's recognition; its giver, as who acts."""
    with acting_for(world.workspace.id):
        made = recognising.recognise(
            PUBLIC,
            card_id,
            answer=answer,
            device=device,
            receipt_hash=HASH,
            municipality_code="GM0228",
            language="nl",
            from_network=1,
            is_machine=False,
            now=timezone.now(),
        )
    return Actor(ActorKind.RECOGNISER, made)


def test_old_recognitions_are_erased_with_key_and_code(two: Two) -> None:
    card_id = publish(two.here)
    giver = give(two.here, card_id)
    assert giver.id is not None
    sweep, later = SWEEPS[Keep.RECOGNITION], timezone.now() + timedelta(days=1)
    with acting_for(two.here.workspace.id):
        recognising.write_line(giver, giver.id, line="Anders.", now=timezone.now())
        assert sweep.count(timezone.now() - timedelta(days=1), ()) == 0
        assert sweep.count(later, ()) == 1
        assert sweep.count(later, (giver.id,)) == 0
        assert sweep.erase(later, (), 10) == 1
        assert not Recognition.objects.exists()
    assert strength(card_id) == 0
    assert find_own_recognitions(HASH) == []


def test_one_code_shows_recognitions_of_all_workspaces(two: Two) -> None:
    give(two.here, publish(two.here))
    give(two.there, publish(two.there))
    assert {own.workspace_name for own in find_own_recognitions(HASH)} == {"Hier", "Daar"}


def test_a_closed_workspace_has_no_public_cards_and_no_codes(two: Two) -> None:
    give(two.here, publish(two.here))
    publish(two.there)
    with acting_for(two.here.workspace.id):
        gathering.forget_all_receipts(Actor(ActorKind.JOB), now=timezone.now())
    assert set(PublicCard.objects.values_list("workspace_id", flat=True)) == {two.there.workspace.id}
    assert find_own_recognitions(HASH) == []


def test_visible_recognitions_are_ones_own_or_those_of_ones_cards(two: Two) -> None:
    giver = give(two.here, publish(two.here))
    other = give(two.here, publish(two.here), device=b"e" * 32)
    assert other.id is not None
    with acting_for(two.here.workspace.id):
        assert visible_recognitions(giver).count() == 1
        with pytest.raises(Recognition.DoesNotExist):
            lock_recognition(giver, other.id)
        assert visible_recognitions(two.here.actor(Role.OWNER)).count() == 2
        assert visible_recognitions(two.here.actor(Role.PRIVACY_OFFICER)).count() == 0
    with acting_for(two.there.workspace.id):
        assert visible_recognitions(two.there.actor(Role.OWNER)).count() == 0


def test_card_numbers_are_exact_for_the_workspace(two: Two) -> None:
    card_id = publish(two.here)
    for n, answer in enumerate([Answer.SAME, Answer.SAME, Answer.DIFFERENT, Answer.NOT_HERE]):
        give(two.here, card_id, device=bytes([n]) * 32, answer=answer)
    with acting_for(two.here.workspace.id):
        numbers = card_numbers(two.here.actor(Role.READER), two.here.concerns[-1])
    assert (numbers.same, numbers.different, numbers.not_here, numbers.people, numbers.is_public) == (2, 1, 1, 3, True)


def test_mail_recogniser_says_that_there_is_news_and_not_what(two: Two) -> None:
    giver = give(two.here, publish(two.here))
    assert giver.id is not None
    with acting_for(two.here.workspace.id):
        assert recognising.mail_recogniser(JOB, giver.id, now=timezone.now()) is None
        recognising.change_reach(
            giver, giver.id, contact="lies@teller.example", news=True, may_be_asked=False, now=timezone.now()
        )
        assert recognising.mail_recogniser(JOB, giver.id, now=timezone.now()) is not None
        assert Notice.objects.get(kind=NoticeKind.RECOGNITION_NEWS).language == "nl"


@pytest.mark.parametrize(
    ("text", "refusal"), [("", "message_empty"), ("a" * 1001, "message_too_long"), ("Nee.", "not_asked")]
)
def test_reply_to_question_is_refused(two: Two, text: str, refusal: str) -> None:
    giver = give(two.here, publish(two.here))
    assert giver.id is not None
    with acting_for(two.here.workspace.id):
        concern = Concern.objects.get(pk=two.here.concerns[-1])
        now = timezone.now()
        question = CardQuestion.objects.create(
            concern=concern,
            text="Was er een brief?",
            asked_by=two.here.members[Role.OWNER].id,
            asked_at=now,
            sends_at=now,
        )
        with pytest.raises(RuleBroken, match=refusal):
            asking.reply_to_question(giver, giver.id, question_id=question.id, text=text, now=now)


def test_write_line_has_a_longest(two: Two) -> None:
    giver = give(two.here, publish(two.here))
    assert giver.id is not None
    with acting_for(two.here.workspace.id), pytest.raises(RuleBroken, match="line_too_long"):
        recognising.write_line(giver, giver.id, line="a" * 301, now=timezone.now())


def test_find_similar_cards_puts_the_own_place_first(two: Two) -> None:
    far = publish(two.there, municipality_code="GM0518", card_title="Regiotaxi komt veel te laat")
    near = publish(two.here, municipality_code="GM0228", card_title="Regiotaxi te laat")
    publish(two.here, card_title="Rolstoel kapot", card_text="Niemand maakt de rolstoel.", theme=Theme.AIDS)
    story = "De regiotaxi kwam weer een uur te laat en ik stond buiten."
    found = find_similar_cards(story, municipality="GM0228", theme=None, limit=3)
    assert [row.id for row in found[:2]] == [near, far]
    assert "Rolstoel kapot" not in [row.title for row in found]
    assert [row.id for row in find_similar_cards(story, municipality="GM0518", theme=None, limit=1)] == [far]


@pytest.mark.parametrize("text", ["", "taxi laat", "zzz qqq xxx", "' & | ! :* \\ 0x00 \x00 <->"])
def test_find_similar_cards_finds_nothing_in_few_or_strange_words(two: Two, text: str) -> None:
    publish(two.here)
    assert find_similar_cards(text, municipality="GM0228", theme=None, limit=3) == []


def test_find_similar_cards_asks_the_database_twice(
    two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(two.here)
    with django_assert_num_queries(2):
        find_similar_cards("Mijn hulp in huis is weg", municipality="GM0228", theme=None, limit=3)
