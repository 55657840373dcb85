"""Paths as lines: lengths that add up, borders, what is passed, and lines thinned to their tolerance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.geo import DEGREE_M, Coordinate
from routes.rail.assemble import bare_graph
from routes.rail.chain import Chain, build_chain, cut, list_crossings, locate, reverse
from routes.rail.graph import E7, RailGraph, RailPath, RailPoint
from routes.rail.lines import TOLERANCE_M, build_line, measure_coarseness
from routes.rail.passing import list_passed
from routes.rail.snap import snap_lines, snap_parts
from tests.rail.networks import networks, points


def build_row(places: list[tuple[float, float]], lengths_m: list[int], countries: str = "") -> RailGraph:
    """Return a network of one line through places, with a letter for the country of each."""
    lat, lon = np.rint(np.array(places).T * E7).astype(np.int32)
    numbers = np.arange(len(places), dtype=np.int32)
    graph = bare_graph(lat, lon, start=numbers[:-1], end=numbers[1:], length_m=np.array(lengths_m, np.int32))
    named = ("", *sorted(set(countries)))
    country = np.array([named.index(c) for c in countries] or [0] * len(places), np.int16)
    return graph._replace(country=country, countries=named)


def run_all(graph: RailGraph, *, back: bool = False) -> Chain:
    """Return the chain over all edges of a row."""
    last, length_m = len(graph.start) - 1, int(graph.length_m.sum())
    edges = tuple((edge, True) for edge in range(last + 1))
    ends = RailPoint(0, 0, 0), RailPoint(last, int(graph.length_m[last]), 0)
    if back:
        edges, ends = tuple((edge, False) for edge, _ in reversed(edges)), ends[::-1]
    return build_chain(graph, RailPath(*ends, edges, length_m))


@given(st.data(), networks())
def test_chain_is_as_long_as_its_path(data: st.DataObject, graph: RailGraph) -> None:
    edge = data.draw(points(graph))
    whole = int(graph.length_m[edge.edge])
    other = RailPoint(edge.edge, data.draw(st.integers(0, whole)), 0)
    path = RailPath(edge, other, ((edge.edge, other.at_m >= edge.at_m),), abs(other.at_m - edge.at_m))
    chain = build_chain(graph, path)
    assert chain.length_m == path.length_m
    assert (np.diff(chain.at_m) >= 0).all()


@given(st.lists(st.integers(100, 40_000), min_size=1, max_size=8), st.lists(st.floats(0, 1), max_size=4))
def test_parts_of_a_chain_add_up_and_keep_their_edges(lengths_m: list[int], shares: list[float]) -> None:
    chain = run_all(build_row([(0.0, n / 10) for n in range(len(lengths_m) + 1)], lengths_m))
    at_m = sorted({0.0, *(share * chain.length_m for share in shares), float(chain.length_m)})
    parts = [cut(chain, one, two) for one, two in pairwise(at_m)]
    assert sum(part.at_m[-1] for part in parts) == pytest.approx(chain.length_m)
    by_edge = np.zeros(len(lengths_m))
    for part in parts:
        np.add.at(by_edge, part.edge, np.diff(part.at_m))
    assert by_edge == pytest.approx(lengths_m)


def test_reversed_chain_is_the_way_back() -> None:
    graph = build_row([(0.0, 0.0), (0.0, 0.1), (0.1, 0.1)], [12_000, 15_000])
    back, reverse_of_back = run_all(graph, back=True), reverse(run_all(graph, back=True))
    assert back.node.tolist() == [2, 1, 0]
    assert reverse_of_back.at_m.tolist() == run_all(graph).at_m.tolist()
    assert reverse_of_back.node.tolist() == [0, 1, 2]


def test_longitudes_go_on_past_the_antimeridian() -> None:
    chain = run_all(build_row([(60.0, 179.9), (60.0, -179.9), (60.0, -179.7)], [11_200, 11_200]))
    assert chain.lon.tolist() == pytest.approx([179.9, 180.1, 180.3])
    assert locate(chain, 11_200) == Coordinate(60.0, -179.9)


def test_border_is_found_on_the_hop_that_crosses_it() -> None:
    graph = build_row([(0.0, n / 10) for n in range(5)], [11_120] * 4, "AABBB")
    (crossing,) = list_crossings(graph, run_all(graph), lambda _, lon: "A" if lon < 0.17 else "B")
    assert (crossing.leaves, crossing.enters) == ("A", "B")
    assert crossing.at_m == pytest.approx(0.17 / 0.1 * 11_120, abs=20)
    assert (crossing.start_m, crossing.end_m) == (crossing.at_m - 1000, crossing.at_m + 1000)


def test_border_between_near_nodes_keeps_to_their_hop() -> None:
    graph = build_row([(0.0, 0.0), (0.0, 0.005), (0.0, 0.1)], [600, 10_600], "ABB")
    (crossing,) = list_crossings(graph, run_all(graph), lambda _, lon: "A" if lon < 0.002 else "B")
    assert (crossing.start_m, crossing.end_m) == (0, 600)


def test_short_stay_abroad_is_a_flicker_and_a_long_one_is_not() -> None:
    near = build_row(
        [(0.0, 0.0), (0.0, 0.1), (0.0, 0.11), (0.0, 0.12), (0.0, 0.2)], [11_000, 1_100, 1_100, 9_000], "ABBAA"
    )
    far = build_row([(0.0, 0.0), (0.0, 0.1), (0.0, 0.2), (0.0, 0.3)], [11_000, 11_000, 11_000], "ABBA")
    assert list_crossings(near, run_all(near), lambda *_: "A") == ()
    assert len(list_crossings(far, run_all(far), lambda *_: "A")) == 2


def test_node_of_no_country_is_no_border() -> None:
    graph = build_row([(0.0, n / 10) for n in range(3)], [11_000, 11_000], "A A".replace(" ", "B"))._replace(
        countries=("", "A", "")
    )
    assert list_crossings(graph, run_all(graph), lambda *_: "A") == ()


def test_places_beside_a_chain_are_listed_in_travel_order() -> None:
    chain = run_all(build_row([(0.0, 0.0), (0.0, 3.0)], [400_000]))
    lat, lon = np.array([0.01, 0.0, 1.0, -0.01]), np.array([2.0, 1.0, 1.5, 3.02])
    passed = list_passed(chain, lat, lon, limit_m=3_000)
    assert [p.number for p in passed] == [1, 0, 3]
    assert [round(p.at_m, -3) for p in passed] == [133_000, 267_000, 400_000]
    assert passed[0].away_m == 0


walks = st.lists(st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05)), min_size=2, max_size=60)


@given(walks, st.integers(1_000, 900_000))
def test_thinned_line_keeps_ends_and_tolerance(steps: list[tuple[float, float]], length_m: int) -> None:
    places = np.cumsum([(45.0, 10.0), *steps], axis=0)
    lengths_m = [max(1, round(DEGREE_M * float(np.hypot(*step)))) for step in steps]
    chain = run_all(build_row([tuple(p) for p in places.tolist()], lengths_m))
    line = build_line(chain, length_m)
    at_m = [point[2] for point in line]
    assert (at_m[0], at_m[-1]) == (0, length_m)
    assert at_m == sorted(at_m)
    assert line[0][:2] == pytest.approx((chain.lat[0], chain.lon[0]), abs=1e-5)
    assert line[-1][:2] == pytest.approx((chain.lat[-1], chain.lon[-1]), abs=1e-5)
    for lat, lon in zip(chain.lat, chain.lon, strict=True):
        assert _away_m(lat, lon, line) <= TOLERANCE_M * 1.1 + 3


def _away_m(lat: float, lon: float, line: tuple[tuple[float, float, int], ...]) -> float:
    """Return how far a point is from a line, on a plane true at the point."""
    scale = np.array([DEGREE_M, DEGREE_M * np.cos(np.radians(lat))])
    drawn = (np.array([point[:2] for point in line]) - (lat, lon)) * scale
    starts, steps = drawn[:-1], np.diff(drawn, axis=0)
    square = (steps**2).sum(axis=1)
    share = np.clip(-(starts * steps).sum(axis=1) / np.where(square > 0, square, 1), 0, 1)
    return float(np.hypot(*(starts + share[:, None] * steps).T).min())


@pytest.mark.parametrize(("hops", "coarse"), [([9_000] * 20, False), ([9_000] * 20 + [30_000], True), ([11_000], True)])
def test_line_of_long_pieces_is_schematic(hops: list[int], coarse: bool) -> None:
    lons = np.cumsum([0.0, *(hop / DEGREE_M for hop in hops)])
    found = measure_coarseness(run_all(build_row([(0.0, float(lon)) for lon in lons], hops)))
    assert found.is_schematic is coarse
    assert found.longest_m == pytest.approx(max(hops), abs=2)


def test_each_part_of_the_network_near_a_place_has_its_point() -> None:
    graph = build_row([(0.0, 0.0), (0.0, 0.1), (0.01, 0.0), (0.01, 0.1)], [11_000, 20_000, 11_000])
    keep = np.array([0, 2])
    apart = graph._replace(
        start=graph.start[keep], end=graph.end[keep], length_m=graph.length_m[keep], shape_from=graph.shape_from[:3]
    )
    found = snap_parts(apart, Coordinate(0.001, 0.05), np.array([0, 0, 7, 7], np.int32))
    assert {part: (point.edge, round(point.away_m, -1)) for part, point in found.items()} == {0: (0, 110), 7: (1, 1000)}


def test_each_line_beside_a_place_has_its_point_the_nearest_first() -> None:
    graph = build_row([(0.0, 0.0), (0.0, 0.1), (0.01, 0.0), (0.01, 0.1), (0.01, 0.2)], [11_000, 20_000, 11_000, 11_000])
    keep = np.array([0, 2, 3])
    apart = graph._replace(
        start=graph.start[keep], end=graph.end[keep], length_m=graph.length_m[keep], shape_from=graph.shape_from[:4]
    )
    found = snap_lines(apart, Coordinate(0.001, 0.099))
    assert [(point.edge, round(point.away_m, -1)) for point in found] == [(0, 110), (1, 1000)]
    assert [point.edge for point in snap_lines(apart, Coordinate(0.009, 0.101))] == [2, 0]
    assert snap_lines(apart, Coordinate(5.0, 5.0)) == []
