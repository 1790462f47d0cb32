"""Addresses of the pages for everybody."""

from django.urls import path

from bundel.web.views import public

urlpatterns = [
    path("", public.start, name="start"),
    path("zo-gaan-we-om-met-je-verhaal/", public.about_story, name="about_story"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
    path("taal/", public.set_language, name="set_language"),
]
