"""What comes from npm: free licences, no addresses, none of the brand packages that are not free."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name.rpartition("node_modules/")[2]: package for name, package in LOCK["packages"].items() if name}
FREE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MPL-2.0",
    "OFL-1.1",
}


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_package_has_a_free_licence(name: str) -> None:
    assert PACKAGES[name]["license"] in FREE


def test_brand_tokens_stay_out() -> None:
    # its licence reserves it for the municipality whose brand it is
    assert "@utrecht/design-tokens" not in PACKAGES


def test_lock_file_names_no_registry() -> None:
    assert not [name for name, package in PACKAGES.items() if "resolved" in package]


def test_every_package_is_pinned_by_hash() -> None:
    assert not [name for name, package in PACKAGES.items() if "integrity" not in package]
