"""Libraries to compare with, in an environment of their own under `var`, made when it can be."""

import os
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "var" / "bench-beside"
LONGEST = 900


def python_with(setting: str, *packages: str) -> str | None:
    """The Python that has these packages: the one `setting` names, else one made here; None when neither can be."""
    named = os.environ.get(setting)
    if named:
        return named
    home = HOME / packages[0].partition("=")[0]
    python = home / "bin" / "python"
    if (home / ".ready").exists():
        return str(python)
    sys.stderr.write(f"{packages[0]}: installing beside, at most {LONGEST // 60} minutes …\n")
    steps = ([sys.executable, "-m", "venv", str(home)], [str(python), "-m", "pip", "install", "-q", *packages])
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True, timeout=LONGEST)
    except (subprocess.SubprocessError, OSError) as error:
        sys.stderr.write(f"{packages[0]}: not compared; {type(error).__name__}. {setting} may name a Python with it\n")
        return None
    (home / ".ready").touch()
    return str(python)
