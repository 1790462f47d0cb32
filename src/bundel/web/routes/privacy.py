"""Addresses about privacy: the public statements, and the pages of who watches over it in a workspace."""

from django.urls import path

from bundel.web.views import breach, glass, keeping, privacy

urlpatterns = [
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<slug:slug>/", privacy.privacy_of, name="privacy_of"),
    path("cookies/", privacy.cookies, name="cookies"),
    path(".well-known/security.txt", privacy.security_txt, name="security_txt"),
    path("w/<slug:slug>/privacy/", keeping.retention, name="retention"),
    path("w/<slug:slug>/privacy/termijnen/", keeping.retention_terms, name="retention_terms"),
    path("w/<slug:slug>/privacy/register/", keeping.processing, name="processing"),
    path("w/<slug:slug>/privacy/datalek/", breach.breach, name="breach"),
    path("w/<slug:slug>/privacy/datalek/bestand/", breach.breach_file, name="breach_file"),
    path("w/<slug:slug>/gevaar/", glass.break_glass, name="break_glass"),
    path("w/<slug:slug>/gevaar/verhaal/", glass.break_glass_story, name="break_glass_story"),
    path("w/<slug:slug>/gevaar/vragen/", glass.break_glass_requests, name="break_glass_requests"),
]
