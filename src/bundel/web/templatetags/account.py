"""Template filters for pages about one's own account."""

from django import template
from django.utils.translation import gettext

register = template.Library()

# The first that is found in what a browser says about itself; Edge and Opera also name Chrome, Chrome also Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """`Firefox op Windows`, as far as a browser tells."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), gettext("Een browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), gettext("een onbekend apparaat"))
    return gettext("%(browser)s op %(system)s") % {"browser": browser, "system": system}


@register.filter
def fours(text: str) -> str:
    """A long key in groups of four, to copy by hand."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
