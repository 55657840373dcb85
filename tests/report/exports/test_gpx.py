"""GPX, read back by gpxpy."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import gpxpy
import pytest

from routes.report.exports.formats import build_export
from routes.report.exports.texts import clean_line
from tests.maps.documents import latest_departure
from tests.report.exports.answers import (
    JOURNEYS,
    PAYLOADS,
    crossing,
    hostile,
    list_events,
    other_ways,
    over,
    two_readings,
)


def read(document: Any) -> Any:
    return gpxpy.parse(build_export(document, "gpx"))


@pytest.mark.parametrize("name", JOURNEYS)
def test_each_reading_is_a_track_with_the_times_of_its_events(name: str) -> None:
    document = JOURNEYS[name]()
    gpx = read(document)
    own = 1 + len(document["alternatives"])
    modes = sum(bool(claim.get("legs")) for claim in document["answer"].get("claims", ()))
    assert gpx.version == "1.1" and len(gpx.tracks) == own + modes
    points = [p for track in gpx.tracks[:own] for segment in track.segments for p in segment.points]
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
    assert all(abs(b - a) < 180 for span in spans for a, b in pairwise(span)), "a plain reader draws no line round"
    assert [span[-1] for span in spans[:-1]] == [179.99999, -180, 179.99999] and spans[1][0] == -180


@pytest.mark.parametrize("ends", [((80, 30), (70, -150)), ((-80, 0), (-75, 180)), ((66, -180), (60, 180))])
def test_no_segment_leaps_over_a_pole_or_180_degrees(ends: Any) -> None:
    gpx = read(over(*ends))
    spans = [[p.longitude for p in s.points] for s in gpx.tracks[0].segments]
    assert all(abs(b - a) < 180 for span in spans for a, b in pairwise(span))
    assert len(spans) == (1 if ends[0][0] == 66 else 2)
    points = [p for s in gpx.tracks[0].segments for p in s.points]
    assert abs(gpx.waypoints[1].longitude - points[-1].longitude) < 1e-9
    assert [p.time is not None for p in (points[0], points[-1])] == [True, True]


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
    assert other.name == "Way 2" and len(other.segments) == 1 and own.name != other.name
    assert not any(p.time for s in other.segments for p in s.points)
