"""The checks of `make check` that are no tests: migrations, translations, licences, documents."""

import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Licences a dependency of an EUPL-1.2 program may have. LGPL only for what is used as it comes (psycopg).
FINE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|EUPL|OFL|Zlib|0BSD|"
    r"Unlicense|CC0|BlueOak|PostgreSQL|HPND|Public Domain",
    re.IGNORECASE,
)
NOT_FINE = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|Affero|proprietary", re.IGNORECASE)


# Read by hand, with what was read.
READ = {"qrcode": "BSD; its other classifier is about the name QR Code, a trademark"}


def check_migrations() -> list[str]:
    """Models that no migration has written down."""
    command = [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    return [] if done.returncode == 0 else [f"a migration is missing:\n{done.stdout}{done.stderr}"]


def _environment() -> dict[str, str]:
    import os

    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bundel.conf.settings",
        "BUNDEL_MODE": "test",
        "BUNDEL_VAR": str(ROOT / "var" / "test"),
    }


def check_unsafe_migrations() -> list[str]:
    """Migrations that would stop or break the code that runs beside them."""
    import os

    os.environ |= _environment()
    import django

    django.setup()
    from tests.house.unsafe_migrations import problems

    return problems()


def check_python_licences() -> list[str]:
    """Python packages whose licence does not go with ours, or that name none."""
    return [
        f"licence of {d.metadata['Name']}: {licence or 'none named'}"
        for d in distributions()
        if d.metadata["Name"] not in READ and (not FINE.search(licence := _licence(d)) or NOT_FINE.search(licence))
    ]


def _licence(distribution: Distribution) -> str:
    data = distribution.metadata
    classifiers = [c.rpartition("::")[2].strip() for c in data.get_all("Classifier") or [] if c.startswith("License")]
    # Some packages put the whole text in the field: its first line names it.
    fields = [*(data.get_all("License-Expression") or []), *(data.get_all("License") or [])]
    named = [field.strip().splitlines()[0] for field in fields if field.strip()]
    return " ".join([*named, *classifiers])


def check_npm_licences() -> list[str]:
    """npm packages whose licence does not go with ours."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    found = []
    for path in lock["packages"]:
        manifest = ROOT / path / "package.json"
        if not path or not manifest.exists():
            continue
        licence = str(json.loads(manifest.read_text()).get("license", ""))
        if not FINE.search(licence) or NOT_FINE.search(licence):
            found.append(f"licence of {path}: {licence or 'none named'}")
    return found


def check_texts() -> list[str]:
    """Texts without English, or English for nothing."""
    from tests.house.catalogue import problems

    return problems()


def check_plain_texts() -> list[str]:
    """Public texts and mails that are harder to read than B1."""
    from tests.house.plain import problems

    return problems()


def check_documents() -> list[str]:
    """Generated pages that are out of date, and links that lead nowhere."""
    from tests.house.documents import problems

    return problems()


def main() -> int:
    """Run them all; every problem is one line."""
    checks = (
        check_migrations,
        check_unsafe_migrations,
        check_texts,
        check_plain_texts,
        check_documents,
        check_python_licences,
        check_npm_licences,
    )
    problems = [problem for check in checks for problem in check()]
    for problem in problems:
        sys.stdout.write(problem + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
