"""Answers of rows in the formats of maps, times and text: their places, origins, ways and track."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import geojson
import gpxpy
import icalendar
import pytest
from shapely.geometry import shape

from routes.report.exports.formats import build_export
from tests.report.exports.answers import real
from tests.report.exports.test_kml import read as read_kml
from tests.report.exports.test_markdown import read as read_markdown


def of_kind(document: Any, kind: str) -> list[Any]:
    collection = geojson.loads(build_export(document, "geojson"))
    assert collection.is_valid, collection.errors()
    return [feature for feature in collection["features"] if feature["properties"]["kind"] == kind]


def test_a_comparison_has_the_lines_of_its_ways_and_its_origin() -> None:
    document = real("compare")
    ways = document["answer"]["ways"]
    lines = of_kind(document, "way")
    assert len(lines) == sum(len(way["legs"]) for way in ways) > len(ways)
    assert {line["properties"]["way_mode"] for line in lines} == {"rail", "air"}
    assert [origin["properties"]["station"] for origin in of_kind(document, "origin")] == ["pyongyang"]
    for n, way in enumerate(ways, start=1):
        own = [shape(line["geometry"]) for line in lines if line["properties"]["way"] == n]
        ends = [document["stations"][way[end]] for end in ("from", "to")]
        first, last = own[0].coords[0], own[-1].coords[-1]
        assert first == pytest.approx((ends[0]["lon"], ends[0]["lat"]), abs=0.02)
        assert last == pytest.approx((ends[1]["lon"], ends[1]["lat"]), abs=0.02)


def test_a_reach_has_its_track_with_the_chance_of_each_piece() -> None:
    document = real("reach")
    edges = of_kind(document, "edge")
    assert [e["properties"]["chance"] for e in edges] == [e["chance"] for e in document["answer"]["edges"]]
    assert of_kind(document, "origin")[0]["properties"]["station"] == "pyongyang"
    assert build_export(document, "md").count("\n| Pyongyang – Kalli |") == 1


def test_gpx_and_kml_hold_ways_as_tracks_and_places_as_points() -> None:
    document = real("compare")
    gpx = gpxpy.parse(build_export(document, "gpx"))
    assert [track.name for track in gpx.tracks][:2] == [
        "Pyongyang – Vladivostok by train",
        "Pyongyang – Vladivostok by plane",
    ]
    assert len(gpx.tracks) == len(document["answer"]["ways"])
    names = ["Pyongyang", "Vladivostok by train", "Vladivostok by plane"]
    assert [waypoint.name for waypoint in gpx.waypoints][:3] == names
    even = document["answer"]["rows"][0]["depart_by"]["even"]["utc"]
    assert gpx.waypoints[1].time == datetime.fromisoformat(even) and "even odds" in str(gpx.waypoints[1].description)
    placemarks = read_kml(document)
    assert [p.name for p in placemarks][:3] == names
    lines = [p for p in placemarks if p.geometry.geom_type != "Point"]
    assert len(lines) == sum(len(way["legs"]) for way in document["answer"]["ways"])
    reach = real("reach")
    (track,) = gpxpy.parse(build_export(reach, "gpx")).tracks
    assert len(track.segments) == len(reach["answer"]["edges"])
    lines = [p for p in read_kml(reach) if p.geometry.geom_type != "Point"]
    assert len(lines) == len(reach["answer"]["edges"])


def test_calendar_has_an_entry_for_each_row_with_a_time() -> None:
    for name, rows, key in (("compare", "rows", "depart_by"), ("reach", "stations", "early")):
        document = real(name)
        calendar = icalendar.Calendar.from_ical(build_export(document, "ics").encode("utf-8"))
        entries = calendar.walk("VEVENT")
        assert len(entries) == sum(bool(row[key]) for row in document["answer"][rows])
        assert len({str(entry["UID"]) for entry in entries}) == len(entries) and not calendar.errors
    first: Any = icalendar.Calendar.from_ical(build_export(real("compare"), "ics").encode("utf-8")).walk("VEVENT")[0]
    assert str(first["SUMMARY"]) == "Deadline: leave Pyongyang for Vladivostok by train"
    assert first["DTSTART"].dt.isoformat() == real("compare")["answer"]["rows"][0]["depart_by"]["even"]["local"]


def test_markdown_has_ways_with_legs_and_their_sources_and_claims_no_certainty() -> None:
    for name in ("compare", "reach"):
        document = real(name)
        page = read_markdown(document)
        answer = document["answer"]
        legs = [leg for way in answer.get("ways", [answer]) for leg in way.get("legs", answer.get("edges"))]
        sources = {leg["source"] for leg in legs if leg["source"].startswith("http")}
        assert sources and {text for text in page.texts if text.startswith("http")} >= {
            s for s in sources if "%" not in s
        }
        assert "Of lengths:" in page.texts
        assert "100%" not in page.texts and "0%" not in page.texts and ">99%" in page.texts


def test_a_row_without_a_way_is_still_told() -> None:
    document = real("compare")
    row = {**document["answer"]["rows"][0], "depart_by": None, "on_time_now": None, "way": None, "note": "no port"}
    bare = document | {"answer": {**document["answer"], "rows": [row], "ways": []}}
    assert "no port" in (gpxpy.parse(build_export(bare, "gpx")).waypoints[-1].description or "")
    assert [p.name for p in read_kml(bare)] == ["Pyongyang", "Vladivostok by train"]
    with pytest.raises(ValueError, match="no time of this answer"):
        build_export(bare, "ics")
