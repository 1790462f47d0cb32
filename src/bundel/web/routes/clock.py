"""Addresses of the legal clock."""

from django.urls import path, register_converter

from bundel.web.clock.kinds import KINDS, Kind
from bundel.web.views import clock as views


class KindInWords:
    """What somebody got or sent, by its Dutch word in the address."""

    # the longest first: a word may begin as another one does
    regex = "|".join(sorted(KINDS, key=len, reverse=True))

    def to_python(self, value: str) -> Kind:
        return KINDS[value]

    def to_url(self, value: Kind) -> str:
        return value.code


register_converter(KindInWords, "kind")

urlpatterns = [
    path("", views.clock, name="clock"),
    path("brief/", views.clock_letter, name="clock_letter"),
    path("brief/gelezen/", views.clock_letter_read, name="clock_letter_read"),
    path("<kind:kind>/", views.clock_questions, name="clock_questions"),
    path("<kind:kind>/antwoord/", views.clock_answer, name="clock_answer"),
    path("<kind:kind>/agenda/", views.clock_calendar, name="clock_calendar"),
]
