"""Legs with a line of their own: drawn along it, marked where it is coarse, with the other ways beneath."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from routes.maps.features import build_features, list_bounds
from routes.maps.legend import format_limits
from routes.maps.page import build_page
from tests.maps.reading import Page
from tests.scenarios.far import build_far


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return build_far(tmp_path_factory.mktemp("far")).distance("Paris", "48.994,8.4", geometry=True, alternatives=2)


def test_lines_follow_the_track_and_stops_stay_where_they_are(drawn: dict[str, Any]) -> None:
    features = build_features(drawn)
    assert (49.04, 3.96) in features.lines[0].points
    assert features.stops[0].point == (48.85, 2.35)
    assert all(line.is_drawn for line in features.lines)


def test_coarse_legs_are_dashed_otherwise_and_explained(drawn: dict[str, Any]) -> None:
    features = build_features(drawn)
    assert features.lines[0].is_schematic
    page = build_page(drawn)
    assert Page(page).drawing["lines"][0]["schematic"]
    assert "schematic: long straight pieces" in page
    assert "Drawn along the network of the world's track, thinned to 100 m" in page.replace("&#x27;", "'")


def test_legend_tells_lanes_from_track(drawn: dict[str, Any]) -> None:
    document = copy.deepcopy(drawn)
    document["itinerary"]["legs"][0]["line"] = "sea"
    both = format_limits(document, build_features(document))
    assert "Drawn along the network of the world's track and lanes over the sea, thinned to 100 m" in both
    for leg in document["itinerary"]["legs"]:
        leg["line"] = "sea"
    assert "Drawn along lanes over the sea" in format_limits(document, build_features(document))


def test_other_ways_are_drawn_beneath_and_within_the_bounds(drawn: dict[str, Any]) -> None:
    features = build_features(drawn)
    assert features.others
    (south, _), _ = list_bounds(features)
    assert south < 47.6
    page = Page(build_page(drawn))
    assert len(page.drawing["others"]) == len(features.others) == 1
    assert "Way 2: " in page.text


def test_line_over_the_antimeridian_is_not_drawn_round_the_world(tmp_path: Path) -> None:
    document = build_far(tmp_path).distance("52.9,179.6", "52.9,-179.6", geometry=True)
    (line,) = build_features(document).lines
    lons = [lon for _, lon in line.points]
    assert max(lons) - min(lons) == pytest.approx(0.8, abs=1e-6)
    assert abs(line.ends[1][1] - line.ends[0][1]) == pytest.approx(0.8, abs=1e-6)


def test_answer_without_lines_is_drawn_straight_as_before(tmp_path: Path) -> None:
    page = build_page(build_far(tmp_path).distance("Paris", "Nancy"))
    assert "Drawn straight from station to station" in page
    assert "schematic: long straight pieces" in page.partition("<figcaption>")[2].partition("</figcaption>")[0]
