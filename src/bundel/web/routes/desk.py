"""Addresses of the daily work in a workspace."""

from django.urls import path

from bundel.web.views import concern, concerns, entry, plain_language, search, settings, today, trail

urlpatterns = [
    path("", today.today, name="today"),
    path("signalen/", concerns.concerns, name="concerns"),
    path("signalen/doe/", concerns.concerns_act, name="concerns_act"),
    path("signalen/verdeel/", concerns.concerns_assign, name="concerns_assign"),
    path("signalen/terug/", concerns.concerns_undo, name="concerns_undo"),
    path("signalen/nieuw/", entry.enter_concern, name="enter_concern"),
    path("signalen/<uuid:concern_id>/", concern.concern, name="concern"),
    path("signalen/<uuid:concern_id>/verhaal/", concern.concern_story, name="concern_story"),
    path("signalen/<uuid:concern_id>/antwoord/", concern.concern_answer, name="concern_answer"),
    path("signalen/<uuid:concern_id>/bewijs/", entry.concern_receipt, name="concern_receipt"),
    path("signalen/bericht/<uuid:message_id>/terug/", concern.concern_take_back, name="concern_take_back"),
    path("moeilijke-zinnen/", plain_language.hard_sentences, name="hard_sentences"),
    path("wat-mensen-veranderen/", plain_language.mark_changes, name="mark_changes"),
    path("zoek/", search.search, name="search"),
    path("instellingen/", settings.settings, name="settings"),
    path("wie-zag-wat/", trail.trail, name="trail"),
    path("theme.css", settings.theme, name="theme"),
]
