"""Nothing grows beyond what one reads in a sitting; the exceptions only shrink."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bundel"

FILE_LINES, FUNCTION_LINES, CLASS_LINES, TEMPLATE_LINES = 400, 50, 200, 150
JUNK = {"services", "utils", "helpers", "managers", "mixins", "common", "core", "misc"}

# Path or name, and how much it may have; take off what no longer needs it.
EXCEPTIONS: dict[str, int] = {}


def _sources() -> list[Path]:
    return [f for f in PACKAGE.rglob("*.py") if "migrations" not in f.parts]


def _over(sizes: dict[str, int], most: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > EXCEPTIONS.get(name, most)}


def test_files_are_short() -> None:
    sizes = {str(f.relative_to(PACKAGE)): len(f.read_text().splitlines()) for f in _sources()}
    assert _over(sizes, FILE_LINES) == {}


def test_templates_are_short() -> None:
    files = [f for f in PACKAGE.rglob("templates/**/*") if f.is_file()]
    assert files
    assert _over({str(f.relative_to(PACKAGE)): len(f.read_text().splitlines()) for f in files}, TEMPLATE_LINES) == {}


def test_functions_and_classes_are_short() -> None:
    functions: dict[str, int] = {}
    classes: dict[str, int] = {}
    for file in _sources():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{file.relative_to(PACKAGE)}:{node.name}"
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                (classes if isinstance(node, ast.ClassDef) else functions)[name] = size
    assert _over(functions, FUNCTION_LINES) == {}
    assert _over(classes, CLASS_LINES) == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    parts = {part for f in _sources() for part in f.relative_to(PACKAGE).with_suffix("").parts}
    assert parts & JUNK == set()


def test_every_module_says_what_it_is() -> None:
    silent = [str(f.relative_to(PACKAGE)) for f in _sources() if not ast.get_docstring(ast.parse(f.read_text()))]
    assert silent == []


def test_exceptions_are_still_needed() -> None:
    assert [name for name in EXCEPTIONS if not (PACKAGE / name.partition(":")[0]).exists()] == []
