"""Ways over the pole and the antimeridian: drawn as far as a map goes, which says so, and exported as they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

import routes
from routes.maps.page import build_page
from tests.maps.reading import Page

DATA = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))


def ask(start: str, end: str) -> dict[str, Any]:
    return DATA.distance(start, end, mode="air", geometry=True)


def test_a_way_over_the_pole_says_where_the_map_ends() -> None:
    page = Page(build_page(ask("Moscow", "ANC")))
    assert "The way reaches 87.8° N, beyond this map, which ends at 85° N" in page.text
    assert "beyond this map" not in Page(build_page(ask("Moscow", "Vladivostok"))).text


@pytest.mark.parametrize(("start", "end"), [("Moscow", "ANC"), ("Tokyo", "LAX"), ("AKL", "SCL")])
def test_a_way_around_the_world_is_drawn_in_one_and_exported_in_range(start: str, end: str) -> None:
    document = ask(start, end)
    lines = [line["points"] for line in Page(build_page(document)).drawing["lines"]]
    points = [point for line in lines for point in line]
    assert all(abs(a[1] - b[1]) < 90 for line in lines for a, b in pairwise(line) if abs(a[0]) < 85)
    exported = json.loads(DATA.export(document, "geojson"))
    coordinates = list(_coordinates(exported))
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in coordinates)
    assert max(lat for lat, _ in points) == pytest.approx(max(lat for _, lat in coordinates), abs=0.01)


def _coordinates(value: Any) -> Any:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _coordinates(part) if key != "bbox" else ()
    elif isinstance(value, list):
        if len(value) >= 2 and all(isinstance(part, int | float) for part in value):
            yield tuple(value[:2])
        else:
            for part in value:
                yield from _coordinates(part)
