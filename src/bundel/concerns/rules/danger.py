"""Words that may mean danger: then the numbers to call stand beside the story, for teller and reader."""

import re
from enum import StrEnum


class Danger(StrEnum):
    """What kind of help stands beside the story."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"


# Rather too often than once too few: a number beside a story harms nobody.
_PATTERNS = {
    Danger.SUICIDE: re.compile(
        r"zelfmoord|zelfdoding|su[iï]cid|"
        r"\b(?:wil|wilde|hoef)\s+(?:ik\s+)?niet\s+meer\s+(?:leven|verder|wakker\s+worden)|"
        r"\b(?:ik\s+)?niet\s+meer\s+(?:wil|wilde|wou)\s+(?:leven|doorgaan)|"
        r"\b(?:een|er\s+een)\s+eind(?:e)?\s+aan\s+(?:maken|mijn\s+leven)|"
        r"\bliever\s+dood\b|\bbeter\s+af\s+zonder\s+mij|\bgeen\s+zin\s+meer\s+in\s+het\s+leven|"
        r"\bals\s+ik\s+er\s+niet\s+meer\s+(?:ben|was)\b|"
        r"\bkill\s+myself|\bend\s+my\s+life|\bwant\s+to\s+die\b",
        re.IGNORECASE,
    ),
    Danger.VIOLENCE: re.compile(
        r"\b(?:slaat|sloeg|geslagen|schopt|schopte|mishandel\w*|misbruik\w*|verkracht\w*|aangerand)\b|"
        r"\b(?:mij|me|haar|hem|ons)\b[^.!?]{0,40}\bgeduwd\b|"
        r"\bhuiselijk\s+geweld|\bbedreigt\s+(?:mij|me|ons|haar|hem)|\bbang\s+voor\s+(?:mijn|haar|zijn)\s+"
        r"(?:man|vrouw|partner|vader|moeder|zoon|broer|ex)\b|\bdurf\s+niet\s+naar\s+huis|"
        r"\bopgesloten\s+(?:in|op)\b|\b(?:beats|hits|abuses)\s+(?:me|us|her|him)\b",
        re.IGNORECASE,
    ),
}


def dangers_in(text: str) -> frozenset[Danger]:
    """The kinds of danger a text may speak of."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))
