"""Pages of docs/reference that are made from the code, and the links of all documents."""

import os
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made from the code by `make docs`: change the code, not this page. -->\n\n"


def access_page() -> str:
    """Who may do what."""
    from bundel.accounts.labels import PERMISSIONS, ROLES
    from bundel.accounts.permissions import MEMBERS, NEEDS_SECOND_FACTOR, OUTSIDE, Permission, needs_second_factor
    from bundel.tenancy.rules import Role

    lines = [
        "# Access",
        "",
        "Every right in Bundel, and who has it. The same table decides in the program: "
        "[`accounts/permissions.py`](../../src/bundel/accounts/permissions.py).",
        "",
        "## In a workspace",
        "",
        "| right | " + " | ".join(str(ROLES[role]) for role in Role) + " |",
        "|---|" + "---|" * len(Role),
    ]
    for permission in Permission:
        if any(permission in rights for rights in MEMBERS.values()):
            marks = ["yes" if permission in MEMBERS[role] else "" for role in Role]
            lines.append(f"| {PERMISSIONS[permission]} (`{permission}`) | " + " | ".join(marks) + " |")
    lines += ["", "## Outside a workspace", "", "| who | rights |", "|---|---|"]
    for kind, held in OUTSIDE.items():
        lines += [f"| {kind} | {', '.join(str(PERMISSIONS[p]) for p in Permission if p in held)} |"]
    factors = ", ".join(str(ROLES[role]) for role in Role if needs_second_factor(role))
    rights = ", ".join(str(PERMISSIONS[p]) for p in Permission if p in NEEDS_SECOND_FACTOR)
    lines += ["", f"A second factor is obliged for: {factors}. These rights ask for it: {rights}."]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Every environment variable."""
    from bundel.kit.environment import SETTINGS

    lines = ["# Settings", "", "Bundel reads its settings from the environment, and checks them all at start.", ""]
    lines += ["| variable | default | required | what it does |", "|---|---|---|---|"]
    lines += [f"| `{s.name}` | {f'`{s.default}`' if s.default else ''} | {s.required} | {s.help} |" for s in SETTINGS]
    lines += [
        "",
        "Without `DATABASE_URL` Bundel starts its own PostgreSQL under `BUNDEL_VAR` and makes its secrets there once, "
        "in `secrets.json`. Keep a copy of that file apart from the backups: without the master keys no story opens.",
    ]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """The command line."""
    from bundel.cli.failures import Exit
    from bundel.cli.main import COMMANDS, FILTER_HELP

    lines = ["# Commands", "", "| command | what it does |", "|---|---|"]
    lines += [f"| `bundel {name}` | {command.help} |" for name, command in COMMANDS.items()]
    lines += ["", "## Filters", "", "One JSON object a line in, one out, in the same order. A bad line gives an", ""]
    lines[-2:] = [
        "One JSON object a line in, one a line out, in the same order. A line that cannot be answered gives an object",
        "with `id`, `error` and `line`; the run goes on and ends with status 1.",
        "",
        "| filter | what it does |",
        "|---|---|",
    ]
    lines += [f"| `bundel {name}` | {text} |" for name, text in FILTER_HELP.items()]
    lines += ["", "## Exit status", "", "| status | meaning |", "|---|---|"]
    lines += [f"| {status.value} | {status.meaning} |" for status in Exit]
    return "\n".join(lines) + "\n"


def acts_page() -> str:
    """Every act, as it is named in the audit."""
    from bundel.accounts.access import ACTIONS
    from bundel.accounts.labels import PERMISSIONS

    for module in (
        "accounts.actions",
        "concerns.actions.telling",
        "concerns.actions.office",
        "concerns.actions.sharing",
        "gate.actions",
        "notices.actions",
        "upkeep.actions",
    ):
        import_module(f"bundel.{module}")
    lines = ["# Acts", "", "What people and the house itself do, by the name it has in the audit.", ""]
    lines += ["| act | right | what it does |", "|---|---|---|"]
    for act in sorted(ACTIONS.values(), key=lambda a: a.name):
        promise = (act.run.__doc__ or "").strip().splitlines()[0]
        lines += [f"| `{act.name}` | {PERMISSIONS[act.permission]} | {promise} |"]
    return "\n".join(lines) + "\n"


def tables_page() -> str:
    """Every table: behind the fence, or outside it and why."""
    from tests.house.test_tables import FROZEN

    from bundel.tenancy.fence import between_models, fenced_models

    lines = ["# Tables", "", "## Behind the fence", "", "| table | what it holds |", "|---|---|"]
    lines += [f"| `{m._meta.db_table}` | {(m.__doc__ or '').strip().splitlines()[0]} |" for m in fenced_models()]
    gate = "Both sides read it and nobody else; see [the gate](../explanation/the-gate.md)."
    lines += ["", "## Between two workspaces", "", gate]
    lines += ["", "| table | what it holds |", "|---|---|"]
    lines += [f"| `{m._meta.db_table}` | {(m.__doc__ or '').strip().splitlines()[0]} |" for m in between_models()]
    lines += ["", "## Outside the fence", "", "| table | why |", "|---|---|"]
    lines += [f"| `{name}` | {reason} |" for name, reason in sorted(FROZEN.items())]
    return "\n".join(lines) + "\n"


def processing_page() -> str:
    """The register of processing, in Dutch: it is read by a privacy officer."""
    from bundel.kit.processing import TERMS
    from bundel.privacy.labels import GROUNDS, KEEPS, PEOPLE, PURPOSES, RECEIVERS, STARTS, name_of
    from bundel.privacy.queries import processing_register

    lines = ["# Register van verwerkingen", "", "Wat elke tabel bewaart, waarom het mag, hoe lang, en wie het ziet."]
    lines += ["Elke werkruimte ziet hetzelfde register met haar eigen termijnen op de bladzijde Privacy.", ""]
    for purpose, words in PURPOSES.items():
        told = [line for line in processing_register() if line.processing.purpose == purpose]
        if not told:
            continue
        lines += [f"## {words}", "", "| tabel | wat | van wie | grond | termijn | wie het ziet | op slot |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for line in told:
            p = line.processing
            seen = ", ".join(str(RECEIVERS[r]) for r in p.receivers)
            lines += [
                f"| `{line.table}` | {name_of(line.table)} | {PEOPLE[p.people]} | {GROUNDS[p.ground]} "
                f"| {KEEPS[p.term]} | {seen} | {', '.join(f'`{column}`' for column in p.sealed)} |"
            ]
        lines.append("")
    lines += ["## Termijnen", "", "| wat | dagen | kortst | langst | vanaf | waarom |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {KEEPS[kind]} | {t.days} | {t.shortest} | {t.longest} | {STARTS[kind]} | {t.law} |"
        for kind, t in TERMS.items()
    ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "access.md": access_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "acts.md": acts_page,
    "tables.md": tables_page,
}


def _rendered() -> dict[Path, str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bundel.conf.settings")
    os.environ.setdefault("BUNDEL_MODE", "test")
    os.environ.setdefault("BUNDEL_VAR", str(ROOT / "var" / "test"))
    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        pages = {REFERENCE / name: MADE + page() for name, page in PAGES.items()}
    with translation.override("nl"):
        pages[REFERENCE / "processing.md"] = MADE + processing_page()
    from bundel.engines.deadlines.reference import render as legal_terms_page
    from bundel.engines.letters.reference import render as letters_page

    return pages | {REFERENCE / "legal-terms.md": legal_terms_page(), REFERENCE / "letters.md": letters_page()}


def problems() -> list[str]:
    """Generated pages that differ from the code, and relative links that lead nowhere."""
    stale = [
        f"{path.relative_to(ROOT)} is out of date: run `make docs`"
        for path, text in _rendered().items()
        if not path.exists() or path.read_text() != text
    ]
    return stale + _broken_links()


def _broken_links() -> list[str]:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    return [
        f"{document.relative_to(ROOT)}: nothing at {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text())
        if not re.match(r"[a-z]+:|#", target) and not (document.parent / target.partition("#")[0]).exists()
    ]


def main(arguments: list[str]) -> int:
    """`--write` writes the generated pages; without it their problems are printed."""
    if arguments == ["--write"]:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for path, text in _rendered().items():
            path.write_text(text)
        return 0
    found = problems()
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
