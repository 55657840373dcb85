"""A flat picture as PNG without a browser: the same bytes wherever its letters are Latin, Greek or Cyrillic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from routes.errors import UsageError
from routes.folders import find_package

FONT_PACKAGE = "fontpkg_noto_sans"
"""Noto Sans under the SIL Open Font License 1.1."""
FURTHER_PACKAGES = ("koreanize_matplotlib", "cvttf_NotoSansCJK_Regular")
"""Packages with Nanum Gothic (Hangul, 8 MB) and Noto Sans CJK (27 MB), used where they are installed: OFL 1.1."""
_TEXT = re.compile(r"(<text [^>]*>)([^<]*)(</text>)")
_SAMPLES = {"HANGUL": "\ud55c", "CJK": "\u4e2d", "HIRAGANA": "\u3042", "KATAKANA": "\u30a2"}
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="5" y="30" font-size="24" '
    'font-family="Noto Sans">{}</text></svg>'
)
_MISSING = "\U0010fffd"  # of private use: no font of ours has it


def find_undrawn(svg: str) -> str:
    """Return the letters of a picture that neither the packed font nor any font of this machine has."""
    return "".join(c for c in _foreign(svg) if not _is_drawn(_sample(c), system=True))


def build_png(svg: str, *, width: int) -> bytes:
    """Return an SVG text as a picture of a width in pixels.

    Letters that the packed font lacks are drawn with a font of this machine; where none has them, they are left out.
    Raises: UsageError, where the packed font is not installed.
    """
    foreign, missing = _foreign(svg), set(find_undrawn(svg))
    kept = _TEXT.sub(lambda found: found[1] + _without(found[2], missing) + found[3], svg) if missing else svg
    return _render(kept, width=width, system=len(foreign) > len(missing))


def _foreign(svg: str) -> list[str]:
    """Return the letters that the packed font lacks."""
    letters = sorted({c for _, words, _ in _TEXT.findall(svg) for c in words if ord(c) > 0x7E})
    return [c for c in letters if not _is_drawn(_sample(c), system=False)]


def _without(words: str, missing: set[str]) -> str:
    return "".join(c for c in words if c not in missing).strip()


def _sample(letter: str) -> str:
    """Return a letter that every font of its script has, so that each script is tried once; or the letter itself."""
    name = unicodedata.name(letter, "")
    return next((sample for script, sample in _SAMPLES.items() if name.startswith(script)), letter)


@cache
def _is_drawn(letter: str, *, system: bool) -> bool:
    """Return whether the packed font has a letter, or any of the machine's."""
    shown, box = (_render(_PROBE.format(c), width=40, system=system) for c in (letter, _MISSING))
    return shown != box


def _render(svg: str, *, width: int, system: bool) -> bytes:
    from resvg_py import svg_to_bytes

    fonts = [str(path) for path in _list_fonts()]
    return bytes(svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=not system, font_files=fonts))


@cache
def _list_fonts() -> tuple[Path, ...]:
    folder = find_package(FONT_PACKAGE)
    fonts = tuple(sorted((folder / "files").glob("*.ttf"))) if folder else ()
    if not fonts:
        raise UsageError("there is no font to draw a PNG with", hint="pip install fontpkg-noto-sans, or draw an SVG")
    return (*fonts, *list_further(FURTHER_PACKAGES))


def list_further(packages: Sequence[str]) -> tuple[Path, ...]:
    """Return the regular and bold fonts in those of these packages that are installed."""
    folders = [folder for name in packages if (folder := find_package(name))]
    found = sorted(path for folder in folders for path in folder.rglob("*.?tf"))
    return tuple(path for path in found if path.stem.endswith(("Regular", "Gothic", "GothicBold")))
