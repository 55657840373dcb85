"""The ground of a page: what is drawn of it, its size, and the same bytes each time."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from routes.basemap.reader import Box, clip_land, open_basemap
from routes.maps.background import build_background
from routes.maps.page import build_page, pack_json
from tests.maps.documents import latest_departure, over_the_antimeridian
from tests.maps.reading import Page, read_lines

Corners = tuple[tuple[float, float], tuple[float, float]]
REGION = ((39.0, 125.7), (43.8, 132.0))
WIDE = ((39.0, 37.6), (60.0, 132.0))


def test_region_has_land_borders_and_the_tumen() -> None:
    ground = build_background(*REGION)
    assert ground["land"]
    points = [point for line in read_lines(ground["borders"], ground["per_deg"]) for point in line]
    near = [(lon, lat) for lon, lat in points if abs(lon - 130.64) < 0.1 and abs(lat - 42.42) < 0.1]
    assert near, "the border of Korea and Russia meets the sea near 42.4 N, 130.6 E"


@pytest.mark.parametrize("corners", [REGION, WIDE])
def test_everything_lies_in_the_box(corners: Corners) -> None:
    ground = build_background(*corners)
    west, south, east, north = ground["box"]
    for name in ("land", "borders", "rivers"):
        for line in read_lines(ground[name], 1):
            assert all(west - 1 <= x <= east + 1 and south - 1 <= y <= north + 1 for x, y in line)
    assert west / ground["per_deg"] < corners[0][1] < corners[1][1] < east / ground["per_deg"]


@pytest.mark.parametrize("corners", [REGION, WIDE])
def test_land_is_that_of_the_base_map_to_a_step(corners: Corners) -> None:
    ground = build_background(*corners)
    rings = [shapely.Polygon(line) for line in read_lines(ground["land"], ground["per_deg"])]
    box = Box(*(edge / ground["per_deg"] for edge in ground["box"]))
    area = sum(ring.area if ring.exterior.is_ccw is rings[0].exterior.is_ccw else -ring.area for ring in rings)
    assert area == pytest.approx(shapely.area(clip_land(open_basemap(), box)).sum(), rel=0.02)


def test_region_over_the_antimeridian_has_land_on_both_sides() -> None:
    ground = build_background((50.0, 170.0), (66.0, 195.0))
    lons = [lon for line in read_lines(ground["land"], ground["per_deg"]) for lon, _ in line]
    assert min(lons) < 178
    assert max(lons) > 190


def test_whole_world_is_coarse() -> None:
    ground = build_background((-50.0, -170.0), (70.0, 170.0))
    assert "land" not in ground
    assert len(read_lines(ground["world"], ground["world_per_deg"])) > 50


@pytest.mark.parametrize("corners", [REGION, ((42.4, 130.6), (43.8, 132.0)), ((48.0, 2.0), (52.5, 13.4))])
def test_region_is_small_enough_to_be_mailed(corners: Corners) -> None:
    assert len(pack_json(build_background(*corners))) < 24_000


def test_page_draws_it_and_gives_its_credit() -> None:
    page = Page(build_page(latest_departure()))
    assert page.drawing["background"]["land"]
    assert "Made with Natural Earth" in page.text
    across: Any = Page(build_page(over_the_antimeridian())).drawing["background"]
    assert across["box"][2] - across["box"][0] < 180 * across["per_deg"]
