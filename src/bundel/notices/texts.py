"""The words of a mail: plain text, in the reader's language, with nothing personal in it."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from bundel.notices.labels import SUBJECTS
from bundel.notices.rules import NoticeKind


@dataclass(frozen=True)
class Text:
    """A mail as it is read."""

    subject: str
    body: str


def text_of(kind: NoticeKind, *, language: str, path: str, workspace: str) -> Text:
    """The mail in this language; `path` is the page of this site it points to."""
    with translation.override(language):
        context = {"address": f"{settings.ENVIRONMENT.address}{path}", "workspace": " ".join(workspace.split())}
        body = render_to_string(f"notices/{kind}.txt", context)
        return Text(str(SUBJECTS[kind]), body.strip() + "\n")
