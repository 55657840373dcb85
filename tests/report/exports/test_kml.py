"""KML, read back by fastkml and by the standard library's parser."""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from routes.report.exports.formats import build_export
from routes.report.exports.texts import clean_line
from tests.maps.documents import latest_departure
from tests.report.exports.answers import JOURNEYS, PAYLOADS, crossing, hostile, other_ways, two_readings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that lxml is not installed, which only prettier printing needs
    import fastkml


def walk(feature: Any) -> Iterator[Any]:
    """Yield the placemarks within a feature."""
    if isinstance(feature, fastkml.Placemark):
        yield feature
    for inner in getattr(feature, "features", ()):
        yield from walk(inner)


def read(document: Any) -> list[Any]:
    return list(walk(fastkml.KML.from_string(build_export(document, "kml"))))


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_placemark_has_a_place(name: str) -> None:
    document = JOURNEYS[name]()
    placemarks = read(document)
    lines = [p for p in placemarks if p.style_url and p.style_url.url == "#leg"]
    assert len(lines) == len(document["itinerary"]["legs"]) * (1 + len(document["alternatives"]))
    assert all(-180 <= p.geometry.bounds[0] <= p.geometry.bounds[2] <= 180 for p in placemarks)


def test_legs_and_stops_span_their_times() -> None:
    document = latest_departure()
    events = document["itinerary"]["events"]
    placemarks = read(document)
    stop = placemarks[1]
    assert str(stop.time_stamp or stop.times.begin).startswith(events[1]["time"]["utc"][:10])
    assert (stop.times.begin.dt.isoformat(), stop.times.end.dt.isoformat()) == tuple(
        e["time"]["utc"].replace("Z", "+00:00") for e in events[1:3]
    )
    leg = next(p for p in placemarks if p.geometry.geom_type == "LineString")
    data = {item.name: item.value for item in leg.extended_data.elements}
    assert (data["basis"], data["length_m"]) == ("estimated", "100000")
    assert data["dep_expected_local"] == events[0]["time"]["local"]
    assert data["arr_late_utc"] == events[1]["late"]["utc"]


def test_lines_over_180_degrees_come_in_pieces() -> None:
    kinds = [p.geometry.geom_type for p in read(crossing()) if p.geometry.geom_type != "Point"]
    assert kinds == ["LineString", *["MultiLineString"] * 3]


def test_what_is_never_expected_has_no_time() -> None:
    placemarks = read(two_readings())
    assert sum(p.times is None for p in placemarks) == len(placemarks) // 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_text(payload: str) -> None:
    text = build_export(hostile(payload), "kml")
    plain = ElementTree.fromstring(build_export(latest_departure(), "kml"))
    root = ElementTree.fromstring(text)
    assert [e.tag for e in root.iter()] == [e.tag for e in plain.iter()]
    spot = root.findall(".//{*}Placemark")[0]
    assert (spot.findtext("{*}name") or "") == clean_line(payload)
    described = root.findtext("{*}Document/{*}description") or ""
    assert "<" not in described and clean_line(payload)[:8] in clean_line(html.unescape(described))


def test_other_ways_are_lines_without_times() -> None:
    ways = [p for p in read(other_ways()) if p.style_url and p.style_url.url == "#way"]
    assert [p.name for p in ways] == ["Khasan – Ussuriysk", "Ussuriysk – Khasan"] and not any(p.times for p in ways)
