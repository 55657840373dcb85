"""The network out of an OpenStreetMap extract."""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.errors import DataError, InfeasibleError, UsageError
from routes.rail.graph import USAGES, RailGraph, find_passable, list_gauges
from routes.rail.osm import OsmNetwork, read_osm
from routes.rail.snap import snap
from tests.rail.extract import RAIL, N, W, write_extract


def read(tmp_path: Path, *objects: N | W, services: tuple[str, ...] = ()) -> OsmNetwork:
    nodes, ways = [o for o in objects if isinstance(o, N)], [o for o in objects if isinstance(o, W)]
    return read_osm([write_extract(tmp_path / "x.osm.pbf", nodes, ways)], services=services)


def line(*ids: int, lat: float = 50.0) -> list[N]:
    """Return nodes 0.01 degrees of longitude (717 m at 50 north) apart, in the order of the ids."""
    return [N(i, lat, 10 + n / 100) for n, i in enumerate(ids)]


def metres(*places: tuple[float, float]) -> float:
    return sum(float(Geodesic.WGS84.Inverse(*a, *b)["s12"]) for a, b in pairwise(places))


def edges(graph: RailGraph) -> list[tuple[int, int, int]]:
    """Return the ends, lower first, and metres of each edge, sorted."""
    rows = zip(graph.start.tolist(), graph.end.tolist(), graph.length_m.tolist(), strict=True)
    return sorted((min(a, b), max(a, b), length) for a, b, length in rows)


def same(one: RailGraph, other: RailGraph) -> bool:
    return all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(one, other, strict=True))


def shape(graph: RailGraph, edge: int) -> list[tuple[float, float]]:
    first, last = graph.shape_from[edge : edge + 2]
    return [(lat / 1e7, lon / 1e7) for lat, lon in graph.shape_e7[2 * first : 2 * last].reshape(-1, 2).tolist()]


def test_nodes_between_become_shape_and_length_is_geodesic(tmp_path: Path) -> None:
    places = [(50, 10), (50.01, 10.01), (50, 10.02), (50, 10.03)]
    found = read(tmp_path, *[N(i, *p) for i, p in enumerate(places, 1)], W(1, [1, 2, 3]), W(2, [4, 3]))
    assert not found.findings
    assert edges(found.graph) == [(0, 1, round(metres(*places)))]
    assert sorted(shape(found.graph, 0)) == [(50.0, 10.02), (50.01, 10.01)]
    assert found.graph.lat_e7.tolist() == [500_000_000, 500_000_000]
    assert [found.graph.countries[i] for i in found.graph.country] == ["DE", "DE"]


def test_ways_join_at_shared_nodes_only(tmp_path: Path) -> None:
    bridge = [N(11, 49.99, 10.01), N(12, 50.01, 10.01), N(13, 50, 10.02), N(14, 49.9, 10.02)]
    found = read(
        tmp_path, *line(1, 2, 3), *bridge, W(1, [1, 2, 3]), W(2, [11, 12], {**RAIL, "layer": "1"}), W(3, [13, 14])
    )
    assert len(found.graph.start) == 3
    assert len(found.graph.lat_e7) == 6


def test_junction_is_a_node(tmp_path: Path) -> None:
    found = read(tmp_path, *line(1, 2, 3), N(4, 50.1, 10.01), W(1, [1, 2, 3]), W(2, [2, 4]))
    assert [e[:2] for e in edges(found.graph)] == [(0, 1), (1, 2), (1, 3)]


def test_level_crossing_of_two_tracks_does_not_join_them(tmp_path: Path) -> None:
    across = [N(4, 50.1, 10.01), N(5, 49.9, 10.01)]
    crossing = N(2, 50, 10.01, {"railway": "railway_crossing"})
    for ways in ([W(1, [1, 2, 3]), W(2, [4, 2, 5])], [W(1, [1, 2]), W(3, [2, 3]), W(2, [4, 2, 5])]):
        found = read(tmp_path, N(1, 50, 10), crossing, N(3, 50, 10.02), *across, *ways)
        assert [e[:2] for e in edges(found.graph)] == [(0, 1), (2, 3)]
    switch = crossing._replace(tags={"railway": "switch", "railway:switch": "double_slip"})
    found = read(tmp_path, N(1, 50, 10), switch, N(3, 50, 10.02), *across, W(1, [1, 2, 3]), W(2, [4, 2, 5]))
    assert len(found.graph.start) == 4


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ({"railway": "rail"}, True),
        ({"railway": "narrow_gauge"}, True),
        ({"railway": "preserved"}, True),
        ({"railway": "rail", "disused": "no"}, True),
        ({"railway": "rail", "disused:railway": "tram"}, True),
        ({"railway": "rail", "construction:railway": "rail"}, True),
        ({"railway": "rail", "disused": "yes"}, False),
        ({"railway": "rail", "abandoned": "yes"}, False),
        ({"railway": "tram"}, False),
        ({"railway": "subway"}, False),
        ({"railway": "light_rail"}, False),
        ({"railway": "construction", "construction": "rail"}, False),
        ({"railway": "proposed", "proposed": "rail"}, False),
        ({"railway": "disused", "disused": "rail"}, False),
        ({"railway": "abandoned"}, False),
        ({"abandoned:railway": "rail"}, False),
        ({"highway": "rail"}, False),
    ],
)
def test_which_ways_are_track(tmp_path: Path, tags: dict[str, str], kept: bool) -> None:
    found = read(tmp_path, *line(1, 2), *line(3, 4, lat=51), W(1, [1, 2]), W(2, [3, 4], tags))
    assert len(found.graph.start) == 1 + kept
    assert found.ways == 1 + kept


def test_what_is_known_of_track(tmp_path: Path) -> None:
    tags = {"gauge": "1520", "electrified": "contact_line", "usage": "branch", "highspeed": "no", "maxspeed": "60 mph"}
    found = read(tmp_path, *line(1, 2, 3), W(1, [1, 2], {**RAIL, **tags}), W(2, [2, 3]))
    g = found.graph
    known, bare = (0, 1) if g.gauge_mm[0] else (1, 0)
    columns = (g.gauge_mm, g.electrified, g.usage, g.highspeed, g.speed_kmh)
    assert [int(c[known]) for c in columns] == [1520, 1, USAGES.index("branch"), 0, 97]
    assert [int(c[bare]) for c in columns] == [0, -1, 0, -1, 0]


def test_track_of_two_gauges_bears_trains_of_either(tmp_path: Path) -> None:
    values = ("1520;1435", "1435", "1000", "")
    ways = [W(n, [n, n + 1], {**RAIL, "gauge": value}) for n, value in enumerate(values, 1)]
    graph = read(tmp_path, *line(1, 2, 3, 4, 5), *ways).graph
    by_place = np.argsort(graph.lon_e7[graph.start])
    assert [list_gauges(graph, e) for e in by_place] == [(1435, 1520), (1435,), (1000,), ()]
    assert find_passable(graph, (1435,))[by_place].tolist() == [True, True, False, True]
    assert find_passable(graph, (1520,))[by_place].tolist() == [True, False, False, True]
    assert find_passable(graph, (1520, 1000))[by_place].tolist() == [True, False, True, True]


def test_speeds_of_one_line_become_the_speed_that_takes_its_time(tmp_path: Path) -> None:
    ways = [W(n, [n, n + 1], {**RAIL, "maxspeed": v}) for n, v in enumerate(("50", "100", "none"), 1)]
    graph = read(tmp_path, *line(1, 2, 3, 4), *ways).graph
    assert graph.speed_kmh.tolist() == [67]


def test_service_is_left_out_and_can_be_had(tmp_path: Path) -> None:
    side = [N(10 + n, 50.001, 10 + n / 100) for n in range(4)]
    values = ("siding", "yard", "spur", "crossover", "something")
    ways = [W(2 + n, [3, 20 + n], {**RAIL, "service": v}) for n, v in enumerate(values)]
    nodes = [*line(1, 2, 3), *side, *(N(20 + n, 50.1 + n / 100, 10.02) for n in range(5))]
    found = read(tmp_path, *nodes, W(1, [1, 2, 3]), *ways)
    assert len(found.graph.start) == 1
    assert found.left_out == {"crossover": 1, "siding": 1, "spur": 1, "yard": 2}
    assert len(read(tmp_path, *nodes, W(1, [1, 2, 3]), *ways, services=("siding", "yard")).graph.start) == 4
    assert (
        len(read(tmp_path, *nodes, W(1, [1, 2, 3]), *ways, services=(" siding,yard", "spur ,crossover")).graph.start)
        == 6
    )


def test_crossover_between_two_tracks_is_kept_so_that_they_are_one_line(tmp_path: Path) -> None:
    nodes = [*line(1, 2, 3), *line(4, 5, 6, lat=50.0001)]
    tracks = [W(1, [1, 2, 3]), W(2, [4, 5, 6])]
    found = read(tmp_path, *nodes, N(7, 50.00005, 10.0101), *tracks, W(3, [2, 7, 5], {**RAIL, "service": "crossover"}))
    assert len(found.graph.start) == 5
    assert not found.left_out
    yard = read(tmp_path, *nodes, *tracks, W(3, [2, 5], {**RAIL, "service": "siding"}))
    assert len(yard.graph.start) == 2


def test_double_track_gives_two_edges(tmp_path: Path) -> None:
    nodes = [*line(1, 2, 3, 4), N(5, 50.0001, 10.01), N(6, 50.0001, 10.02)]
    found = read(tmp_path, *nodes, W(1, [1, 2, 3, 4]), W(2, [2, 5, 6, 3]))
    assert [e[:2] for e in edges(found.graph)] == [(0, 1), (1, 2), (1, 2), (2, 3)]


@pytest.mark.parametrize("ways", [[W(1, [1, 2, 3, 4, 1])], [W(1, [1, 2, 3]), W(2, [3, 4, 1])]])
@pytest.mark.parametrize("stem", [False, True])
def test_loop_is_two_edges_and_none_leads_to_its_own_start(tmp_path: Path, ways: list[W], stem: bool) -> None:
    corners = [(50.0, 10.0), (50.0, 10.01), (50.01, 10.01), (50.01, 10.0)]
    nodes = [N(i, *c) for i, c in enumerate(corners, 1)] + [N(5, 49.9, 10)]
    graph = read(tmp_path, *nodes, *ways, *([W(3, [5, 1])] if stem else [])).graph
    assert len(graph.start) == 2 + stem
    assert (graph.start != graph.end).all()
    total = metres(*corners, corners[0]) + (metres((49.9, 10), (50, 10)) if stem else 0)
    assert abs(int(graph.length_m.sum()) - total) < 2


def test_track_ends_where_the_extract_does(tmp_path: Path) -> None:
    found = read(tmp_path, *line(1, 2, 3, 4, 5), W(1, [1, 2, 99, 3, 4, 98]), W(2, [5, 97]))
    assert [e[2] for e in edges(found.graph)] == [717, 717]
    assert [(f.code, f.value) for f in found.findings] == [("osm_node_missing", "way/1, way/2")]


def test_neighbouring_extracts_join_in_any_order(tmp_path: Path) -> None:
    nodes = line(1, 2, 3, 4)
    tags = {"railway": "station", "name": "A"}
    a = write_extract(tmp_path / "a.osm.pbf", [*nodes[:2], N(9, 50, 10, tags)], [W(1, [1, 2, 3]), W(3, [1, 2])])
    b = write_extract(tmp_path / "b.osm.pbf", [*nodes[1:], N(9, 50, 10, tags)], [W(1, [1, 2, 3]), W(2, [3, 4])])
    one, other = read_osm([a, b]), read_osm([b, a, b])
    assert edges(one.graph) == [(0, 1, 2151)]
    assert not one.findings
    assert one.stations == other.stations
    assert len(one.stations) == 1
    assert same(one.graph, other.graph)


def test_newest_version_of_a_way_counts(tmp_path: Path) -> None:
    a = write_extract(tmp_path / "a.osm.pbf", line(1, 2, 3), [W(1, [1, 2, 3], version=3)])
    b = write_extract(tmp_path / "b.osm.pbf", line(1, 2, 3), [W(1, [1, 2], version=2)])
    for files in ([a, b], [b, a]):
        assert edges(read_osm(files).graph) == [(0, 1, 1434)]


def test_repeated_nodes_and_track_that_ways_share_count_once(tmp_path: Path) -> None:
    found = read(tmp_path, *line(1, 2, 3), W(1, [1, 1, 2, 2, 3, 3]), W(2, [3, 2]), W(3, [1, 2, 1]))
    assert edges(found.graph) == [(0, 1, 1434)]


def test_nodes_at_one_place_that_are_not_shared_stay_apart(tmp_path: Path) -> None:
    found = read(tmp_path, *line(1, 2), N(3, 50, 10.01), N(4, 50, 10.02), W(1, [1, 2]), W(2, [3, 4]))
    assert len(found.graph.lat_e7) == 4


def test_edge_over_the_antimeridian_is_short(tmp_path: Path) -> None:
    found = read(tmp_path, N(1, 65, 179.995), N(2, 65, -179.995), W(1, [1, 2]))
    assert edges(found.graph) == [(0, 1, 472)]


def test_border_has_a_node_on_either_side(tmp_path: Path) -> None:
    # Brest to Terespol: the Bug lies at 23.65 east.
    found = read(tmp_path, *[N(i, 52.08, 23.5 + i / 200) for i in range(1, 60)], W(1, range(1, 60)))
    g = found.graph
    crossing = [e for e in range(len(g.start)) if g.country[g.start[e]] != g.country[g.end[e]]]
    assert [
        e[2] < 1_100
        for e in edges(g._replace(start=g.start[crossing], end=g.end[crossing], length_m=g.length_m[crossing]))
    ]
    assert sorted({g.countries[c] for c in g.country}) == ["BY", "PL"]
    assert len(crossing) == 1
    assert g.length_m[crossing[0]] < 1_500


def test_stations_snap_to_edges(tmp_path: Path) -> None:
    stations = [N(8, 50.001, 10.005, {"railway": "halt", "name": "A"}), N(9, 51, 10, {"railway": "halt", "name": "B"})]
    found = read(tmp_path, *line(1, 2, 3), *stations, W(1, [1, 2, 3]))
    on, off = found.stations
    with pytest.raises(InfeasibleError):
        snap(found.graph, off.coordinate)
    point = snap(found.graph, on.coordinate)
    assert (point.edge, point.away_m) == (0, 111)
    assert point.at_m in (358, 1075)


def test_values_that_say_nothing_are_one_finding_each(tmp_path: Path) -> None:
    tags = {**RAIL, "gauge": "<script>\x1b", "maxspeed": "9" * 255}
    found = read(tmp_path, *line(1, 2, 3), W(1, [1, 2], tags), W(2, [2, 3], {**tags, "maxspeed": "RU:rural"}))
    assert [(f.code, f.field) for f in found.findings] == [
        ("osm_tag_unreadable", "gauge"),
        ("osm_tag_unreadable", "maxspeed"),
    ]
    assert found.findings[0].value == "way/1 (<script>), way/2 (<script>)"
    assert len(found.findings[1].value) <= 120
    assert all(f.message.isprintable() for f in found.findings)
    assert found.graph.speed_kmh.tolist() == [0]


@pytest.mark.parametrize("ways", [[], [W(1, [1, 2], {"railway": "tram"})], [W(1, [8, 9])], [W(1, [1])], [W(1, [1, 1])]])
def test_no_track_is_an_error_with_a_hint(tmp_path: Path, ways: list[W]) -> None:
    with pytest.raises(DataError, match=r"no track in x\.osm\.pbf") as caught:
        read(tmp_path, *line(1, 2), *ways)
    assert caught.value.hint
    assert caught.value.findings[-1].code == "osm_track_missing"


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"no extract")
    good = write_extract(tmp_path / "x.osm.pbf", line(1, 2), [W(1, [1, 2])])
    with pytest.raises(DataError) as caught:
        read_osm([tmp_path / "none.osm.pbf", good, bad])
    assert sorted(f.code for f in caught.value.findings) == ["file_missing", "file_unreadable"]


def test_unknown_service_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="goods"):
        read_osm([tmp_path / "x.osm.pbf"], services=["goods"])
    with pytest.raises(UsageError, match="no extract"):
        read_osm([])


def test_positions_off_the_earth_count_as_missing(tmp_path: Path) -> None:
    found = read(tmp_path, *line(1, 2), N(3, 95, 10.02), N(4, 50, 200), W(1, [1, 2, 3]), W(2, [1, 4]))
    assert edges(found.graph) == [(0, 1, 717)]
    assert [f.code for f in found.findings] == ["osm_node_missing"]


def test_extract_as_xml_with_ids_below_zero_is_read(tmp_path: Path) -> None:
    path = tmp_path / "drawn.osm"
    path.write_text(
        '<osm version="0.6"><node id="-1" lat="50" lon="10"/><node id="-2" lat="50" lon="10.01"/>'
        '<node id="3" lat="50" lon="10.02"/><way id="-9"><nd ref="-1"/><nd ref="-2"/><nd ref="3"/>'
        '<tag k="railway" v="rail"/></way></osm>'
    )
    assert edges(read_osm([path]).graph) == [(0, 1, 1434)]


def test_large_files_are_read_another_way_with_the_same_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    objects: list[N | W] = [*line(5, 3, 9), W(1, [5, 3, 9, 77]), N(4, 51, 10), W(2, [3, 4])]
    small = read(tmp_path, *objects)
    monkeypatch.setattr("routes.rail.osm_file.LARGE_FILE", 0)
    assert same(small.graph, read(tmp_path, *objects).graph)


def shortest(pairs: list[tuple[int, int, float]], start: int) -> dict[int, float]:
    """Return the length of the shortest path to every node that can be reached."""
    near = defaultdict(list)
    for a, b, length in pairs:
        near[a].append((b, length))
        near[b].append((a, length))
    done: dict[int, float] = {}
    heap = [(0.0, start)]
    while heap:
        length, node = heapq.heappop(heap)
        if node not in done:
            done[node] = length
            for other, more in near[node]:
                heapq.heappush(heap, (length + more, other))
    return done


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[N], list[W]]:
    count = draw(st.integers(2, 14))
    spots = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=count, max_size=count))
    nodes = [N(i + 1, 50 + y / 100, 10 + x / 100) for i, (x, y) in enumerate(spots)]
    runs = st.lists(st.integers(1, count), min_size=2, max_size=6)
    tags = st.sampled_from([RAIL, {**RAIL, "gauge": "1520"}, {**RAIL, "maxspeed": "80"}])
    ways = draw(st.lists(st.tuples(runs, tags), min_size=1, max_size=8))
    return nodes, [W(i, run, t) for i, (run, t) in enumerate(ways, 1)]


@settings(max_examples=150, deadline=None)
@given(networks())
def test_contraction_keeps_every_distance_and_all_track(made: tuple[list[N], list[W]]) -> None:
    nodes, ways = made
    where = {n.id: (n.lat, n.lon) for n in nodes}
    hops = {(min(a, b), max(a, b)) for w in ways for a, b in pairwise(w.nodes) if a != b}
    raw = [(a, b, metres(where[a], where[b])) for a, b in sorted(hops)]
    with TemporaryDirectory() as folder:
        if not hops:
            with pytest.raises(DataError):
                read(Path(folder), *nodes, *ways)
            return
        graph = read(Path(folder), *nodes, *ways).graph
    assert (graph.start != graph.end).all()
    assert (graph.length_m >= 1).all()
    by_place = defaultdict(list)
    for i, place in where.items():
        by_place[round(place[0] * 1e7), round(place[1] * 1e7)].append(i)
    if any(len(ids) > 1 for ids in by_place.values()):
        return
    ids = [by_place[place][0] for place in zip(graph.lat_e7.tolist(), graph.lon_e7.tolist(), strict=True)]
    named = [(ids[a], ids[b], float(length)) for a, b, length in edges(graph)]
    assert abs(sum(r[2] for r in raw) - sum(r[2] for r in named)) <= len(named)
    for start in ids:
        expected, got = shortest(raw, start), shortest(named, start)
        assert got.keys() == expected.keys() & set(ids)
        assert all(abs(length - expected[i]) <= len(named) for i, length in got.items())
