"""The build step: Leaflet's script and style are copied out of an installed package into the one that is built.

Nothing of Leaflet stands in the repository. django-leaflet carries the files; neither it nor Django is needed by
whoever installs the wheel. The style is left without the rules that name images, so that a page needs no other file.
"""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "django-leaflet"
STATIC = "leaflet/static/leaflet"
TARGET = "routes/maps/static"
# Rules of no use to a page: those for Internet Explorer, and the pictures, for which pages have their own.
UNUSED = re.compile(r"[^{}]*\{[^{}]*(?:VML|images/|progid:)[^{}]*\}")


class LeafletHook(BuildHookInterface[Any]):
    """Put leaflet.js and leaflet.css beside the modules that draw pages, and into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the two files, each beside its place and then renamed; the same package gives the same bytes."""
        source = Path(str(distribution(PACKAGE).locate_file(STATIC)))
        script = (source / "leaflet.js").read_text(encoding="utf-8")
        if "Leaflet 1.9." not in script[:200]:
            raise RuntimeError(f"{PACKAGE} carries another Leaflet than 1.9, whose global L the pages need")
        style = _shorten((source / "leaflet.css").read_text(encoding="utf-8"))
        folder = Path(self.root) / TARGET
        folder.mkdir(exist_ok=True)
        _write(folder / "leaflet.js", re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", script))
        _write(folder / "leaflet.css", style)
        build_data["artifacts"] += [f"{TARGET}/leaflet.js", f"{TARGET}/leaflet.css"]


def _shorten(style: str) -> str:
    """Return a style without comments, needless spaces and the rules of no use."""
    plain = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    return UNUSED.sub("", re.sub(r" ?([{};,]) ?", r"\1", plain)).strip() + "\n"


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
