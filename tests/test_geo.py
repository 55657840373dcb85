"""Geodesics and their points, over the antimeridian too."""

from __future__ import annotations

from itertools import pairwise

import pytest

from routes.geo import Coordinate, bounds, geodesic_points

PYONGYANG, VLADIVOSTOK = Coordinate(39.0047, 125.7364), Coordinate(43.1112, 131.8819)


def test_points_include_both_ends_and_keep_the_step() -> None:
    points = geodesic_points(PYONGYANG, VLADIVOSTOK)
    assert (points[0], points[-1]) == ((39.0047, 125.7364), (43.1112, 131.8819))
    assert len(points) == 15  # 689 km in steps of at most 50 km


def test_points_over_the_antimeridian_go_on_eastwards() -> None:
    points = geodesic_points(Coordinate(64.7, 177.5), Coordinate(64.5, -165.4))
    assert points[-1][1] == pytest.approx(194.6)
    assert all(abs(b[1] - a[1]) < 180 for a, b in pairwise(points))


def test_one_place_gives_two_equal_points() -> None:
    assert geodesic_points(PYONGYANG, PYONGYANG) == [(39.0047, 125.7364)] * 2


def test_bounds_are_south_west_and_north_east() -> None:
    assert bounds([(1.0, 190.0), (-2.0, 170.0)]) == ((-2.0, 170.0), (1.0, 190.0))
