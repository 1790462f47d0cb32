"""The log: what happened, where and how long it took, and never what somebody wrote, read or is called."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

# What our own events may tell beside their name; anything else stays out.
FIELDS = ("route", "method", "status", "ms", "job", "attempts", "count")
FRAMES = 6
PACKAGE = f"{Path(__file__).parents[1]}/"


class Plain(logging.Formatter):
    """An event in words for who looks at a terminal: moment, level, event, and what it tells."""

    def format(self, record: logging.LogRecord) -> str:
        told = facts(record)
        named = [f"{name}={_short(value)}" for name, value in told.items() if name not in ("time", "level", "event")]
        return " ".join([told["time"][11:19], told["level"], told["event"], *named])


class Lines(logging.Formatter):
    """An event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=False)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What may be written of an event.

    Messages of libraries hold addresses, values and arguments of jobs, so of those only the place in the code
    and the kind of error are kept. Our own events are literal words without values.
    """
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": _event(record),
    }
    told |= {name: value for name in FIELDS if (value := _field(record, name)) is not None}
    request = getattr(record, "request", None)
    if mark := getattr(request, "mark", None):
        told["request"] = mark
    if record.exc_info and record.exc_info[1] is not None:
        told["errors"] = _errors(record.exc_info[1])
        told["at"] = _places(record.exc_info[2])
    return told


def _event(record: logging.LogRecord) -> str:
    if record.name.startswith("bundel"):
        return str(record.msg)
    action = getattr(record, "action", None)
    return f"{record.name}: {action or f'{record.module}.{record.funcName}'}"


def _field(record: logging.LogRecord, name: str) -> str | int | float | None:
    value = getattr(record, name, None)
    if name == "job" and isinstance(value, dict):
        value = value.get("task_name")
    if name == "status" and value is None:
        value = getattr(record, "status_code", None)
    return value if isinstance(value, str | int | float) else None


def _errors(error: BaseException) -> list[str]:
    """The kind of an error and of those behind it, without their words: these quote what was typed."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < FRAMES:
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or seen.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    """Where it went through our own code last, and where it broke."""
    every = traceback.extract_tb(trace)
    frames = [frame for frame in every[:-1] if PACKAGE in frame.filename][-FRAMES:] + every[-1:]
    return [f"{'/'.join(f.filename.split('/')[-3:])}:{f.lineno} {f.name}" for f in frames]


def _short(value: object) -> str:
    return " < ".join(map(str, value)) if isinstance(value, list) else str(value)


def say_unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """In place of Python's own last words, which end with what was typed."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    logging.getLogger("bundel").critical("ended by an error", exc_info=(kind, error, trace))


def configuration(*, for_people: bool) -> dict[str, Any]:
    """Django's LOGGING: every logger to the standard error, in one form."""
    form = "Plain" if for_people else "Lines"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": {"()": f"{__name__}.{form}"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Their own handlers would write beside ours, in their own form.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Each request has a line of its own already; this one would add only its address.
            "django.request": {"level": "ERROR"},
            "bundel": {"level": "WARNING" if for_people else "INFO"},
            "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
