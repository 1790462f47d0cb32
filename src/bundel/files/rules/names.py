"""The name of a file as it is kept: readable, harmless on any computer, and with the ending of its content."""

import re
import unicodedata

from bundel.files.rules.kinds import ENDINGS, Kind

LONGEST_STEM = 100
NAMELESS = "bestand"

# Windows keeps these for devices, whatever the ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_ENDING = re.compile(r"\.(?=[^.]*[^\W\d])\w{1,5}$")


def clean_name(name: str, kind: Kind) -> str:
    """The name without path, control characters and signs that a computer gives a meaning."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Besides control characters: signs that turn the direction of reading, with which "fdp.exe" looks like a PDF.
    shown = "".join(c for c in bare if unicodedata.category(c)[0] != "C")
    stem = re.sub(r'[:*?"<>|\s]+', " ", shown).rstrip(" .")
    ending = ENDINGS[kind][0]
    if found := _ENDING.search(stem):
        stem = stem[: found.start()]
        if found[0][1:].lower() in ENDINGS[kind]:
            ending = found[0][1:].lower()
    stem = stem.strip(" .")[:LONGEST_STEM].rstrip(" .") or NAMELESS
    return f"{'_' if _DEVICES.fullmatch(stem) else ''}{stem}.{ending}"
