"""Telling back: everybody upstream once, in their own way, in batches that survive a killed worker."""

import time
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.concerns.bundled import (
    JOB,
    SENT,
    bundled,
    card_of,
    concern_of,
    owner,
    recognised,
    recogniser,
    says,
    teller,
)
from tests.conftest import Two
from tests.gate.neighbours import shared, take
from tests.worlds import NOW, World

from bundel.accounts.access import Actor, Refused
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions import following
from bundel.concerns.actions.bundling import conclude_individual, link_cards, make_bundle
from bundel.concerns.actions.recognising import erase_recognition
from bundel.concerns.actions.sharing import hear_news
from bundel.concerns.actions.telling_back import (
    answer_after,
    ask_after,
    mark_news_read,
    record_change,
    send_weekly,
    take_back_change,
    tell_upstream,
    wish_news,
)
from bundel.concerns.models import AfterAnswer, Change, NewsWish, Recognition, Told
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.upstream import BATCH, ChangeKind, SubjectKind, Way, Wish, Works
from bundel.concerns.upstream import ChangeRow, after_numbers, changes_of, news_for, upstream_of_bundle, wish_for
from bundel.gate.models import News, ReceivedCard
from bundel.kit.rules import RuleBroken
from bundel.notices.models import Notice
from bundel.tenancy.fence import acting_for

pytestmark = pytest.mark.django_db


def told_all(change_id: UUID, *, now: datetime = SENT) -> int:
    """Run the job until it asks for no more; how many were told."""
    total = 0
    while number := tell_upstream(JOB, change_id, now=now):
        total += number
    return total


def a_change(actor: Actor, bundle_id: UUID, *, kind: ChangeKind = ChangeKind.ADVICE_SENT, now: datetime = NOW) -> UUID:
    return record_change(
        actor, bundle_id, subject_kind=SubjectKind.BUNDLE, kind=kind, text="Wij stuurden advies.", now=now
    )


def change_of(actor: Actor, bundle_id: UUID) -> ChangeRow:
    """The change of this bundle that is not the question whether somebody counts."""
    return next(row for row in changes_of(actor, bundle_id) if row.kind is not ChangeKind.LINKED)


def reachable(world: World) -> UUID:
    return concern_of(world, reachable=True, contact="teller@voorbeeld.example", contact_name="Iemand")


def test_everybody_upstream_is_told_once_and_reads_it_on_their_own_page(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        seen = recognised(card_of(concern_id), times=2, bundle_id=bundle.id)
        change_id = a_change(actor, bundle.id)
        assert told_all(change_id) == 3
        assert tell_upstream(JOB, change_id, now=SENT) == 0
        for person in (teller(concern_id), recogniser(seen[0])):
            line = news_for(person)[0]
            assert (line.text, line.kind, line.is_new) == ("Wij stuurden advies.", ChangeKind.ADVICE_SENT, True)
            assert person.id is not None
            assert mark_news_read(person, person.id, now=SENT) == 1
            assert not news_for(person)[0].is_new
        numbers = change_of(actor, bundle.id).numbers
        assert (numbers.total, numbers.told, numbers.read, numbers.mailed, numbers.unreachable) == (3, 3, 2, 0, 0)


def test_a_change_can_be_taken_back_for_a_minute(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        change_id = a_change(actor, bundle.id)
        with pytest.raises(RuleBroken, match="change_sent"):
            take_back_change(actor, change_id, now=NOW + timedelta(seconds=60))
        assert take_back_change(actor, change_id, now=NOW + timedelta(seconds=59)) == bundle.id
        assert told_all(change_id) == 0
        assert not Told.objects.exists()


@pytest.mark.parametrize(
    ("wish", "weekly", "way", "mails"),
    [
        (None, False, Way.MAIL, 1),
        (Wish.EVERYTHING, True, Way.WEEKLY, 0),
        (Wish.RESULTS, False, Way.FOLLOW, 0),
        (Wish.NOTHING, False, Way.FOLLOW, 0),
    ],
)
def test_mail_goes_only_to_who_wants_it(two: Two, wish: Wish | None, weekly: bool, way: Way, mails: int) -> None:
    concern_id = reachable(two.here)
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        if wish:
            wish_news(teller(concern_id), concern_id, wish=wish, is_weekly=weekly, now=NOW)
        before = Notice.objects.count()
        told_all(a_change(actor, bundle.id))
        assert Told.objects.get().way == way
        assert Notice.objects.count() - before == mails


def test_the_mail_of_the_week_goes_once_on_monday(two: Two) -> None:
    concern_id = reachable(two.here)
    monday = datetime(2026, 11, 30, 3, 15, tzinfo=NOW.tzinfo)
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        wish_news(teller(concern_id), concern_id, wish=Wish.EVERYTHING, is_weekly=True, now=NOW)
        told_all(a_change(actor, bundle.id))
        told_all(a_change(actor, bundle.id))
        assert send_weekly(JOB, now=monday - timedelta(days=1)) == 0
        assert send_weekly(JOB, now=monday) == 1
        assert send_weekly(JOB, now=monday) == 0


def test_who_said_no_and_who_withdrew_hear_nothing(two: Two) -> None:
    first, second = two.here.concerns[0], concern_of(two.here)
    with owner(two.here) as actor:
        bundle = bundled(actor, first, second)
        says(teller(first), bundle.id, yes=False)
        following.withdraw_concern(teller(second), second, now=NOW)
        assert list(upstream_of_bundle(bundle.id)) == []
        assert told_all(a_change(actor, bundle.id)) == 0


def test_the_question_whether_one_counts_goes_only_to_who_is_asked(two: Two) -> None:
    first, second = two.here.concerns[0], concern_of(two.here)
    with owner(two.here) as actor:
        bundle = bundled(actor, first)
        told_all(Change.objects.get().id)
        link_cards(actor, bundle.id, concern_ids=[second], version=1, now=NOW)
        asked = Change.objects.latest("made_at", "id")
        newest = Change.objects.get(card_ids=[str(card_of(second))])
        assert asked.kind == ChangeKind.LINKED
        assert told_all(newest.id) == 1
        assert Told.objects.get(change=newest).person_id == second


def test_received_cards_hear_through_their_own_organisation(two: Two) -> None:
    shared(two.there, two.here)
    with owner(two.here) as actor:
        received = ReceivedCard.objects.get()
        bundle = make_bundle(actor, title="Samen", problem="", theme="care", received_ids=[received.id], now=NOW)
        told_all(a_change(actor, bundle.id, kind=ChangeKind.PROMISE))
        assert Told.objects.get().way == Way.ORGANISATION
    take(two.there, now=SENT + timedelta(minutes=2))
    concern_id = two.there.concerns[0]
    with owner(two.there):
        news = News.objects.get()
        change_id = hear_news(JOB, concern_id, news_id=news.id, now=SENT)
        assert change_id is not None
        assert hear_news(JOB, concern_id, news_id=news.id, now=SENT) is None
        assert told_all(change_id) == 1
        assert [(n.kind, n.text) for n in news_for(teller(concern_id))] == [
            (ChangeKind.PROMISE, "Wij stuurden advies.")
        ]


def test_a_received_card_that_is_closed_cannot_be_reached(two: Two) -> None:
    shared(two.there, two.here)
    with owner(two.here) as actor:
        received = ReceivedCard.objects.get()
        bundle = make_bundle(actor, title="Samen", problem="", theme="care", received_ids=[received.id], now=NOW)
        ReceivedCard.objects.update(closed_at=NOW)
        told_all(a_change(actor, bundle.id))
        assert change_of(actor, bundle.id).numbers.unreachable == 1


def test_four_weeks_after_an_effect_the_question_comes_and_answers_return(two: Two) -> None:
    concern_id = two.here.concerns[0]
    dossier_id = uuid4()
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        seen = recognised(card_of(concern_id), bundle_id=bundle.id)[0]
        effect_id = record_change(
            actor, dossier_id, subject_kind=SubjectKind.DOSSIER, kind=ChangeKind.EFFECT, text="De hulp is terug.",
            bundle_ids=[bundle.id], now=NOW,
        )  # fmt: skip
        told_all(effect_id)
        later = NOW + timedelta(weeks=4)
        question_id = ask_after(JOB, effect_id, now=later)
        assert question_id is not None
        assert ask_after(JOB, effect_id, now=later) is None
        assert told_all(question_id, now=later) == 2
        answer_after(teller(concern_id), question_id, answer=Works.NO, line="Nog steeds twee uur.", now=later)
        answer_after(recogniser(seen), question_id, answer=Works.YES, line="", now=later)
        answer_after(recogniser(seen), question_id, answer=Works.PARTLY, line="Soms.", now=later)
        numbers = after_numbers(dossier_id)
        assert (numbers.asked, numbers.yes, numbers.partly, numbers.no) == (2, 0, 1, 1)
        assert b"twee uur" not in bytes(AfterAnswer.objects.get(person_id=concern_id).line)
        assert news_for(recogniser(seen))[0].answer is Works.PARTLY
        waiting = ProcrastinateJob.objects.filter(task_name="dossiers.after_answers_came")
        assert {job.args["dossier_id"] for job in waiting} == {str(dossier_id)}


def test_answer_after_is_for_who_got_that_question(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        change_id = a_change(actor, bundle.id)
        told_all(change_id)
        for person in (teller(two.here.concerns[0]), recogniser(uuid4())):
            with pytest.raises(Told.DoesNotExist):
                answer_after(person, change_id, answer=Works.YES, line="", now=NOW)
        with pytest.raises(RuleBroken, match="after_too_long"):
            answer_after(teller(two.here.concerns[0]), change_id, answer=Works.YES, line="a" * 301, now=NOW)


def test_a_taken_back_effect_asks_nothing(two: Two) -> None:
    with owner(two.here) as actor:
        bundle = bundled(actor, two.here.concerns[0])
        change_id = a_change(actor, bundle.id, kind=ChangeKind.EFFECT)
        take_back_change(actor, change_id, now=NOW)
        assert ask_after(JOB, change_id, now=NOW + timedelta(weeks=4)) is None


def test_concluding_individual_tells_each_person_why(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        conclude_individual(actor, bundle.id, why="Dit is bij iedereen anders.", version=1, now=NOW)
        told_all(Change.objects.get(kind=ChangeKind.INDIVIDUAL).id)
        assert news_for(teller(concern_id))[0].text == "Dit is bij iedereen anders."


def test_wishes_are_ones_own(two: Two) -> None:
    with owner(two.here):
        person = teller(two.here.concerns[0])
        assert wish_for(person).wish is Wish.EVERYTHING
        wish_news(person, two.here.concerns[0], wish=Wish.RESULTS, is_weekly=False, now=NOW)
        assert wish_for(person).wish is Wish.RESULTS
        with pytest.raises(Refused):
            wish_news(person, uuid4(), wish=Wish.NOTHING, is_weekly=False, now=NOW)


def test_erasing_takes_the_wish_and_the_question_along(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        seen = recognised(card_of(concern_id), bundle_id=bundle.id)[0]
        wish_news(recogniser(seen), seen, wish=Wish.RESULTS, is_weekly=True, now=NOW)
        erase_recognition(Recognition.objects.get(pk=seen))
        assert not NewsWish.objects.exists()


def test_a_thousand_people_are_told_in_batches_and_a_killed_worker_tells_nobody_twice(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with owner(two.here) as actor:
        bundle = bundled(actor, concern_id)
        recognised(card_of(concern_id), times=999, bundle_id=bundle.id)
        change_id = a_change(actor, bundle.id)
        begun = time.process_time()
        assert tell_upstream(JOB, change_id, now=SENT) == BATCH
        numbers = change_of(actor, bundle.id).numbers
        assert (numbers.total, numbers.told) == (1000, BATCH)
        # The queue runs the job of a killed worker again, also when its batch was written.
        assert told_all(change_id) == 1000 - BATCH
        spent = time.process_time() - begun
        assert tell_upstream(JOB, change_id, now=SENT) == 0
        assert change_of(actor, bundle.id).finished_at == SENT
        assert Told.objects.filter(who=Who.RECOGNITION).count() == 999
    assert spent < 10, "seconds of CPU for a thousand people"


def test_a_stranger_reads_no_news(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        news_for(Actor(ActorKind.PUBLIC))
