"""E-mail addresses, phone, account, citizen, plate and file numbers, each with its own check.

Sources: the eleven test of the citizen service number (Besluit BSN, logical design), ISO 13616 (IBAN, mod 97),
the Dutch number plan of the Telecommunicatiewet, the RDW's series of plates and the postcode table's form.
"""

import re
from collections.abc import Callable, Iterator

from bundel.engines.deidentify.kinds import Found, Kind
from bundel.engines.deidentify.words import cues

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\s?\.[\w-]{2,63}){1,5}", re.IGNORECASE)
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[(\[]?\s?\b(?:at|apenstaart(?:je)?|aapje|@)\b\s?[)\]]?\s?[\w-]{2,63}"
    r"(?:\s?(?:\.|[(\[]?\s?\b(?:punt|dot)\b\s?[)\]]?)\s?[a-z]{2,20}){1,3}\b",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?<!\w)(?:(?:www\.)?(?:facebook|instagram|linkedin|twitter|x|tiktok)\.com/(?:in/)?[\w.-]{3,60}"
    r"|(?:insta(?:gram)?|snap(?:chat)?|tiktok|twitter|facebook|telegram)\s?:?\s?@[\w.]{3,40})",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\s?\d{2}(?:[\s.-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_NL = re.compile(r"(?<![A-Za-z0-9])NL\s?\d{2}[\s.-]?[A-Z]{4}(?:[\s.-]?\d){9,10}(?!\d)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:rekening(?:nummer|nr\.?)?|bankrekening|giro(?:nummer)?|iban)\b\D{0,25}?(\d(?:[\s.-]?\d){4,11})"
)
_NINE = re.compile(r"(?<![\d,.€-])(?<!€ )\d(?:[ .-]?\d){8}(?![\d-]|[.,]\d)")
_BSN_SAID = re.compile(
    r"\b(?:bsn|b\.s\.n\.?|burgerservice(?:nummer|nr\.?)?|sofi(?:-?nummer|-?nr\.?)?|bsn-?(?:nummer|nr\.?))"
    r"[^\d\n]{0,30}?(\d(?:[ .-]?\d){7,8})(?!\d)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w€])(?<!\d[.,-])(?:(?:\+|00)\s?[1-9]\d?|\(?[0O])(?:[\s.()/–-]{0,3}\d){7,12}(?!\d|[.,]\d)")
_PHONE_SAID = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr\.?)?|mobiel(?:nummer)?|mob|gsm|06-?nummer|bel(?:len)? me op|bereikbaar op|app)"
    r"\b[\s.:=-]{0,4}(?:is |op |nummer )?(\(?\d(?:[\s.()/-]{0,2}\d){5,11})(?!\d)",
    re.IGNORECASE,
)
_UNIT_WORD = r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TEN_WORD = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
_COUNT_WORD = (
    rf"(?:{_UNIT_WORD}?(?:e?[eë]n)?{_TEN_WORD}|tien|elf|twaalf|dertien|veertien|"
    rf"(?:vijf|zes|zeven|acht|negen)tien|{_UNIT_WORD})"
)
_PHONE_SPOKEN = re.compile(
    rf"\b(?:(?:nul|0)[\s,-]{{0,2}}{_UNIT_WORD}|0\s?6(?=[\s,-]{{1,2}}{_COUNT_WORD}\b))(?:[\s,-]{{1,2}}(?:{_COUNT_WORD}|\d{{1,4}})\b){{4,9}}",
    re.IGNORECASE,
)
_SERVICE = ("0800", "0900", "0906", "0909")
_POSTCODE = re.compile(r"(?<![\w€.,-])[1-9]\d{3}(\s{0,2})([A-Za-z]{2})(?![\w])")
_POSTCODE_SAID = re.compile(
    r"\b(?:postcode|postcd|pc)\b\s?(?:is|:|=)?\s?([1-9]\d{3}(?:\s?[A-Za-z]{2}\b)?)", re.IGNORECASE
)
_NEVER_ISSUED = frozenset(("sa", "sd", "ss"))
_UNITS = cues("units")
_NO_POSTCODE = _NEVER_ISSUED | cues("no postcode letters")
_PLATE_SERIES = (
    *("LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD", "DD-LL-LL", "DD-LLL-D", "D-LLL-DD"),
    *("LL-DDD-L", "L-DDD-LL", "LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D"),
)
_PLATE = re.compile(
    r"(?<![\w-])(?:" + "|".join(s.replace("D", r"\d").replace("L", "[A-Za-z]") for s in _PLATE_SERIES) + r")(?![\w-])"
)
_PLATE_SAID = re.compile(
    r"\b(?:kenteken(?:plaat)?|nummerbord|nummerplaat)\b(?:\s?(?:is|was|met|van de \w+|:|=|-)){0,2}\s?"
    r"((?:[A-Za-z]{1,3}|\d{1,3})(?:[\s-]?(?:[A-Za-z]{1,3}|\d{1,3})){2})(?!\w)",
    re.IGNORECASE,
)
_FILE_SAID = re.compile(
    r"\b(?:[a-zë-]{1,25}[\s-]?(?:nummers?|nr|kenmerk)\b|(?:zaak|dossier|cli[eë]nt|klant|polis|relatie|ref|v)[\s-]?(?:no|code|id)\b|"
    r"ref(?:erentie)?\b|kenmerk|dossier|zaak|casus|nummer|nr)\.?(?:\s[a-zé]{1,20}){0,4}?"
    r"\s?[:=#.-]?\s?(?:nr\.?\s|n[o°]\.?\s)?((?:(?:[A-Z]{1,6}[./_-]?){1,3}|(?-i:[A-Z]{1,6}\s)|(?:[A-Z]|awb|ams|arn|dha|gel|lee|lim|mid|nho|obr|ove|rot|sgr|utr|zwb)\s)?\d[\w./_-]{2,30}(?:\s\d[\d./-]{1,12}){0,6})",
    re.IGNORECASE,
)
_REFERENCE_LINE = re.compile(
    r"\b(?:kenmerk|referentie|ref|zaak|dossier|polis|cli[eë]nt|klant)(?:nummer|nr)?\.?\s?:\s?([\w./_-]*\d[\w./_-]*\w)",
    re.IGNORECASE,
)
_FILE_SHAPE = re.compile(
    r"(?<![\w:/.-])(?:[A-Z]{1,5}[-./_]?\d{2,4}[-./_]\d{3,10}|[A-Z]{1,5}[-/_]?\d{6,12}|[A-Z]{1,5}[-/_]\d{5}|[a-z]{1,2}\d{4}[-/]\d{4,8}|"
    r"(?:19|20)\d{2}[/-](?!(?:19|20)\d\d(?!\d))\d{4,10}|[A-Z]{1,5}[-/][A-Z]{1,5}[-/]\d{3,10}|"
    r"[A-Z]{2,4} \d{2}/\d{2,5}|\d{4}(?: \d{4}){2,4})(?:[-/.]\d{1,6})?(?![\w])"
)
_LONG_NUMBER = re.compile(r"(?<![\w€.,:/-])(?<!€ )\d{7,20}(?![\w]|[.,:/-]\d|\s?(?:euro|eur|€|inwoners|mensen))")
_REFERENCE_OF_ALL = re.compile(r"(?:ECLI|Stb|Stcrt|ISO|NEN|artikel|art\.)[\s:.]*$", re.IGNORECASE)


def digits(text: str) -> str:
    """The digits alone, a letter O typed for a zero taken as zero."""
    return "".join(c for c in text.replace("O", "0").replace("o", "0") if c.isdecimal())


def is_bsn(number: str) -> bool:
    """The eleven test: weights 9 down to 2 and minus one for the last digit, the sum a multiple of eleven."""
    if len(number) != 9 or not number.isdecimal() or not number.isascii() or number == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, number, strict=True)) % 11 == 0


def is_iban(account: str) -> bool:
    """Mod 97 of ISO 13616 on the account without spaces."""
    compact = "".join(c for c in account.upper() if c.isascii() and c.isalnum())
    if not 15 <= len(compact) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _ibans(text: str) -> Iterator[Found]:
    for found in _IBAN_NL.finditer(text):
        yield Found(found.start(), found.end(), Kind.IBAN)
    for found in _IBAN.finditer(text):
        surface = found.group()
        cuts = [len(surface), *(m.start() for m in re.finditer(r"[\s.-]", surface))]
        end = next((cut for cut in sorted(cuts, reverse=True) if is_iban(surface[:cut])), 0)
        if end:
            yield Found(found.start(), found.start() + end, Kind.IBAN)


def _citizen_numbers(text: str) -> Iterator[Found]:
    for found in _BSN_SAID.finditer(text):
        yield Found(*found.span(1), Kind.BSN)
    for found in _NINE.finditer(text):
        if is_bsn(digits(found.group())):
            yield Found(found.start(), found.end(), Kind.BSN)


def _phones(text: str) -> Iterator[Found]:
    for found in _PHONE.finditer(text):
        number = digits(found.group())
        mobile = number.startswith("06") and 9 <= len(number) <= 11
        home = number[0] == "0" and number[1] != "0" and len(number) == 10
        abroad = (number.startswith("00") or found.group()[0] == "+") and 9 <= len(number) <= 15
        if (mobile or home or abroad) and not number.startswith(_SERVICE):
            yield Found(found.start(), found.end(), Kind.PHONE)
    for found in _PHONE_SAID.finditer(text):
        if not digits(found.group(1)).startswith(_SERVICE):
            yield Found(*found.span(1), Kind.PHONE)
    for found in _PHONE_SPOKEN.finditer(text):
        yield Found(found.start(), found.end(), Kind.PHONE)


def _postcodes(text: str) -> Iterator[Found]:
    for found in _POSTCODE.finditer(text):
        letters = found.group(2)
        low = letters.lower()
        is_year = found.group()[:2] in ("19", "20") and not letters.isupper() and found.group(1)
        typed_as_one = letters.isupper() or not found.group(1)
        sure = typed_as_one and low not in _NEVER_ISSUED | _UNITS
        if sure or (low not in _NO_POSTCODE and not is_year):
            yield Found(found.start(), found.end(), Kind.POSTCODE)
    for found in _POSTCODE_SAID.finditer(text):
        yield Found(*found.span(1), Kind.POSTCODE)


def _plates(text: str) -> Iterator[Found]:
    for found in _PLATE.finditer(text):
        yield Found(found.start(), found.end(), Kind.PLATE)
    for found in _PLATE_SAID.finditer(text):
        surface = found.group(1)
        if any(c.isdigit() for c in surface) and 6 <= sum(c.isalnum() for c in surface) <= 7:
            yield Found(*found.span(1), Kind.PLATE)


def _files(text: str) -> Iterator[Found]:
    for found in _REFERENCE_LINE.finditer(text):
        yield Found(*found.span(1), Kind.PATIENTNR)
    for found in _FILE_SAID.finditer(text):
        surface = found.group(1).rstrip("./_-")
        is_other = found.group().lower().startswith(("huisnummer", "artikelnummer", "telefoonnummer", "noodnummer"))
        if sum(c.isdigit() for c in surface) >= 3 and not is_other:
            yield Found(found.start(1), found.start(1) + len(surface), Kind.PATIENTNR)
    for pattern in (_FILE_SHAPE, _LONG_NUMBER):
        for found in pattern.finditer(text):
            if not _REFERENCE_OF_ALL.search(text, max(0, found.start() - 30), found.start()):
                yield Found(found.start(), found.end(), Kind.PATIENTNR)


def _mails(text: str) -> Iterator[Found]:
    for pattern in (_EMAIL, _SPOKEN_EMAIL, _PROFILE):
        for found in pattern.finditer(text):
            yield Found(found.start(), found.end(), Kind.EMAIL)


def _accounts(text: str) -> Iterator[Found]:
    for found in _ACCOUNT.finditer(text):
        yield Found(*found.span(1), Kind.IBAN)


_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _mails,
    _ibans,
    _accounts,
    _citizen_numbers,
    _phones,
    _postcodes,
    _plates,
    _files,
)


def find_numbers(text: str) -> list[Found]:
    """All numbers and addresses of the net; they may overlap, `settle` decides."""
    return [found for finder in _FINDERS for found in finder(text)]
