"""The data files of the reader, in `patterns/`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "patterns"


@cache
def read_table(name: str) -> dict[str, Any]:
    """The content of one file, read once."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
