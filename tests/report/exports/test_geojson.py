"""GeoJSON, read back by geojson and shapely."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import geojson
import pytest
from shapely.geometry import shape

from routes.report.exports.formats import build_export
from tests.maps.documents import distance, latest_departure
from tests.report.exports.answers import (
    JOURNEYS,
    PAYLOADS,
    crossing,
    hostile,
    list_events,
    other_ways,
    over,
    real,
    two_readings,
)


def read(document: Any) -> Any:
    """Return the collection of an answer as geojson reads it, found valid."""
    collection = geojson.loads(build_export(document, "geojson").encode("utf-8"))
    assert collection.is_valid, collection.errors()
    return collection


def of_kind(collection: Any, kind: str) -> list[Any]:
    return [feature for feature in collection["features"] if feature["properties"]["kind"] == kind]


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_leg_and_station_is_a_feature_within_the_world(name: str) -> None:
    document = JOURNEYS[name]()
    collection = read(document)
    readings = 1 + len(document["alternatives"])
    legs, stations = of_kind(collection, "leg"), of_kind(collection, "station")
    assert len(legs) == readings * len(document["itinerary"]["legs"])
    assert len({feature["id"] for feature in collection["features"]}) == len(collection["features"])
    for feature in [*legs, *stations]:
        west, south, east, north = shape(feature["geometry"]).bounds
        assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        for piece in getattr(shape(feature["geometry"]), "geoms", [shape(feature["geometry"])]):
            assert piece.bounds[2] - piece.bounds[0] < 180, "no line runs round the world"
    for leg, feature in zip(document["itinerary"]["legs"], legs, strict=False):
        for field in ("length_m", "basis", "source"):
            assert feature["properties"][field] == leg[field]


def test_longitude_comes_first_and_both_clocks_stand_beside() -> None:
    collection = read(latest_departure())
    first = of_kind(collection, "station")[0]
    assert first["geometry"]["coordinates"] == [125.7, 39.0]
    said = first["properties"]
    event = latest_departure()["itinerary"]["events"][0]
    assert (said["depart_local"], said["depart_utc"]) == (event["time"]["local"], event["time"]["utc"])
    assert said["depart_zone"] == "Asia/Pyongyang" and said["depart_late_utc"] == event["late"]["utc"]
    assert {"arrive_utc", "depart_utc"} <= set(of_kind(collection, "station")[1]["properties"])
    assert collection["bbox"][:2] == [125.7, 39.0]


def test_lines_are_cut_at_the_antimeridian() -> None:
    collection = read(crossing())
    kinds = [leg["geometry"]["type"] for leg in of_kind(collection, "leg")]
    assert kinds == ["LineString", "MultiLineString", "MultiLineString", "MultiLineString"]
    east, west = of_kind(collection, "leg")[1]["geometry"]["coordinates"]
    assert east[-1][0] == 180 and west[0][0] == -180 and east[-1][1] == west[0][1]
    assert collection["bbox"][0] > 0 > collection["bbox"][2], "west of 180 degrees, then east of it"
    drawn = [leg["properties"]["drawn"] for leg in of_kind(collection, "leg")]
    assert drawn == ["geodesic", "geodesic", "ground", "geodesic"]


@pytest.mark.parametrize(
    ("ends", "kind", "box"),
    [
        (((80.0, 30.0), (70.0, -150.0)), "MultiLineString", [-180, 70, 180, 90]),
        (((-80.0, 0.0), (-75.0, 180.0)), "MultiLineString", [-180, -90, 180, -75]),
        (((90.0, 0.0), (60.0, 50.0)), "LineString", [-180, 60, 180, 90]),
        (((-0.0, -0.0), (1.0, -0.0)), "LineString", [0, 0, 0, 1]),
    ],
)
def test_a_line_over_a_pole_ends_there_and_the_box_holds_it(ends: Any, kind: str, box: list[float]) -> None:
    collection = read(over(*ends))
    (leg,) = of_kind(collection, "leg")
    assert leg["geometry"]["type"] == kind and collection["bbox"] == box
    lines = getattr(shape(leg["geometry"]), "geoms", [shape(leg["geometry"])])
    for line in lines:
        assert all(abs(b[0] - a[0]) < 179 for a, b in pairwise(line.coords)), "no leap over half the world"
    assert [abs(lines[0].coords[-1][1]), abs(lines[-1].coords[0][1])].count(90) == (
        2 if len(lines) == 2 else box[3] == 90
    )
    assert "-0.0" not in build_export(over(*ends), "geojson")


def test_a_point_at_180_degrees_is_where_its_line_ends() -> None:
    collection = read(over((80.0, 30.0), (66.0, -180.0)))
    (leg,) = of_kind(collection, "leg")
    assert (
        leg["geometry"]["coordinates"][-1] == of_kind(collection, "station")[1]["geometry"]["coordinates"] == [180, 66]
    )


def test_what_is_never_expected_has_no_time() -> None:
    second = [f for f in of_kind(read(two_readings()), "leg") if f["properties"]["reading"] == 2]
    assert second and all(leg["properties"]["depart_utc"] is None for leg in second)
    assert all(leg["properties"]["arrive_early_utc"] for leg in second)
    assert all(f["properties"]["depart_zone"] is None for f in of_kind(read(distance()), "leg"))


@pytest.mark.parametrize("name", ["compare", "reach"])
def test_rows_are_places(name: str) -> None:
    document = real(name)
    places = of_kind(read(document), "place")
    assert len(places) == len(document["answer"].get("rows") or document["answer"]["stations"])
    for place in places:
        station = document["stations"][place["properties"]["station"]]
        assert place["geometry"]["coordinates"] == [station["lon"], station["lat"]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_a_value(payload: str) -> None:
    text = build_export(hostile(payload), "geojson")
    names = {f["properties"]["name"] for f in json.loads(text.encode("utf-8"))["features"] if "name" in f["properties"]}
    assert len(names) == 1
    assert not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in names.pop())


def test_each_event_is_told_once() -> None:
    stations = of_kind(read(two_readings()), "station")
    told = sum(f"{name}_utc" in s["properties"] for s in stations for name in ("arrive", "depart", "pass"))
    assert told == len(list_events(two_readings()))


def test_other_ways_are_lines_without_times() -> None:
    ways = of_kind(read(other_ways()), "way")
    assert [w["properties"]["way"] for w in ways] == [2, 2]
    assert all(w["geometry"]["type"] == "LineString" and "depart_utc" not in w["properties"] for w in ways)


def test_legs_and_stations_say_when_their_source_was_read() -> None:
    document = latest_departure()
    document["stations"]["aa"]["accessed"] = document["itinerary"]["legs"][0]["accessed"] = "2026-11-20"
    collection = read(document)
    firsts = [of_kind(collection, kind)[0]["properties"] for kind in ("station", "leg")]
    assert [properties["accessed"] for properties in firsts] == ["2026-11-20"] * 2
