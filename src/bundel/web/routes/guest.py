"""Addresses of guests: their own page, and in a workspace who is asked about one thing."""

from django.urls import path, register_converter

from bundel.web.guests import READERS, Reader
from bundel.web.views import guest as views

_BY_WORD = {reader.word: reader for reader in READERS.values()}


class ReaderInWords:
    """What a guest is asked about, by its word in the address."""

    regex = "|".join(_BY_WORD)

    def to_python(self, value: str) -> Reader:
        return _BY_WORD[value]

    def to_url(self, value: Reader) -> str:
        return value.word


register_converter(ReaderInWords, "reader")

HERE = "w/<slug:slug>/gasten/<reader:reader>/<uuid:subject_id>/"

urlpatterns = [
    path("gast/", views.guest, name="guest"),
    path("gast/niet-voor-mij/", views.guest_decline, name="guest_decline"),
    path("gast/klaar/", views.guest_leave, name="guest_leave"),
    path("gast/tot-ziens/", views.guest_goodbye, name="guest_goodbye"),
    path("gast/<str:token>/", views.guest_link, name="guest_link"),
    path(HERE, views.guests, name="guests"),
    path(f"{HERE}nieuw/", views.guest_invite, name="guest_invite"),
    path(f"{HERE}<uuid:link_id>/terug/", views.guest_take_back, name="guest_take_back"),
    path(f"{HERE}<uuid:link_id>/nog-een-mail/", views.guest_remind, name="guest_remind"),
    path(f"{HERE}<uuid:link_id>/intrekken/", views.guest_revoke, name="guest_revoke"),
]
