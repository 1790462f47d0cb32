"""Every setting, checked before anything starts."""

import base64
from pathlib import Path

import pytest

from bundel.kit.environment import SETTINGS, BadEnvironment, read

KEY = base64.b64encode(bytes(range(32))).decode()
OWN_SERVER = {
    "DATABASE_URL": "postgresql://bundel_app:a@db.example.org/bundel",
    "BUNDEL_OWNER_DATABASE_URL": "postgresql://bundel_owner:b@db.example.org/bundel",
    "BUNDEL_SECRET_KEY": "s" * 32,
    "BUNDEL_MASTER_KEYS": f"new:{KEY}, old:{KEY}",
    "BUNDEL_PEPPER": KEY,
}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(BadEnvironment) as refused:
        read(environ)
    return refused.value.problems


def test_nothing_set_gives_an_embedded_instance(tmp_path: Path) -> None:
    found = read({"BUNDEL_VAR": str(tmp_path)})
    assert found.is_embedded
    assert found.mode == "production"
    assert found.address == "http://localhost:8000"
    assert (found.listen_host, found.listen_port) == ("127.0.0.1", 8000)
    assert "bundel_app" in found.database_url
    assert "bundel_owner" in found.owner_database_url
    assert len(found.pepper) == 32
    assert [name for name, _ in found.master_keys] == ["k1"]
    assert read({"BUNDEL_VAR": str(tmp_path)}) == found


def test_own_server_with_all_keys_is_taken(tmp_path: Path) -> None:
    found = read(OWN_SERVER | {"BUNDEL_VAR": str(tmp_path / "unused")})
    assert not found.is_embedded
    assert found.database_url == OWN_SERVER["DATABASE_URL"]
    assert [name for name, _ in found.master_keys] == ["new", "old"]
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize("name", [n for n in OWN_SERVER if n != "DATABASE_URL"])
def test_own_server_without_a_key_is_refused_by_its_name(name: str) -> None:
    (problem,) = problems({n: v for n, v in OWN_SERVER.items() if n != name})
    assert problem.startswith(f"{name} is missing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BUNDEL_MODE", "debug"),
        ("BUNDEL_WEB_PROCESSES", "0"),
        ("BUNDEL_WEB_PROCESSES", "many"),
        ("BUNDEL_WEB_PROCESSES", "²"),
        ("BUNDEL_TRUSTED_PROXY", "true"),
        ("BUNDEL_LISTEN", "8000"),
        ("BUNDEL_LISTEN", "localhost:http"),
        ("BUNDEL_LISTEN", "localhost:70000"),
        ("BUNDEL_ADDRESS", "bundel.example.org"),
        ("BUNDEL_ADDRESS", "http://bundel.example.org"),
        ("BUNDEL_ADDRESS", "ftp://localhost"),
        ("BUNDEL_SMTP_URL", "mail.example.org"),
        ("BUNDEL_SECRET_KEY", "short"),
        ("BUNDEL_PEPPER", "not base64"),
        ("BUNDEL_PEPPER", base64.b64encode(b"too short").decode()),
        ("BUNDEL_MASTER_KEYS", "k1:AAAA"),
    ],
)
def test_bad_value_is_refused_in_a_sentence_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    (problem,) = problems({"BUNDEL_VAR": str(tmp_path), name: value})
    assert problem.startswith(name)
    assert problem.endswith(".")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems({"BUNDEL_VAR": str(tmp_path), "BUNDEL_MODE": "x", "BUNDEL_LISTEN": "y"})
    assert {problem.split()[0] for problem in found} == {"BUNDEL_MODE", "BUNDEL_LISTEN"}


def test_address_follows_the_port_unless_set(tmp_path: Path) -> None:
    var = {"BUNDEL_VAR": str(tmp_path), "BUNDEL_LISTEN": "0.0.0.0:8123"}
    assert read(var).address == "http://localhost:8123"
    secure = read(var | {"BUNDEL_ADDRESS": "https://bundel.example.org/"})
    assert (secure.address, secure.host, secure.is_https) == (
        "https://bundel.example.org",
        "bundel.example.org",
        True,
    )


def test_ipv6_address_is_listened_on_without_its_brackets(tmp_path: Path) -> None:
    found = read({"BUNDEL_VAR": str(tmp_path), "BUNDEL_LISTEN": "[::1]:8000"})
    assert (found.listen_host, found.listen_port) == ("::1", 8000)


def test_damaged_secrets_are_the_only_problem_told(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{}")
    (problem,) = problems({"BUNDEL_VAR": str(tmp_path)})
    assert "secrets.json is damaged" in problem


def test_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(OSError, match="var"):
        read({"BUNDEL_VAR": str(tmp_path / "var" / "live")})


def test_every_setting_says_what_it_does() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    assert all(setting.help.endswith(".") for setting in SETTINGS)


def test_files_stand_in_a_folder_or_a_bucket(tmp_path: Path) -> None:
    here = {"BUNDEL_VAR": str(tmp_path)}
    assert read(here).files_at == ""
    assert read(here).files_keys is None
    bucket = {
        "BUNDEL_FILES": "s3://bundel/files",
        "BUNDEL_FILES_ENDPOINT": "https://s3.example.org",
        "BUNDEL_FILES_KEYS": "een-naam:een:geheim",
    }
    found = read(here | bucket)
    assert (found.files_at, found.files_endpoint) == ("s3://bundel/files", "https://s3.example.org")
    assert found.files_keys == ("een-naam", "een:geheim")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BUNDEL_FILES", "files"),
        ("BUNDEL_FILES", "s3://"),
        ("BUNDEL_FILES_ENDPOINT", "http://s3.example.org"),
        ("BUNDEL_FILES_ENDPOINT", "s3.example.org"),
        ("BUNDEL_FILES_KEYS", "alleen-een-naam"),
    ],
)
def test_a_store_of_files_that_cannot_be_is_told(tmp_path: Path, name: str, value: str) -> None:
    (problem,) = problems({"BUNDEL_VAR": str(tmp_path), name: value})
    assert problem.startswith(name)
