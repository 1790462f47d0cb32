"""The invented letters with their labels, and what the reader makes of them in the same shape."""

import tomllib
from pathlib import Path
from typing import Any

from bundel.engines.letters import Letter, read

HERE = Path(__file__).parent
Labels = dict[str, Any]


def letters(name: str) -> list[Labels]:
    """The labelled letters of one file."""
    found: list[Labels] = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["letter"]
    return found


def folded(text: str) -> str:
    """The text in lower case with single spaces."""
    return " ".join(text.split()).lower()


def shows(text: str, letter: Letter, words: str) -> bool:
    """Whether one of the matches on which the kinds rest covers these words, or lies within them."""
    matched = [folded(text[match.start : match.end]) for each in letter.kinds for match in each.matches]
    return any(folded(words) in piece or piece in folded(words) for piece in matched)


def findings(labels: Labels) -> Labels:
    """What the reader finds, for each label that the letter has."""
    text = labels["text"]
    letter = read(text)
    terms = sorted(f"{term.purpose} {term.until or f'{term.number} {term.unit}'}" for term in letter.terms)
    facts = {name: fact.value for name, fact in letter.facts.items() if name in labels.get("facts", {})}
    found: Labels = {
        "kinds": sorted(each.kind.value for each in letter.kinds),
        "language": letter.language,
        "dated": letter.day("letter"),
        "sent": letter.day("sent"),
        "sender": letter.sender.body,
        "clause": letter.clause.state.value,
        "problems": sorted(letter.clause.problems),
        "contradictions": sorted(each.code for each in letter.contradictions),
    }
    optional = {
        "law": letter.law,
        "terms": terms,
        "facts": facts,
        "surface": [words for words in labels.get("surface", []) if shows(text, letter, words)],
    }
    return found | {name: value for name, value in optional.items() if name in labels}


def expected(labels: Labels) -> Labels:
    """The labels, with what a letter leaves out filled in."""
    blank: Labels = {"language": "nl", "dated": None, "sent": None, "problems": [], "contradictions": []}
    wanted = blank | {name: value for name, value in labels.items() if name not in {"id", "text"}}
    for name in ("kinds", "problems", "contradictions", "terms"):
        if name in wanted:
            wanted[name] = sorted(wanted[name])
    return wanted
