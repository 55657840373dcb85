"""The real network of the world: its size, the lengths that were measured on it, and the authored segments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from routes.errors import InfeasibleError
from routes.folders import stack_folders
from routes.geo import Coordinate
from routes.rail.build import Authored, build_base
from routes.rail.cache import NETWORK, Wanted, make_network, open_network
from routes.rail.components import label_components
from routes.rail.graph import E7, RailGraph
from routes.rail.hierarchy import build_hierarchy, find_shortest
from routes.rail.network import RailNetwork
from routes.rail.patches import apply_patches
from routes.rail.snap import build_grid, snap
from routes.rail.source import REVIEWED, read_wheel
from routes.scenarios.railways import read_authored
from routes.scenarios.world import load_world

TRANS_SIBERIAN = [
    "moscow_yar",
    "vladimir",
    "nizhny",
    "kirov",
    "perm2",
    "yekaterinburg",
    "tyumen",
    "omsk",
    "novosibirsk",
    "krasnoyarsk",
    "taishet",
    "zima",
    "irkutsk",
    "ulan_ude",
    "petrovsky_zavod",
    "chita2",
    "karymskaya",
    "tarskaya",
    "chernyshevsk",
    "mogocha",
    "skovorodino",
    "magdagachi",
    "shimanovskaya",
    "ledyanaya",
    "svobodny",
    "belogorsk",
    "zavitaya",
    "bureya",
    "arkhara",
    "obluchye",
    "birobidzhan",
    "volochaevka1",
    "khabarovsk1",
    "vyazemskaya",
    "bikin",
    "ruzhino",
    "spassk",
    "sibirtsevo",
    "ussuriysk",
    "baranovsky",
    "ugolnaya",
    "okeanskaya",
    "vladivostok",
]
KHASAN = [
    "baranovsky",
    "razdolnaya_bridge",
    "olenevod",
    "vinevitino",
    "primorskaya",
    "kedrovy",
    "bamburovo",
    "ryazanovka",
    "gvozdevo",
    "makhalino",
    "khasan",
]
COAST = [
    "rajin",
    "chongjin",
    "ranam",
    "kyongsong",
    "kilju",
    "kimchaek",
    "sinpo",
    "hamhung",
    "kowon",
    "sunchon",
    "kalli",
    "pyongyang",
]
MANZHOULI = ["zabaikalsk", "manzhouli", "hailar", "daqing", "harbin"]


def between(stations: list[str], start: str, end: str) -> list[str]:
    return stations[stations.index(start) : stations.index(end) + 1]


# Kilometres on the patched network, forced through stations of the real line, as measured when it was reviewed
# (there, Moscow-Vladivostok went through 34 stations; here through the 43 that are authored).
MEASURED: dict[str, tuple[float, list[str]]] = {
    "Moscow-Vladivostok": (9173.7, TRANS_SIBERIAN),
    "Khabarovsk-Vladivostok": (759.7, between(TRANS_SIBERIAN, "khabarovsk1", "vladivostok")),
    "Ussuriysk-Vladivostok": (109.4, ["ussuriysk", "vladivostok"]),
    "Baranovsky-Khasan": (231.1, KHASAN),
    "Khasan-Tumangang": (4.8, ["khasan", "tumangang"]),
    "Khasan-Rajin": (53.3, ["khasan", "tumangang", "hongui", "rajin"]),
    "Rajin-Pyongyang": (786.2, COAST),
    "Moscow-Pyongyang by Khasan": (
        10156.7,
        [*between(TRANS_SIBERIAN, "moscow_yar", "baranovsky"), *KHASAN[1:], "tumangang", "hongui", *COAST],
    ),
    "Pyongyang-Sinuiju": (224.2, ["pyongyang", "kalli", "sinanju", "chongju", "sinuiju"]),
    "Beijing-Pyongyang": (
        1242.4,
        [
            "beijing",
            "tianjin",
            "shanhaiguan",
            "shenyang",
            "benxi",
            "dandong",
            "sinuiju",
            "chongju",
            "sinanju",
            "kalli",
            "pyongyang",
        ],
    ),
    "Zabaikalsk-Harbin": (944.5, MANZHOULI),
    "Moscow-Beijing by Manzhouli": (
        8854.2,
        [
            *between(TRANS_SIBERIAN, "moscow_yar", "tarskaya"),
            *MANZHOULI,
            *["changchun", "shenyang", "shanhaiguan", "tianjin", "beijing"],
        ],
    ),
    "Beijing West-Hanoi": (
        2806.2,
        [
            "beijing_west",
            "shijiazhuang",
            "zhengzhou",
            "wuchang",
            "changsha",
            "hengyang",
            "guilin",
            "liuzhou",
            "nanning",
            "pingxiang",
            "dong_dang",
            "lang_son",
            "gia_lam",
            "hanoi",
        ],
    ),
    "Dong Dang-Hanoi": (159.2, ["dong_dang", "lang_son", "gia_lam", "hanoi"]),
}
PARIS, BERLIN, MOSCOW = Coordinate(48.8768, 2.3590), Coordinate(52.525, 13.369), Coordinate(55.7764, 37.5836)


class Measured:
    """The patched network before any segment is laid on it, with what finds paths on it."""

    def __init__(self, graph: RailGraph) -> None:
        self.graph, self.hierarchy, self.grid = graph, build_hierarchy(graph), build_grid(graph)

    def km(self, *places: Coordinate) -> float:
        """Return the kilometres of the shortest paths from each place to the next."""
        total_m = 0
        for start, end in pairwise(snap(self.graph, place, grid=self.grid) for place in places):
            path = find_shortest(self.graph, self.hierarchy, start, end)
            assert path is not None
            total_m += path.length_m
        return total_m / 1000


@pytest.fixture(scope="module")
def authored() -> Authored:
    return read_authored(load_world(stack_folders(None)))


@pytest.fixture(scope="module")
def bare(real_wheel: Path) -> RailGraph:
    text = read_wheel(real_wheel)
    assert text.digest == REVIEWED
    return build_base(text).graph


@pytest.fixture(scope="module")
def measured(bare: RailGraph, authored: Authored) -> Measured:
    graph, done = apply_patches(bare, authored.patches)
    assert {(d.patch.action, d.outcome) for d in done} == {
        ("join", "joined"),
        ("block", "kept apart"),
        ("length", "scaled"),
    }
    return Measured(graph)


@pytest.fixture(scope="module")
def network(
    real_wheel: Path, authored: Authored, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RailNetwork, Path]]:
    cache = tmp_path_factory.mktemp("world")
    yield make_network(cache, authored, Wanted(real_wheel)), cache
    (cache / NETWORK).unlink()


def test_packaged_network_has_the_size_that_was_measured(bare: RailGraph) -> None:
    assert (len(bare.lat_e7), len(bare.start), round(int(bare.length_m.sum()) / 1000)) == (274_974, 328_750, 885_209)
    sizes = np.bincount(label_components(bare))
    assert (len(sizes), sizes[0]) == (787, 163_140)
    assert "" not in {bare.countries[number] for number in np.unique(bare.country)}


@pytest.mark.parametrize("way", MEASURED)
def test_routed_length_is_the_one_measured(measured: Measured, authored: Authored, way: str) -> None:
    km, stations = MEASURED[way]
    assert measured.km(*(authored.places[code] for code in stations)) == pytest.approx(km, rel=0.01)


def test_lengths_in_europe_are_those_measured(measured: Measured) -> None:
    assert measured.km(PARIS, BERLIN) == pytest.approx(1029, rel=0.01)
    # By Kaliningrad it was 1,898 km, before the gap at Biala Podlaska was closed; by Warsaw and Brest it is shorter.
    assert measured.km(BERLIN, MOSCOW) == pytest.approx(1846, rel=0.01)


def test_khasan_snaps_to_its_line_and_not_to_a_node(measured: Measured, authored: Authored) -> None:
    point = snap(measured.graph, authored.places["khasan"], grid=measured.grid)
    assert point.away_m < 200
    assert 0 < point.at_m < measured.graph.length_m[point.edge]


def test_place_without_track_is_refused_with_the_distance(measured: Measured, authored: Authored) -> None:
    with pytest.raises(InfeasibleError, match=r"the nearest is 14\.4 km away"):
        snap(measured.graph, authored.places["vostochny"], grid=measured.grid)


def test_dmz_is_not_crossed(measured: Measured, authored: Authored) -> None:
    north, south = authored.places["pyongyang"], Coordinate(37.5547, 126.9707)  # Seoul
    ends = [snap(measured.graph, place, grid=measured.grid) for place in (north, south)]
    assert find_shortest(measured.graph, measured.hierarchy, ends[0], ends[1]) is None


def test_authored_segments_lie_on_the_network(network: tuple[RailNetwork, Path]) -> None:
    graph, joins = network[0].graph, network[0].joins
    assert len(joins) == 126
    assert {(j.start, j.end) for j in joins if j.reason} == {
        ("hongui", "tumangang"),  # a third shorter on the network
        ("manpo", "jian"),  # no track near Jian
        ("jian", "tonghua"),
        ("namyang", "tumen"),  # the bridge is missing
        ("ledyanaya", "vostochny"),  # the branch is missing
        ("beijing", "beijing_west"),  # over track of two lines that have it
    }
    for joined in joins:
        metres = sum(int(graph.length_m[e if e >= 0 else -1 - e]) for e in joined.edges)
        assert metres == (0 if joined.reason else joined.length_m)
        routed = sum(int(network[0].routed_m[e if e >= 0 else -1 - e]) for e in joined.edges)
        assert joined.reason or routed == joined.routed_m


def test_mended_gaps_shorten_the_way(bare: RailGraph, measured: Measured, authored: Authored) -> None:
    rajin, chongjin, nakhodka, ugolnaya, sukhbaatar, ulaanbaatar = (
        authored.places[code] for code in ("rajin", "chongjin", "nakhodka", "ugolnaya", "sukhbaatar", "ulaanbaatar")
    )
    assert Measured(bare).km(rajin, chongjin) == pytest.approx(326, abs=5)
    assert measured.km(rajin, chongjin) == pytest.approx(81.1, rel=0.03)
    assert measured.km(ugolnaya, nakhodka) == pytest.approx(167.4, rel=0.01)
    assert measured.km(sukhbaatar, ulaanbaatar) == pytest.approx(383, rel=0.01)


def test_authored_length_wins_on_a_path(network: tuple[RailNetwork, Path], authored: Authored) -> None:
    net, known = network[0], {(s.start, s.end): s.length_m for s in authored.segments}
    ends = [snap(net.graph, authored.places[code], grid=net.grid) for code in ("khasan", "baranovsky")]
    path = find_shortest(net.graph, net.hierarchy, ends[0], ends[1])
    stretches = list(pairwise(reversed(KHASAN)))
    official = sum(known[pair] if pair in known else known[pair[1], pair[0]] for pair in stretches)
    assert path is not None and abs(path.length_m - official) <= 50
    assert official == 238_000


# Towns by which a segment goes where a fast line runs beside it, from the routes of the lines.
TOWNS = {
    ("tianjin", "nanjing"): {"Dezhou": (37.45, 116.29), "Xuzhou": (34.27, 117.20), "Bengbu": (32.93, 117.37)},
    ("erenhot", "beijing"): {"Jining": (41.03, 113.10), "Datong": (40.11, 113.30)},
}


@pytest.mark.parametrize("ends", TOWNS)
def test_segment_follows_its_own_line(network: tuple[RailNetwork, Path], ends: tuple[str, str]) -> None:
    graph = network[0].graph
    joined = next(j for j in network[0].joins if (j.start, j.end) == ends)
    edges = np.array([e if e >= 0 else -1 - e for e in joined.edges])
    lat, lon = graph.lat_e7[graph.start[edges]] / E7, graph.lon_e7[graph.start[edges]] / E7
    for town, (north, east) in TOWNS[ends].items():
        away_km = 111.2 * np.hypot(lat - north, (lon - east) * np.cos(np.radians(north)))
        assert away_km.min() < 15, town


def test_opened_network_is_the_one_built(network: tuple[RailNetwork, Path], authored: Authored) -> None:
    built, cache = network
    opened = open_network(cache, authored)
    assert np.array_equal(opened.graph.length_m, built.graph.length_m)
    assert opened.joins == built.joins
    assert (cache / NETWORK).stat().st_size < 40_000_000
