"""PNG from a picture, read by another library: its size, that something is on it, and what no font can draw."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import routes.maps.flat.png
from routes.errors import UsageError
from routes.maps.flat.files import draw_png
from routes.maps.flat.picture import build_picture
from routes.maps.flat.png import build_png, find_undrawn, list_further
from routes.maps.layers import STOP_STYLES
from tests.maps.documents import latest_departure
from tests.maps.flat.drawn import find, parse

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60" font-family="Noto Sans">'
    '<text x="5" y="40" font-size="30">{}</text></svg>'
)
NO_FONT_HAS = "\U0010fff0"


def _open(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.convert("RGB")


def _ink(words: str) -> int:
    image = Image.open(io.BytesIO(build_png(SVG.format(words), width=400)))
    return image.getchannel("A").point(lambda a: 255 * (a > 128)).histogram()[255]


def test_png_has_its_size_and_is_not_blank() -> None:
    image = _open(draw_png(latest_departure(), width=1200)[0])
    assert image.size == (1200, 675)
    assert len(image.getcolors(maxcolors=1 << 20) or ()) > 100


def test_station_has_its_colour_where_the_picture_has_it() -> None:
    svg = build_picture(latest_departure())
    start = find(parse(svg), "station-aa")
    image = _open(build_png(svg, width=2400))
    x, y = (round(2 * float(start.get(key, ""))) for key in ("cx", "cy"))
    pixel = image.crop((x, y, x + 1, y + 1)).tobytes()
    assert f"#{pixel.hex()}" == STOP_STYLES["start"]["fillColor"]


def test_same_picture_gives_same_bytes() -> None:
    svg = build_picture(latest_departure())
    assert build_png(svg, width=600) == build_png(svg, width=600)


@pytest.mark.parametrize("words", ["Pyongyang", "Владивосток", "Αθήνα", "Đà Nẵng", "±1 h 00 · “x” – −17 h …"])
def test_letters_of_the_packed_font_are_drawn(words: str) -> None:
    assert find_undrawn(SVG.format(words)) == ""
    assert _ink(words) > 50 * len(words.split())


def test_letters_that_no_font_has_are_told_and_left_out() -> None:
    assert find_undrawn(SVG.format(f"a{NO_FONT_HAS}")) == NO_FONT_HAS
    assert _ink(f"a{NO_FONT_HAS}") == _ink("a")


def test_local_name_that_cannot_be_drawn_goes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    document = latest_departure()
    document["stations"]["aa"]["local_name"] = f"{NO_FONT_HAS}b"
    document["stations"]["cc"]["local_name"] = "Хасан"
    monkeypatch.setattr("routes.maps.flat.files.build_png", lambda svg, width: svg.encode())
    svg, left_out = draw_png(document, width=100)
    assert left_out == NO_FONT_HAS
    assert "Хасан".encode() in svg
    assert NO_FONT_HAS.encode() not in svg


def test_without_its_font_no_png_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes.maps.flat.png, "FONT_PACKAGE", "no_such_package")
    routes.maps.flat.png._list_fonts.cache_clear()
    with pytest.raises(UsageError, match="no font"):
        routes.maps.flat.png._list_fonts()
    routes.maps.flat.png._list_fonts.cache_clear()


def test_fonts_of_further_packages_are_used_where_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("NanumGothic.ttf", "NanumGothicBold.ttf", "NanumGothicLight.ttf", "NotoSansCJKtc-Regular.otf", "x.txt")
    folder = tmp_path / "hangul_fonts" / "fonts"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    found = [path.name for path in list_further(("hangul_fonts", "no_such_fonts"))]
    assert found == ["NanumGothic.ttf", "NanumGothicBold.ttf", "NotoSansCJKtc-Regular.otf"]
