"""The English catalogue: every Dutch text of the program stands in it, translated, and nothing else."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType
from django.utils.text import smart_split

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "bundel"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"

SINGLE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}

# A text as the argument of another tag: `{% nothing _("Nog niets") %}`.
IN_PLACE = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"\)')

Text = tuple[str, str | None]


def texts_in_program() -> dict[Text, list[str]]:
    """Every translatable text (with its plural) and the files it stands in."""
    found: dict[Text, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            for text in _in_python(file.read_text()):
                found.setdefault(text, []).append(str(file.relative_to(PACKAGE)))
    for file in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        for text in _in_template(file.read_text()):
            found.setdefault(text, []).append(str(file.relative_to(PACKAGE)))
    return found


def _in_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in SINGLE and words:
            yield words[0], None
        elif name in PLURAL and len(words) >= 2:
            yield words[0], words[1]


def _in_template(source: str) -> Iterator[Text]:
    block: list[str] | None = None
    singular: str | None = None
    for token in Lexer(source).tokenize():
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from ((text, None) for text in IN_PLACE.findall(token.contents))
        words = list(smart_split(token.contents)) if token.token_type is TokenType.BLOCK else []
        verb = words[0] if words else ""
        if verb in ("translate", "trans") and words[1][0] in "\"'":
            yield words[1][1:-1].replace('\\"', '"'), None
        elif verb in ("blocktranslate", "blocktrans"):
            block, singular, trimmed = [], None, "trimmed" in words
        elif verb == "plural" and block is not None:
            singular, block = _joined(block, trimmed), []
        elif verb in ("endblocktranslate", "endblocktrans") and block is not None:
            text = _joined(block, trimmed)
            yield (text, None) if singular is None else (singular, text)
            block = None
        elif block is not None:
            block.append(f"%({token.contents})s" if token.token_type is TokenType.VAR else token.contents)


def _joined(parts: list[str], trimmed: bool) -> str:
    # Django writes a literal percent sign twice inside these blocks.
    text = "".join(parts)
    return " ".join(line.strip() for line in text.strip().splitlines() if line.strip()) if trimmed else text


def catalogue() -> polib.POFile:
    """The English catalogue as it stands; empty when there is none."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=100)
    po = polib.POFile(wrapwidth=100)
    po.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return po


def problems() -> list[str]:
    """What is missing in English, what is there for nothing, and what does not fit its Dutch."""
    wanted = texts_in_program()
    entries = {(e.msgid, e.msgid_plural or None): e for e in catalogue() if not e.obsolete}
    found = [f"no English for {text[0]!r} ({', '.join(wanted[text])})" for text in wanted if not _done(entries, text)]
    found += [f"in the catalogue for nothing: {text[0]!r}" for text in entries if text not in wanted]
    return found


def _done(entries: dict[Text, polib.POEntry], text: Text) -> bool:
    entry = entries.get(text)
    if entry is None or not entry.translated():
        return False
    # A word that holds a place for the English is none.
    return not any(
        english.strip() in ("TODO", "FIXME", "XXX") for english in (entry.msgstr, *entry.msgstr_plural.values())
    )


def merge(lists: list[Path]) -> None:
    """Take translations from lists of `dutch<TAB>english` (plurals: four columns); drop what is not used."""
    given: dict[Text, list[str]] = {}
    for file in lists:
        for line in file.read_text().splitlines():
            columns = [c.replace("\\n", "\n") for c in line.split("\t")]
            if len(columns) == 2:
                given[columns[0], None] = columns[1:]
            elif len(columns) == 4:
                given[columns[0], columns[1]] = columns[2:]
    known = {(e.msgid, e.msgid_plural or None): e for e in catalogue()}
    po = catalogue()
    po.clear()
    for text in sorted(texts_in_program(), key=lambda t: (t[0].casefold(), t[1] or "")):
        po.append(_entry(text, given.get(text), known.get(text)))
    po.save(str(CATALOGUE))


def _entry(text: Text, given: list[str] | None, known: polib.POEntry | None) -> polib.POEntry:
    if given is None and known is not None:
        return polib.POEntry(
            msgid=known.msgid, msgid_plural=known.msgid_plural, msgstr=known.msgstr, msgstr_plural=known.msgstr_plural
        )
    if text[1] is None:
        return polib.POEntry(msgid=text[0], msgstr=given[0] if given else "")
    return polib.POEntry(
        msgid=text[0], msgid_plural=text[1], msgstr_plural=dict(enumerate(given)) if given else {0: "", 1: ""}
    )


def main(arguments: list[str]) -> int:
    """`--compile` writes the catalogue for the program; `--merge FILE …` takes translations from lists."""
    if arguments[:1] == ["--compile"]:
        catalogue().save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
        return 0
    if arguments[:1] == ["--merge"]:
        merge([Path(a) for a in arguments[1:]])
        return 0
    for problem in problems():
        sys.stdout.write(problem + "\n")
    return 1 if problems() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
