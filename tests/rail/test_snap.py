"""A place snaps to the nearest point of an edge, or is refused with the distance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routes.errors import InfeasibleError
from routes.geo import Coordinate, geodesic_m, geodesic_points
from routes.rail.snap import build_grid, find_position, snap
from tests.rail.lines import Point, draw_network

ACROSS = draw_network([(10.0, 20.0), (10.0, 20.2)], {(0, 1): 30_000})


def test_place_snaps_to_the_middle_of_an_edge() -> None:
    point = snap(ACROSS, Coordinate(10.01, 20.05))
    assert point.edge == 0
    assert point.at_m == pytest.approx(7_500, abs=2)  # a quarter of the track, which is longer than the drawn line
    assert point.away_m == geodesic_m(Coordinate(10.01, 20.05), Coordinate(10.0, 20.05))


def test_place_beyond_an_end_snaps_to_the_node() -> None:
    assert snap(ACROSS, Coordinate(10.0, 20.21))[:2] == (0, 30_000)
    assert snap(ACROSS, Coordinate(10.0, 19.99))[:2] == (0, 0)


def test_place_too_far_is_refused_with_the_distance() -> None:
    with pytest.raises(
        InfeasibleError, match=r"no track within 5 km of 10\.0500,20\.1000: the nearest is 5\.5 km away"
    ):
        snap(ACROSS, Coordinate(10.05, 20.1))
    assert snap(ACROSS, Coordinate(10.05, 20.1), 6000).away_m == 5530


def test_distance_is_told_from_the_other_side_of_the_world() -> None:
    with pytest.raises(InfeasibleError, match="km away") as caught:
        snap(ACROSS, Coordinate(-60.0, -150.0), grid=build_grid(ACROSS))
    assert caught.value.hint


def test_network_without_track_refuses() -> None:
    empty = draw_network([(0.0, 0.0)], {})
    for grid in (None, build_grid(empty)):
        with pytest.raises(InfeasibleError, match="the rail network is empty"):
            snap(empty, Coordinate(0.0, 0.0), grid=grid)


def test_drawn_line_counts_and_not_the_chord() -> None:
    bent = draw_network([(10.0, 20.0), (10.0, 20.2)], {(0, 1): 40_000}, shapes={(0, 1): [(10.1, 20.1)]})
    point = snap(bent, Coordinate(10.1, 20.1), grid=build_grid(bent))
    assert point.at_m == pytest.approx(20_000, abs=30)
    assert point.away_m == 0


@pytest.mark.parametrize("lon", [179.95, -179.95, 180.0, -180.0])
def test_edge_over_the_antimeridian_is_found_from_both_sides(lon: float) -> None:
    graph = draw_network([(65.0, 179.8), (65.0, -179.8)], {(0, 1): 20_000})
    for grid in (None, build_grid(graph)):
        assert snap(graph, Coordinate(65.001, lon), grid=grid).away_m in (111, 112)


def test_edge_near_the_pole_is_found() -> None:
    graph = draw_network([(89.99, 0.0), (89.99, 90.0)], {(0, 1): 2_000})
    for grid in (None, build_grid(graph)):
        assert snap(graph, Coordinate(89.99, 0.0), grid=grid).away_m == 0


def test_equally_near_edges_give_the_first() -> None:
    graph = draw_network([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)], {(0, 1): 120_000, (0, 2): 120_000})
    assert snap(graph, Coordinate(0.0, 0.0), grid=build_grid(graph))[:2] == (0, 0)


def test_edge_without_extent_is_a_point() -> None:
    graph = draw_network([(5.0, 5.0), (5.0, 5.0)], {(0, 1): 70})
    assert snap(graph, Coordinate(5.0, 5.0)) == (0, 0, 0)


@st.composite
def tracks(draw: st.DrawFn) -> tuple[list[Point], dict[tuple[int, int], int]]:
    """Return nodes within some 60 km of one another anywhere on the earth, and edges between them."""
    lat, lon = draw(st.tuples(st.integers(-85, 85), st.integers(-180, 179)))
    near = st.integers(-50, 50).map(lambda n: n / 100)
    nodes = draw(st.lists(st.tuples(near, near), min_size=2, max_size=8))
    places = [(lat + a, (lon + b + 180) % 360 - 180) for a, b in nodes]
    pairs = draw(st.lists(st.tuples(st.integers(0, len(nodes) - 1), st.integers(0, len(nodes) - 1)), max_size=9))
    return places, dict.fromkeys(pairs, 100000)


@given(tracks(), st.integers(-60, 60), st.integers(-60, 60))
def test_grid_finds_what_looking_through_all_edges_finds(
    track: tuple[list[Point], dict[tuple[int, int], int]], north: int, east: int
) -> None:
    nodes, edges = track
    assume(edges)
    graph = draw_network(nodes, edges)
    lat, lon = nodes[0]
    place = Coordinate(lat + north / 100, (lon + east / 100 + 180) % 360 - 180)
    found: list[object] = []
    for grid in (None, build_grid(graph)):
        try:
            found.append(snap(graph, place, grid=grid))
        except InfeasibleError as fault:
            found.append(fault.message)
    assert found[0] == found[1]


@given(st.integers(0, 20), st.integers(-4, 4))
def test_nearest_point_is_no_farther_than_any_of_the_line(steps: int, north: int) -> None:
    place = Coordinate(10.0 + north / 100, 20.0 + steps / 100)
    line = geodesic_points(Coordinate(10.0, 20.0), Coordinate(10.0, 20.2), step_m=500)
    nearest = min(geodesic_m(place, Coordinate(*point)) for point in line)
    assert snap(ACROSS, place).away_m <= nearest + 5


def test_grid_lists_each_edge_once_in_a_cell() -> None:
    graph = draw_network([(0.0, 0.0), (3.0, 3.0), (0.1, 0.1)], {(0, 1): 500_000, (0, 2): 20_000})
    grid = build_grid(graph)
    for cell in np.flatnonzero(np.diff(grid.first)):
        edges = grid.edge[grid.first[cell] : grid.first[cell + 1]]
        assert len(set(edges.tolist())) == len(edges)


def test_refusal_proposes_track_that_leads_somewhere() -> None:
    points = [(10.0, 20.0), (10.0, 20.01), (10.1, 20.0), (10.1, 23.0)]
    graph = draw_network(points, {(0, 1): 1_100, (2, 3): 330_000})
    place = Coordinate(9.95, 20.0)
    with pytest.raises(InfeasibleError, match=r"the nearest is 5\.5 km away") as caught:
        snap(graph, place)
    assert "10.1000,20.0000, 16.6 km away" in caught.value.hint
    assert snap(graph, Coordinate(10.1, 20.0)).away_m == 0


def test_position_of_a_point_of_track() -> None:
    assert find_position(ACROSS, snap(ACROSS, Coordinate(10.01, 20.05))) == pytest.approx((10.0, 20.05), abs=1e-4)
