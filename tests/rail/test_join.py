"""Authored segments are laid on the network: their lengths add up, and what cannot be laid says why."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.fit_way import find_way
from routes.rail.graph import RailGraph
from routes.rail.join import DEVIATION, Joined, join_segments
from tests.rail.lines import draw_network

# Eleven nodes 0.1 degrees (some 11 km) apart along a parallel, each with 12 km of track to the next.
NODES = [(0.0, n / 10) for n in range(11)]
LINE = draw_network(NODES, {(n, n + 1): 12_000 for n in range(10)}, countries="A" * 11)
STATIONS = {"west": 0, "middle": 5, "east": 10}


class Known(NamedTuple):
    """A segment as it is authored."""

    start: str
    end: str
    length_m: int
    line: str = "Line"
    gauges_mm: tuple[int, ...] = (1435,)


def metres_of(graph: RailGraph, joined: Joined) -> int:
    return sum(int(graph.length_m[edge if edge >= 0 else -1 - edge]) for edge in joined.edges)


def join_one(graph: RailGraph, segment: Known, nodes: dict[str, int] = STATIONS) -> tuple[RailGraph, Joined]:
    joined_graph, (joined,) = join_segments(graph, [segment], nodes)
    return joined_graph, joined


def test_edges_add_up_to_the_authored_length() -> None:
    graph, joined = join_one(LINE, Known("west", "middle", 63_001))
    assert joined.edges == (0, 1, 2, 3, 4)
    assert (joined.length_m, joined.routed_m, joined.reason) == (63_001, 60_000, "")
    assert metres_of(graph, joined) == 63_001
    assert graph.segments == (("west", "middle", "Line"),)
    assert graph.segment.tolist() == [0] * 5 + [-1] * 5
    assert (graph.length_m[5:] == 12_000).all()


def test_way_is_told_from_the_start_of_the_segment() -> None:
    _, joined = join_one(LINE, Known("middle", "west", 60_000))
    assert joined.edges == (-5, -4, -3, -2, -1)


def test_arrays_given_are_not_altered() -> None:
    join_one(LINE, Known("west", "middle", 70_000))
    assert (LINE.length_m == 12_000).all() and (LINE.segment == -1).all()


def test_shared_edge_belongs_to_the_first_segment() -> None:
    nodes = {"a": 0, "b": 5, "c": 4, "d": 9}
    segments = [Known("a", "b", 61_000), Known("c", "d", 62_000, "Other")]
    graph, (one, two) = join_segments(LINE, segments, nodes)
    assert graph.segment.tolist() == [0] * 5 + [1] * 4 + [-1]
    assert metres_of(graph, one) == 61_000
    assert metres_of(graph, two) == 62_000
    assert graph.length_m[4] == 12_200


def test_segment_without_track_of_its_own_stays_out() -> None:
    segments = [Known("west", "east", 120_000), Known("west", "middle", 60_000)]
    graph, (_, two) = join_segments(LINE, segments, STATIONS)
    assert two.reason == "other segments have all of its track"
    assert two.edges == ()
    assert len(graph.segments) == 1


def test_segment_that_shares_so_much_that_the_rest_is_absurd_stays_out() -> None:
    nodes = {"a": 0, "b": 5, "c": 1, "d": 6}
    segments = [Known("a", "b", 60_000), Known("c", "d", 77_000, "Other")]
    _, (_, two) = join_segments(LINE, segments, nodes)
    assert two.reason == "other segments have part of its track, and 29000 m are left for the other 12000 m"


@pytest.mark.parametrize(
    ("length_m", "reason"),
    [
        (46_000, "no way of up to 59800 m"),
        (47_000, ""),
        (85_700, ""),
        (86_000, "the way is only 60000 m"),
    ],
)
def test_way_that_deviates_absurdly_stays_out(length_m: int, reason: str) -> None:
    graph, joined = join_one(LINE, Known("west", "middle", length_m))
    assert joined.reason == reason
    assert graph.segments == (() if reason else (("west", "middle", "Line"),))


def test_station_off_the_track_is_named() -> None:
    _, joined = join_one(LINE, Known("west", "nowhere", 60_000))
    assert joined.reason == "no track near nowhere"


def test_two_stations_at_one_point_stay_out() -> None:
    _, joined = join_one(LINE, Known("west", "other", 6_000), {"west": 0, "other": 0})
    assert joined.reason == "both stations are at one point of the track"


def test_way_through_a_third_country_is_not_taken() -> None:
    graph = draw_network(NODES, {(n, n + 1): 12_000 for n in range(10)}, countries="AAABBBAAAAA")
    assert join_one(graph, Known("west", "east", 120_000))[1].reason == "no way of up to 156000 m"
    assert not join_one(graph, Known("west", "middle", 60_000))[1].reason


def test_way_on_another_gauge_is_not_taken() -> None:
    graph = LINE._replace(gauge_mm=np.array([1435] * 4 + [1520] * 6, np.int16))
    assert join_one(graph, Known("west", "middle", 60_000))[1].reason
    assert not join_one(graph, Known("west", "middle", 60_000, gauges_mm=(1435, 1520)))[1].reason


def lay_two_lines(fast_m: int, old_m: int) -> RailGraph:
    """Return a network of two lines between nodes 0 and 10, each by nine nodes of its own."""
    nodes = [*NODES, *((0.05, n / 10) for n in range(1, 10))]
    fast = {(n, n + 1): fast_m for n in range(10)}
    old = {(0, 11): old_m, (19, 10): old_m} | {(n, n + 1): old_m for n in range(11, 19)}
    return draw_network(nodes, fast | old, countries="A" * 20)


def test_old_line_is_taken_where_a_fast_one_is_shorter() -> None:
    graph = lay_two_lines(11_600, 13_600)
    assert join_one(graph, Known("west", "east", 117_000))[1].edges == tuple(range(10))
    old = join_one(graph, Known("west", "east", 137_000))[1]
    assert (old.edges[0], old.edges[-1], old.routed_m) == (10, 11, 136_000)
    assert join_one(graph, Known("west", "east", 121_000))[1].routed_m == 116_000


def test_siding_is_no_other_line() -> None:
    nodes = [*NODES, (0.001, 0.43), (0.001, 0.46)]
    siding = {(4, 11): 4_000, (11, 12): 6_000, (12, 5): 4_000}
    graph = draw_network(nodes, {(n, n + 1): 12_000 for n in range(10)} | siding, countries="A" * 13)
    way = find_way(graph, np.arange(13), (0, 10), known_m=132_000, limit_m=160_000)
    assert (way.edges, way.length_m) == (tuple(range(10)), 120_000)


@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1_000, 60_000), max_size=24),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(2_000, 150_000)), max_size=6),
)
def test_lengths_add_up_on_any_network(edges: dict[tuple[int, int], int], known: list[tuple[int, int, int]]) -> None:
    graph = draw_network(
        [(n % 3 / 100, n / 100) for n in range(10)],
        {ends: metres for ends, metres in edges.items() if ends[0] != ends[1]},
        countries="A" * 10,
    )
    segments = [Known(str(a), str(b), metres, f"L{n}") for n, (a, b, metres) in enumerate(known)]
    joined_graph, joins = join_segments(graph, segments, {str(n): n for n in range(10)})
    assert (joined_graph.length_m >= 1).all()
    assert (joined_graph.length_m[joined_graph.segment < 0] == graph.length_m[joined_graph.segment < 0]).all()
    for joined in joins:
        assert bool(joined.edges) != bool(joined.reason)
        if joined.edges:
            assert metres_of(joined_graph, joined) == joined.length_m
            assert abs(joined.routed_m - joined.length_m) <= DEVIATION * joined.length_m
            assert joined.routed_m == metres_of(graph, joined)
    assert list(joined_graph.segments) == [(j.start, j.end, j.line) for j in joins if j.edges]
