"""The folder of one running Bundel."""

import json
import os
import threading
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from bundel.kit.instance import LONGEST_SOCKET_FOLDER, ROLES, Instance


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "var" / "live")
    made = instance.secrets()
    assert Instance(tmp_path / "var" / "live").secrets() == made
    assert instance.secrets_file.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in instance.folder.iterdir()] == ["secrets.json"]
    assert len(set(made.values())) == len(made)


def test_secrets_asked_for_by_many_at_once_are_the_same(tmp_path: Path) -> None:
    found: list[dict[str, str]] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        found.append(Instance(tmp_path / "live").secrets())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(secrets == found[0] for secrets in found)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"pepper": 3})])
def test_damaged_secrets_are_refused_and_not_replaced(tmp_path: Path, text: str) -> None:
    instance = Instance(tmp_path)
    instance.secrets_file.write_text(text)
    with pytest.raises(ValueError, match=r"^(?!.*Traceback)"):
        instance.secrets()
    assert instance.secrets_file.read_text() == text


def test_file_in_the_way_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(OSError, match=r"var"):
        Instance(tmp_path / "var" / "live").secrets()


def test_database_url_names_role_database_and_socket(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "een map & meer")
    for role in ROLES:
        parts = conninfo_to_dict(instance.database_url(role, "proef"))
        assert parts["user"] == role
        assert parts["password"] == instance.secrets()[f"password_{role}"]
        assert parts["dbname"] == "proef"
        assert parts["host"] == str(instance.socket_folder)


def test_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    instance = Instance(Path("var/live"))
    assert instance.folder == tmp_path / "var" / "live"
    assert instance == Instance(tmp_path / "var" / "live")


def test_socket_folder_is_short_enough_for_a_socket(tmp_path: Path) -> None:
    near, far = Instance(Path("/srv/bundel")), Instance(tmp_path / ("é" * 80))
    assert near.socket_folder == Path("/srv/bundel/run")
    assert len(os.fsencode(far.socket_folder)) <= LONGEST_SOCKET_FOLDER
    assert far.socket_folder != Instance(tmp_path / ("e" * 80)).socket_folder
