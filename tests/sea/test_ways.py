"""Ways over water against published lengths, and their laws over random pairs of the world's ports."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.basemap.reader import Box, read_polygons
from routes.errors import InfeasibleError
from routes.geo import Coordinate, geodesic_m
from routes.sea.coast import draw, wrapped
from routes.sea.passages import PASSAGES, Passage, leave_out
from routes.sea.ways import Sea, SeaWay, find_sea_way

NM = 1.852
PORTS = {
    "Rajin roads": Coordinate(42.17, 130.305),
    "Vladivostok roads": Coordinate(43.02, 131.97),
    "Vladivostok": Coordinate(43.10, 131.88),
    "Busan": Coordinate(35.10, 129.04),
    "San Francisco": Coordinate(37.79, -122.40),
    "Yokohama": Coordinate(35.45, 139.65),
    "Shanghai": Coordinate(31.23, 121.49),
    "Rotterdam": Coordinate(51.95, 4.14),
    "Singapore": Coordinate(1.26, 103.84),
    "New York": Coordinate(40.68, -74.02),
    "Los Angeles": Coordinate(33.74, -118.27),
    "Sydney": Coordinate(-33.86, 151.20),
    "Auckland": Coordinate(-36.84, 174.77),
    "Cape Town": Coordinate(-33.91, 18.43),
    "Rio de Janeiro": Coordinate(-22.89, -43.18),
    "Odessa": Coordinate(46.49, 30.74),
    "Piraeus": Coordinate(37.94, 23.63),
    "St Petersburg": Coordinate(59.93, 30.20),
    "Patras": Coordinate(38.25, 21.73),
    "Osaka": Coordinate(34.65, 135.40),
    "Suez": Coordinate(29.93, 32.55),
    "Port Said": Coordinate(31.26, 32.30),
    "Baku": Coordinate(40.36, 49.86),
    "Aktau": Coordinate(43.60, 51.22),
    "Suva": Coordinate(-18.13, 178.42),
    "Apia": Coordinate(-13.83, -171.76),
}
# The 90 miles of the ferry: https://en.portnews.ru/news/239163; 4,536 miles of the U. S. Hydrographic Office, by
# https://clyx.com/books/merry/san_francisco_and_the_nicaragua_canal/nicaragua_canal_distances_2.htm
PUBLISHED_KM = [
    ("Rajin roads", "Vladivostok roads", 90 * NM, 0.02),
    ("Yokohama", "San Francisco", 4536 * NM, 0.02),
]
# Assumed: figures as they are commonly given, for which no page is at hand.
ASSUMED_KM = [
    ("Vladivostok", "Busan", 945, 0.02),
    ("Vladivostok", "San Francisco", 4563 * NM, 0.02),
    ("Shanghai", "Rotterdam", 19_490, 0.02),
    ("Singapore", "Rotterdam", 8288 * NM, 0.02),
    ("New York", "Los Angeles", 4930 * NM, 0.02),
    ("Sydney", "Auckland", 1275 * NM, 0.02),
    ("Cape Town", "Rio de Janeiro", 3273 * NM, 0.02),
]


def cross_land(sea: Sea, way: SeaWay) -> bool:
    """Return whether a way crosses the land's polygons, which the engine itself does not look at to decide."""
    for line in wrapped(draw(way.points)):
        part = leave_out(line)
        if part.is_empty:
            continue
        west, south, east, north = part.bounds
        box = Box(west - 0.1, south - 0.1, east + 0.1, north + 0.1)
        if len(shapely.STRtree(read_polygons(sea.coast.layers, box)).query(part, predicate="intersects")):
            return True
    return False


@pytest.mark.parametrize(("start", "end", "length_km", "share"), [*PUBLISHED_KM, *ASSUMED_KM])
def test_length_is_near_the_one_given(sea: Sea, start: str, end: str, length_km: float, share: float) -> None:
    way = find_sea_way(sea, PORTS[start], PORTS[end])
    assert way.length_m == pytest.approx(length_km * 1000, rel=share)
    assert not cross_land(sea, way)


@pytest.mark.parametrize(
    ("start", "end", "passages"),
    [
        ("Singapore", "Rotterdam", ("Malacca", "el-Mandeb", "the Suez Canal", "Gibraltar", "Dover")),
        ("New York", "Los Angeles", ("the Panama Canal",)),
        ("Odessa", "Piraeus", ("the Bosporus", "the Dardanelles")),
        ("Piraeus", "Odessa", ("the Dardanelles", "the Bosporus")),
        ("St Petersburg", "Rotterdam", ("the Kiel Canal",)),
        ("Patras", "Piraeus", ("the Corinth Canal",)),
        ("Busan", "Osaka", ("the Kanmon Strait",)),
        ("Suez", "Port Said", ("the Suez Canal",)),
        ("Baku", "Aktau", ()),
    ],
)
def test_canals_and_straits_are_passed_and_named_as_met(
    sea: Sea, start: str, end: str, passages: tuple[str, ...]
) -> None:
    way = find_sea_way(sea, PORTS[start], PORTS[end])
    assert len(way.passages) == len(passages)
    assert all(found.name.endswith(name) for found, name in zip(way.passages, passages, strict=True))
    assert not cross_land(sea, way)


# Points that ships pass, from the chart: the geodesics between them are a bound that owes nothing to the engine.
CORNERS = {
    "Agulhas": Coordinate(-34.83, 20.00),
    "Dakar": Coordinate(14.75, -17.53),
    "Ushant": Coordinate(48.46, -5.10),
    "Natal": Coordinate(-5.78, -35.20),
    "Cape Froward": Coordinate(-53.90, -71.30),
    "Hiiumaa": Coordinate(59.08, 22.65),
    "Falsterbo": Coordinate(55.38, 12.82),
    "Skagen": Coordinate(57.74, 10.60),
    "Kanmon": Coordinate(33.955, 130.955),
    "Kurushima": Coordinate(34.12, 132.99),
    "Bisan Seto": Coordinate(34.38, 133.82),
    "Akashi": Coordinate(34.62, 135.02),
}
MOST_ABOVE_CORNERS = 1.06
"""Ships stand off the capes: all four ways are 0.9 to 5.3 % above; one by another passage would be far from it."""


@pytest.mark.parametrize(
    ("start", "end", "closed", "corners", "gone"),
    [
        ("Shanghai", "Rotterdam", ("EG", "PA"), ("Singapore", "Agulhas", "Dakar", "Ushant"), "the Suez Canal"),
        ("Singapore", "Rotterdam", ("EG",), ("Agulhas", "Dakar", "Ushant"), "the Suez Canal"),
        ("New York", "Los Angeles", ("PA",), ("Natal", "Cape Froward"), "the Panama Canal"),
        ("St Petersburg", "Rotterdam", ("DE",), ("Hiiumaa", "Falsterbo", "Skagen"), "the Kiel Canal"),
    ],
)
def test_closed_canal_is_gone_round(
    sea: Sea, start: str, end: str, closed: tuple[str, ...], corners: tuple[str, ...], gone: str
) -> None:
    way = find_sea_way(sea.close(closed), PORTS[start], PORTS[end])
    assert gone not in [passage.name for passage in way.passages]
    assert way.length_m > find_sea_way(sea, PORTS[start], PORTS[end]).length_m
    places = [PORTS.get(name) or CORNERS[name] for name in (start, *corners, end)]
    bound_m = sum(geodesic_m(one, two) for one, two in pairwise(places))
    assert bound_m <= way.length_m <= MOST_ABOVE_CORNERS * bound_m


def test_inland_sea_is_passed_by_its_straits(sea: Sea) -> None:
    """A grid too coarse for the straits goes round Shikoku, a fifth longer than the bound."""
    corners = "Kanmon", "Kurushima", "Bisan Seto", "Akashi"
    places = [PORTS["Busan"], *(CORNERS[name] for name in corners), PORTS["Osaka"]]
    bound_m = sum(geodesic_m(one, two) for one, two in pairwise(places))
    way = find_sea_way(sea, PORTS["Busan"], PORTS["Osaka"])
    assert bound_m <= way.length_m <= MOST_ABOVE_CORNERS * bound_m


def test_way_round_the_cape_is_near_the_published_one(sea: Sea) -> None:
    """Source: 13,800 nm, porteconomicsmanagement.org, Routing Options between Shanghai, Rotterdam and New York."""
    way = find_sea_way(sea.close(("EG", "PA")), PORTS["Shanghai"], PORTS["Rotterdam"])
    assert way.length_m == pytest.approx(13_800 * NM * 1000, rel=0.02)


def test_strait_that_ships_may_transit_stays_open(sea: Sea) -> None:
    way = find_sea_way(sea.close(("TR",)), PORTS["Odessa"], PORTS["Piraeus"])
    assert way == find_sea_way(sea, PORTS["Odessa"], PORTS["Piraeus"])


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_line_of_a_passage_is_clear_until_it_is_closed(sea: Sea, passage: Passage) -> None:
    line = [(lat, lon) for lon, lat in passage.axis]
    assert sea.coast.is_line_clear(line)
    if passage.country:
        assert not sea.coast.close((passage.country,)).is_line_clear(line)


@pytest.mark.parametrize(("start", "end"), [("Suva", "Apia"), ("Vladivostok", "San Francisco")])
def test_way_over_the_antimeridian_is_not_led_round_the_world(sea: Sea, start: str, end: str) -> None:
    way = find_sea_way(sea, PORTS[start], PORTS[end])
    assert all(abs(one[1] - two[1]) < 180 for one, two in pairwise(way.points))
    assert any(abs(lon) > 180 for _, lon in way.points)
    assert way.length_m < 1.15 * geodesic_m(PORTS[start], PORTS[end])


def test_port_up_a_river_says_how_far_the_water_is(sea: Sea) -> None:
    way = find_sea_way(sea, Coordinate(53.54, 9.97), PORTS["Rotterdam"])
    assert 40_000 < way.start_away_m < 100_000
    assert way.end_away_m < 30_000


@pytest.mark.parametrize("place", [Coordinate(53.9, 27.56), Coordinate(47.92, 106.92)], ids=["Minsk", "Ulaanbaatar"])
def test_place_without_water_is_refused(sea: Sea, place: Coordinate) -> None:
    with pytest.raises(InfeasibleError, match="no water of the oceans lies within 100 km"):
        find_sea_way(sea, place, PORTS["Busan"])


def test_waters_that_no_ship_joins_are_refused(sea: Sea) -> None:
    with pytest.raises(InfeasibleError):
        find_sea_way(sea, PORTS["Baku"], PORTS["Busan"])


@cache
def list_places() -> list[Coordinate]:
    from searoute.data.ports_dict import node_list

    return [Coordinate(lat, (lon + 180) % 360 - 180) for lon, lat in sorted(node_list)]


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_any_two_ports(sea: Sea, first: int, second: int) -> None:
    places = list_places()
    start, end = places[first], places[second]
    try:
        way = find_sea_way(sea, start, end)
    except InfeasibleError:
        return
    back = find_sea_way(sea, end, start)
    assert back.length_m == way.length_m
    assert (back.start_away_m, back.end_away_m) == (way.end_away_m, way.start_away_m)
    assert way.length_m + way.start_away_m + way.end_away_m >= geodesic_m(start, end) - 2
    assert not cross_land(sea, way)
