"""The packed world: what lies where, and the laws of clipping."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.basemap.build import DISPUTED, build_basemap
from routes.basemap.reader import (
    PACKED,
    Box,
    clip_coast,
    clip_land,
    clip_lines,
    list_points,
    open_basemap,
    read_polygons,
)
from routes.basemap.tiles import encode_layers
from tests.wheels import EARTH, require_wheel

LAYERS = open_basemap()
BOXES = st.builds(
    lambda west, south, width, height: Box(west, south, west + width, min(90, south + height)),
    st.floats(-250, 200),
    st.floats(-90, 85),
    st.floats(0.5, 40),
    st.floats(0.5, 20),
)


def on_land(lat: float, lon: float) -> bool:
    box = Box(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1)
    return any(polygon.contains(shapely.Point(lon, lat)) for polygon in read_polygons(LAYERS, box))


def test_file_is_small() -> None:
    assert PACKED.stat().st_size < 1_700_000


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (42.43, 130.64, True),  # Khasan
        (43.11, 131.88, True),  # Vladivostok
        (42.5, 131.5, False),  # the Sea of Japan
        (41.9, 51.0, False),  # the Caspian Sea is a hole
        (67.5, -178.0, True),  # Chukotka, east of 180°
        (67.5, 182.0, True),
        (0.0, -179.99, False),
        (-89.9, 12.0, True),
    ],
)
def test_land_and_water(lat: float, lon: float, land: bool) -> None:
    assert on_land(lat, lon) is land


@pytest.mark.parametrize(("lat", "lon"), [(42.42, 130.62), (40.10, 124.40)], ids=["Tumen", "Yalu"])
def test_border_rivers_are_there(lat: float, lon: float) -> None:
    box = Box(lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2)
    assert len(clip_lines(LAYERS, box, layer="rivers").shapes)
    assert len(clip_lines(LAYERS, box, layer="borders").shapes)


def test_disputed_borders_are_told_apart() -> None:
    kinds = set(clip_lines(LAYERS, Box(70, 25, 100, 40), layer="borders").kinds.tolist())
    assert DISPUTED in kinds
    assert len(kinds) > 1


def test_great_rivers_alone() -> None:
    box = Box(120, 40, 140, 55)
    great = clip_lines(LAYERS, box, layer="rivers", most=3).kinds.tolist()
    assert set(great) <= set(range(4))
    assert 0 < len(great) < len(clip_lines(LAYERS, box, layer="rivers").kinds)


@settings(deadline=None, max_examples=40)
@given(BOXES)
def test_clipped_lines_stay_in_the_box(box: Box) -> None:
    lines = [
        *clip_coast(LAYERS, box),
        *map(shapely.get_coordinates, clip_land(LAYERS, box)),
        *(p for layer in ("borders", "rivers") for p in list_points(clip_lines(LAYERS, box, layer=layer).shapes)),
    ]
    for points in lines:
        assert (points >= np.array(box[:2]) - 1e-9).all()
        assert (points <= np.array(box[2:]) + 1e-9).all()


@settings(deadline=None, max_examples=25)
@given(BOXES)
def test_whole_turns_change_nothing_but_longitude(box: Box) -> None:
    turned = box._replace(west=box.west + 360, east=box.east + 360)
    here = sum(polygon.area for polygon in read_polygons(LAYERS, box))
    assert sum(polygon.area for polygon in read_polygons(LAYERS, turned)) == pytest.approx(here)


def test_coast_has_no_edge_of_a_tile() -> None:
    for points in clip_coast(LAYERS, Box(-180, -90, 180, 90)):
        steps = points[1:] == points[:-1]
        assert not (steps & (points[1:] % 10 == 0)).any()


def test_polygons_are_valid_and_cover_the_land_once() -> None:
    polygons = read_polygons(LAYERS, Box(-180, -90, 180, 90))
    assert all(polygon.is_valid for polygon in polygons)
    area = sum(polygon.area for polygon in polygons)
    assert shapely.union_all(polygons).area == pytest.approx(area, rel=1e-4)


def test_overview_is_the_same_world_in_fewer_points() -> None:
    world = Box(-180, -90, 180, 90)
    coarse = read_polygons(LAYERS, world, layer="overview_land")
    fine = sum(polygon.area for polygon in read_polygons(LAYERS, world))
    assert sum(polygon.area for polygon in coarse) == pytest.approx(fine, rel=0.02)
    assert sum(len(shapely.get_coordinates(polygon)) for polygon in coarse) < 6000


def test_same_wheel_same_bytes() -> None:
    assert encode_layers(build_basemap(require_wheel(EARTH))) == PACKED.read_bytes()
