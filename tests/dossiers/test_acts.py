"""The acts of dossiers on the real database, each with its trace, and what people upstream hear of them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.concerns.bundled import card_of, owner, teller
from tests.conftest import Two
from tests.dossiers.filed import GAIN, JOB, MINUTE_LATER, TODAY, bundle_in, filed, public_card, published
from tests.gate.neighbours import agreed
from tests.worlds import NOW, World

from bundel.accounts.access import PUBLIC, Actor, Refused
from bundel.audit.queries import acts_on
from bundel.concerns.actions.telling_back import answer_after, ask_after, tell_upstream
from bundel.concerns.models import PublicCard
from bundel.concerns.rules.upstream import ChangeKind, Works
from bundel.concerns.upstream import changes_of, news_for
from bundel.dossiers import predictions, queries, showing
from bundel.dossiers.actions import making, predicting, publishing, working
from bundel.dossiers.actions.working import Done
from bundel.dossiers.models import Demand, Dossier, Evidence, Promise, PublicDossier
from bundel.dossiers.queries import DossierPage, Stale
from bundel.dossiers.rules.shown import ShownCounts
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

TELLS = Actor(JOB.kind, job="concerns.tell_upstream")


def page_of(world: World, dossier_id: UUID) -> DossierPage:
    with owner(world) as actor:
        return queries.get_dossier(actor, dossier_id, today=TODAY)


def refused(world: World, act: Any, *args: Any, **kwargs: Any) -> str:
    """The code with which the rules refuse an act of the owner."""
    with owner(world) as actor, pytest.raises(RuleBroken) as broken:
        act(actor, *args, now=NOW, **kwargs)
    return broken.value.code


def kinds_told(world: World, dossier_id: UUID) -> Counter[ChangeKind]:
    with owner(world) as actor:
        return Counter(change.kind for change in changes_of(actor, dossier_id))


def answer(actor: Actor, dossier_id: UUID, kind: AnswerKind, *, number: int = 1, at: datetime = NOW) -> UUID:
    demand_id = Demand.objects.get(dossier=dossier_id, number=number).id
    return working.record_answer(
        actor, dossier_id, demand_id=demand_id, kind=kind, answered_on=TODAY, answer="Dat doen we.", now=at
    )


def test_start_dossier_rests_on_a_bundle_and_tells_its_people(two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here))
    found = page_of(two.here, dossier_id)
    assert (found.row.state, found.row.owner_id) == (State.OPEN, two.here.members[Role.OWNER].id)
    assert kinds_told(two.here, dossier_id) == {ChangeKind.DOSSIER_OPENED: 1}
    with acting_for(two.here.workspace.id):
        assert {t.act for t in acts_on(dossier_id)} == {"dossiers.start_dossier", "dossiers.add_demand"} | {
            "concerns.record_change"
        }


def test_a_dossier_cannot_rest_on_a_bundle_of_another_workspace(two: Two) -> None:
    theirs = bundle_in(two.there)
    with pytest.raises(Exception, match="dossier_bundle_bundle_fenced"):
        filed(two.here, bundle_id=theirs)


def test_change_dossier_keeps_both_texts_when_two_were_writing(two: Two) -> None:
    dossier_id = filed(two.here, demands=0)
    texts = {"title": "Nieuw", "problem": "Ook nieuw.", "gain": ""}
    with owner(two.here) as actor:
        assert making.change_dossier(actor, dossier_id, version=1, now=NOW, **texts) == 2
        with pytest.raises(Stale) as stale:
            making.change_dossier(actor, dossier_id, version=1, now=NOW, **texts)
    assert stale.value.record.title == "Nieuw"


def test_a_dossier_that_went_out_keeps_saying_what_the_citizen_gains(two: Two) -> None:
    dossier_id = filed(two.here, sent=True)
    texts = {"title": "Nieuw", "problem": "Ook nieuw.", "gain": " "}
    assert refused(two.here, making.change_dossier, dossier_id, version=2, **texts) == "gain_empty"


def test_carry_dossier_is_for_members_only(two: Two) -> None:
    dossier_id = filed(two.here)
    assert refused(two.here, making.carry_dossier, dossier_id, user_id=uuid4()) == "not_a_member"
    with owner(two.here) as actor:
        making.carry_dossier(actor, dossier_id, user_id=two.here.members[Role.ADVOCATE].id, now=NOW)
    assert page_of(two.here, dossier_id).row.owner_id == two.here.members[Role.ADVOCATE].id


def test_rest_on_bundle_takes_each_bundle_once(two: Two) -> None:
    bundle_id = bundle_in(two.here)
    dossier_id = filed(two.here)
    with owner(two.here) as actor:
        making.rest_on_bundle(actor, dossier_id, bundle_id=bundle_id, now=NOW)
        assert [row.id for row in queries.dossiers_on(actor, [bundle_id])] == [dossier_id]
    assert refused(two.here, making.rest_on_bundle, dossier_id, bundle_id=bundle_id) == "bundle_known"


def test_add_partner_takes_the_name_of_who_agreed(two: Two) -> None:
    dossier_id = filed(two.here)
    agreement_id = agreed(two.here, two.there)
    with owner(two.here) as actor:
        making.add_partner(actor, dossier_id, name="", agreement_id=agreement_id, now=NOW)
        making.add_partner(actor, dossier_id, name="Cliëntenraad Linde", agreement_id=None, now=NOW)
    assert page_of(two.here, dossier_id).partners == ("Cliëntenraad Linde", "Daar")
    assert refused(two.here, making.add_partner, dossier_id, name="Daar", agreement_id=None) == "partner_known"
    assert refused(two.here, making.add_partner, dossier_id, name=" ", agreement_id=None) == "partner_empty"


def test_add_partner_needs_an_agreement_that_runs(two: Two) -> None:
    from tests.gate.neighbours import proposed

    dossier_id = filed(two.here)
    agreement_id = proposed(two.here, two.there)
    assert refused(two.here, making.add_partner, dossier_id, name="", agreement_id=agreement_id) == "not_agreed"


def test_quote_card_takes_public_cards_only_and_loses_what_is_withdrawn(two: Two) -> None:
    dossier_id = filed(two.here)
    with acting_for(two.here.workspace.id):
        card_id = card_of(two.here.concerns[0])
    assert refused(two.here, making.quote_card, dossier_id, card_id=card_id) == "not_public"
    public_card(two.here, two.here.concerns[0])
    with owner(two.here) as actor:
        evidence_id = making.quote_card(actor, dossier_id, card_id=card_id, now=NOW)
    assert refused(two.here, making.quote_card, dossier_id, card_id=card_id) == "quoted"
    published(two.here, dossier_id)
    row = PublicDossier.objects.get()
    assert [card.id for card in showing.get_public(row.slug)[1]] == [card_id]
    with owner(two.here) as actor:
        PublicCard.objects.filter(pk=card_id).delete()
        assert showing.get_public(row.slug)[1] == []
        making.remove_evidence(actor, dossier_id, evidence_id=evidence_id, now=NOW)
        assert not Evidence.objects.exists()


def test_send_advice_starts_the_clock_and_tells(two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here), sent=True)
    row = page_of(two.here, dossier_id).row
    assert (row.state, row.days_waiting, row.due_on) == (State.SENT, 0, TODAY + timedelta(weeks=8))
    assert kinds_told(two.here, dossier_id) == {ChangeKind.DOSSIER_OPENED: 1, ChangeKind.ADVICE_SENT: 1}


@pytest.mark.parametrize(
    ("demands", "gain", "changes", "code"),
    [
        (1, "", {}, "gain_empty"),
        (0, GAIN, {}, "no_demands"),
        (1, GAIN, {"weeks": 0}, "weeks_out_of_bounds"),
        (1, GAIN, {"sent_on": TODAY + timedelta(days=1)}, "day_in_future"),
    ],
)
def test_send_advice_says_what_is_missing(
    two: Two, demands: int, gain: str, changes: dict[str, Any], code: str
) -> None:
    dossier_id = filed(two.here, demands=demands, gain=gain)
    told = {"sent_on": TODAY, "weeks": 8, "to_whom": "het college", "result": "Weg."} | changes
    assert refused(two.here, working.send_advice, dossier_id, **told) == code


def test_record_answer_moves_on_once_every_demand_has_one(two: Two) -> None:
    dossier_id = filed(two.here, demands=2, sent=True, bundle_id=bundle_in(two.here))
    with owner(two.here) as actor:
        answer(actor, dossier_id, AnswerKind.ADOPTED)
        assert Dossier.objects.get(pk=dossier_id).state == State.SENT
        answer(actor, dossier_id, AnswerKind.NONE, number=2)
        assert Dossier.objects.get(pk=dossier_id).state == State.SENT
        answer(actor, dossier_id, AnswerKind.REFUSED, number=2, at=MINUTE_LATER)
    found = page_of(two.here, dossier_id)
    assert (found.row.state, found.row.answered, found.row.days_waiting) == (State.ANSWERED, 2, None)
    assert [a.kind for a in found.demands[1].answers] == [AnswerKind.REFUSED, AnswerKind.NONE]
    assert kinds_told(two.here, dossier_id)[ChangeKind.ANSWER] == 2


def test_record_step_writes_down_facts_of_what_was(two: Two) -> None:
    dossier_id = filed(two.here)
    tomorrow = Done(StepKind.TALK, TODAY + timedelta(days=1), "wethouder zorg", "Zij zegt ja.")
    assert refused(two.here, working.record_step, dossier_id, done=tomorrow) == "day_in_future"
    with owner(two.here) as actor:
        working.record_step(actor, dossier_id, done=replace(tomorrow, done_on=TODAY), now=NOW)
    assert [(s.function, s.is_public) for s in page_of(two.here, dossier_id).steps] == [("wethouder zorg", False)]


def test_promises_come_back_until_they_are_settled(two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here))
    with owner(two.here) as actor:
        soon, late = (
            working.record_promise(
                actor,
                dossier_id,
                text="Een brief.",
                by_whom="de ambtenaar",
                due_on=TODAY + timedelta(days=days),
                now=NOW,
            )
            for days in (9, 40)
        )
        assert [p.id for p in queries.due_promises(actor, today=TODAY)] == [soon]
        working.put_off_promise(actor, dossier_id, promise_id=late, due_on=TODAY + timedelta(days=2), now=NOW)
        working.settle_promise(actor, dossier_id, promise_id=soon, state=PromiseState.KEPT, now=NOW)
        assert [p.id for p in queries.due_promises(actor, today=TODAY)] == [late]
        working.settle_promise(actor, dossier_id, promise_id=soon, state=PromiseState.OPEN, now=NOW)
        assert Promise.objects.get(pk=soon).settled_at is None
    past = {"promise_id": late, "due_on": TODAY}
    assert refused(two.here, working.put_off_promise, dossier_id, **past) == "day_past"


def test_a_closed_dossier_takes_nothing_until_it_is_reopened(two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here))
    assert refused(two.here, working.reopen_dossier, dossier_id) == "not_closed"
    with owner(two.here) as actor:
        working.close_dossier(actor, dossier_id, result="Het lukte niet.", now=NOW)
    refusals: list[tuple[Any, dict[str, Any]]] = [
        (making.add_demand, {"text": "x", "to_whom": "y"}),
        (making.add_research, {"text": "x", "source": "y"}),
        (working.close_dossier, {"result": "x"}),
        (working.record_promise, {"text": "x", "by_whom": "y", "due_on": TODAY}),
        (predicting.ask_prediction, {"question": "x"}),
    ]
    for act, told in refusals:
        assert refused(two.here, act, dossier_id, **told) == "closed"
    with owner(two.here) as actor:
        assert queries.list_dossiers(actor, today=TODAY)[0].state is State.CLOSED
        working.reopen_dossier(actor, dossier_id, now=NOW)
        making.add_research(actor, dossier_id, text="Wij telden.", source="Eigen telling", now=NOW)
    found = page_of(two.here, dossier_id)
    assert (found.row.state, found.closed_at) == (State.REOPENED, None)
    assert kinds_told(two.here, dossier_id)[ChangeKind.CLOSED] == 1


def test_an_effect_that_does_not_reach_people_opens_the_dossier_again(two: Two) -> None:
    dossier_id = filed(two.here, sent=True, bundle_id=bundle_in(two.here))
    with owner(two.here) as actor:
        working.record_effect(actor, dossier_id, text="Er komt iemand kijken.", since_on=TODAY, now=NOW)
        effect = next(c for c in changes_of(actor, dossier_id) if c.kind is ChangeKind.EFFECT)
    with acting_for(two.here.workspace.id):
        assert tell_upstream(TELLS, effect.id, now=MINUTE_LATER) == 1
        asked = ask_after(TELLS, effect.id, now=NOW + timedelta(weeks=4))
        assert asked is not None
        tell_upstream(TELLS, asked, now=NOW + timedelta(weeks=4))
        person = teller(two.here.concerns[-1])
        assert working.after_answers_came(JOB, dossier_id, now=NOW) is False
        answer_after(person, asked, answer=Works.NO, line="Bij mij niet.", now=NOW + timedelta(weeks=5))
        assert {line.kind for line in news_for(person)} >= {ChangeKind.EFFECT, ChangeKind.AFTER_QUESTION}
        assert working.after_answers_came(JOB, dossier_id, now=NOW) is True
        assert working.after_answers_came(JOB, uuid4(), now=NOW) is False
    assert page_of(two.here, dossier_id).row.state is State.REOPENED


def test_publish_dossier_shows_after_a_minute_and_keeps_every_version(two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here, recognitions=11))
    with owner(two.here) as actor:
        talk = Done(StepKind.TALK, TODAY, "wethouder zorg", "Zij zegt ja.", name="J. de Groot", is_public=True)
        working.record_step(actor, dossier_id, done=talk, now=NOW)
        chat = replace(talk, result="Bij de koffie.", is_public=False)
        working.record_step(actor, dossier_id, done=chat, now=NOW)
        with pytest.raises(Stale):
            publishing.publish_dossier(actor, dossier_id, version=9, now=NOW)
        first = publishing.publish_dossier(actor, dossier_id, version=1, now=NOW)
        assert publishing.show_version(JOB, first, now=NOW) is False
        assert not PublicDossier.objects.exists()
        assert publishing.show_version(JOB, first, now=MINUTE_LATER) is True
    row = PublicDossier.objects.get()
    shown = showing.get_public(row.slug)[0].shown
    assert (shown.counts.people, shown.counts.municipalities) == (12, 1)
    assert [step.text for step in shown.steps] == ["Zij zegt ja."]
    assert "J. de Groot" not in str(row.content)
    published(two.here, dossier_id, now=NOW + timedelta(hours=1))
    assert PublicDossier.objects.get().number == 2
    with owner(two.here) as actor:
        assert [v.number for v in showing.versions_of(actor, dossier_id)] == [2, 1]
        assert publishing.show_version(JOB, first, now=NOW + timedelta(days=1)) is False


def test_counts_below_ten_people_are_not_shown(two: Two) -> None:
    published(two.here, filed(two.here, bundle_id=bundle_in(two.here, recognitions=8)))
    assert showing.list_public()[0][0].shown.counts == ShownCounts()


def test_take_back_publication_before_anybody_saw_it(two: Two) -> None:
    dossier_id = filed(two.here)
    with owner(two.here) as actor:
        version_id = publishing.publish_dossier(actor, dossier_id, version=1, now=NOW)
        publishing.take_back_publication(actor, dossier_id, now=NOW)
        assert publishing.show_version(JOB, version_id, now=MINUTE_LATER) is False
    assert refused(two.here, publishing.take_back_publication, dossier_id) == "already_shown"


def test_withdraw_dossier_empties_the_public_page(two: Two) -> None:
    dossier_id = filed(two.here)
    assert refused(two.here, publishing.withdraw_dossier, dossier_id) == "not_shown"
    published(two.here, dossier_id)
    with owner(two.here) as actor:
        publishing.withdraw_dossier(actor, dossier_id, now=NOW)
    assert not PublicDossier.objects.exists()


def test_another_workspace_cannot_touch_what_is_public(two: Two) -> None:
    dossier_id = filed(two.here)
    published(two.here, dossier_id)
    with acting_for(two.there.workspace.id):
        assert PublicDossier.objects.filter(pk=dossier_id).update(title="Overschreven") == 0
        assert PublicDossier.objects.filter(pk=dossier_id).delete()[0] == 0
    with owner(two.there) as actor, pytest.raises(Dossier.DoesNotExist):
        publishing.withdraw_dossier(actor, dossier_id, now=NOW)


def test_those_with_experience_answer_in_their_own_words(two: Two) -> None:
    bundle_id = bundle_in(two.here)
    dossier_id = filed(two.here)
    assert refused(two.here, predicting.ask_prediction, dossier_id, question="Hoe pakt dit uit?") == "nobody_to_ask"
    with owner(two.here) as actor:
        making.rest_on_bundle(actor, dossier_id, bundle_id=bundle_id, now=NOW)
        asked_id = predicting.ask_prediction(actor, dossier_id, question="Hoe pakt dit uit?", now=NOW)
    person = teller(two.here.concerns[-1])
    with acting_for(two.here.workspace.id):
        (question,) = predictions.own_questions(person)
        predicting.answer_prediction(person, question.id, answer="Slecht.", may_be_quoted=False, now=NOW)
        assert predictions.predictions_of(two.here.actor(Role.OWNER), dossier_id)[0].quotes == ()
        predicting.answer_prediction(person, question.id, answer="Slecht.", may_be_quoted=True, now=NOW)
        (row,) = predictions.predictions_of(two.here.actor(Role.OWNER), dossier_id)
        assert (row.asked, row.answered, row.quotes) == (1, 1, ("Slecht.",))
        assert predictions.own_questions(person)[0].words == "Slecht."
        predicting.answer_prediction(person, question.id, answer=" ", may_be_quoted=True, now=NOW)
        assert predictions.predictions_of(two.here.actor(Role.OWNER), dossier_id)[0].answered == 0
        assert predictions.own_questions(two.here.actor(Role.OWNER)) == []
    with owner(two.here) as actor:
        predicting.close_prediction(actor, dossier_id, prediction_id=asked_id, now=NOW)
    with acting_for(two.here.workspace.id), pytest.raises(RuleBroken, match="question_closed"):
        predicting.answer_prediction(person, question.id, answer="Toch goed.", may_be_quoted=True, now=NOW)


def test_an_answer_goes_with_the_story_that_is_erased(two: Two) -> None:
    from bundel.concerns.actions.following import erase_concern

    dossier_id = filed(two.here, bundle_id=bundle_in(two.here))
    person = teller(two.here.concerns[-1])
    with owner(two.here) as actor:
        predicting.ask_prediction(actor, dossier_id, question="Hoe pakt dit uit?", now=NOW)
    with acting_for(two.here.workspace.id):
        (question,) = predictions.own_questions(person)
        predicting.answer_prediction(person, question.id, answer="Slecht.", may_be_quoted=True, now=NOW)
        erase_concern(person, two.here.concerns[-1], now=NOW)
        assert predictions.predictions_of(two.here.actor(Role.OWNER), dossier_id)[0].quotes == ()


def test_a_reader_sees_and_does_nothing_and_a_privacy_officer_sees_nothing(two: Two) -> None:
    dossier_id = filed(two.here)
    with acting_for(two.here.workspace.id):
        reader = two.here.actor(Role.READER)
        assert queries.get_dossier(reader, dossier_id, today=TODAY).gain == GAIN
        assert not queries.visible_dossiers(two.here.actor(Role.PRIVACY_OFFICER)).exists()
        for actor, act in [(reader, working.reopen_dossier), (PUBLIC, publishing.withdraw_dossier)]:
            with pytest.raises(Refused):
                act(actor, dossier_id, now=NOW)
        with pytest.raises(Refused):
            publishing.publish_dossier(two.here.actor(Role.ADVOCATE), dossier_id, version=1, now=NOW)
