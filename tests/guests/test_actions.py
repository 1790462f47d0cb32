"""Asking somebody outside, sending and taking back the link, answering, and what is erased when."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.conftest import Two
from tests.gate.neighbours import owner
from tests.guests.asked import ADDRESS, JOB, announced, as_guest, asked, invited
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor, Refused
from bundel.accounts.links import guest_in, guest_path
from bundel.accounts.permissions import ActorKind
from bundel.audit.models import AuditRow
from bundel.concerns.actions.following import change_consent, erase_concern, withdraw_concern
from bundel.concerns.actions.guests import ask_guest_about_card
from bundel.concerns.models import Concern
from bundel.concerns.rules.words import Consent
from bundel.concerns.shown import shown_card
from bundel.guests import actions, queries
from bundel.guests.models import GuestAnswer, GuestLink
from bundel.guests.rules import GuestAnswerKind, GuestPurpose, LinkState, SubjectKind
from bundel.kit.processing import Keep
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import send_notice
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.rules import NoticeKind
from bundel.privacy.sweeps import SWEEPS
from bundel.sealing.keys import Erased, open_key
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def person(world: World) -> Actor:
    """Who told the first concern."""
    return Actor(ActorKind.RECEIPT, world.concerns[0])


def answer(guest: Actor, link_id: UUID, *, now: datetime = NOW) -> UUID:
    """The guest answers in part."""
    return actions.answer_as_guest(guest, link_id, kind=GuestAnswerKind.PARTLY, text=" Vanaf mei drie uur. ", now=now)


def test_ask_guest_about_card_seals_the_address_and_sends_the_link_after_a_minute(two: Two) -> None:
    link_id = asked(two.here)
    with owner(two.here):
        link = GuestLink.objects.get()
        assert ADDRESS.encode() not in bytes(link.address)
        assert actions.announce_guest_link(JOB, link_id, now=NOW + MINUTE - timedelta(seconds=1)) is None
        mail = actions.announce_guest_link(JOB, link_id, now=NOW + MINUTE)
        assert mail is not None
        assert actions.announce_guest_link(JOB, link_id, now=NOW + 2 * MINUTE) is None
        send_notice(JOB, mail, now=NOW + MINUTE)
        assert Notice.objects.get(pk=mail).address == b""
        sent = OutboxMail.objects.get(address=ADDRESS)
        assert guest_path(link_id) in sent.text
    told = sent.subject + sent.text
    assert "Minder hulp" not in told
    assert "Wat doet de gemeente" not in told
    assert "Dorpsma" not in told


def test_a_token_opens_its_own_link_only(two: Two) -> None:
    link_id = asked(two.here)
    with owner(two.here):
        token = guest_path(link_id).split("/")[2]
    assert guest_in(token) == (two.here.workspace.id, link_id)
    assert guest_in(token[:-2] + ("AA" if token[-2:] != "AA" else "BB")) is None
    assert guest_in("onzin") is None
    assert guest_in("") is None


@pytest.mark.parametrize("role", [Role.COACH, Role.ADVOCATE, Role.ORGANISER, Role.READER, Role.PRIVACY_OFFICER])
def test_ask_guest_about_card_is_for_owners_and_professionals(two: Two, role: Role) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        ask_guest_about_card(two.here.actor(role), two.here.concerns[0], invited=invited(), now=NOW)


def test_ask_guest_about_card_refuses_what_the_person_does_not_let_others_see(two: Two) -> None:
    here, concern = two.here, two.here.concerns[0]
    with acting_for(here.workspace.id):
        change_consent(person(here), concern, consent=Consent.HELPER, now=NOW)
        with pytest.raises(RuleBroken, match="consent_not_others"):
            ask_guest_about_card(here.actor(Role.OWNER), concern, invited=invited(), now=NOW)
        with pytest.raises(Concern.DoesNotExist):
            ask_guest_about_card(here.actor(Role.OWNER), two.there.concerns[0], invited=invited(), now=NOW)


def test_a_guest_sees_the_card_as_long_as_the_person_lets_others(two: Two) -> None:
    concern, link_id = two.here.concerns[0], announced(two.here)
    guest = as_guest(link_id)
    with acting_for(two.here.workspace.id):
        card = shown_card(guest, concern)
        assert (card.title, card.theme) == ("Minder hulp in huis", "home_help")
        change_consent(person(two.here), concern, consent=Consent.HELPER, now=NOW)
        with pytest.raises(RuleBroken, match="consent_not_others"):
            shown_card(guest, concern)
        change_consent(person(two.here), concern, consent=Consent.OTHERS, now=NOW)
        withdraw_concern(person(two.here), concern, now=NOW)
        with pytest.raises(RuleBroken, match="withdrawn"):
            shown_card(guest, concern)


def test_a_guest_reaches_nothing_else(two: Two) -> None:
    link_id, other = announced(two.here), add_concern(two.here)
    there = announced(two.there)
    guest = as_guest(link_id)
    with acting_for(two.here.workspace.id):
        with pytest.raises(GuestLink.DoesNotExist):
            shown_card(guest, other)
        with pytest.raises(GuestLink.DoesNotExist):
            answer(guest, there)
        with pytest.raises(Refused):
            actions.revoke_guest(guest, link_id, now=NOW)
    with acting_for(two.there.workspace.id):
        with pytest.raises(GuestLink.DoesNotExist):
            answer(guest, link_id)
        with pytest.raises(GuestLink.DoesNotExist):
            shown_card(guest, two.there.concerns[0])
        with pytest.raises(GuestLink.DoesNotExist):
            actions.revoke_guest(two.there.actor(Role.OWNER), link_id, now=NOW)
        assert queries.list_guests(two.there.actor(Role.OWNER), two.here.concerns[0], now=NOW) == []
        assert queries.find_working_link(link_id, now=NOW) is None


def test_answer_as_guest_reaches_the_workspace_and_who_asked(two: Two) -> None:
    here, link_id = two.here, announced(two.here)
    with acting_for(here.workspace.id):
        boss = here.actor(Role.OWNER)
        assert queries.list_guest_news(boss, now=NOW) == []
        answer_id = answer(as_guest(link_id), link_id, now=NOW + DAY)
        found = queries.list_guest_news(boss, now=NOW + DAY)[0]
        assert (found.id, found.is_new, found.state) == (link_id, True, LinkState.OPEN)
        assert [(a.kind, a.text) for a in found.answers] == [(GuestAnswerKind.PARTLY, "Vanaf mei drie uur.")]
        assert GuestAnswer.objects.get().id == answer_id
        assert actions.mark_guest_news_seen(boss, here.concerns[0], now=NOW + DAY) == 1
        assert queries.list_guest_news(boss, now=NOW + DAY) == []
        assert queries.list_guest_news(here.actor(Role.READER), now=NOW + DAY) == []
        answer(as_guest(link_id), link_id, now=NOW + 2 * DAY)
        assert len(queries.list_guest_news(boss, now=NOW + 2 * DAY)[0].answers) == 2
    with acting_for(here.workspace.id):
        rows = AuditRow.objects.filter(act="guests.answer_as_guest")
        assert {(r.actor_kind, r.actor_id, r.subject_id, str(r.detail)) for r in rows} == {
            ("guest", link_id, link_id, "{}")
        }


def test_answer_as_guest_refuses_when_the_link_is_over_or_asked_for_nothing(two: Two) -> None:
    link_id, reads = announced(two.here), announced(two.here, purpose=GuestPurpose.READ)
    with acting_for(two.here.workspace.id):
        with pytest.raises(RuleBroken, match="link_over"):
            answer(as_guest(link_id), link_id, now=NOW + 30 * DAY)
        with pytest.raises(RuleBroken, match="not_asked"):
            answer(as_guest(reads), reads)
        assert queries.find_working_link(link_id, now=NOW + 30 * DAY) is None


def test_decline_as_guest_ends_the_link_and_erases_the_address_at_once(two: Two) -> None:
    link_id = announced(two.here)
    with owner(two.here) as boss:
        key_id = GuestLink.objects.get().key_id
        assert key_id is not None
        actions.decline_as_guest(as_guest(link_id), link_id, now=NOW)
        link = GuestLink.objects.get()
        assert (link.key_id, bytes(link.address)) == (None, b"")
        with pytest.raises(Erased):
            open_key(key_id)
        assert queries.list_guest_news(boss, now=NOW)[0].state is LinkState.DECLINED
        with pytest.raises(RuleBroken, match="link_over"):
            actions.decline_as_guest(as_guest(link_id), link_id, now=NOW)


def test_take_back_guest_mail_leaves_nothing_until_the_mail_left(two: Two) -> None:
    link_id = asked(two.here)
    with owner(two.here) as boss:
        assert actions.take_back_guest_mail(boss, link_id, now=NOW) == two.here.concerns[0]
        assert not GuestLink.objects.exists()
        assert actions.announce_guest_link(JOB, link_id, now=NOW + MINUTE) is None
    late = announced(two.here)
    with owner(two.here) as boss, pytest.raises(RuleBroken, match="mail_left"):
        actions.take_back_guest_mail(boss, late, now=NOW + MINUTE)


def test_remind_guest_sends_again_and_its_minute_can_be_taken_back(two: Two) -> None:
    link_id = announced(two.here)
    later = NOW + 4 * DAY
    with owner(two.here) as boss:
        with pytest.raises(RuleBroken, match="too_soon"):
            actions.remind_guest(boss, link_id, now=NOW + DAY)
        actions.remind_guest(boss, link_id, now=later)
        actions.take_back_guest_mail(boss, link_id, now=later)
        assert actions.announce_guest_link(JOB, link_id, now=later + MINUTE) is None
        assert queries.find_working_link(link_id, now=later) is not None
        actions.remind_guest(boss, link_id, now=later)
        assert actions.announce_guest_link(JOB, link_id, now=later + MINUTE) is not None
        assert Notice.objects.filter(kind=NoticeKind.GUEST_ASKED).count() == 2


def test_revoke_guest_keeps_the_answers_and_stops_the_mail(two: Two) -> None:
    link_id, waiting = announced(two.here), asked(two.here)
    with owner(two.here) as boss:
        answer(as_guest(link_id), link_id)
        actions.revoke_guest(boss, link_id, now=NOW)
        actions.revoke_guest(boss, waiting, now=NOW)
        assert actions.announce_guest_link(JOB, waiting, now=NOW + MINUTE) is None
        assert queries.find_working_link(link_id, now=NOW) is None
        rows = queries.list_guests(boss, two.here.concerns[0], now=NOW)
        assert {row.state for row in rows} == {LinkState.REVOKED}
        assert sum(len(row.answers) for row in rows) == 1
        with pytest.raises(RuleBroken, match="link_over"):
            actions.revoke_guest(boss, link_id, now=NOW)
        with pytest.raises(RuleBroken, match="link_over"):
            actions.remind_guest(boss, link_id, now=NOW + 4 * DAY)


def test_the_address_goes_a_day_after_the_end_and_the_rest_by_its_own_term(two: Two) -> None:
    link_id = announced(two.here)
    address, rest = SWEEPS[Keep.GUEST_ADDRESS], SWEEPS[Keep.GUEST]
    with owner(two.here):
        answer(as_guest(link_id), link_id)
        end = GuestLink.objects.get().expires_at
        assert (address.count(end - MINUTE, []), rest.count(end, [])) == (0, 0)
        assert (address.count(end, []), address.erase(end, [], 10)) == (1, 1)
        assert GuestLink.objects.get().key_id is None
        held = two.here.concerns[0]
        assert (rest.count(end, [held]), rest.count(end, [])) == (0, 1)
        rest.erase(end, [], 10)
        assert not GuestAnswer.objects.exists()


def test_erase_concern_takes_its_guests_along(two: Two) -> None:
    link_id, other = announced(two.here), announced(two.there)
    with acting_for(two.here.workspace.id):
        key_id = GuestLink.objects.get().key_id
        assert key_id is not None
        answer(as_guest(link_id), link_id)
        erase_concern(person(two.here), two.here.concerns[0], now=NOW)
        assert not GuestLink.objects.exists()
        with pytest.raises(Erased):
            open_key(key_id)
    with acting_for(two.there.workspace.id):
        assert GuestLink.objects.get().id == other


def test_check_is_about_asks_for_the_kind_of_thing_too(two: Two) -> None:
    link_id = announced(two.here)
    with acting_for(two.here.workspace.id):
        queries.check_is_about(as_guest(link_id), SubjectKind.CARD, two.here.concerns[0])
        with pytest.raises(GuestLink.DoesNotExist):
            queries.check_is_about(as_guest(link_id), SubjectKind.DOSSIER, two.here.concerns[0])
        with pytest.raises(Refused):
            queries.check_is_about(two.here.actor(Role.OWNER), SubjectKind.CARD, two.here.concerns[0])
