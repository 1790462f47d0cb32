"""Addresses of the legal clock."""

from django.urls import path, register_converter

from bundel.engines.drafting import Sample, samples
from bundel.web.clock.kinds import KINDS, Kind
from bundel.web.views import clock as views
from bundel.web.views import making


class KindInWords:
    """What somebody got or sent, by its Dutch word in the address."""

    # the longest first: a word may begin as another one does
    regex = "|".join(sorted(KINDS, key=len, reverse=True))

    def to_python(self, value: str) -> Kind:
        return KINDS[value]

    def to_url(self, value: Kind) -> str:
        return value.code


class SampleInWords:
    """A sample letter, by its code in the address."""

    regex = "|".join(sorted(samples(), key=len, reverse=True))

    def to_python(self, value: str) -> Sample:
        return samples()[value]

    def to_url(self, value: Sample) -> str:
        return value.code


register_converter(KindInWords, "kind")
register_converter(SampleInWords, "sample")

urlpatterns = [
    path("", views.clock, name="clock"),
    path("brief/", views.clock_letter, name="clock_letter"),
    path("brief/gelezen/", views.clock_letter_read, name="clock_letter_read"),
    path("schrijf/", making.sample_letters, name="sample_letters"),
    path("schrijf/<sample:sample>/", making.letter_questions, name="letter_questions"),
    path("schrijf/<sample:sample>/klaar/", making.letter_ready, name="letter_ready"),
    path("schrijf/<sample:sample>/<str:format>/", making.letter_file, name="letter_file"),
    path("<kind:kind>/", views.clock_questions, name="clock_questions"),
    path("<kind:kind>/antwoord/", views.clock_answer, name="clock_answer"),
    path("<kind:kind>/agenda/", views.clock_calendar, name="clock_calendar"),
]
