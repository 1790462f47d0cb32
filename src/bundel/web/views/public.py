"""The pages for everybody: the start, how stories are kept, accessibility, and the language of the pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.i18n import set_language as change_language

from bundel.accounts.permissions import Permission
from bundel.web.pages import PageRequest, declared_as, page


@page(Permission.PUBLIC_READ)
def start(request: PageRequest) -> HttpResponse:
    """Where everybody comes in: tell, or go on with a code."""
    return render(request, "start.html")


@page(Permission.PUBLIC_READ)
def about_story(request: PageRequest) -> HttpResponse:
    """What happens with a story, who can read it, and how to erase it."""
    return render(request, "about_story.html")


@page(Permission.PUBLIC_READ)
def accessibility(request: PageRequest) -> HttpResponse:
    """What works for whom, and where to say that something does not."""
    return render(request, "accessibility.html")


set_language = declared_as(Permission.PUBLIC_READ, change_language)
