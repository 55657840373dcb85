"""The ground of a page: what is drawn of it, its size, and the same bytes each time."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from routes.maps.background import PER_DEG, build_background
from routes.maps.page import build_page
from tests.maps.documents import latest_departure, over_the_antimeridian
from tests.maps.reading import Page

REGION = ((39.0, 125.7), (43.8, 132.0))


def _points(flat: list[int]) -> list[tuple[int, int]]:
    x = y = 0
    found = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_region_has_land_borders_and_the_tumen() -> None:
    ground = build_background(*REGION)
    assert ground["land"]
    assert ground["borders"]
    points = [point for line in ground["borders"] for point in _points(line)]
    near = [(x, y) for x, y in points if abs(x - 130_640) < 100 and abs(y - 42_420) < 100]
    assert near, "the border of Korea and Russia meets the sea near 42.4 N, 130.6 E"


def test_everything_lies_in_the_box() -> None:
    ground = build_background(*REGION)
    west, south, east, north = ground["box"]
    for line in [*(ring for rings in ground["land"] for ring in rings), *ground["borders"], *ground["rivers"]]:
        assert all(west - 1 <= x <= east + 1 and south - 1 <= y <= north + 1 for x, y in _points(line))
    assert west / PER_DEG < REGION[0][1] < REGION[1][1] < east / PER_DEG


def test_region_over_the_antimeridian_has_land_on_both_sides() -> None:
    ground = build_background((50.0, 170.0), (66.0, 195.0))
    xs = [x for rings in ground["land"] for ring in rings for x, _ in _points(ring)]
    assert min(xs) < 178 * PER_DEG
    assert max(xs) > 190 * PER_DEG


def test_whole_world_is_coarse() -> None:
    ground = build_background((-50.0, -170.0), (70.0, 170.0))
    assert "land" not in ground
    assert len(ground["world"]) > 50


@pytest.mark.parametrize("corners", [REGION, ((42.4, 130.6), (43.8, 132.0)), ((48.0, 2.0), (52.5, 13.4))])
def test_region_is_small_enough_to_be_mailed(corners: tuple[tuple[float, float], tuple[float, float]]) -> None:
    packed = gzip.compress(json.dumps(build_background(*corners), separators=(",", ":")).encode(), mtime=0)
    assert len(packed) < 30_000


def test_page_draws_it_and_gives_its_credit() -> None:
    page = Page(build_page(latest_departure()))
    assert page.drawing["background"]["land"]
    assert "Made with Natural Earth" in page.text
    across: Any = Page(build_page(over_the_antimeridian())).drawing["background"]
    assert across["box"][2] - across["box"][0] < 180 * PER_DEG
