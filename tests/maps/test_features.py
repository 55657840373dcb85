"""What is drawn: roles of stations, marks, track run twice, and longitudes that never go round the world."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.geo import Coordinate, geodesic_m
from routes.maps.changes import AT_BORDER, AT_ZONE, BETWEEN, MIDWAY, list_changes, list_moves
from routes.maps.features import build_features, list_bounds
from routes.maps.lines import Mark, draw_legs
from routes.stamps import move_stamp
from tests.maps.documents import distance, latest_departure, over_the_antimeridian, seen


def test_stations_have_their_role_once_each() -> None:
    stops = build_features(latest_departure()).stops
    assert [(s.code, s.role) for s in stops] == [("aa", "start"), ("bb", "stop"), ("cc", "end"), ("dd", "stop")]


def test_track_run_twice_is_marked_on_both_legs() -> None:
    assert [line.is_twice for line in build_features(latest_departure()).lines] == [False, False, True, True]


def test_border_gauge_and_reversal_are_marked() -> None:
    marks = {mark.kind: mark for mark in build_features(latest_departure()).marks}
    assert marks["border"].label == "border KP/RU, clocks +1 h"
    assert marks["border"].text == f"North Korea – Russia, between Tumangang – Khasan. Clocks +1 h. {MIDWAY}"
    assert marks["gauge"].label == "gauge 1435 → 1520 mm"
    assert marks["reversal"].text == "Reversal at Ussuriysk: 10 min."
    assert len(marks) == 3


def test_clock_change_within_a_country_has_its_own_mark() -> None:
    document = latest_departure()
    document["itinerary"]["legs"][1]["border"] = False
    kinds = [(mark.kind, mark.label) for mark in build_features(document).marks]
    assert ("clock", "clocks +1 h") in kinds


def test_border_is_marked_where_the_line_meets_it_and_else_midway() -> None:
    document = latest_departure()
    points = "42.42,130.61,0 42.417,130.62,50000 42.417,130.632,60000 42.43,130.64,100000"
    document["itinerary"]["legs"][1]["geometry"] = {"tolerance_m": 100, "longest_straight_m": 900, "points": points}
    marks = {mark.kind: mark for mark in build_features(document).marks}
    assert marks["border"].text.endswith(AT_BORDER)
    # the border runs in the Tumen: the bridge is at 42.417 N 130.642 E, some kilometres off as the line is straight
    assert geodesic_m(Coordinate(*marks["border"].point), Coordinate(42.417, 130.642)) < 5_000
    del document["itinerary"]["legs"][1]["geometry"]
    for code, lat in {"aa": 10.0, "bb": 11.0, "cc": 12.0, "dd": 13.0}.items():
        document["stations"][code] |= {"lat": lat, "lon": -40.0}
    midway = {mark.kind: mark for mark in build_features(document).marks}["border"]
    assert midway.point == pytest.approx((11.5, -40.0), abs=1e-4)
    assert midway.text.endswith(MIDWAY)


def _move_to(document: dict[str, Any], places: list[tuple[float, float, str]]) -> list[Mark]:
    """Return the marks of borders and clocks with the four stations put elsewhere."""
    for code, (lat, lon, zone) in zip(("aa", "bb", "cc", "dd"), places, strict=True):
        document["stations"][code] |= {"lat": lat, "lon": lon, "zone": zone}
    for leg in document["itinerary"]["legs"]:
        leg["border"] = False
    return [mark for mark in build_features(document).marks if mark.kind in ("border", "clock")]


def test_clocks_change_at_the_edge_of_the_zone() -> None:
    perth, adelaide, eucla = "Australia/Perth", "Australia/Adelaide", "Australia/Eucla"
    places = [(-31.5, 120.0, perth), (-31.0, 125.0, perth), (-30.9, 130.0, adelaide), (-31.0, 133.0, adelaide)]
    (mark,) = _move_to(latest_departure(), places)
    assert mark.text.endswith(AT_ZONE)
    assert mark.label == "clocks +1 h 30"
    assert mark.point[1] == pytest.approx(129.0, abs=0.05)
    assert eucla not in mark.text


def test_border_at_sea_lies_between_the_countries() -> None:
    places = [
        (64.7, 177.5, "Asia/Anadyr"),
        (64.4, -173.2, "Asia/Anadyr"),
        (64.5, -165.4, "America/Nome"),
        (64.6, -165.0, ""),
    ]
    document = latest_departure()
    for code, (lat, lon, zone) in zip(("aa", "bb", "dd", "cc"), places, strict=True):
        document["stations"][code] |= {"lat": lat, "lon": lon, "zone": zone or "America/Nome", "country": "RU"}
    for code in ("dd", "cc"):
        document["stations"][code]["country"] = "US"
    for number, leg in enumerate(document["itinerary"]["legs"]):
        leg["border"] = number == 1
    (mark,) = [mark for mark in build_features(document).marks if mark.kind == "border"]
    assert mark.text.endswith(BETWEEN)
    assert -172 < (mark.point[1] + 180) % 360 - 180 < -167


def test_change_stands_as_far_along_as_it_is_drawn() -> None:
    document = latest_departure()
    lines = tuple(draw_legs(document, document["itinerary"]["legs"]))
    (change,) = list_changes(document, lines)
    move = next(move for move in list_moves(document) if move.leg == 1)
    start, end = move.start["at_m"], move.end["at_m"]
    assert change.at_m == pytest.approx((start + end) / 2, rel=0.01)


def test_line_of_one_point_has_its_border_there() -> None:
    document = latest_departure()
    document["itinerary"]["legs"][1]["geometry"] = {"points": "42.42,130.61,0"}
    (mark,) = [mark for mark in build_features(document).marks if mark.kind == "border"]
    assert mark.point == (42.42, 130.61)


def test_season_of_the_clocks_is_no_place() -> None:
    document = latest_departure()
    for event in document["itinerary"]["events"][2:]:  # as if summer time began on the way
        for reading in ("early", "time", "late"):
            if event[reading]:
                event[reading] = move_stamp(event[reading], "Asia/Tokyo")
    assert not _move_to(document, [(39.0, 125.0 + place, "Asia/Pyongyang") for place in range(4)])


def test_several_zones_of_one_leg_have_a_mark_each() -> None:
    document = latest_departure()
    east, west = "Asia/Krasnoyarsk", "Europe/Samara"
    places = [(56.0, 92.0, east), (56.0, 91.0, east), (53.2, 50.0, west), (53.2, 50.2, west)]
    marks = _move_to(document, places)
    assert [mark.label for mark in marks] == ["clocks −1 h"] * 3  # at the edges of Omsk, Yekaterinburg and Samara
    assert [round(mark.point[1]) for mark in marks] == sorted((round(m.point[1]) for m in marks), reverse=True)
    assert len({mark.point for mark in marks}) == 3


def test_sightings_are_marked_at_their_stations() -> None:
    marks = {mark.kind: mark for mark in build_features(seen()).marks}
    assert marks["seen"].label == "seen ±10 min\nMon 11 Sep 18:45 UTC+9"
    assert marks["seen"].point == (42.42, 130.61)
    assert marks["unseen"].label == "not seen by\nMon 11 Sep 22:45 UTC+10"


def test_several_sightings_of_a_station_stand_in_a_row() -> None:
    document = seen()
    document["question"]["seen"] *= 2
    slots = [(mark.slot, mark.slots) for mark in build_features(document).marks if mark.kind == "seen"]
    assert slots == [(0, 2), (1, 2)]


def test_distance_has_a_border_without_clocks() -> None:
    marks = {mark.kind: mark for mark in build_features(distance()).marks}
    assert marks["border"].label == "border KP/RU"


@given(st.lists(st.integers(-3, 3), min_size=4, max_size=4))
def test_line_a_turn_of_the_globe_away_is_drawn_where_its_stations_are(turns: list[int]) -> None:
    document = over_the_antimeridian()
    for leg, turn in zip(document["itinerary"]["legs"], turns, strict=True):
        ends = (document["stations"][leg[end]] for end in ("from", "to"))
        points = " ".join(f"{end['lat']},{end['lon'] + 360 * turn + (360 if end['lon'] < 0 else 0)},0" for end in ends)
        leg["geometry"] = {"tolerance_m": 30, "longest_straight_m": 0, "points": points}
    features = build_features(document)
    assert [round(stop.point[1], 1) for stop in features.stops] == [177.5, 186.7, 191.9, 194.6]
    (_, west), (_, east) = list_bounds(features)
    assert (round(west, 1), round(east, 1)) == (177.5, 194.6)


def test_route_over_the_antimeridian_goes_on() -> None:
    features = build_features(over_the_antimeridian())
    lons = [lon for line in features.lines for _, lon in line.points]
    assert all(abs(b - a) < 20 for a, b in pairwise(lons))
    south_west, north_east = list_bounds(features)
    assert (south_west[1], north_east[1]) == (177.5, 194.6)
    assert all(177 < stop.point[1] < 195 for stop in features.stops)
    assert all(177 < mark.point[1] < 195 for mark in features.marks)
