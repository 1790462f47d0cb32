"""What can be found in a text, where, and by what it is replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """The sorts of personal data; the order decides between two findings of the same length."""

    EMAIL = "EMAIL"
    IBAN = "IBAN"
    BSN = "BSN"
    PHONE = "PHONE"
    DOB = "DOB"
    POSTCODE = "POSTCODE"
    PLATE = "PLATE"
    PATIENTNR = "PATIENTNR"
    ADDRESS = "ADDRESS"
    PERSON = "PERSON"
    INSTITUTION = "INSTITUTION"
    MUNICIPALITY = "MUNICIPALITY"
    AGE = "AGE"
    DATE = "DATE"


DIRECT = frozenset(
    {
        Kind.PERSON,
        Kind.ADDRESS,
        Kind.POSTCODE,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.BSN,
        Kind.IBAN,
        Kind.PLATE,
        Kind.DOB,
        Kind.PATIENTNR,
    }
)

Policy = Mapping[Kind, str | None]
"""Per kind the text that takes its place; `None` or absent: it stays as it was typed."""

REPLACE_ALL: Policy = MappingProxyType(
    {
        Kind.EMAIL: "[e-mail]",
        Kind.IBAN: "[rekening]",
        Kind.BSN: "[bsn]",
        Kind.PHONE: "[telefoon]",
        Kind.DOB: "[geboortedatum]",
        Kind.POSTCODE: "[postcode]",
        Kind.PLATE: "[kenteken]",
        Kind.PATIENTNR: "[nummer]",
        Kind.ADDRESS: "[adres]",
        Kind.PERSON: "[naam]",
        Kind.INSTITUTION: "[instelling]",
        Kind.MUNICIPALITY: "[gemeente]",
        Kind.AGE: "[leeftijd]",
        Kind.DATE: "[datum]",
    }
)

_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: characters `start` up to `end` of the text are of this kind."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of the text to replace: offsets in characters of the text as it was typed."""

    start: int
    end: int
    type: Kind
    replacement: str


def settle(found: Iterable[Found]) -> list[Found]:
    """Sorted findings without overlap; what overlaps is covered whole and takes the kind of the longest."""
    settled: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end, _RANK[f.kind])):
        if settled and one.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], one)
        else:
            settled.append(one)
    return settled


def _joined(left: Found, right: Found) -> Found:
    strongest = min(left, right, key=lambda f: (f.start - f.end, _RANK[f.kind]))
    return Found(left.start, max(left.end, right.end), strongest.kind)
