"""Taking a workspace's concerns along: why, for how long, in which files, and how a line of them is written."""

import csv
import io
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(hours=24)
BATCH = 200


class ExportReason(StrEnum):
    """Why an owner takes everything along. The people whose stories are in it see this."""

    CLOSING = "closing"
    MOVING = "moving"
    COPY = "copy"


class ExportState(StrEnum):
    """How far an export is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


CONCERNS = (
    "handle", "state", "theme", "municipality_code", "decides", "since", "for_whom", "consent", "channel", "language",
    "letter_dated_on", "letter_received_on", "letter_by", "last_day", "received_at", "closed_at", "card_title",
    "card_text",
)  # fmt: skip
STORIES = ("handle", "story", "wish", "contact_name", "contact")
MESSAGES = ("handle", "side", "author_name", "written_at", "read_at", "text")
MEMBERS = ("name", "email", "role", "since", "until")

# Each file of the export that is a table, with its columns; the order is that of the zip.
TABLES: dict[str, tuple[str, ...]] = {
    "concerns.csv": CONCERNS,
    "stories.csv": STORIES,
    "messages.csv": MESSAGES,
    "members.csv": MEMBERS,
}
LINES = "concerns.jsonl"
WORKSPACE = "workspace.json"


def csv_line(values: Iterable[object]) -> str:
    """One line of CSV with commas; what a spreadsheet would take for a formula gets an apostrophe before it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_plain(value) for value in values])
    return line.getvalue()


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
