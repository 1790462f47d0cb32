"""Documents say what is so: commands, settings, addresses, files and links exist, and the worked examples run."""

import ast
import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.test import override_settings
from django.test.utils import isolate_apps
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import URLPattern
from django.utils.translation import override
from tests.conftest import Two
from tests.house.documents import ROOT

from bundel.accounts.labels import PERMISSIONS
from bundel.accounts.permissions import Permission
from bundel.cli.failures import Exit
from bundel.cli.filters import FILTERS
from bundel.cli.main import COMMANDS, load
from bundel.cli.roles import ROLES_FILE
from bundel.kit.environment import SETTINGS

PACKAGE = ROOT / "src" / "bundel"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "deploy" / "README.md"]
BY_NAME = {str(document.relative_to(ROOT)): document for document in DOCUMENTS}

# Made while following a document, so not there before.
MADE_BY_READER = {
    "src/bundel/locale/<code>/LC_MESSAGES/django.po",
    "data.dump",
    "keys.dump",
    "web/views/standing.py",
    "web/templates/standing.html",
    "bundel.web.views.standing",
    "/stand/",
}
# Names that are no settings of the program: of its tests, and of the file that makes the roles.
OTHER_VARIABLES = {"BUNDEL_SHARED", *re.findall(r"BUNDEL_\w+", ROLES_FILE.read_text())}

each_document = pytest.mark.parametrize("name", BY_NAME)


def blocks(document: Path, language: str) -> list[str]:
    """The code blocks of one language in a document, also those in a list."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", document.read_text(), re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in text.splitlines()) for indent, text in found]


def prose(document: Path) -> str:
    """A document without its code blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)


# Commands


def commands_in(document: Path) -> Iterator[list[str]]:
    """Every command line in a document: of its shell blocks, and between backquotes in its prose."""
    for block in blocks(document, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            yield from _split(line)
    for quoted in re.findall(r"`((?:\S*/)?(?:bundel|make) [^`]+)`", prose(document)):
        yield from _split(quoted)


def _split(line: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&<>()")
    lexer.whitespace_split = True
    words: list[str] = []
    for word in [*lexer, ";"]:
        if set(word) <= set("|;&<>()"):
            yield [w for i, w in enumerate(words) if not re.match(r"[A-Z_]+=", w) or i]
            words = []
        else:
            words.append(word)


@cache
def help_of(command: str) -> str:
    """What `bundel COMMAND --help` prints."""
    said = io.StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        if command in FILTERS:
            import_module(FILTERS[command]).prepare(["--help"])
        else:
            load(COMMANDS[command].function)(["--help"])
    return said.getvalue()


def problem_with(words: list[str]) -> str:
    """What is wrong with a command line, as far as it is ours."""
    if not words:
        return ""
    if words[0] == "make":
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        return "" if set(words[1:]) <= targets else f"no such target: {words}"
    if words[0].rpartition("/")[2] == "bundel" and len(words) > 1:
        command, flags = words[1], [w.partition("=")[0] for w in words[2:] if w.startswith("--")]
        if command not in {*COMMANDS, *FILTERS, "help", "--help", "--version"}:
            return f"no such command: {command}"
        return "".join(f"{command} has no {flag}" for flag in flags if flag not in help_of(command))
    module = words[words.index("-m") + 1] if words[0].endswith("python") and "-m" in words else "tests"
    return "" if find_spec(module) else f"no module {module}"


@each_document
def test_every_command_of_ours_exists_with_its_flags(name: str) -> None:
    assert [p for words in commands_in(BY_NAME[name]) if (p := problem_with(words))] == []


def test_the_check_of_commands_sees_what_is_wrong() -> None:
    wrong = ("make tea", "bundel bake", "bundel invite --force", ".venv/bin/python -m tests.house.nothing")
    assert [line for line in wrong if not problem_with(line.split())] == []


@each_document
def test_every_variable_is_a_setting(name: str) -> None:
    runs = [file for folder in ("bench", "soak") for file in (ROOT / "tests" / folder).glob("*.py")]
    measures = "".join(file.read_text() for file in runs)
    known = {setting.name for setting in SETTINGS} | OTHER_VARIABLES | set(re.findall(r"\bBUNDEL_[A-Z_]+\b", measures))
    assert set(re.findall(r"\bBUNDEL_[A-Z_]+\b", BY_NAME[name].read_text())) <= known


# Links, files, addresses


@each_document
def test_every_heading_that_is_linked_to_exists(name: str) -> None:
    document = BY_NAME[name]
    for target, heading in re.findall(r"\]\(([^)\s#:]*)#([^)\s]+)\)", document.read_text()):
        other = (document.parent / target) if target else document
        headings = re.findall(r"^#+ (.+)$", other.read_text(), re.MULTILINE)
        slugs = {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}
        assert heading in slugs or f'id="{heading}"' in other.read_text(), (target, heading)


@each_document
def test_every_file_that_is_named_exists(name: str) -> None:
    document = BY_NAME[name]
    named = re.findall(r"`([\w./<>-]+/[\w.<>-]+\.(?:py|html|css|sql|toml|csv|txt|po|md|service))`", prose(document))
    roots = (ROOT, PACKAGE, document.parent, PACKAGE / "web", PACKAGE / "web" / "templates")
    assert [n for n in named if n not in MADE_BY_READER and not any((r / n).exists() for r in roots)] == []


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every address of the program as a regular expression."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + entry.pattern.regex.pattern.lstrip("^").replace(r"\Z", "$")
        else:
            yield from addresses(entry, prefix + entry.pattern.regex.pattern.lstrip("^"))


@each_document
def test_every_address_that_is_named_exists(name: str) -> None:
    known = [re.compile(pattern) for pattern in addresses(get_resolver())]
    named = re.findall(r"(?:`|localhost:8000)(/(?:[\w<>-]+/)*)(?=[`)\s])", BY_NAME[name].read_text())
    for address in set(named) - MADE_BY_READER:
        # A part of an address, as in "its addresses begin with", is fine as well.
        shown = address.replace("<slug>", "x").lstrip("/")
        assert any(p.fullmatch(shown) or p.pattern.startswith(shown) for p in known), address


# Reference


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("settings.md", [setting.name for setting in SETTINGS]),
        ("commands.md", [f"bundel {c}" for c in (*COMMANDS, *FILTERS)]),
        ("commands.md", [f"| {status.value} |" for status in Exit]),
    ],
)
def test_reference_names_everything(page: str, names: list[str]) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text()
    assert [name for name in names if name not in text] == []


def test_reference_names_every_right() -> None:
    text = (ROOT / "docs" / "reference" / "access.md").read_text()
    with override("en"):
        missing = [p for p in Permission if p.value not in text and str(PERMISSIONS[p]) not in text]
    assert missing == []


def test_the_words_of_the_field_are_words_of_the_code() -> None:
    text = (ROOT / "docs" / "reference" / "words.md").read_text()
    words = re.findall(r"^\|[^|]+\|[^|]+\| `([\w.]+)` \|", text, re.MULTILINE)
    assert len(words) > 40
    code = "\n".join(file.read_text() for file in PACKAGE.rglob("*.py"))
    folders = {folder.name for folder in PACKAGE.iterdir()}
    missing = [w for w in words if w not in folders and not re.search(rf"\b{w.rpartition('.')[2]}\b", code)]
    assert missing == []


# Python


@each_document
def test_python_compiles_and_imports_what_is_there(name: str) -> None:
    for block in blocks(BY_NAME[name], "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    assert _is_there(node.module, alias.name), (node.module, alias.name)


def _is_there(module: str, name: str) -> bool:
    full = f"{module}.{name}"
    return full in MADE_BY_READER or hasattr(import_module(module), name) or find_spec(full) is not None


def run_block(source: str, **known: object) -> dict[str, Any]:
    """The names that a block of Python makes."""
    made: dict[str, Any] = {"__name__": "a_document", **known}
    exec(compile(source, "a document", "exec"), made)  # noqa: S102 - our own documents
    return made


@pytest.mark.django_db
def test_the_example_of_a_page_works(two: Two, tmp_path: Path) -> None:
    document = BY_NAME["docs/how-to/add-a-page.md"]
    view, _routes, tests = blocks(document, "python")
    (template,) = blocks(document, "django")
    (tmp_path / "standing.html").write_text(template)
    urls = ModuleType("urls_of_the_example")
    standing = run_block(view)["standing"]
    urls.urlpatterns = [  # type: ignore[attr-defined]  # a module of this test
        path("w/<slug:slug>/stand/", standing, name="standing"),
        *get_resolver().url_patterns,
    ]
    backend: dict[str, Any] = settings.TEMPLATES[0]
    templates = [backend | {"DIRS": [tmp_path, *backend["DIRS"]]}]
    with override_settings(ROOT_URLCONF=urls, TEMPLATES=templates):
        run_block(tests)["test_standing_counts_the_signals_of_this_workspace_only"](two)


@isolate_apps("bundel.concerns")
@pytest.mark.django_db
def test_the_example_of_a_table_stands_behind_the_fence() -> None:
    (source,) = blocks(BY_NAME["docs/how-to/add-a-table.md"], "python")
    note: type[models.Model] = run_block(source)["Note"]
    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(note)
    made = " ".join(editor.collected_sql)
    assert "PRIMARY KEY (workspace_id, id)" in made
    assert 'FOREIGN KEY (workspace_id, "concern_id") REFERENCES "concern" (workspace_id, id)' in made
