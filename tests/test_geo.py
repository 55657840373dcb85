"""Geodesics and their points, over the antimeridian too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UsageError
from routes.geo import (
    Coordinate,
    bounds,
    cut_antimeridian,
    cut_poles,
    cut_world,
    geodesic_m,
    geodesic_points,
    get_coordinate,
    list_lonlat,
    lonlat_box,
    parse_coordinate,
)

POINTS = st.builds(Coordinate, st.floats(-90, 90), st.floats(-180, 180))
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


def test_geodesic_is_that_of_the_ellipsoid() -> None:
    assert geodesic_m(PYONGYANG, VLADIVOSTOK) == 688_745
    assert geodesic_m(Coordinate(0, 0), Coordinate(0, 1)) == 111_319  # a degree of the equator
    assert geodesic_m(Coordinate(90, 0), Coordinate(90, 180)) == 0


def test_geodesic_takes_the_short_way_over_the_antimeridian() -> None:
    assert geodesic_m(Coordinate(64.7, 177.5), Coordinate(64.5, -165.4)) == pytest.approx(816_000, rel=0.01)


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_at_most_half_round_the_earth(start: Coordinate, end: Coordinate) -> None:
    assert geodesic_m(start, end) == geodesic_m(end, start)
    assert 0 <= geodesic_m(start, end) <= 20_004_000


@pytest.mark.parametrize(("lat", "lon"), [(90.01, 0), (-91, 0), (0, 180.01), (float("nan"), 0), (131.9, 43.1)])
def test_point_off_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(UsageError, match="not a point on the earth"):
        get_coordinate(lat, lon)


@pytest.mark.parametrize(
    "text",
    [
        "42.43,130.64",
        " 42.43 , 130.64 ",
        "42.43 130.64",
        "+42.43,+130.64",
        "N42.43 E130.64",
        "42.43 n, 130.64 e",
        "42 25 48, 130 38 24",
        "42 25 48 N, 130 38 24 E",
        "42 25 48 N 130 38 24 E",
        "42°25'48\"N 130°38'24\"E",
        "42° 25′ 48″ N, 130° 38′ 24″ E",
        "42 25.8,130 38.4",
    ],
)
def test_coordinate_is_read_latitude_first(text: str) -> None:
    assert parse_coordinate(text) == pytest.approx((42.43, 130.64))


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("33.86 S 151.21 E", -33.86, 151.21),
        ("-0 30, -0 15", -0.5, -0.25),
        ("61 N, 149 30 W", 61, -149.5),
        ("0,0", 0, 0),
    ],
)
def test_south_and_west_are_negative(text: str, lat: float, lon: float) -> None:
    assert parse_coordinate(text) == pytest.approx((lat, lon))


@pytest.mark.parametrize(
    "text",
    [
        *("", "12", "12,", "42,43 130,64", "42,43,130,64", "42.43,130.64,100", "nan,nan", "inf,5", "1e1,5", "42,,130"),
        *("42 25 130", "42 99 N, 130 E", "130.64 E 42.43 N", "42.43 N", "42.43 N, 130.64", "-33.8 S, 151 E", "--4,5"),
        *("42.5 30,1", "42.43,130.64 foo", "Khasan", "1305,1", "42.43 N, 130.64 N"),
    ],
)
def test_what_is_no_coordinate_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="as a coordinate"):
        parse_coordinate(text)


@pytest.mark.parametrize("text", ["91,0", "0 200", "95 0", "0,-180.5", "95 N 10 E"])
def test_coordinate_off_the_earth_is_not_wrapped(text: str) -> None:
    with pytest.raises(UsageError, match="not a point on the earth"):
        parse_coordinate(text)


@pytest.mark.parametrize(
    ("points", "pieces"),
    [
        ([(0, 10), (0, 20)], [[(0, 10), (0, 20)]]),
        ([(0, 179), (10, 181)], [[(0, 179), (5, 180)], [(5, -180), (10, -179)]]),
        ([(0, -179), (10, -181)], [[(0, -179), (5, -180)], [(5, 180), (10, 179)]]),
        ([(0, 179), (0, 180), (0, 181)], [[(0, 179), (0, 180)], [(0, -180), (0, -179)]]),
        ([(0, 180), (0, 190)], [[(0, -180), (0, -170)]]),
        ([(0, 170), (0, 180)], [[(0, 170), (0, 180)]]),
        ([(0, 530), (0, 550)], [[(0, 170), (0, 180)], [(0, -180), (0, -170)]]),
        ([(0, 180), (1, 180)], [[(0, 180), (1, 180)]]),
    ],
)
def test_lines_are_cut_at_the_antimeridian(points: list[tuple[float, float]], pieces: object) -> None:
    assert cut_antimeridian(points) == pieces


@given(st.lists(st.tuples(st.integers(-90, 90), st.integers(-900, 900)), min_size=2, max_size=12))
def test_pieces_stay_in_one_world_and_join(points: list[tuple[float, float]]) -> None:
    pieces = cut_antimeridian(points)
    assert all(-180 <= lon <= 180 for piece in pieces for _, lon in piece)
    assert all(abs(two[1] - one[1]) <= 360 for piece in pieces for one, two in pairwise(piece))
    for one, two in pairwise(pieces):
        assert one[-1][0] == two[0][0] and abs(one[-1][1]) == abs(two[0][1]) == 180
    ends = (pieces[0][0], points[0]), (pieces[-1][-1], points[-1])
    assert all(a[0] == b[0] and (a[1] - b[1]) % 360 == 0 for a, b in ends)


def box(*points: tuple[float, float]) -> list[float]:
    return lonlat_box(cut_world(points))


def test_a_box_over_180_degrees_has_its_west_in_the_east() -> None:
    assert box((1, 170), (2, 190)) == [170, 1, -170, 2]
    assert box((1, -190), (2, -170)) == [170, 1, -170, 2]
    assert box((1, 10), (2, 20)) == [10, 1, 20, 2]
    assert box((1, 10), (2, 150), (2, 290), (2, 400)) == [-180, 1, 180, 2]
    assert lonlat_box([[(1, -150), (2, 5)], [(1, 5), (2, 100)]]) == [-150, 1, 100, 2], "what a line spans is no gap"
    assert lonlat_box([[(0, 170)], [(0, -170)]]) == [170, 0, -170, 0]
    assert list_lonlat([(1, 10)]) == [[10, 1]]


def test_no_zero_has_a_sign() -> None:
    assert str([*list_lonlat([(-0.0, -0.0)]), lonlat_box([[(-0.0, -0.0)]])]) == "[[0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]"


def test_a_line_over_a_pole_is_cut_there() -> None:
    over = geodesic_points(Coordinate(80, 30), Coordinate(70, -150))
    up, down = cut_world(over)
    assert (up[0], up[-1]) == ((80, 30), (90, 30))
    assert (down[0], down[-1]) == ((90, -150), (70, -150))
    assert {lon for _, lon in up} == {30} and {lon for _, lon in down} == {-150}
    assert lonlat_box([up, down]) == [-180, 70, 180, 90], "a box with a pole has every longitude"
    assert cut_world([(-80, 10), (-80, -170)]) == [[(-80, 10), (-90, 10)], [(-90, -170), (-80, -170)]]
    assert cut_poles([(90, 0), (80, 40), (70, 40)]) == [[(90, 40), (80, 40), (70, 40)]]
    assert cut_poles([(80, 40), (90, 0), (80, 10)]) == [[(80, 40), (90, 40)], [(90, 10), (80, 10)]]
    assert cut_poles([(80, 40), (90, 0)]) == [[(80, 40), (90, 40)]] and cut_poles([(90, 0)]) == [[(90, 0)]]


@given(POINTS, POINTS)
def test_a_geodesic_is_cut_into_pieces_without_a_leap(start: Coordinate, end: Coordinate) -> None:
    pieces = cut_world(geodesic_points(start, end))
    west, south, east, north = lonlat_box(pieces)
    for lat, lon in (point for piece in pieces for point in piece):
        assert -180 <= lon <= 180 and south <= lat <= north
        assert west <= lon <= east if west <= east else lon >= west or lon <= east
    assert all(abs(b - a) <= 179 for piece in pieces for (_, a), (_, b) in pairwise(piece))
