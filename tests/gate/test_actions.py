"""Agreeing, sharing, taking back, news and the end: what stands on both sides after each."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import Two
from tests.gate import neighbours
from tests.gate.neighbours import JOB, LATER, agreed, answered, asked, owner, proposed, shared, take, terms
from tests.worlds import NOW, World, add_concern, make_world

from bundel.accounts.access import ACTIONS, Actor, Refused
from bundel.accounts.permissions import ActorKind
from bundel.audit.models import AuditRow
from bundel.concerns.actions import following
from bundel.concerns.actions.sharing import announce_question, ask_to_share, hear_news, take_back_question
from bundel.concerns.models import Change, Concern
from bundel.concerns.rules.words import Consent
from bundel.gate import queries
from bundel.gate.actions import (
    accept_agreement,
    close_ended_agreements,
    end_agreement,
    propose_agreement,
    refuse_agreement,
    send_news,
    withdraw_cards,
)
from bundel.gate.models import Agreement, Crossing, News, ReceivedCard, Sharing
from bundel.gate.rules import AgreementKind, AgreementState, Answer, Leaving, NewsKind
from bundel.jobs.registry import run_job
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.notices.models import Notice
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Workspace
from bundel.tenancy.rules import Role, WorkspaceKind, WorkspaceState

pytestmark = pytest.mark.django_db
TODAY = day_of(NOW)


def state(world: World, agreement_id: UUID) -> AgreementState:
    with owner(world) as actor:
        return queries.get_agreement(actor, agreement_id, today=TODAY).state


def received(world: World) -> list[ReceivedCard]:
    with acting_for(world.workspace.id):
        return list(ReceivedCard.objects.order_by("received_at", "id"))


def sharing(world: World, sharing_id: UUID) -> Sharing:
    with acting_for(world.workspace.id):
        return Sharing.objects.get(id=sharing_id)


def close(world: World) -> None:
    with acting_for(world.workspace.id):
        close_ended_agreements(JOB, now=LATER)


def acts(world: World) -> list[str]:
    with acting_for(world.workspace.id):
        return list(AuditRow.objects.order_by("seq").values_list("act", flat=True))


def test_propose_agreement_stands_on_both_sides_and_waits_for_the_other(two: Two) -> None:
    agreement_id = proposed(two.here, two.there)
    assert state(two.here, agreement_id) is state(two.there, agreement_id) is AgreementState.PROPOSED
    with owner(two.there) as actor:
        (row,) = queries.list_agreements(actor, today=TODAY)
        assert (row.partner, row.gives, row.is_own_proposal) == ("Hier", False, False)
        accept_agreement(actor, agreement_id, now=NOW)
    assert state(two.here, agreement_id) is state(two.there, agreement_id) is AgreementState.AGREED
    assert "gate.propose_agreement" in acts(two.here)
    assert "gate.accept_agreement" in acts(two.there)


def test_propose_agreement_to_receive_turns_the_direction(two: Two) -> None:
    with owner(two.here) as actor:
        made = propose_agreement(actor, terms(), partner_id=two.there.workspace.id, gives=False, now=NOW)
    assert (made.origin_id, made.target_id) == (two.there.workspace.id, two.here.workspace.id)


def test_propose_agreement_refuses_itself_a_closed_partner_and_a_strangers_text(two: Two) -> None:
    with owner(two.here) as actor, pytest.raises(RuleBroken, match="same_workspace"):
        propose_agreement(actor, terms(), partner_id=two.here.workspace.id, gives=True, now=NOW)
    third = make_world("ginds", concerns=0)
    old = agreed(two.there, third)
    with owner(two.here) as actor, pytest.raises(Agreement.DoesNotExist):
        propose_agreement(actor, terms(), partner_id=two.there.workspace.id, gives=True, replaces_id=old, now=NOW)
    other = agreed(two.here, third)
    with owner(two.here) as actor, pytest.raises(Agreement.DoesNotExist):
        propose_agreement(actor, terms(), partner_id=two.there.workspace.id, gives=True, replaces_id=other, now=NOW)
    Workspace.objects.filter(pk=third.workspace.id).update(state=WorkspaceState.CLOSED)
    with owner(two.here) as actor, pytest.raises(Workspace.DoesNotExist):
        propose_agreement(actor, terms(), partner_id=third.workspace.id, gives=True, now=NOW)


def test_accept_agreement_is_not_for_the_proposer_and_not_for_who_may_not(two: Two) -> None:
    agreement_id = proposed(two.here, two.there)
    with owner(two.here) as actor, pytest.raises(RuleBroken, match="own_proposal"):
        accept_agreement(actor, agreement_id, now=NOW)
    with acting_for(two.there.workspace.id), pytest.raises(Refused):
        accept_agreement(two.there.actor(Role.PROFESSIONAL), agreement_id, now=NOW)


def test_refuse_agreement_lets_nothing_through(two: Two) -> None:
    agreement_id = proposed(two.here, two.there)
    with owner(two.there) as actor:
        refuse_agreement(actor, agreement_id, now=NOW)
        with pytest.raises(RuleBroken, match="not_proposed"):
            accept_agreement(actor, agreement_id, now=NOW)
    with pytest.raises(RuleBroken, match="agreement_over"):
        asked(two.here, agreement_id)


def test_a_new_text_ends_the_old_one_when_the_other_side_says_yes(two: Two) -> None:
    old, _sharing_id = shared(two.here, two.there)
    with owner(two.there) as actor:
        new = propose_agreement(
            actor, terms(purpose="Nieuw"), partner_id=two.here.workspace.id, gives=False, replaces_id=old, now=NOW
        ).id
    assert state(two.here, old) is AgreementState.AGREED
    with owner(two.here) as actor:
        accept_agreement(actor, new, now=NOW)
    assert (state(two.there, old), state(two.there, new)) == (AgreementState.ENDED, AgreementState.AGREED)
    close(two.there)
    assert received(two.there)[0].text == ""


def test_a_new_text_may_follow_one_that_ended_already(two: Two) -> None:
    old = agreed(two.here, two.there)
    with owner(two.here) as actor:
        new = propose_agreement(
            actor, terms(), partner_id=two.there.workspace.id, gives=True, replaces_id=old, now=NOW
        ).id
        end_agreement(actor, old, now=NOW)
    with owner(two.there) as actor:
        accept_agreement(actor, new, now=NOW)
    assert (state(two.here, old), state(two.here, new)) == (AgreementState.ENDED, AgreementState.AGREED)


def test_a_card_goes_only_on_the_persons_yes_and_after_a_minute(two: Two) -> None:
    sharing_id = asked(two.here, agreed(two.here, two.there))
    assert take(two.there) == []
    answered(two.here, sharing_id)
    assert take(two.there, now=NOW + timedelta(seconds=59)) == []
    assert len(take(two.there)) == 1
    (card,) = received(two.there)
    with acting_for(two.here.workspace.id):
        concern = Concern.objects.select_related("card").get(pk=two.here.concerns[0])
    assert (card.title, card.text, card.handle) == (concern.card.title, concern.card.text, concern.handle)
    assert (card.theme, card.municipality_code, card.origin_name) == ("home_help", "GM0228", "Hier")
    assert not card.is_handed_over
    assert acts(two.there)[-2:] == ["gate.file_letter", "gate.take_in"]
    assert "concerns.answer_question" in acts(two.here)


def test_the_letterbox_is_empty_after_taking_out_and_a_replay_changes_nothing(two: Two) -> None:
    shared(two.here, two.there)
    assert take(two.there) == []
    with acting_for(two.here.workspace.id):
        assert [c.payload for c in Crossing.objects.all()] == [{}]
    assert len(received(two.there)) == 1


def test_a_no_sends_nothing_and_a_yes_is_taken_back_in_the_minute(two: Two) -> None:
    sharing_id = asked(two.here, agreed(two.here, two.there))
    answered(two.here, sharing_id, yes=False)
    assert sharing(two.here, sharing_id).answer == Answer.NO
    answered(two.here, sharing_id)
    answered(two.here, sharing_id)  # pressed twice
    answered(two.here, sharing_id, yes=False)
    assert take(two.there) == []
    with acting_for(two.there.workspace.id):
        assert not Crossing.objects.exists()


def test_a_person_who_stops_empties_the_copy_and_may_say_yes_again(two: Two) -> None:
    _, sharing_id = shared(two.here, two.there)
    answered(two.here, sharing_id, yes=False, now=LATER)
    take(two.there)
    (card,) = received(two.there)
    assert card.withdrawn_at == LATER
    assert (card.title, card.text, card.handle, card.theme, card.municipality_code) == ("", "", "", "", "")
    answered(two.here, sharing_id, now=LATER)
    take(two.there, now=LATER + timedelta(minutes=2))
    assert [c.text != "" for c in received(two.there)] == [False, True]


def test_withdrawing_narrowing_and_erasing_take_every_copy_back(two: Two) -> None:
    concern_id = two.here.concerns[0]
    person = Actor(ActorKind.RECEIPT, concern_id)
    _agreement_id, sharing_id = shared(two.here, two.there)
    with acting_for(two.here.workspace.id):
        following.withdraw_concern(person, concern_id, now=LATER)
    take(two.there)
    assert [c.text for c in received(two.there)] == [""]
    with pytest.raises(RuleBroken, match="withdrawn"):
        answered(two.here, sharing_id, now=LATER)
    with acting_for(two.here.workspace.id):
        following.bring_back_concern(person, concern_id, now=LATER)
    answered(two.here, sharing_id, now=NOW)
    take(two.there)
    assert [c.text == "" for c in received(two.there)].count(False) == 1
    with acting_for(two.here.workspace.id):
        following.change_consent(person, concern_id, consent=Consent.HELPER, now=LATER)
    take(two.there)
    assert {c.text for c in received(two.there)} == {""}
    with acting_for(two.here.workspace.id):
        following.change_consent(person, concern_id, consent=Consent.OTHERS, now=LATER)
    answered(two.here, sharing_id, now=NOW)
    take(two.there)
    with acting_for(two.here.workspace.id):
        following.erase_concern(person, concern_id, now=LATER)
    with acting_for(two.here.workspace.id):
        withdraw_cards(JOB, concern_id, now=LATER)
    take(two.there)
    assert {c.text for c in received(two.there)} == {""}


def test_ask_to_share_refuses_who_did_not_allow_others_and_asks_once(two: Two) -> None:
    agreement_id = agreed(two.here, two.there, themes=("home_help", "care"))
    asked(two.here, agreement_id)
    with pytest.raises(RuleBroken, match="asked_before"):
        asked(two.here, agreement_id)
    other = agreed(two.here, two.there, themes=("work",))
    with pytest.raises(RuleBroken, match="theme_not_shared"):
        asked(two.here, other)
    back = agreed(two.there, two.here)
    with pytest.raises(RuleBroken, match="agreement_other_way"):
        asked(two.here, back)
    with acting_for(two.here.workspace.id):
        Concern.objects.update(consent=Consent.HELPER)
    with pytest.raises(RuleBroken, match="consent_not_others"):
        asked(two.here, agreed(two.here, two.there))
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        ask_to_share(two.here.actor(Role.ADVOCATE), two.here.concerns[0], agreement_id=agreement_id, now=NOW)


def test_take_back_question_until_it_is_answered(two: Two) -> None:
    agreement_id = agreed(two.here, two.there)
    sharing_id = asked(two.here, agreement_id)
    with owner(two.here) as actor:
        take_back_question(actor, two.here.concerns[0], sharing_id=sharing_id, now=NOW)
        assert queries.sharings_of(actor, two.here.concerns[0], today=TODAY) == []
    sharing_id = asked(two.here, agreement_id)
    answered(two.here, sharing_id)
    with owner(two.here) as actor, pytest.raises(RuleBroken, match="answered_already"):
        take_back_question(actor, two.here.concerns[0], sharing_id=sharing_id, now=NOW)


@pytest.mark.parametrize("leaving", Leaving)
@pytest.mark.parametrize("by_target", [True, False])
def test_end_agreement_leaves_what_it_says(two: Two, leaving: Leaving, by_target: bool) -> None:
    agreement_id, sharing_id = shared(two.here, two.there, leaving=leaving)
    with owner(two.there if by_target else two.here) as actor:
        end_agreement(actor, agreement_id, now=LATER)
        with pytest.raises(RuleBroken, match="agreement_over"):
            end_agreement(actor, agreement_id, now=LATER)
    close(two.here)
    close(two.there)
    close(two.there)
    (card,) = received(two.there)
    assert (card.title, card.text, card.handle) == ("", "", "")
    assert card.theme == ("home_help" if leaving is Leaving.EVIDENCE else "")
    assert (sharing(two.here, sharing_id).withdrawn_at is None) == (leaving is Leaving.EVIDENCE)
    # What stays as evidence still is the person's to take back.
    answered(two.here, sharing_id, yes=False, now=LATER)
    take(two.there)
    (card,) = received(two.there)
    assert (card.theme, card.municipality_code, card.consequences) == ("", "", [])
    with pytest.raises(RuleBroken, match="agreement_over"):
        answered(two.here, sharing_id, now=LATER)


def test_an_agreement_that_ends_while_a_letter_lies_there_keeps_it_out(two: Two) -> None:
    agreement_id = agreed(two.here, two.there, leaving=Leaving.EVIDENCE)
    answered(two.here, asked(two.here, agreement_id))
    with owner(two.here) as actor:
        end_agreement(actor, agreement_id, now=NOW)
    take(two.there)
    assert received(two.there) == []
    other = agreed(two.here, two.there)
    sharing_id = asked(two.here, other)
    answered(two.here, sharing_id)
    with owner(two.here) as actor:
        end_agreement(actor, other, now=NOW)
    close(two.here)
    assert sharing(two.here, sharing_id).withdrawn_at == LATER
    assert take(two.there) == []


def test_an_expired_agreement_lets_nothing_through_and_is_closed_at_night(two: Two) -> None:
    agreement_id, _sharing_id = shared(two.here, two.there, runs_until=TODAY)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(RuleBroken, match="agreement_over"):
        asked(two.here, agreement_id, now=tomorrow)
    with acting_for(two.there.workspace.id):
        close_ended_agreements(JOB, now=tomorrow)
    assert received(two.there)[0].text == ""


def test_send_news_travels_back_to_the_concern(two: Two) -> None:
    _, _sharing_id = shared(two.here, two.there)
    (card,) = received(two.there)
    with owner(two.there) as actor:
        (up,) = queries.upstream_of(actor, [card.id])
        assert (up.origin_id, up.handle) == (two.here.workspace.id, card.handle)
        news_id = send_news(actor, card.id, kind=NewsKind.PROMISED, text="De gemeente kijkt ernaar.", now=LATER)
    take(two.here)
    take(two.here)
    with owner(two.here) as actor:
        (row,) = queries.sharings_of(actor, two.here.concerns[0], today=TODAY)
        assert [(n.kind, n.text) for n in row.news] == [(NewsKind.PROMISED, "De gemeente kijkt ernaar.")]
        assert News.objects.get().id == news_id
    person = Actor(ActorKind.RECEIPT, two.here.concerns[0])
    stranger = Actor(ActorKind.RECEIPT, two.there.concerns[0])
    with acting_for(two.here.workspace.id):
        assert len(queries.sharings_of(person, two.here.concerns[0], today=TODAY)) == 1
        assert queries.sharings_of(stranger, two.here.concerns[0], today=TODAY) == []
    with acting_for(two.here.workspace.id):
        withdraw_cards(JOB, two.here.concerns[0], now=LATER)
        assert not News.objects.exists()


def test_send_news_of_a_card_that_is_gone_is_refused_and_news_underway_is_dropped(two: Two) -> None:
    _, sharing_id = shared(two.here, two.there)
    (card,) = received(two.there)
    with owner(two.there) as actor:
        with pytest.raises(RuleBroken, match="news_empty"):
            send_news(actor, card.id, kind=NewsKind.READ, text=" ", now=LATER)
        send_news(actor, card.id, kind=NewsKind.READ, text="Gelezen.", now=LATER)
    answered(two.here, sharing_id, yes=False, now=LATER)
    take(two.here)
    take(two.there)
    with acting_for(two.here.workspace.id):
        assert not News.objects.exists()
    with owner(two.there) as actor, pytest.raises(RuleBroken, match="card_gone"):
        send_news(actor, card.id, kind=NewsKind.READ, text="Gelezen.", now=LATER)


def test_the_person_hears_of_a_question_by_mail_and_of_news_as_a_change_once_each(two: Two) -> None:
    concern_id = add_concern(two.here, reachable=True, contact="iemand@voorbeeld.example")
    two.here.concerns.insert(0, concern_id)
    agreement_id = agreed(two.here, two.there)
    sharing_id = asked(two.here, agreement_id)
    with acting_for(two.here.workspace.id):
        assert announce_question(JOB, concern_id, sharing_id=sharing_id, now=LATER) is not None
    answered(two.here, sharing_id)
    take(two.there)
    (card,) = received(two.there)
    with owner(two.there) as actor:
        news_id = send_news(actor, card.id, kind=NewsKind.USED, text="Mee naar de raad.", now=LATER)
    take(two.here)
    with acting_for(two.here.workspace.id):
        assert hear_news(JOB, concern_id, news_id=news_id, now=LATER) is not None
        assert announce_question(JOB, concern_id, sharing_id=sharing_id, now=LATER) is None
        assert hear_news(JOB, concern_id, news_id=sharing_id, now=LATER) is None
        assert hear_news(JOB, concern_id, news_id=news_id, now=LATER) is None
        assert Notice.objects.filter(kind="news").count() == 1
        assert Change.objects.filter(about_id=news_id).count() == 1


def test_hand_over_and_coalition_go_to_their_own_kind_of_workspace(two: Two) -> None:
    local = make_world("lindewaard", kind=WorkspaceKind.LOCAL_GROUP)
    shared(local, two.there, kind=AgreementKind.HAND_OVER)
    assert [c.is_handed_over for c in received(two.there)] == [True]
    together = make_world("samen", kind=WorkspaceKind.COALITION, concerns=0)
    for world in (two.here, local):
        shared(world, together, kind=AgreementKind.COALITION)
    with owner(together) as actor:
        rows, has_more = queries.list_received(actor)
    assert ({row.origin_name for row in rows}, has_more) == ({"Hier", "Lindewaard"}, False)
    assert neighbours.take(two.here) == []


def test_find_partners_by_a_part_of_the_name_never_itself(two: Two) -> None:
    make_world("daarginds", concerns=0)
    with acting_for(two.here.workspace.id):
        assert [name for _, name in queries.find_partners("daar")] == ["Daar"]
        assert [name for _, name in queries.find_partners("aar")] == ["Daar", "Daarginds"]
        assert queries.find_partners("hier") == []


def test_the_jobs_run_as_the_queue_hands_them_out(two: Two) -> None:
    _, sharing_id = shared(two.here, two.there, now=NOW - timedelta(days=400))
    answered(two.here, sharing_id, yes=False, now=NOW - timedelta(days=399))
    concern_id = two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        following.erase_concern(Actor(ActorKind.RECEIPT, concern_id), concern_id, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs where task_name like 'gate.%' order by id")
        jobs = cursor.fetchall()
    assert {name for name, _ in jobs} == {"gate.take_in", "gate.withdraw_cards"}
    for name, arguments in jobs:
        run_job(ACTIONS[name], **(json.loads(arguments) if isinstance(arguments, str) else arguments))
    assert [card.text for card in received(two.there)] == [""]
