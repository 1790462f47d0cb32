"""Addresses that only the demo answers."""

from django.urls import path

from bundel.web.views import demo

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/onderdelen/", demo.style_guide, name="style_guide"),
]
