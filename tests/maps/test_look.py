"""What the maker of a map chooses: whose borders, which names, and the language of labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.basemap.reader import Box, clip_lines, open_basemap
from routes.errors import DataError
from routes.maps.background import VIEWS, build_background
from routes.maps.look import WORLDVIEWS, Look
from routes.maps.page import build_page
from routes.scenarios.labels import Label, read_labels
from tests.maps.documents import bare, latest_departure, over_the_antimeridian
from tests.maps.hostile import PAYLOADS
from tests.maps.reading import Page

KOREA = ((36.0, 125.7), (43.8, 132.0))


def test_disputed_lines_are_dotted_unless_the_maker_says_otherwise() -> None:
    grounds = {view: build_background(*KOREA, worldview=view) for view in WORLDVIEWS}
    assert VIEWS.keys() == WORLDVIEWS.keys()
    assert grounds["neutral"]["disputed"], "the line of 1953 is one of control"
    assert len(grounds["control"]["borders"]) > len(grounds["neutral"]["borders"])
    assert not grounds["control"]["disputed"]
    assert not any(grounds["none"][kind] for kind in ("borders", "disputed", "world_borders", "world_disputed"))


@pytest.mark.parametrize("view", ["neutral", "control"])
def test_disputed_lines_are_never_dropped_and_crimea_has_none_as_the_page_says(view: str) -> None:
    layers = open_basemap()
    kosovo, perekop = Box(20.0, 42.2, 21.8, 43.3), Box(33.2, 45.9, 34.8, 46.4)
    assert set(VIEWS[view][1]) & set(clip_lines(layers, kosovo, layer="borders").kinds.tolist())
    assert not len(clip_lines(layers, perekop, layer="borders").kinds)
    assert "At Crimea it has no line." in WORLDVIEWS[view]


@pytest.mark.parametrize("view", WORLDVIEWS)
def test_the_page_says_whose_view_it_is(view: str) -> None:
    text = Page(build_page(latest_departure(), look=Look(view))).text
    assert WORLDVIEWS[view] in text
    assert "Seas have no names here." in text


def test_names_are_the_choice_of_the_maker() -> None:
    page = Page(build_page(bare(), look=Look(labels=(Label("East Sea", 40.0, 132.0, "sea"),))))
    assert "Names of seas, areas and borders are the choice of whoever made this map (“East Sea”)." in page.text
    assert page.drawing["labels"] == [{"name": "East Sea", "lat": 40.0, "lon": 132.0, "kind": "sea", "lang": ""}]


def test_names_stand_on_the_side_of_the_world_that_is_shown() -> None:
    names = (Label("West", 60.0, -170.0), Label("East", 60.0, 170.0))
    drawing = Page(build_page(over_the_antimeridian(), look=Look(labels=names))).drawing
    assert abs(drawing["labels"][0]["lon"] - drawing["labels"][1]["lon"]) == 20


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_stay_text(payload: str) -> None:
    plain = Page(build_page(bare(), look=Look(labels=(Label("x", 1.0, 2.0),))))
    page = Page(build_page(bare(), look=Look(labels=(Label(payload, 1.0, 2.0),))))
    assert not page.errors
    assert page.tags == plain.tags
    assert page.inline_scripts == plain.inline_scripts
    assert page.drawing["labels"][0]["name"] == payload


def test_every_fault_of_a_file_of_names_is_told(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,lat,lon,kind,lang\nA,95,1,sea,\n,1,200,lake,k\n", encoding="utf-8")
    with pytest.raises(DataError) as fault:
        read_labels(path)
    places = [(f.line, f.column, f.code) for f in fault.value.findings]
    assert places == [
        (2, 3, "lat_out_of_range"),
        (3, 1, "value_missing"),
        (3, 4, "lon_out_of_range"),
        (3, 8, "value_invalid"),
        (3, 13, "value_invalid"),
    ]
