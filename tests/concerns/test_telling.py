"""Telling and following, on a real database: the result and its trace."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.conftest import Two
from tests.worlds import NOW, World, add_concern, told

from bundel.accounts.access import PUBLIC, Actor, OpenReason, Refused
from bundel.accounts.permissions import ActorKind
from bundel.audit.queries import acts_on
from bundel.concerns import drafts
from bundel.concerns.actions.following import (
    bring_back_concern,
    change_consent,
    erase_concern,
    mark_read,
    withdraw_concern,
    write_as_person,
)
from bundel.concerns.actions.helping import answer_person
from bundel.concerns.actions.keeping import announce_concern, announce_news
from bundel.concerns.actions.telling import CardNotSeen, confirm_draft, enter_concern
from bundel.concerns.models import Card, Concern, Draft, Message, NameMark
from bundel.concerns.queries import find_receipt, open_own_story, open_story, opened_by
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Channel, Consent
from bundel.kit.rules import RuleBroken
from bundel.notices.models import Notice
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

JOB = Actor(ActorKind.JOB, job="test")
HASH = b"h" * 32


def start(world: World, **answers: object) -> bytes:
    """A complete draft on its way to this workspace; its secret."""
    secret = drafts.new_secret()
    complete = replace(told(**answers), channel=Channel.WEB)
    drafts.start_draft(secret, complete, workspace_id=world.workspace.id, now=NOW)
    return secret


def confirm(world: World, secret: bytes, receipt_hash: bytes = HASH) -> UUID:
    with acting_for(world.workspace.id):
        return confirm_draft(PUBLIC, secret, receipt_hash=receipt_hash, now=NOW)


def teller(concern_id: UUID) -> Actor:
    return Actor(ActorKind.RECEIPT, concern_id)


def test_confirm_draft_keeps_story_card_and_receipt_and_erases_the_draft(two: Two) -> None:
    secret = start(two.here, story="De lift is stuk. Bel 06-12345678.", contact_name="Anneke Zonneveldt")
    secret_card = {"card_title": "Lift stuk", "card_text": "De lift is stuk.", "consent": Consent.OTHERS}
    drafts.save_answers(secret, secret_card, now=NOW)
    concern_id = confirm(two.here, secret)
    with acting_for(two.here.workspace.id):
        concern = Concern.objects.get(pk=concern_id)
        card = Card.objects.get(concern_id=concern_id)
        assert NameMark.objects.filter(concern_id=concern_id).count() == 2
        assert [t.act for t in acts_on(concern_id)] == ["concerns.confirm_draft"]
    assert (card.title, card.text) == ("Lift stuk", "De lift is stuk.")
    assert b"lift" not in bytes(concern.story)
    assert (concern.state, concern.channel, concern.entered_by) == (State.RECEIVED, Channel.WEB, None)
    assert find_receipt(HASH) == (two.here.workspace.id, concern_id)
    assert not Draft.objects.exists()


def test_confirm_draft_twice_tells_once(two: Two) -> None:
    secret = start(two.here)
    concern_id = confirm(two.here, secret)
    with pytest.raises(drafts.DraftGone):
        confirm(two.here, secret)
    assert find_receipt(HASH) == (two.here.workspace.id, concern_id)


def test_confirm_draft_tells_the_last_answers_with_it(two: Two) -> None:
    secret = start(two.here, consent=None)
    last = {"card_title": "De lift", "card_text": "De lift is stuk.", "consent": Consent.OTHERS}
    with acting_for(two.here.workspace.id):
        concern_id = confirm_draft(PUBLIC, secret, receipt_hash=HASH, now=NOW, last=last)
        card = Card.objects.get(concern_id=concern_id)
        assert Concern.objects.get(pk=concern_id).consent == Consent.OTHERS
    assert (card.title, card.text) == ("De lift", "De lift is stuk.")


def test_confirm_draft_sends_no_card_that_had_to_be_cleaned_and_keeps_the_draft(two: Two) -> None:
    secret = start(two.here, consent=None)
    last = {"card_title": "Bel 06-12345678", "card_text": "De lift is stuk.", "consent": Consent.OTHERS}
    with acting_for(two.here.workspace.id):
        with pytest.raises(CardNotSeen) as cleaned:
            confirm_draft(PUBLIC, secret, receipt_hash=HASH, now=NOW, last=last)
        assert not Concern.objects.exclude(pk__in=two.here.concerns).exists()
    assert "06-" not in cleaned.value.card.title
    assert drafts.find_draft(secret, now=NOW) is not None


@pytest.mark.parametrize("missing", [{"consent": None}, {"card_title": " "}, {"theme": None}])
def test_confirm_draft_refuses_what_is_not_complete_and_keeps_the_draft(two: Two, missing: dict[str, object]) -> None:
    secret = start(two.here, **missing)
    with pytest.raises(RuleBroken, match="not_complete"):
        confirm(two.here, secret)
    assert drafts.find_draft(secret, now=NOW) is not None
    assert find_receipt(HASH) is None


def test_confirm_draft_refuses_a_receipt_that_is_taken(two: Two) -> None:
    confirm(two.here, start(two.here))
    with pytest.raises(RuleBroken, match="receipt_taken"):
        confirm(two.there, start(two.there))


def test_enter_concern_twice_enters_once_and_says_who(two: Two) -> None:
    owner = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        first = enter_concern(owner, told(), receipt_hash=HASH, now=NOW)
        assert enter_concern(owner, told(), receipt_hash=HASH, now=NOW) == first
        assert Concern.objects.get(pk=first).entered_by == owner.id
    with acting_for(two.here.workspace.id):
        assert acts_on(first)[0].actor_id == owner.id


def test_enter_concern_is_not_for_everybody(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        enter_concern(two.here.actor(Role.READER), told(), receipt_hash=HASH, now=NOW)


def test_open_story_needs_the_right_and_leaves_a_trace_the_teller_sees(two: Two) -> None:
    concern_id = two.here.concerns[0]
    owner = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        story = open_story(owner, concern_id, reason=OpenReason.HELP, now=NOW)
        assert story.story.startswith("De hulp komt nog maar twee uur.")
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        open_story(two.here.actor(Role.COACH), concern_id, reason=OpenReason.HELP, now=NOW)
    with acting_for(two.here.workspace.id):
        open_own_story(teller(concern_id), concern_id, now=NOW)
    with acting_for(two.here.workspace.id):
        openings = opened_by(teller(concern_id), concern_id)
    assert [(o.actor_id, o.reason) for o in openings] == [(owner.id, "help")]


def test_a_receipt_opens_its_own_concern_only(two: Two) -> None:
    other = add_concern(two.here)
    with acting_for(two.here.workspace.id), pytest.raises(Concern.DoesNotExist):
        open_own_story(teller(two.here.concerns[0]), other, now=NOW)


def test_the_person_reads_an_answer_once_it_is_sent(two: Two) -> None:
    concern_id = two.here.concerns[0]
    person = teller(concern_id)
    sent = NOW + timedelta(seconds=61)
    with acting_for(two.here.workspace.id):
        assert open_own_story(person, concern_id, now=NOW).messages == []
        assert [m.text for m in open_own_story(person, concern_id, now=sent).messages] == ["We bellen je."]
        assert mark_read(person, concern_id, now=NOW) == 0
        assert mark_read(person, concern_id, now=sent) == 1
        assert mark_read(person, concern_id, now=sent) == 0


def test_write_as_person_makes_it_our_turn(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        write_as_person(teller(concern_id), concern_id, text=" Dank je. ", now=NOW)
        concern = Concern.objects.get(pk=concern_id)
        assert concern.state == State.IN_PROGRESS
        assert concern.waiting_since == NOW
        for text in ("", "  \n ", "x" * 5001):
            with pytest.raises(RuleBroken):
                write_as_person(teller(concern_id), concern_id, text=text, now=NOW)


def test_withdraw_and_bring_back(two: Two) -> None:
    concern_id = two.here.concerns[0]
    person = teller(concern_id)
    with acting_for(two.here.workspace.id):
        withdraw_concern(person, concern_id, now=NOW)
        assert Concern.objects.get(pk=concern_id).state == State.WITHDRAWN
        with pytest.raises(RuleBroken, match="withdrawn"):
            withdraw_concern(person, concern_id, now=NOW)
        with pytest.raises(RuleBroken, match="withdrawn"):
            write_as_person(person, concern_id, text="Toch nog iets.", now=NOW)
        bring_back_concern(person, concern_id, now=NOW)
        assert Concern.objects.get(pk=concern_id).state == State.IN_PROGRESS
        with pytest.raises(RuleBroken, match="not_withdrawn"):
            bring_back_concern(person, concern_id, now=NOW)


def test_change_consent(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        change_consent(teller(concern_id), concern_id, consent=Consent.PRIVATE, now=NOW)
        assert Concern.objects.get(pk=concern_id).consent == Consent.PRIVATE


def test_erase_concern_leaves_its_id_in_the_audit_and_nothing_else(two: Two) -> None:
    concern_id = confirm(two.here, start(two.here))
    with acting_for(two.here.workspace.id):
        key_id = Concern.objects.get(pk=concern_id).key_id
        write_as_person(teller(concern_id), concern_id, text="Nog iets.", now=NOW)
        erase_concern(teller(concern_id), concern_id, now=NOW)
    with acting_for(two.here.workspace.id):
        assert not Concern.objects.filter(pk=concern_id).exists()
        assert not SealKey.objects.filter(pk=key_id).exists()
        assert not Message.objects.filter(concern_id=concern_id).exists()
        assert not Card.objects.filter(concern_id=concern_id).exists()
        assert acts_on(concern_id)[0].act == "concerns.erase_concern"
    assert find_receipt(HASH) is None


def test_another_workspaces_concern_cannot_be_erased(two: Two) -> None:
    foreign = two.there.concerns[0]
    with acting_for(two.here.workspace.id), pytest.raises(Concern.DoesNotExist):
        erase_concern(teller(foreign), foreign, now=NOW)


def test_announce_concern_says_once_an_hour_that_something_came(two: Two) -> None:
    concern_id = two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        assert announce_concern(JOB, concern_id, now=NOW) == 3
        assert announce_concern(JOB, concern_id, now=NOW + timedelta(minutes=59)) == 0
        assert announce_concern(JOB, concern_id, now=NOW + timedelta(minutes=61)) == 3
        assert announce_concern(JOB, UUID(int=7), now=NOW + timedelta(days=1)) == 0


def test_announce_news_once_to_who_can_be_reached(two: Two) -> None:
    reachable = add_concern(two.here, reachable=True, contact="anneke@voorbeeld.example")
    by_phone = add_concern(two.here, reachable=True, contact="0612345678")
    silent = two.here.concerns[0]
    owner = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        ids = {
            concern: answer_person(owner, concern, text="Dag.", asks_person=True, version=1, now=NOW)
            for concern in (reachable, by_phone)
        }
        assert announce_news(JOB, reachable, message_id=ids[reachable], now=NOW) is not None
        assert announce_news(JOB, reachable, message_id=ids[reachable], now=NOW) is None
        assert announce_news(JOB, by_phone, message_id=ids[by_phone], now=NOW) is None
        assert announce_news(JOB, silent, message_id=two.here.message, now=NOW) is None
        assert Notice.objects.count() == 1


def test_a_draft_opens_with_its_secret_and_with_its_resume_code_only(two: Two) -> None:
    secret = start(two.here)
    assert drafts.find_draft(drafts.new_secret(), now=NOW) is None
    code = drafts.resume_code(secret)
    code_hash = drafts.resume_hash(code)
    assert drafts.find_secret(code_hash, now=NOW) is None
    drafts.allow_resume(secret, code_hash, now=NOW)
    assert drafts.find_secret(code_hash, now=NOW) == secret
    assert drafts.find_secret(drafts.resume_hash("0" * 16), now=NOW) is None
    assert drafts.find_secret(code_hash, now=NOW + drafts.KEPT) is None


def test_two_tabs_do_not_undo_each_other(two: Two) -> None:
    secret = start(two.here)
    drafts.save_answers(secret, {"wish": "Uit het ene venster."}, now=NOW)
    drafts.save_answers(secret, {"contact_name": "Uit het andere"}, now=NOW)
    draft = drafts.find_draft(secret, now=NOW)
    assert draft is not None
    assert (draft.told.wish, draft.told.contact_name) == ("Uit het ene venster.", "Uit het andere")


def test_a_draft_that_was_tampered_with_is_gone(two: Two) -> None:
    secret = start(two.here)
    Draft.objects.update(sealed=b"\x01" + b"0" * 60)
    with pytest.raises(drafts.DraftGone):
        drafts.take_draft(secret, now=NOW)


def test_a_draft_can_be_sent_elsewhere_until_it_is_gone(two: Two) -> None:
    secret = start(two.here)
    drafts.send_to(secret, two.there.workspace.id, now=NOW)
    draft = drafts.find_draft(secret, now=NOW)
    assert draft is not None
    assert draft.workspace_id == two.there.workspace.id
    drafts.erase_draft(secret)
    with pytest.raises(drafts.DraftGone):
        drafts.send_to(secret, None, now=NOW)
