"""News back as it stands on a page: for who works here, and for the people upstream."""

from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from bundel.concerns.actions import telling_back
from bundel.concerns.bundle_labels import CHANGES, CHANGES_FOR_PERSON, WISHES, WORKS
from bundel.concerns.rules.bundles import Reply
from bundel.concerns.rules.upstream import ChangeKind, Works
from bundel.concerns.upstream import after_numbers, changes_of, news_for, questions_for, wish_for
from bundel.web.pages import PageRequest


def news_of(request: PageRequest, subject_id: UUID) -> dict[str, Any]:
    """What was told of a bundle, with how far the telling is, and what people say of it later."""
    changes = changes_of(request.actor, subject_id)
    return {
        "news": [(c, CHANGES[c.kind], c.taken_back_at is None and c.sends_at > request.now) for c in changes],
        "is_telling": any(c.is_running for c in changes),
        "after": after_numbers(subject_id),
    }


def upstream_page(request: PageRequest, *, counts: str, after: str, wish: str) -> dict[str, Any]:
    """What somebody upstream reads on their own page: questions first, then everything they were told.

    The three addresses are where they answer and choose.
    """
    actor = request.actor
    lines = news_for(actor, language=get_language() or "nl")
    assert actor.id is not None
    if any(line.is_new for line in lines):
        telling_back.mark_news_read(actor, actor.id, now=request.now)
    questions = questions_for(actor)
    chosen = wish_for(actor)
    return {
        "counts_asked": [q for q in questions if q.answer is Reply.NONE],
        "counts_known": [(q, q.answer is Reply.YES) for q in questions if q.answer is not Reply.NONE],
        "news_lines": [
            (line, CHANGES_FOR_PERSON[line.kind]) for line in lines if line.kind is not ChangeKind.AFTER_QUESTION
        ],
        "after_lines": [(line, _said(line.answer)) for line in lines if line.kind is ChangeKind.AFTER_QUESTION],
        "works": [(works.value, words) for works, words in WORKS.items()],
        "news_wish": WISHES[chosen.wish],
        "news_weekly": chosen.is_weekly,
        "counts_url": counts,
        "after_url": after,
        "wish_url": wish,
    }


def _said(answer: Works | None) -> str | Promise:
    return WORKS[answer] if answer else ""
