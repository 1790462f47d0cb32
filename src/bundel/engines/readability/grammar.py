"""The small words of a language that the hints and the cutting into sentences look for."""

from functools import cache
from importlib.resources import files


@cache
def _sections() -> dict[str, str]:
    text = files("bundel.engines.readability").joinpath("data", "grammar.txt").read_text(encoding="utf-8")
    sections: dict[str, str] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            sections[heading] = ""
        elif not line.startswith("#"):
            sections[heading] += f" {line}"
    return sections


def grammar(heading: str) -> frozenset[str]:
    """The words under this heading of `grammar.txt`."""
    return frozenset(_sections()[heading].split())
