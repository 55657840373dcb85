"""Where lines meet borders: at known bridges and posts, and nowhere where it is not clear."""

from __future__ import annotations

import pytest

from routes.basemap.crossing import find_crossing
from routes.basemap.reader import open_basemap
from routes.geo import Coordinate, geodesic_m

LAYERS = open_basemap()
BRIDGE = [(42.4214, 130.6081), (42.4172, 130.6207), (42.417, 130.632), (42.4299, 130.6447)]  # from Tumangang to Khasan


@pytest.mark.parametrize(
    ("points", "border"),
    [
        (BRIDGE, (42.417, 130.642)),  # the Friendship Bridge over the Tumen
        ([(49.597, 117.430), (49.646, 117.333)], (49.62, 117.38)),  # Manzhouli and Zabaykalsk
        ([(40.113, 124.396), (40.09, 124.36), (40.12, 124.41), (40.07, 124.42)], (40.115, 124.393)),
    ],
)
def test_line_meets_the_border_where_it_is(points: list[tuple[float, float]], border: tuple[float, float]) -> None:
    found = find_crossing(LAYERS, points)
    assert found
    assert geodesic_m(Coordinate(*found), Coordinate(*border)) < 8_000


@pytest.mark.parametrize(
    "points",
    [
        [(55.75, 37.6), (56.3, 44.0)],  # within Russia
        [(43.1, 131.9), (35.1, 129.0)],  # over the sea
        [(52.2, 21.0), (48.8, 2.3)],  # over several borders
        [(42.43, 130.64), (42.43, 130.64)],  # no way at all
        [(42.4214, 130.6081), (42.4299, 130.6447)],  # straight from Tumangang, beside the generalised border
    ],
)
def test_no_border_or_several_are_none(points: list[tuple[float, float]]) -> None:
    assert find_crossing(LAYERS, points) is None


def test_line_past_the_antimeridian_keeps_its_turn_of_the_globe() -> None:
    found = find_crossing(LAYERS, [(lat, lon + 360) for lat, lon in BRIDGE])
    assert found
    assert found[1] > 360
