"""GPX, read back by gpxpy."""

from __future__ import annotations

from typing import Any

import gpxpy
import pytest

from routes.report.exports.formats import build_export
from routes.report.exports.texts import clean_line
from tests.maps.documents import latest_departure
from tests.report.exports.answers import JOURNEYS, PAYLOADS, crossing, hostile, list_events, other_ways, two_readings


def read(document: Any) -> Any:
    return gpxpy.parse(build_export(document, "gpx"))


@pytest.mark.parametrize("name", JOURNEYS)
def test_each_reading_is_a_track_with_the_times_of_its_events(name: str) -> None:
    document = JOURNEYS[name]()
    gpx = read(document)
    assert gpx.version == "1.1" and len(gpx.tracks) == 1 + len(document["alternatives"])
    points = [p for track in gpx.tracks for segment in track.segments for p in segment.points]
    found = [p.time.isoformat().replace("+00:00", "Z") for p in points if p.time]
    assert found == [e["time"]["utc"] for e in list_events(document) if e["time"]]
    assert all(-180 <= p.longitude < 180 for p in points)


def test_waypoints_are_the_stations_with_both_clocks() -> None:
    gpx = read(latest_departure())
    assert [w.name for w in gpx.waypoints][:2] == ["Pyongyang", "Tumangang"]
    assert "Mon 11 Sep 2023 14:45 UTC+9 Asia/Pyongyang (05:45 UTC)" in gpx.waypoints[0].description
    assert gpx.waypoints[0].latitude == 39.0 and gpx.waypoints[0].source.startswith("OpenStreetMap")
    assert gpx.time.isoformat() == "2023-09-11T00:45:00+00:00", "the knowledge, not the present"


def test_segments_end_at_180_degrees() -> None:
    (track,) = read(crossing()).tracks
    spans = [[p.longitude for p in s.points] for s in track.segments]
    assert len(spans) == 4
    assert all(max(span) <= 0 or min(s for s in span if s != -180) >= 0 for span in spans)


def test_what_is_never_expected_has_no_time() -> None:
    gpx = read(two_readings())
    assert not any(p.time for s in gpx.tracks[1].segments for p in s.points)
    assert sum(w.time is None for w in gpx.waypoints) == len(gpx.waypoints) // 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_text(payload: str) -> None:
    gpx = read(hostile(payload))
    assert {w.name or "" for w in gpx.waypoints} == {clean_line(payload)}
    assert len(gpx.waypoints) == len(read(latest_departure()).waypoints)


def test_other_ways_are_tracks_without_times() -> None:
    own, other = read(other_ways()).tracks
    assert other.name == "Way 2" and len(other.segments) == 2 and own.name != other.name
    assert not any(p.time for s in other.segments for p in s.points)
