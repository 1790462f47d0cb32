"""Backups that hold what they say, and a restore that brings back everything but what was erased."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.keeper import ERASE, READ, SIGN_IN, Keeper

from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit import keeping

STORY = "De hulp komt nog maar twee uur. Ik red het huishouden niet meer."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Keeper, Any]]:
    """A running instance with stories; tests leave its data as they are."""
    keeper = Keeper(tmp_path_factory.mktemp("keeper"))
    with EmbeddedServer(keeper.instance, durable=False) as server:
        ensure_roles_and_database(server.instance)
        yield keeper, keeper.fill()


@pytest.fixture
def keeper(filled: tuple[Keeper, Any], tmp_path: Path) -> Keeper:
    """The same instance, with folders for backups that are this test's own."""
    settings = {"BUNDEL_BACKUPS": str(tmp_path / "data"), "BUNDEL_KEY_BACKUPS": str(tmp_path / "keys")}
    mine = Keeper(filled[0].folder, **settings)
    mine.data, mine.keys = tmp_path / "data", tmp_path / "keys"
    return mine


@pytest.fixture(scope="module")
def first_backup(filled: tuple[Keeper, Any]) -> Keeper:
    """A backup of that instance, to be copied."""
    filled[0].done("backup")
    return filled[0]


@pytest.fixture
def backed_up(keeper: Keeper, first_backup: Keeper) -> Keeper:
    """An instance with a backup that this test may harm."""
    shutil.copytree(first_backup.data, keeper.data)
    shutil.copytree(first_backup.keys, keeper.keys)
    return keeper


def test_backup_keeps_keys_apart_and_tells_what_is_in_it(backed_up: Keeper) -> None:
    keeper = backed_up
    data, keys = keeper.newest(keeper.data), keeper.newest(keeper.keys)
    manifest = json.loads((data / "manifest.json").read_text())
    assert manifest["rows"]["concern"] == 4
    assert "seal_key" not in manifest["rows"]
    assert manifest["policies"]["concern"] >= 2
    told = json.loads((keys / "manifest.json").read_text())
    assert told["rows"]["seal_key"] == sum(told["masters"].values()) >= 4
    assert {f.name for f in data.iterdir()} == {"data.dump", "files.txt", "manifest.json"}
    assert {f.name for f in keys.iterdir()} == {"keys.dump", "erased.txt", "manifest.json"}
    assert all(f.stat().st_mode & 0o077 == 0 for f in (data, keys, *data.iterdir(), *keys.iterdir()))
    everything = b"".join(f.read_bytes() for f in (*data.iterdir(), *keys.iterdir()))
    for name, secret in keeper.instance.secrets().items():
        assert secret.encode() not in everything, name
    outcome = keeping.read(keeper.instance).backup
    assert outcome is not None
    assert (outcome.problem, outcome.last_good_at) == ("", outcome.at)


def test_check_proves_a_backup_and_leaves_nothing_behind(keeper: Keeper) -> None:
    said = keeper.done("backup", "--rehearse")
    assert [line.split(":")[0] for line in said.splitlines() if line.startswith("ok")] == [
        f"ok    {name}" for name in ("attachments", "rows", "keys", "fence", "audit", "seals")
    ]
    assert not (keeper.instance.folder / "rehearsal").exists()
    outcome = keeping.read(keeper.instance).rehearsal
    assert outcome is not None
    assert outcome.problem == ""


@pytest.mark.parametrize(
    ("file", "damage", "told"),
    [
        ("data/data.dump", "cut", "was cut off"),
        ("keys/keys.dump", "cut", "was cut off"),
        ("keys/erased.txt", "remove", "is missing"),
        ("data/manifest.json", "cut", "is damaged"),
        ("data/data.dump", "cut and sign", "The restore failed"),
        ("data/manifest.json", "count", "rows where the manifest says"),
        ("data/manifest.json", "policies", "row policies of card did not come along"),
    ],
)
def test_backup_that_is_not_whole_is_noticed(backed_up: Keeper, file: str, damage: str, told: str) -> None:
    keeper = backed_up
    folder, _, name = file.partition("/")
    broken = keeper.newest(keeper.data if folder == "data" else keeper.keys)
    harm(broken, name, damage)
    assert told in keeper.refused_check()
    outcome = keeping.read(keeper.instance).rehearsal
    assert outcome is None or damage == "cut" or told in outcome.problem


def harm(folder: Path, name: str, damage: str) -> None:
    file, manifest = folder / name, folder / "manifest.json"
    if damage == "remove":
        file.unlink()
        return
    told = json.loads(manifest.read_text())
    if damage.startswith("cut"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    if damage == "cut and sign":
        from bundel.cli.backup_store import checksum

        told["checksums"][name] = checksum(file)
    if damage == "count":
        told["rows"]["concern"] += 1
    if damage == "policies":
        told["policies"]["card"] += 1
    if damage != "cut":
        manifest.write_text(json.dumps(told))


def test_keys_live_thirty_days_at_most_and_only_the_last_three(backed_up: Keeper) -> None:
    keeper = backed_up
    first = keeper.newest(keeper.keys)
    old = datetime.now(UTC) - timedelta(days=30)
    for days in range(4):
        shutil.copytree(first, keeper.keys / (old - timedelta(days=days)).strftime("%Y-%m-%dT%H%M%SZ"))
    for minutes in (1, 2, 3):
        moment = datetime.now(UTC) - timedelta(minutes=minutes)
        shutil.copytree(first, keeper.keys / moment.strftime("%Y-%m-%dT%H%M%SZ"), dirs_exist_ok=True)
    first.rename(first.with_name((datetime.now(UTC) - timedelta(minutes=9)).strftime("%Y-%m-%dT%H%M%SZ")))
    keeper.done("backup")
    kept = sorted(f.name for f in keeper.keys.iterdir())
    assert len(kept) == 3
    assert all(name[:10] >= (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d") for name in kept)


def test_attachments_are_copied_once_and_put_back(keeper: Keeper) -> None:
    files = keeper.instance.folder / "files" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "blob").write_bytes(b"sealed")
    keeper.done("backup")
    copy = keeper.data / "files" / "ab" / "blob"
    made = copy.stat().st_ino
    shutil.rmtree(keeper.newest(keeper.keys))
    keeper.newest(keeper.data).rename(keeper.data / "2020-01-01T000000Z")
    keeper.done("backup")
    assert copy.stat().st_ino == made
    assert "ok    attachments: 1 are there" in keeper.done("restore", "--check")
    copy.write_bytes(b"")
    assert "is missing or cut off" in keeper.refused_check()
    shutil.rmtree(files.parent)


def test_what_keeps_a_backup_from_being_made_is_one_sentence(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    said = keeper.refused(Exit.RIGHTS, "backup", f"--to={tmp_path / 'taken'}")
    assert "taken" in said
    outcome = keeping.read(keeper.instance).backup
    assert outcome is not None
    assert "taken" in outcome.problem
    own = {
        "DATABASE_URL": keeper.instance.database_url("bundel_app"),
        "BUNDEL_OWNER_DATABASE_URL": keeper.instance.database_url("bundel_owner"),
        "BUNDEL_SECRET_KEY": "x" * 40,
        "BUNDEL_PEPPER": keeper.instance.secrets()["pepper"],
        "BUNDEL_MASTER_KEYS": keeper.instance.secrets()["master_keys"],
    }
    assert "BUNDEL_BACKUP_DATABASE_URL is missing" in keeper.refused(Exit.SETTINGS, "backup", **own)
    # As the owner, whom row policies bind, a backup would be one of empty tables.
    own["BUNDEL_BACKUP_DATABASE_URL"] = keeper.instance.database_url("bundel_owner")
    assert "row policies hide rows" in keeper.refused(Exit.SETTINGS, "backup", **own)
    assert not list(keeper.data.glob("*"))
    own["BUNDEL_BACKUP_DATABASE_URL"] = keeper.instance.database_url("bundel_backup")
    keeper.done("backup", "--rehearse", **own)


def test_restore_touches_nothing_that_runs_or_holds_data(backed_up: Keeper) -> None:
    keeper = backed_up
    before = keeper.ask("answer = Workspace.objects.count()")
    assert "stop it first" in keeper.refused(Exit.RUNNING, "restore", "--replace")
    assert keeper.ask("answer = Workspace.objects.count()") == before
    keys = keeper.newest(keeper.keys)
    told = json.loads((keys / "manifest.json").read_text())
    (keys / "manifest.json").write_text(json.dumps(told | {"made_at": "2020-01-01T00:00:00+00:00"}))
    assert "older than the data" in keeper.refused(Exit.REFUSED, "restore", "--check")


def test_erased_story_does_not_come_back_and_all_else_does(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    with EmbeddedServer(keeper.instance, durable=False) as server:
        ensure_roles_and_database(server.instance)
        asked = keeper.fill()["here"]
        keeper.done("backup")
        old_data, old_keys = keeper.newest(keeper.data), keeper.newest(keeper.keys)
        backed_up, afterwards, kept = asked
        keeper.ask(ERASE, backed_up)
        wait_a_second(old_data)
        keeper.done("backup")
        # After the last backup: no copy of the keys knows of it, only the database itself.
        keeper.ask(ERASE, afterwards)
    assert "say --replace" in keeper.refused(Exit.REFUSED, "restore", f"--from={old_data}")
    said = keeper.done("restore", f"--from={old_data}", "--replace")
    assert "all open" in said
    with EmbeddedServer(keeper.instance, durable=False):
        check_restored(keeper, gone=(backed_up, afterwards), kept=kept)
    # With the keys of before, which the promise gives thirty days: the erasure list still knows better.
    keeper.done("restore", f"--from={old_data}", f"--keys-from={old_keys}", "--replace")
    with EmbeddedServer(keeper.instance, durable=False):
        check_restored(keeper, gone=(backed_up, afterwards), kept=kept)
        keeper.done("backup", "--rehearse")


def check_restored(keeper: Keeper, *, gone: tuple[str, ...], kept: str) -> None:
    read = keeper.ask(READ, *gone, kept)
    assert read == {"stories": dict.fromkeys(gone) | {kept: STORY}, "inbox": [kept]}
    with psycopg.connect(keeper.instance.database_url("bundel_root")) as connection:
        for table, column in (("concern", "id"), ("card", "concern_id"), ("receipt", "concern_id")):
            left = connection.execute(
                f"select count(*) from {table} where {column} = any(%s)".encode(), [list(gone)]
            ).fetchone()
            assert left == (0,), table
        assert connection.execute("select count(*) from django_session").fetchone() == (0,)
    assert keeper.ask(SIGN_IN) == [True, 302]
    assert "broken" not in keeper.done("audit", "verify")
    keeper.done("doctor")


def wait_a_second(folder: Path) -> None:
    """Backups bear the second they were made in; two in one second is more than anybody needs."""
    while folder.name == datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ"):
        os.sched_yield()


def test_restore_on_a_new_machine_needs_the_old_keys(
    filled: tuple[Keeper, Any], backed_up: Keeper, tmp_path: Path
) -> None:
    keeper = backed_up
    new = Keeper(tmp_path / "new", BUNDEL_BACKUPS=str(keeper.data), BUNDEL_KEY_BACKUPS=str(keeper.keys))
    ended = new.run("restore")
    assert ended.returncode == Exit.DONE
    assert "put back the master keys" in ended.stderr
    shutil.copy(keeper.instance.secrets_file, new.instance.secrets_file)
    assert "do not fit the database" in new.refused(Exit.PASSWORD, "backup")
    shutil.rmtree(new.instance.cluster)
    assert "all open" in new.done("restore")
    assert new.ask(READ, filled[1]["here"][0])["stories"] == {filled[1]["here"][0]: STORY}
