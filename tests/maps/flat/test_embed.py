"""What stands beside a page: a frame that holds it, a picture of a fixed size, its text and its credit."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from routes.errors import UsageError
from routes.maps.flat.embed import FILES, build_embed, format_alt, format_frame, name_folder, refuse_foreign
from tests.maps.documents import ALL, distance, latest_departure
from tests.maps.hostile import PAYLOADS, fill_answers


class Frame(HTMLParser):
    """The tags of a snippet with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_frame_is_sandboxed_and_named() -> None:
    tags = dict(Frame(format_frame(latest_departure(), page="../my map.html")).tags)
    assert list(tags) == ["figure", "iframe", "figcaption"]
    assert tags["iframe"]["sandbox"] == "allow-scripts allow-downloads"
    assert tags["iframe"]["src"] == "../my%20map.html"
    assert str(tags["iframe"]["title"]).startswith("Latest departure: Pyongyang – Khasan")


def test_picture_has_the_size_of_a_preview() -> None:
    image = Image.open(io.BytesIO(build_embed(distance(), page="map.html").files["picture.png"]))
    assert image.size == (1200, 675)


def test_text_describes_route_and_answer() -> None:
    text = format_alt(latest_departure())
    assert text.startswith("Map of a route from Pyongyang in North Korea to Khasan in Russia. It runs by Tumangang")
    assert "400 km ±1 km of track (estimated)" in text
    assert "Even odds: leave Pyongyang by Mon 11 Sep 14:45 local (05:45 UTC)." in text
    assert text.endswith("NOT TODAY.")


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_every_answer_has_a_text(build: object) -> None:
    assert callable(build)
    text = format_alt(build())
    assert 100 < len(text) < 2000
    assert not {"None", "null"} & set(text.split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_files_stays_text(payload: str) -> None:
    for _, document, _ in fill_answers(payload):
        tags = Frame(format_frame(document, page="map.html")).tags
        assert [tag for tag, _ in tags] == ["figure", "iframe", "figcaption"]


def test_files_stand_in_a_folder_beside_the_page(tmp_path: Path) -> None:
    assert name_folder(tmp_path / "map.html") == tmp_path / "map-embed"
    first = build_embed(distance(), page="map.html").files
    assert sorted(first) == sorted(FILES)
    assert build_embed(distance(), page="map.html").files == first


def test_what_else_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "map-embed"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files, such as notes"):
        refuse_foreign(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    (tmp_path / "other-embed").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        refuse_foreign(tmp_path / "other-embed")
