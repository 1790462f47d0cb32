"""The gate in the fence, hole by hole: forging, changing, taking and reading by whom a letter is not for."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.conftest import Two
from tests.gate.neighbours import LATER, agreed, answered, asked, owner, proposed, shared, take
from tests.worlds import NOW, World, make_world

from bundel.gate.models import Agreement, AgreementWord, Crossing, News, ReceivedCard, Sharing
from bundel.gate.rules import Word
from bundel.tenancy.fence import NoWorkspace, acting_for, between_models

pytestmark = pytest.mark.django_db


def letter(two: Two, agreement_id: UUID, **changes: object) -> Crossing:
    """A letter from here to there, not written by the gate."""
    known: dict[str, object] = {
        "origin_id": two.here.workspace.id,
        "target_id": two.there.workspace.id,
        "agreement_id": agreement_id,
        "kind": "card",
        "payload": {"title": "x"},
        "sent_at": NOW,
        "sends_at": NOW,
    }
    return Crossing(**(known | changes))


def refused(world: World, made: Crossing | Agreement | AgreementWord) -> None:
    """The database refuses this row in this workspace."""
    with acting_for(world.workspace.id), pytest.raises(ProgrammingError), transaction.atomic():
        made.save(force_insert=True)


def consented(two: Two) -> tuple[UUID, UUID]:
    """Agreement and consent of a card on its way."""
    agreement_id = agreed(two.here, two.there)
    sharing_id = asked(two.here, agreement_id)
    answered(two.here, sharing_id)
    return agreement_id, sharing_id


def run(world: World, statement: str) -> int:
    with acting_for(world.workspace.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_every_table_of_the_gate_raises_without_a_workspace() -> None:
    assert {m._meta.db_table for m in between_models()} == {"agreement", "agreement_word", "crossing"}
    for model in between_models():
        with pytest.raises(NoWorkspace):
            model.objects.exists()


def test_a_stranger_and_nobody_see_no_row_of_it(two: Two) -> None:
    shared(two.here, two.there)
    proposed(two.there, two.here)
    stranger = make_world("ginds", concerns=0)
    for model in between_models():
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'select count(*) from "{table}"')
            assert cursor.fetchone() == (0,), table
        with acting_for(stranger.workspace.id):
            assert model.objects.count() == 0, table
        for world in (two.here, two.there):
            with acting_for(world.workspace.id):
                assert model.objects.exists(), table


def test_a_card_with_a_forged_origin_is_refused(two: Two) -> None:
    agreement_id, consent_id = consented(two)
    stranger = make_world("ginds", concerns=0)
    for world in (two.there, stranger):
        refused(world, letter(two, agreement_id, consent_id=consent_id))
    refused(stranger, letter(two, agreement_id, origin_id=stranger.workspace.id, consent_id=consent_id))
    refused(two.here, letter(two, agreement_id, target_id=stranger.workspace.id, consent_id=consent_id))
    refused(two.here, letter(two, uuid4(), consent_id=consent_id))


def test_a_card_without_a_yes_or_after_a_no_is_refused(two: Two) -> None:
    agreement_id = agreed(two.here, two.there)
    refused(two.here, letter(two, agreement_id))
    consent_id = asked(two.here, agreement_id)
    refused(two.here, letter(two, agreement_id, consent_id=consent_id))
    answered(two.here, consent_id)
    with acting_for(two.here.workspace.id):
        letter(two, agreement_id, consent_id=consent_id).save(force_insert=True)
    refused(two.here, letter(two, agreed(two.here, two.there), consent_id=consent_id))
    answered(two.here, consent_id, yes=False)
    refused(two.here, letter(two, agreement_id, consent_id=consent_id))


def test_a_card_under_an_agreement_that_does_not_run_is_refused(two: Two) -> None:
    agreement_id, consent_id = consented(two)
    with acting_for(two.here.workspace.id):
        until = Agreement.objects.get(id=agreement_id).runs_until
    after = NOW + (until - NOW.date()) + timedelta(days=1)
    refused(two.here, letter(two, agreement_id, consent_id=consent_id, sent_at=after))
    refused(two.here, letter(two, agreement_id, consent_id=consent_id, kind="handover"))
    with acting_for(two.there.workspace.id):
        word = AgreementWord(agreement_id=agreement_id, said_by=two.there.workspace.id, word=Word.END, said_at=NOW)
        word.save(force_insert=True)
    refused(two.here, letter(two, agreement_id, consent_id=consent_id))
    only_proposed = proposed(two.here, two.there)
    with acting_for(two.here.workspace.id):
        yes = Sharing(subject_id=uuid4(), agreement_id=only_proposed, asked_at=NOW, answer="yes")
        yes.save(force_insert=True)
    refused(two.here, letter(two, only_proposed, consent_id=yes.id))


def test_news_and_withdrawals_go_their_own_way_only(two: Two) -> None:
    agreement_id, _ = shared(two.here, two.there)
    refused(two.here, letter(two, agreement_id, kind="news"))
    back = {"origin_id": two.there.workspace.id, "target_id": two.here.workspace.id}
    refused(two.there, letter(two, agreement_id, kind="withdrawal", **back))


def test_a_letter_about_another_agreements_card_does_nothing(two: Two) -> None:
    _, sharing_id = shared(two.here, two.there)
    third = make_world("ginds")
    other = agreed(third, two.there)
    with acting_for(two.here.workspace.id):
        card_id = Sharing.objects.get(id=sharing_id).crossing_id
    forged = letter(two, other, origin_id=third.workspace.id, kind="withdrawal", about_id=card_id, payload={})
    with acting_for(third.workspace.id):
        forged.save(force_insert=True)
    assert take(two.there) == [forged.id]
    with acting_for(two.there.workspace.id):
        assert ReceivedCard.objects.get().withdrawn_at is None


def test_nobody_changes_a_letter_and_only_the_other_side_takes_it_out(two: Two) -> None:
    consented(two)
    stranger = make_world("ginds", concerns=0)
    for world in (two.here, two.there, stranger):
        for change in ("payload = '{}'", "sends_at = now()", "origin_id = target_id", "consent_id = null"):
            with pytest.raises(ProgrammingError):
                run(world, f"update crossing set {change}")
    assert run(two.here, "update crossing set taken_at = now()") == 0
    assert run(stranger, "update crossing set taken_at = now()") == 0
    assert run(two.there, "delete from crossing") == 0
    assert run(stranger, "delete from crossing") == 0
    with pytest.raises(ProgrammingError):
        run(two.there, "update crossing set taken_at = null")
    assert run(two.there, "update crossing set taken_at = now()") == 1
    assert run(two.there, "update crossing set taken_at = now()") == 0
    assert run(two.here, "delete from crossing") == 0
    with acting_for(two.here.workspace.id):
        assert Crossing.objects.get().payload == {}


def test_an_agreement_is_not_changed_forged_or_answered_for_another(two: Two) -> None:
    agreement_id = proposed(two.here, two.there)
    stranger = make_world("ginds", concerns=0)
    for world in (two.here, two.there):
        for statement in (
            "update agreement set purpose = 'x'",
            "delete from agreement",
            "update agreement_word set word = 'agree'",
            "delete from agreement_word",
        ):
            with pytest.raises(ProgrammingError):
                run(world, statement)

    def word(said_by: World, what: Word = Word.AGREE) -> AgreementWord:
        return AgreementWord(agreement_id=agreement_id, said_by=said_by.workspace.id, word=what, said_at=NOW)

    refused(two.here, word(two.there))
    refused(two.here, word(two.here))
    refused(two.here, word(two.here, Word.REFUSE))
    refused(stranger, word(stranger))
    refused(stranger, word(stranger, Word.END))
    with owner(two.here):
        known = Agreement.objects.values().get(id=agreement_id)
    forged = Agreement(**(known | {"id": uuid4()}))
    refused(two.there, forged)  # proposed by the other side
    refused(stranger, Agreement(**(known | {"id": uuid4(), "proposed_by": stranger.workspace.id})))
    alone = known | {"id": uuid4(), "target_id": two.here.workspace.id}
    with acting_for(two.here.workspace.id), pytest.raises(IntegrityError), transaction.atomic():
        Agreement(**alone).save(force_insert=True)


def test_a_child_on_a_foreign_sharing_is_refused(two: Two) -> None:
    _, sharing_id = shared(two.here, two.there)
    with acting_for(two.there.workspace.id), pytest.raises(IntegrityError), transaction.atomic():
        News.objects.create(id=uuid4(), sharing_id=sharing_id, kind="read", text="x", received_at=LATER)


def test_no_job_carries_a_text(two: Two) -> None:
    shared(two.here, two.there)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name like 'gate.%'")
        jobs = [row[0] for row in cursor.fetchall()]
    assert jobs
    assert not any("hulp" in job.lower() for job in jobs)
