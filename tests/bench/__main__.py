"""Everything that is measured, as one table and as JSON: ours, a baseline of the same run, the ratio, the bar."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "var" / "bench.json"
NOT_MEASURES = {"__main__", "bare", "beside", "filling", "inside", "starting"}

COLUMNS = ("measure", "ours", "baseline", "ratio", "bar")


def modules(wanted: list[str]) -> list[str]:
    """The measures in this folder, or those named on the command line."""
    found = sorted(f.stem for f in HERE.glob("*.py") if f.stem not in NOT_MEASURES and not f.stem.startswith("test_"))
    return [name for name in found if not wanted or name in wanted]


def main(wanted: list[str]) -> int:
    """Run them one after another; a measure that cannot run here says why, and the others go on."""
    os.environ.setdefault("BUNDEL_MODE", "test")
    rows: list[dict[str, Any]] = []
    for name in modules(wanted):
        sys.stderr.write(f"measuring {name} …\n")
        rows += [{"part": name, **row} for row in import_module(f"tests.bench.{name}").main()]
    widths = {c: max(len(c), *(len(str(row.get(c, ""))) for row in rows)) for c in COLUMNS}
    for row in [dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]:
        sys.stdout.write("  ".join(str(row.get(c, "")).ljust(widths[c]) for c in COLUMNS).rstrip() + "\n")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
    sys.stdout.write(f"\nAs JSON: {OUT}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
