"""What the operator does from the terminal, in a database of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.instance import Instance

Bundel = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with EmbeddedServer(Instance(tmp_path_factory.mktemp("live")), durable=False) as server:
        ensure_roles_and_database(server.instance)
        yield server.instance


@pytest.fixture(scope="module")
def bundel(instance: Instance) -> Bundel:
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("BUNDEL_", "DATABASE_", "DJANGO_"))}
    own = {"BUNDEL_VAR": str(instance.folder), "BUNDEL_MODE": "test"}
    own["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "bundel", *arguments],
            env=inherited | own | settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    migrated = run("migrate")
    assert migrated.returncode == Exit.DONE, migrated.stderr
    return run


@pytest.fixture(scope="module")
def workspace(bundel: Bundel) -> str:
    made = bundel("createworkspace", "proef", "Vereniging Proef", "--owner", "eva@example.org")
    assert (made.returncode, made.stderr) == (Exit.DONE, "")
    assert "http://localhost:8000/" in made.stdout
    return "proef"


def change(instance: Instance, statement: str) -> None:
    """Something no command does, by the one role that no rule holds back."""
    with psycopg.connect(instance.database_url("bundel_root")) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(statement.encode())


def test_doctor_finds_nothing_in_a_new_instance(bundel: Bundel) -> None:
    looked = bundel("doctor")
    assert (looked.returncode, looked.stderr) == (Exit.DONE, "")
    assert all(line.startswith("ok") for line in looked.stdout.splitlines())


def test_people_are_invited_by_mail_or_a_link(bundel: Bundel, workspace: str) -> None:
    invited = bundel("invite", workspace, "piet@example.org", "advocate", "--language", "en")
    assert (invited.returncode, invited.stderr) == (Exit.DONE, "")
    assert "http://localhost:8000/" in invited.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("createworkspace", "Not A Slug", "Proef", "--owner", "eva@example.org"),
        ("invite", "nowhere", "piet@example.org", "advocate"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(bundel: Bundel, arguments: tuple[str, ...]) -> None:
    refused = bundel(*arguments)
    assert (refused.returncode, refused.stdout) == (Exit.REFUSED, "")
    assert refused.stderr.startswith("bundel: ")
    assert refused.stderr.count("\n") == 1


def test_row_taken_out_of_the_audit_is_found(bundel: Bundel, instance: Instance, workspace: str) -> None:
    change(instance, "delete from audit_row where act = 'accounts.create_workspace'")
    broken = bundel("audit", "verify")
    assert broken.returncode == Exit.UNFINISHED
    assert [line.split()[0] for line in broken.stdout.splitlines() if "broken" in line] == [workspace]
    looked = bundel("doctor")
    assert looked.returncode == Exit.UNFINISHED
    assert f"mend  audit: The audit of {workspace} does not fit" in looked.stdout


def test_doctor_says_what_is_wrong_and_how_to_mend_it(bundel: Bundel, instance: Instance) -> None:
    change(
        instance, "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'lost', 'failed')"
    )
    change(instance, "delete from django_migrations where app = 'tenancy'")
    change(instance, "alter role bundel_app with inherit createdb")
    instance.secrets_file.chmod(0o644)
    looked = bundel("doctor", BUNDEL_MODE="production", BUNDEL_FILES="/proc/no/place/for/files")
    assert looked.returncode == Exit.UNFINISHED
    mend = {line.split(":")[0].removeprefix("mend  ") for line in looked.stdout.splitlines() if line[:4] == "mend"}
    assert {"secrets", "mail", "files", "roles", "migrations", "queue"} <= mend


def test_doctor_reports_bad_settings(bundel: Bundel, tmp_path: Path) -> None:
    looked = bundel("doctor", BUNDEL_VAR=str(tmp_path), BUNDEL_MODE="other", BUNDEL_LISTEN="here")
    assert looked.returncode == Exit.SETTINGS
    assert [line[:14] for line in looked.stdout.splitlines()] == ["mend  settings"] * 2
