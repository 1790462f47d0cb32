"""One search box: handles, words of cards, and for who may, whole words of a name."""

from django.http import HttpResponse
from django.shortcuts import render

from bundel.accounts.permissions import Permission
from bundel.concerns.finding import search_concerns
from bundel.concerns.queries import FOUND_AT_MOST
from bundel.web.entrances import member
from bundel.web.lines import lines_of
from bundel.web.pages import PageRequest, page

LONGEST_QUERY = 200


@page(Permission.CONCERNS_SEE, entrance=member)
def search(request: PageRequest, slug: str) -> HttpResponse:
    """What was found, newest first; an empty question finds nothing."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    lines = lines_of(request, search_concerns(request.actor, query, now=request.now)) if query else []
    context = {"query": query, "lines": lines, "is_cut_off": len(lines) == FOUND_AT_MOST, "most": FOUND_AT_MOST}
    return render(request, "search.html", context)
