"""Imports point down: STYLE.md gives each module its layer, and the code keeps to it."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from tests.meta.source import ROOT, Source, imported_modules, parse_source, read_sources

ORDERED_LAYERS = {0, 1, 2, 3, 7, 8}  # where a module may also import from one listed above it
ALLOWED_IN = {
    "geopy": ("routes/geo.py",),
    "shapely": ("routes/geo.py", "routes/network/", "routes/basemap/", "routes/rail/", "routes/sea/"),
    "folium": ("routes/maps/",),
    "branca": ("routes/maps/",),
}


def _read_layers() -> list[tuple[str, int]]:
    """Return pattern and layer of each module or package in the layout of STYLE.md, in the order listed."""
    layout = (ROOT / "STYLE.md").read_text(encoding="utf-8").split("```")[1]
    rows = (re.fullmatch(r"  (\S+(?: \S+)*) +L(\d)\b.*", line) for line in layout.splitlines())
    return [(name.rstrip("/").removesuffix(".py"), int(r[2])) for r in rows if r for name in r[1].split()]


LAYERS = _read_layers()


def _place(module: str) -> tuple[int, int] | None:
    """Return layer and position in the list for a module inside `routes`; None when STYLE.md omits it."""
    unit = [*module.split("."), "__init__"][1]
    return next(((layer, n) for n, (pattern, layer) in enumerate(LAYERS) if fnmatch(unit, pattern)), None)


def _package_names() -> set[str]:
    return {s.module for s in SOURCES}


def wrong_imports(source: Source) -> list[str]:
    """Return what is wrong with the imports of one file of the package."""
    wrong = []
    own = _place(source.module)
    if own is None:
        return [f"{source.path} has no layer in STYLE.md"]
    for name in imported_modules(source):
        if name.split(".")[0] != "routes":
            continue
        target = name if name in _package_names() else name.rpartition(".")[0]
        place = _place(target)
        if place is None:
            wrong.append(f"{source.path} imports {target}, which has no layer in STYLE.md")
        elif not (place[1] == own[1] or place[0] < own[0] or (place[0] == own[0] in ORDERED_LAYERS and place < own)):
            wrong.append(f"{source.path} (L{own[0]}) imports {target} (L{place[0]})")
    return wrong


def misplaced_libraries(source: Source) -> list[str]:
    """Return the libraries that one file imports though they belong elsewhere."""
    found = {name.split(".")[0] for name in imported_modules(source)}
    return [
        f"{source.path} imports {library}, which belongs in {' and '.join(places)}"
        for library, places in ALLOWED_IN.items()
        if library in found and not source.path.startswith(places)
    ]


SOURCES = read_sources("routes")


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.path)
def test_imports_point_down(source: Source) -> None:
    assert not wrong_imports(source)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.path)
def test_libraries_stay_in_their_place(source: Source) -> None:
    assert not misplaced_libraries(source)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("routes/clock.py", "from routes.scenarios.reader import read"),
        ("routes/clock.py", "def f():\n    import routes.cli.main"),
        ("routes/ids.py", "if TYPE_CHECKING:\n    from routes.errors import RoutesError"),
        ("routes/network/paths.py", "from routes.timing import propagate"),
        ("routes/network/paths.py", "from ..timing.runs import Run"),
        ("routes/maps/page.py", "from routes import report"),
        ("routes/strange.py", ""),
    ],
)
def test_planted_import_is_found(path: str, text: str) -> None:
    assert wrong_imports(parse_source(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("routes/clock.py", "from routes.errors import TimeError"),
        ("routes/network/paths.py", "from .graph import Graph\nfrom ..geo import Coordinate"),
        ("routes/units.py", "from routes import errors, tables"),
    ],
)
def test_proper_import_passes(path: str, text: str) -> None:
    assert not wrong_imports(parse_source(path, text))


def test_planted_library_is_found() -> None:
    assert misplaced_libraries(parse_source("routes/report/words.py", "def f():\n    from geopy.point import Point"))
