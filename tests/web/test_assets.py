"""The build of styles, fonts and script."""

from pathlib import Path

import pytest

from bundel.web import assets


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """A style folder and a node_modules folder, as small as the build allows."""
    styles, node_modules = tmp_path / "styles", tmp_path / "node_modules"
    styles.mkdir()
    (styles / "order.txt").write_text("# first theirs, then ours\n@x/button-css\nown.css\n", encoding="utf-8")
    (styles / "own.css").write_text("a { color: red; }\n", encoding="utf-8")
    for name in ("@x/button-css/dist/index.css", *assets.COPIES.values()):
        path = node_modules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("b { margin: 0 }", encoding="utf-8")
    return styles, node_modules


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { color : red; }", "a{color :red}"),
        ("a, b\n{ margin: 0 auto; }", "a,b{margin:0 auto}"),
        ("/* one { */ a { b: c } /* it's two */", "a{b:c}"),
        ("a { width: calc(100% - 2 * 1rem); }", "a{width:calc(100% - 2 * 1rem)}"),
        ("a :hover { b: c }", "a :hover{b:c}"),
        ("a > b + c { d: e }", "a > b + c{d:e}"),
        ("@media (min-width: 40rem) { a { b: c } }", "@media (min-width:40rem){a{b:c}}"),
        ('a::before { content: "  /* kept */ ; }"; }', 'a::before{content:"  /* kept */ ; }"}'),
        (r"a { content: 'it\'s  so' }", r"a{content:'it\'s  so'}"),
        ('a[b="0"] c { d: "1" }', 'a[b="0"] c{d:"1"}'),
        ("", ""),
    ],
)
def test_minify_keeps_the_meaning(css: str, expected: str) -> None:
    assert assets.minify(css) == expected
    assert assets.minify(expected) == expected


def test_build_writes_the_same_bytes_twice(sources: tuple[Path, Path], tmp_path: Path) -> None:
    styles, node_modules = sources
    first = {path.name: path.read_bytes() for path in assets.build(styles, node_modules, tmp_path / "out")}
    second = {path.name: path.read_bytes() for path in assets.build(styles, node_modules, tmp_path / "out")}
    assert first == second
    assert sorted(first) == ["bundel.css", "font-extended.woff2", "font.woff2", "htmx.js"]
    assert first["bundel.css"].decode() == assets.NOTICE + "b{margin:0}a{color:red}"


def test_build_says_how_to_get_the_packages(sources: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(assets.BuildFailed, match="run `npm ci` in"):
        assets.build(sources[0], tmp_path / "nowhere", tmp_path / "out")


def test_build_names_a_package_that_is_missing(sources: tuple[Path, Path], tmp_path: Path) -> None:
    styles, node_modules = sources
    (node_modules / "@x/button-css/dist/index.css").unlink()
    with pytest.raises(assets.BuildFailed, match=r"button-css/dist/index\.css is missing"):
        assets.build(styles, node_modules, tmp_path / "out")


def test_every_style_of_ours_is_in_the_order() -> None:
    listed = (assets.STYLES / "order.txt").read_text(encoding="utf-8").split("\n")
    ours = [line for line in listed if line.endswith(".css")]
    assert sorted(ours) == sorted(path.name for path in assets.STYLES.glob("*.css"))
