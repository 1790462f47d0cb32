"""Build the style sheet, fonts and script that Bundel serves itself, from npm packages and `web/styles`."""

import re
import shutil
import sys
from pathlib import Path

WEB = Path(__file__).parent
STYLES = WEB / "styles"
BUILD = WEB / "static" / "build"
NODE_MODULES = WEB.parents[2] / "node_modules"

FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{}-wght-normal.woff2"
COPIES = {
    "font.woff2": FONT.format("latin"),
    "font-extended.woff2": FONT.format("latin-ext"),
    "htmx.js": "htmx.org/dist/htmx.min.js",
}

# The comments go, the notice of the licences stays.
NOTICE = (
    "/*! Bundel, EUPL-1.2. Components of NL Design System: Frameless B.V. and Gemeente Utrecht, EUPL-1.2."
    " Font: Atkinson Hyperlegible Next, OFL-1.1. */\n"
)

_TOKEN = re.compile(r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s+""", re.DOTALL)
_TIGHT = re.compile(r"\s*([{};,])\s*|(:)\s+")


class BuildFailed(Exception):
    """The build cannot go on; the message is one sentence that says how to mend it."""


def minify(css: str) -> str:
    """Drop comments and needless white space; what is between quotes stays as it is."""
    texts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match["text"] is None:
            return " "
        texts.append(match["text"])
        return f'"{len(texts) - 1}"'

    plain = _TIGHT.sub(lambda match: match[1] or match[2], _TOKEN.sub(keep, css))
    plain = re.sub(r" +", " ", plain).replace(";}", "}").strip()
    return re.sub(r'"(\d+)"', lambda match: texts[int(match[1])], plain)


def style_sheet(styles: Path, node_modules: Path) -> str:
    """All sources named in `order.txt`, one after the other."""
    lines = (styles / "order.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    sources = [node_modules / name / "dist" / "index.css" if name.startswith("@") else styles / name for name in names]
    return "\n".join(_read(source) for source in sources)


def build(styles: Path = STYLES, node_modules: Path = NODE_MODULES, target: Path = BUILD) -> list[Path]:
    """Write every built file and return their paths; the same sources give the same bytes."""
    if not node_modules.is_dir():
        raise BuildFailed(f"{node_modules} is missing: run `npm ci` in {node_modules.parent} first.")
    target.mkdir(parents=True, exist_ok=True)
    sheet = target / "bundel.css"
    sheet.write_text(NOTICE + minify(style_sheet(styles, node_modules)), encoding="utf-8")
    for name, source in COPIES.items():
        _existing(node_modules / source)
        shutil.copyfile(node_modules / source, target / name)
    return [sheet, *(target / name for name in COPIES)]


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise BuildFailed(f"{path} is missing: run `npm ci` again.")
    return path


def _read(path: Path) -> str:
    return _existing(path).read_text(encoding="utf-8").removeprefix("\ufeff")


def main() -> int:
    """Build, name what was written on standard output, or say on standard error what is missing."""
    try:
        written = build()
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.writelines(f"{path.name}\t{path.stat().st_size}\n" for path in written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
