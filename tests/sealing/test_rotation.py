"""Other master keys: read with both, wrapped anew in batches, stopped and gone on with."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from tests.conftest import Two
from tests.worlds import NOW

from bundel.kit.environment import format_master_keys
from bundel.kit.instance import Instance
from bundel.sealing.cipher import new_key
from bundel.sealing.erasures import LIST_DAYS, Sample, forget_old_erasures, try_seals
from bundel.sealing.keys import OpenKey, destroy_key, make_key, open_key, wrap_anew
from bundel.sealing.masters import master_keys
from bundel.sealing.models import Erasure, SealKey
from bundel.sealing.rotation import count_all_by_master, wrap_all_anew
from bundel.tenancy.fence import acting_for

ROW = UUID(int=5)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """An instance whose secrets file the settings follow."""
    made = Instance(tmp_path)
    made.secrets()
    return made


@pytest.fixture
def keys(two: Two, instance: Instance, monkeypatch: pytest.MonkeyPatch) -> list[OpenKey]:
    """Five data keys here and one there, wrapped with k1 of that file; the worlds' own keys are gone."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, keys_file=instance.secrets_file))
    made = []
    for world, number in ((two.here, 5), (two.there, 1)):
        with acting_for(world.workspace.id):
            SealKey.objects.all().delete()
            made += [make_key(now=NOW) for _ in range(number)]
    return made


def add_master(instance: Instance, name: str) -> None:
    instance.replace_master_keys(format_master_keys(((name, new_key()), *master_keys())))


@pytest.mark.django_db
def test_new_master_key_is_known_at_the_next_use_and_the_old_one_still_opens(
    two: Two, instance: Instance, keys: list[OpenKey]
) -> None:
    add_master(instance, "k2")
    with acting_for(two.here.workspace.id):
        assert open_key(keys[0].id).secret == keys[0].secret
        new = make_key(now=NOW)
        assert SealKey.objects.get(pk=new.id).master == "k2"
        assert open_key(new.id).secret == new.secret
    assert count_all_by_master() == {"k1": 6, "k2": 1}


@pytest.mark.django_db
def test_rotation_that_was_stopped_goes_on_where_it_was(two: Two, instance: Instance, keys: list[OpenKey]) -> None:
    add_master(instance, "k2")
    steps = wrap_all_anew(batch=2)
    first = next(steps)
    # The first workspace has five keys or one, as their ids fall.
    assert (first.total, first.broken) == (6, 0)
    assert first.done in (1, 2)
    del steps
    assert count_all_by_master() == {"k1": 6 - first.done, "k2": first.done}
    with acting_for(two.here.workspace.id):
        assert [open_key(k.id).secret for k in keys[:5]] == [k.secret for k in keys[:5]]
    *_, last = wrap_all_anew(batch=2)
    assert (last.total, last.done, last.broken) == (6 - first.done, 6 - first.done, 0)
    assert count_all_by_master() == {"k2": 6}
    assert list(wrap_all_anew()) == []
    with acting_for(two.here.workspace.id):
        assert [open_key(k.id).secret for k in keys[:5]] == [k.secret for k in keys[:5]]


@pytest.mark.django_db
def test_several_old_keys_go_over_at_once(instance: Instance, keys: list[OpenKey]) -> None:
    add_master(instance, "k2")
    next(wrap_all_anew(batch=2))
    add_master(instance, "k3")
    assert sum(1 for _ in wrap_all_anew(batch=1)) == 6
    assert count_all_by_master() == {"k3": 6}


@pytest.mark.django_db
def test_data_key_of_an_unknown_master_is_counted_and_left(two: Two, instance: Instance, keys: list[OpenKey]) -> None:
    with acting_for(two.here.workspace.id):
        SealKey.objects.filter(pk=keys[0].id).update(master="lost")
    add_master(instance, "k2")
    *_, last = wrap_all_anew(batch=2)
    assert (last.total, last.done, last.broken) == (6, 5, 1)
    with acting_for(two.here.workspace.id):
        assert wrap_anew(UUID(int=0), 10).broken == 1
    assert count_all_by_master() == {"k2": 5, "lost": 1}


@pytest.mark.django_db
def test_every_way_of_deleting_a_key_puts_it_on_the_erasure_list(two: Two, keys: list[OpenKey]) -> None:
    before = set(Erasure.objects.values_list("key_id", flat=True))
    with acting_for(two.here.workspace.id):
        destroy_key(keys[0].id)
        SealKey.objects.get(pk=keys[1].id).delete()
        wrap_anew(UUID(int=0), 10)
    assert set(Erasure.objects.values_list("key_id", flat=True)) - before == {keys[0].id, keys[1].id}


@pytest.mark.django_db
def test_erasure_list_forgets_what_no_backup_can_hold(two: Two, keys: list[OpenKey]) -> None:
    with acting_for(two.here.workspace.id):
        destroy_key(keys[0].id)
    erased_at = Erasure.objects.get(key_id=keys[0].id).erased_at
    forget_old_erasures(now=erased_at + timedelta(days=LIST_DAYS))
    assert Erasure.objects.filter(key_id=keys[0].id).exists()
    forget_old_erasures(now=erased_at + timedelta(days=LIST_DAYS, seconds=1))
    assert not Erasure.objects.exists()


@pytest.mark.django_db
def test_sample_of_seals_tells_what_opens(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        assert try_seals(10) == Sample(1, 1)
        SealKey.objects.update(master="lost")
        assert try_seals(10) == Sample(1, 0)
        SealKey.objects.all().delete()
        assert try_seals(10) == Sample(1, 0)
