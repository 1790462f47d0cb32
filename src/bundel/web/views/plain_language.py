"""What people show about language: sentences of letters they did not understand, and the marks they changed."""

from django.http import HttpResponse
from django.shortcuts import render

from bundel.accounts.permissions import Permission
from bundel.concerns.labels import BEFORES, DECIDERS, KIND_NAMES, MARK_CHANGES
from bundel.concerns.plain_language import count_mark_changes, list_hard_sentences
from bundel.places.rules import load
from bundel.web.entrances import member
from bundel.web.pages import PageRequest, page


@page(Permission.CONCERNS_SEE, entrance=member)
def hard_sentences(request: PageRequest, slug: str) -> HttpResponse:
    """Sentences that people gave, by who wrote them, each with what would be plainer."""
    places = load()
    senders = [
        (DECIDERS[sender.decides], places[sender.municipality_code].name, sender)
        for sender in list_hard_sentences(request.actor)
        if sender.municipality_code in places
    ]
    return render(request, "hard_sentences.html", {"senders": senders})


@page(Permission.CONCERNS_SEE, entrance=member)
def mark_changes(request: PageRequest, slug: str) -> HttpResponse:
    """Which marks people put back or add, by shape and without a word of their texts."""
    rows = [
        (MARK_CHANGES[row.change], KIND_NAMES.get(row.kind, ""), BEFORES[row.before], row.shape, row.number)
        for row in count_mark_changes(request.actor)
    ]
    return render(request, "mark_changes.html", {"rows": rows})
