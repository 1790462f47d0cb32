"""Renders the reference page of the reply reader from its rules, so that page and reader cannot differ."""

import sys
from collections.abc import Iterator

from bundel.engines.letters import notation
from bundel.engines.letters.letter import Kind
from bundel.engines.letters.rules import Rule, rules
from bundel.engines.letters.tables import read_table

_OTHERS = {
    "days": "Days",
    "terms": "Terms",
    "clause": "The way to contest it",
    "frame": "For whom, and what it refers to",
    "bodies": "Who wrote it",
    "laws": "Which special law",
}
INTRODUCTION = """# The reply reader

<!-- This page is generated: python -m bundel.engines.letters.reference > docs/reference/letters.md -->

What Bundel reads in a letter from an authority, and by which words. It reads Dutch letters; of a letter in English it
says only that. It never guesses: each finding shows the words it rests on, the rule that saw them, and how sure it is.
This is information and no legal advice.

## How sure

| word | of a kind of letter | of a day or term |
|---|---|---|
| `certain` | a rule that settles it saw its words | the letter says what it is |
| `likely` | two rules that only point to it saw theirs | its place in the letter points to it |
| `unclear` | one such rule, or the letter contradicts itself | no single value can be read |

Of several kinds the surest remain. A letter can be more than one kind, such as a confirmation of receipt that also
asks to complete something. Where several rules see the same day or term, the nearest words count.

The person confirms what is read before the legal clock uses it. Facts have the names of the
[legal clock](legal-terms.md); a day the letter gives twice and differently is no fact.

## Use

`bundel letters < in.jsonl > out.jsonl` takes `{"id", "text"}` and gives per letter `language`, `decision` (`yes`, `no`,
`unclear`), `kinds`, `sender`, `addressee`, `reference`, `days`, `terms`, `clause`, `adjournment`, `advice`, `law`,
`procedure`, `facts`, `contradictions`, `unclear_words` and `what_follows`. Each `start` and `end` counts characters of
the text: the reader keeps places and rules, never the text itself, so no name. As a library:
`bundel.engines.letters.read(text)`.
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _code(words: tuple[str, ...]) -> str:
    return "<br>".join(f"`{word.replace('|', chr(92) + '|')}`" for word in words)


def _row(rule: Rule) -> str:
    name = f"`{rule.id}`" + (" (settles it)" if rule.strong else "")
    unless = _code(tuple(f"{words} ¦" for words in rule.unless_before) + tuple(f"¦ {w}" for w in rule.unless_after))
    says = f"{_cell(rule.nl)}<br>*{_cell(rule.en)}*"
    return f"| {name} | `{rule.key}` | {says} | {_code(rule.words)} | {unless} | {rule.article} |"


def _rules(name: str, title: str) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield f"Data: `engines/letters/patterns/{name}.toml`.\n"
    yield "| rule | shows | says | words | not near | article |"
    yield "|---|---|---|---|---|---|"
    yield from (_row(rule) for rule in rules(name))


def _sentences(name: str, title: str) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| code | sentence | article |"
    yield "|---|---|---|"
    for code, entry in read_table(name).items():
        yield f"| `{code}` | {_cell(entry['nl'])}<br>*{_cell(entry['en'])}* | {entry.get('article', '')} |"


def _unclear_words() -> Iterator[str]:
    yield "\n## Unclear words\n"
    yield "| word | in plain words |"
    yield "|---|---|"
    for entry in read_table("unclear_words")["word"]:
        yield f"| {_code((entry['words'],))} | {_cell(entry['plain'])} |"


def render() -> str:
    """The whole page in Markdown."""
    lines = [INTRODUCTION, "## Rules\n", (notation.__doc__ or "").strip(), ""]
    lines.append(
        "In the column *not near* a mark ¦ stands for the words of the rule: what may not stand before or after."
    )
    for kind in Kind:
        if kind is not Kind.UNKNOWN:
            lines += _rules(kind.value, f"Kind: {kind.value.replace('_', ' ')}")
    for name, title in _OTHERS.items():
        lines += _rules(name, title)
    lines += [
        *_sentences("contradictions", "Contradictions"),
        *_sentences("follows", "What follows"),
        *_unclear_words(),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
