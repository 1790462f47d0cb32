"""What the log tells, and what it never tells."""

import json
import logging
import os
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.journeys.test_kills import Walker, tell_until_card
from tests.running import Running, running_bundel

from bundel.conf.logs import Lines, Plain, say_unforeseen

MARK = "kwikstaartveer"


def record(name: str, message: str, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "bundel/place.py", 7, message, (), None, "where")
    for key, value in more.items():
        setattr(made, key, value)
    return made


def line(made: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Lines().format(made))
    return told


def failure() -> Any:
    try:
        try:
            raise KeyError(MARK)
        except KeyError as error:
            raise ValueError(f"no place for {MARK}") from error
    except ValueError:
        return sys.exc_info()


def test_our_own_event_is_told_with_its_fields() -> None:
    told = line(record("bundel.web", "request", route="concern", status=200, ms=4.2, story=MARK))
    assert told.pop("time").startswith("20")
    assert told == {"level": "error", "event": "request", "route": "concern", "status": 200, "ms": 4.2}


def test_words_of_a_library_stay_out() -> None:
    told = line(record("django.request", f"Not Found: /{MARK}/"))
    assert told["event"] == "django.request: place.where"
    assert MARK not in json.dumps(told)


def test_job_is_told_by_name_and_without_its_arguments() -> None:
    job = {"task_name": "notices.send_notice", "task_kwargs": {"x": MARK}}
    told = line(record("procrastinate.worker", f"Job {MARK}", action="job_error", job=job))
    assert (told["event"], told["job"]) == ("procrastinate.worker: job_error", "notices.send_notice")
    assert MARK not in json.dumps(told)


@pytest.mark.parametrize("form", [Lines(), Plain()])
def test_error_is_told_by_kind_and_place(form: logging.Formatter) -> None:
    told = form.format(record("bundel.web", "request", exc_info=failure()))
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert "test_logs.py" in told
    assert MARK not in told


def test_last_words_of_a_process_are_without_values(caplog: pytest.LogCaptureFixture) -> None:
    say_unforeseen(*failure())
    assert "ended by an error" in caplog.messages
    with pytest.raises(SystemExit):
        say_unforeseen(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Running]:
    with running_bundel(tmp_path / "up", "up", BUNDEL_WEB_PROCESSES="1") as running:
        making = ["createworkspace", "bureau", "Bureau", "--owner", "eva@example.org", "--kind", "national_office"]
        own = {"BUNDEL_VAR": str(running.instance.folder), "BUNDEL_MODE": "production"}
        made = [sys.executable, "-m", "bundel", *making]
        subprocess.run(made, env=os.environ | own, check=True, capture_output=True)
        yield running


@pytest.mark.xdist_group("processes")
def test_story_shows_in_no_log_also_when_storing_it_fails(up: Running) -> None:
    """Of web server, worker, `bundel up` and the database, also with the database's own complaint about the row."""
    walker = Walker(up.address)
    tell_until_card(walker, f"De hulp stopt, {MARK}.", f"Hulp stopt {MARK}")
    with up.database("bundel_root") as root:
        root.execute(f"alter table card add constraint refused check (title !~ '{MARK}') not valid".encode())
    form = {"title": f"Hulp stopt {MARK}", "text": MARK, "consent": "others"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        walker.post("/vertel/kaart/", act="send", **form)
    refused.value.close()
    assert refused.value.code == 500
    with pytest.raises(psycopg.errors.Error), psycopg.connect(up.instance.database_url("bundel_app")) as app:
        app.execute(f"select '{MARK}'::int".encode())
    with up.database("bundel_root") as root:
        root.execute("alter table card drop constraint refused")
    walker.post("/vertel/kaart/", act="send", **form)
    up.parts("postgres -D")[0].kill()
    assert "Je verhaal is binnen" in walker.get("/bewijs/")
    log = up.log.read_text()
    assert '"errors": ["django.db.utils.IntegrityError", "psycopg.errors.CheckViolation"' in log
    assert '"route": "tell_card"' in log
    logs = [up.log, *up.instance.folder.glob("*.log*")]
    assert len(logs) > 1
    assert [file.name for file in logs if MARK in file.read_text(errors="replace")] == []
