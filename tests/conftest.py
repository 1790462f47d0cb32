"""The database of the tests: a real server, a template made once by the owner, a clone a worker as `bundel_app`."""

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("BUNDEL_MODE", "test")
os.environ.setdefault("BUNDEL_VAR", str(ROOT / "var" / "test"))
os.environ["DJANGO_SETTINGS_MODULE"] = "bundel.conf.settings"
for name in ("DATABASE_URL", "BUNDEL_OWNER_DATABASE_URL", "BUNDEL_SMTP_URL"):
    os.environ.pop(name, None)

import django  # noqa: E402 - the environment of the tests comes first

django.setup()

import psycopg  # noqa: E402
import pytest  # noqa: E402
from psycopg import sql  # noqa: E402

from bundel.cli.shared import SharedServer  # noqa: E402
from bundel.kit.instance import Instance  # noqa: E402

if TYPE_CHECKING:
    from tests.worlds import World

INSTANCE = Instance(Path(os.environ["BUNDEL_VAR"]))


def _fingerprint() -> str:
    """Of everything that decides what an empty database looks like."""
    package = ROOT / "src" / "bundel"
    parts = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "tenancy/*.py")
    files = [file for part in parts for file in package.glob(part)]
    mark = hashlib.sha256()
    for file in sorted(files):
        mark.update(file.read_bytes())
    return mark.hexdigest()[:12]


@pytest.fixture(scope="session")
def database_server() -> Iterator[SharedServer]:
    """The embedded server, shared by all test runs in this folder."""
    with SharedServer(INSTANCE) as server:
        yield server


@pytest.fixture(scope="session")
def template_database(database_server: SharedServer) -> str:
    """An empty database with today's tables, made by the owner; clones of it are made in a moment."""
    name = f"template_{_fingerprint()}"
    with psycopg.connect(INSTANCE.database_url("bundel_root", "postgres"), autocommit=True) as root:
        root.execute("select pg_advisory_lock(hashtext('bundel test template'))")
        known = root.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if known is None:
            making = f"{name}_making"
            root.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(making)))
            root.execute(sql.SQL("create database {} owner bundel_owner").format(sql.Identifier(making)))
            _migrate(making)
            root.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _migrate(database: str) -> None:
    import subprocess

    environment = os.environ | {
        "DATABASE_URL": INSTANCE.database_url("bundel_app", database),
        "BUNDEL_OWNER_DATABASE_URL": INSTANCE.database_url("bundel_owner", database),
        **_secrets(),
    }
    subprocess.run([sys.executable, "-m", "bundel", "migrate"], env=environment, check=True)


def _secrets() -> dict[str, str]:
    made = INSTANCE.secrets()
    return {
        "BUNDEL_SECRET_KEY": made["secret_key"],
        "BUNDEL_MASTER_KEYS": made["master_keys"],
        "BUNDEL_PEPPER": made["pepper"],
    }


def clone(template: str, name: str) -> None:
    """A fresh copy of the template."""
    with psycopg.connect(INSTANCE.database_url("bundel_root", "postgres"), autocommit=True) as root:
        root.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        root.execute(
            sql.SQL("create database {} template {} owner bundel_owner strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """In place of Django's own test database: a clone, used as the application role."""
    from django.db import connection

    name = f"test_{worker_id}_{os.getpid()}"
    clone(template_database, name)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
    with psycopg.connect(INSTANCE.database_url("bundel_root", "postgres"), autocommit=True) as root:
        root.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, also without parallel workers."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@dataclass
class Two:
    """Two workspaces side by side."""

    here: "World"
    there: "World"


@pytest.fixture
def two(db: None) -> Two:
    """Two filled workspaces that know nothing of each other."""
    from tests.worlds import make_world

    return Two(make_world("hier"), make_world("daar"))


RENDERED = ROOT / "var" / "test" / "rendered"
_rendered: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Note every template that is rendered; `tests.house.coverage_floor` asks for those that never were."""
    from django.test.signals import template_rendered

    if not hasattr(config, "workerinput"):
        for old in RENDERED.glob("*.txt"):
            old.unlink()
    template_rendered.connect(_note)


def _note(template: Any, **kwargs: Any) -> None:
    if template.name:
        _rendered.add(template.name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each test process leaves its own note."""
    RENDERED.mkdir(parents=True, exist_ok=True)
    (RENDERED / f"{os.getpid()}.txt").write_text("\n".join(sorted(_rendered)))
