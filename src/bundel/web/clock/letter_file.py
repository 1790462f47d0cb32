"""The text of a letter that somebody uploads: read in memory, within limits, and nowhere written."""

import logging
import re
import time
from enum import StrEnum
from io import BytesIO
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

LARGEST = 5_000_000
MOST_PAGES = 30
LONGEST_TEXT = 60_000
SECONDS = 5.0
FEWEST_LETTERS = 40  # a page that is a picture gives a page number at most
# A form is a little larger than the file in it.
LARGEST_REQUEST = LARGEST + 200_000

# A file of a few kB can unfold into gigabytes or millions of operators; a letter needs a fraction of these.
LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 3_000_000,
    "lzw_maximum_output_length": 3_000_000,
    "run_length_maximum_output_length": 3_000_000,
    "brotli_maximum_output_length": 3_000_000,
    "array_based_stream_maximum_output_length": 3_000_000,
    "stream_decoding_work_maximum_length": 12_000_000,
    "stream_parsing_work_maximum_count": 100_000,
    "page_tree_maximum_entries": 1_000,
    "page_tree_maximum_page_entries": 20_000,
}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

# It tells about every fault of a file, with words out of it: a log holds no texts.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class Why(StrEnum):
    """Why a letter cannot be read."""

    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NO_LETTER = "no_letter"
    LOCKED = "locked"
    PICTURE = "picture"
    BROKEN = "broken"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"


class Unreadable(Exception):
    """The letter cannot be read; `why` says what the person can do about it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory only, also where Django would write a large one to disk."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.activated = content_length <= LARGEST_REQUEST


def keep_in_memory(request: HttpRequest) -> bool:
    """Before anything of the form is read: nothing goes to disk. Says whether the whole is small enough."""
    request.upload_handlers = [InMemory(request)]
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) <= LARGEST_REQUEST


def text_of(content: bytes) -> str:
    """The text of a PDF or a plain text, by what is in it and not by its name; Unreadable when there is none."""
    if len(content) > LARGEST:
        raise Unreadable(Why.TOO_LARGE)
    # the header may stand a little way into the file
    text = _text_of_pdf(content) if b"%PDF-" in content[:1024] else _plain_text(content)
    if len(text) > LONGEST_TEXT:
        raise Unreadable(Why.TOO_LONG)
    return text


def _plain_text(content: bytes) -> str:
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if _CONTROL.search(text):
        raise Unreadable(Why.NO_LETTER)
    return text.replace("\r\n", "\n")


def _text_of_pdf(content: bytes) -> str:
    # loaded with the first PDF: it is large, and most people paste
    from pypdf import apply_configuration  # noqa: PLC0415
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    with apply_configuration(**LIMITS):
        try:
            text = _pages(content, time.monotonic() + SECONDS)
        except Unreadable:
            raise
        except LimitReachedError as limit:
            raise Unreadable(Why.TOO_SLOW) from limit
        except Exception as fault:  # a spoiled PDF raises anything, from KeyError to RecursionError
            raise Unreadable(Why.BROKEN) from fault
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        raise Unreadable(Why.PICTURE)
    return _CONTROL.sub("", text)


def _pages(content: bytes, until: float) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - see above

    def keep_time(*_: Any) -> None:
        if time.monotonic() > until:
            raise Unreadable(Why.TOO_SLOW)

    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(Why.LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(Why.TOO_MANY_PAGES)
    texts: list[str] = []
    for page in reader.pages:
        keep_time()
        texts.append(page.extract_text(visitor_operand_before=keep_time))
        if sum(map(len, texts)) > LONGEST_TEXT:
            raise Unreadable(Why.TOO_LONG)
    return "\n\n".join(texts)
