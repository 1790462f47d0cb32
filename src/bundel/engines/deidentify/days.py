"""Dates, birth dates and ages."""

import re
from collections.abc import Iterator

from bundel.engines.deidentify.kinds import Found, Kind

_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMERIC = re.compile(
    rf"(?<![\w./-]){_DAY}(?:[-/](?:0?[1-9]|1[0-2])[-/](?:19|20)?\d{{2}}|\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d{{2}}"
    rf"|\s(?:0?[1-9]|1[0-2])\s(?:19|20)\d{{2}}|\.(?:0[1-9]|1[0-2])\.\d{{2}})(?![\w-]|[./]\d)"
)
_ISO = re.compile(r"(?<![\w./-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])")
_WRITTEN = re.compile(
    rf"(?<![\w.,])(?:{_DAY}(?:e|ste|de)?\s?{_MONTH}\b\.?(?:,?\s?(?:(?:19|20)\d{{2}}|['’]\d{{2}})(?!\d))?"
    rf"|{_MONTH}\b\.?\s(?:19|20)\d{{2}}(?!\d))",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:geboren|geb\.?|geboortedatum|geboortedag|geb\.?\s?dat(?:um|\.)?|gebdat|gbd|g\.d\.|jarig op|verjaardag|"
    r"verjaart|°|born)[^\d\n]{0,25}$|[°*]\s?$",
    re.IGNORECASE,
)
_BIRTH_YEAR = re.compile(
    r"\b(?:geboren in|geboren (?:[\w-]+ )?in|geb\.? in|geboortejaar:?|geboren te [\w-]+ in|"
    r"(?:ik ben|hij is|zij is|ze is) van)\s((?:19|20)\d{2})(?!\d)",
    re.IGNORECASE,
)
_BIRTH_SAID = re.compile(
    r"\b(?:geboortedatum|geb\.?\s?datum|geb\.?|geboren|gebdat|gbd)\b\.?(?:\s(?:op|is)|\s?[:=-])?\s?"
    rf"((?:\d{{6}}|\d{{8}})(?!\d)|{_DAY}[-/. ]{{1,2}}(?:0?[1-9]|1[0-2])(?:[-/. ]{{1,2}}(?:19|20)?\d{{2}})?(?![\d]))",
    re.IGNORECASE,
)
_TENS = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
_COUNT = (
    rf"(?:\d{{1,3}}|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:e[në]n?|ën)?{_TENS}|{_TENS}|"
    r"twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    r"zestien|zeventien|achttien|negentien)"
)
_YEARS = r"(?:\s?-?\s?(?:jaar|jr|jaren|j))"
_PERSON_NOUN = (
    r"(?:zoon|zoontje|dochter|dochtertje|kind|kleinzoon|kleindochter|man|vrouw|jongen|meisje|jongere|moeder|vader|"
    r"broer|broertje|zus|zusje|neef|neefje|nicht|nichtje|opa|oma|partner|vriend|vriendin|peuter|kleuter|tiener|puber|"
    r"buurman|buurvrouw|tweeling|cli[eë]nt|pati[eë]nt|oudere|heer|dame|leerling|weduwe|weduwnaar|tante|oom|baby|"
    r"mevrouw|meneer)"
)
_NO_SPELL = r"(?!\s(?:geleden|lang|terug|later|na|aan|wachten|bezig))"
_AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:ik ben|ben ik|ben|is|was|wordt|word|werd|nu|pas|inmiddels|net|bijna|van|leeftijd:?|\w+,)\s"
        rf"(?:nu |pas |al |net |bijna |inmiddels )?({_COUNT}{_YEARS})(?:\soud|\sjong)?\b{_NO_SPELL}",
        rf"\b({_COUNT}{_YEARS}(?:\soud|\sjong))\b",
        r"\b(\d{1,3}\s?-?\s?jarig(?:e|en)?)\b",
        rf"\b{_PERSON_NOUN}\s(?:\w+\s)?van\s(?:nog geen |bijna |net |pas )?({_COUNT}{_YEARS}?)(?=[\s,.;:!?)]|$)"
        r"(?!\s(?:euro|uur|dagen|weken|maanden|procent|januari|februari))",
        r"\b(?:ik ben|hij is|zij is|ze is|is nu|is pas|wordt|werd|leeftijd:?)\s"
        rf"(?:nu |pas |al |net |bijna )?({_COUNT})(?=\s?[.,;!)\n]|\s(?:en|geworden)\b|\s?$)(?!,\d|\.\d)",
        r"(?<=\w\s)\((\d{1,2})\)",
        rf"\(({_COUNT}{_YEARS}(?:\soud)?)\)",
        rf"\b{_PERSON_NOUN}\s\w+\s({_COUNT}{_YEARS})\b{_NO_SPELL}",
        rf"^\W{{0,3}}({_COUNT}{_YEARS})\b(?=,|\soud)",
    )
)
_SPELL = re.compile(
    r"\b(?:al|na|over|binnen|sinds|per|elke|ruim|meer dan|laatste|afgelopen|komende|eerste|periode|minstens)"
    r"\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_SPELL_EXCEPT = re.compile(r"\b(?:ik ben|is|ben|wordt|was)\sal\s$", re.IGNORECASE)


def find_dates(text: str) -> list[Found]:
    """Every full date; a date of birth by the words before it."""
    found = [
        Found(m.start(), m.end(), _kind_of_date(text, m.start()))
        for pattern in (_NUMERIC, _ISO, _WRITTEN)
        for m in pattern.finditer(text)
    ]
    found.extend(Found(*m.span(1), Kind.DOB) for p in (_BIRTH_SAID, _BIRTH_YEAR) for m in p.finditer(text))
    return found


def _kind_of_date(text: str, start: int) -> Kind:
    before = text[max(0, start - 45) : start]
    return Kind.DOB if _BIRTH.search(before) else Kind.DATE


def find_ages(text: str) -> Iterator[Found]:
    """Ages of people; a length of time (`al 3 jaar`, `2 jaar geleden`) is none."""
    for pattern in _AGES:
        for found in pattern.finditer(text):
            before = text[max(0, found.start(1) - 30) : found.start(1)]
            if not _SPELL.search(before) or _SPELL_EXCEPT.search(before):
                yield Found(*found.span(1), Kind.AGE)
