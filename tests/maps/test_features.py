"""What is drawn: roles of stations, marks, track run twice, and longitudes that never go round the world."""

from __future__ import annotations

from itertools import pairwise

from routes.maps.features import build_features, list_bounds
from tests.maps.documents import distance, latest_departure, over_the_antimeridian


def test_stations_have_their_role_once_each() -> None:
    stops = build_features(latest_departure()).stops
    assert [(s.code, s.role) for s in stops] == [("aa", "start"), ("bb", "stop"), ("cc", "end"), ("dd", "stop")]


def test_track_run_twice_is_marked_on_both_legs() -> None:
    assert [line.is_twice for line in build_features(latest_departure()).lines] == [False, False, True, True]


def test_border_gauge_and_reversal_are_marked() -> None:
    marks = {mark.kind: mark for mark in build_features(latest_departure()).marks}
    assert marks["border"].label == "border KP/RU, clocks +1 h"
    assert marks["border"].text == "North Korea – Russia, between Tumangang – Khasan. clocks +1 h."
    assert marks["gauge"].label == "gauge 1435 → 1520 mm"
    assert marks["reversal"].text == "Reversal at Ussuriysk: 10 min."
    assert len(marks) == 3


def test_clock_change_within_a_country_has_its_own_mark() -> None:
    document = latest_departure()
    document["itinerary"]["legs"][1]["border"] = False
    kinds = [(mark.kind, mark.label) for mark in build_features(document).marks]
    assert ("clock", "clocks +1 h") in kinds


def test_distance_has_a_border_without_clocks() -> None:
    marks = {mark.kind: mark for mark in build_features(distance()).marks}
    assert marks["border"].label == "border KP/RU"


def test_route_over_the_antimeridian_goes_on() -> None:
    features = build_features(over_the_antimeridian())
    lons = [lon for line in features.lines for _, lon in line.points]
    assert all(abs(b - a) < 20 for a, b in pairwise(lons))
    south_west, north_east = list_bounds(features)
    assert (south_west[1], north_east[1]) == (177.5, 194.6)
    assert all(177 < stop.point[1] < 195 for stop in features.stops)
    assert all(177 < mark.point[1] < 195 for mark in features.marks)
