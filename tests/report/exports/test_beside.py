"""What stands beside a journey in every format: other ways, other modes of a claim, sightings, absences, windows."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import geojson
import gpxpy
import icalendar
import pytest

from routes.report.exports.formats import build_export
from tests.report.exports.answers import other_ways, real, told
from tests.report.exports.test_kml import read as read_kml
from tests.report.exports.test_markdown import read as read_markdown

PLANE = "By plane: credible, in time with >99%"


def rows(document: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(build_export(document, "csv"), newline="")))


def features(document: Any, kind: str) -> list[Any]:
    collection = geojson.loads(build_export(document, "geojson"))
    assert collection.is_valid, collection.errors()
    return [feature for feature in collection["features"] if feature["properties"]["kind"] == kind]


def summaries(document: Any) -> list[str]:
    calendar = icalendar.Calendar.from_ical(build_export(document, "ics").encode("utf-8"))
    return [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")]


def test_sightings_absences_and_windows_are_features_and_rows() -> None:
    document = told()
    kinds = ["seen", "not_seen", "window"]
    found = [features(document, kind) for kind in kinds]
    assert [len(some) for some in found] == [1, 1, 1]
    seen = found[0][0]
    station = document["stations"]["khasan"]
    assert seen["geometry"]["coordinates"] == [station["lon"], station["lat"]]
    assert (seen["properties"]["utc"], seen["properties"]["error_s"]) == ("2019-04-24T00:40:00Z", 600)
    assert found[2][0]["properties"]["opens"] == "06:00"
    table = [row for row in rows(document) if row["kind"] != "stop"]
    assert [row["kind"] for row in table] == ["seen", "not seen", "window"]
    assert [row["utc"] for row in table] == ["2019-04-24T00:40:00Z", "2019-04-24T03:00:00Z", ""]
    assert table[2]["note"] == "Waits for Vladivostok 06:00–22:00 local to arrive"


def test_sightings_are_marks_of_maps_and_calendars_and_items_of_a_text() -> None:
    names = ["Seen leaving Khasan", "Not seen arriving at Ussuriysk", "Window: Vladivostok"]
    assert [p.name for p in read_kml(told())][-3:] == names
    marks = gpxpy.parse(build_export(told(), "gpx")).waypoints[-3:]
    assert [mark.name for mark in marks] == names and [mark.time is None for mark in marks] == [False, False, True]
    assert summaries(told())[-2:] == names[:2], "a window of hours is no instant"
    items = "\n".join(read_markdown(told()).texts)
    assert "Seen leaving Khasan" in items and "Waits for Vladivostok" in items


def test_other_modes_of_a_claim_stand_in_every_format() -> None:
    document = real("feasible")
    claims = [claim for claim in document["answer"]["claims"] if claim.get("legs")]
    assert len(claims) == 2, "by plane and by ship, beside the train of the answer"
    lines = features(document, "mode")
    assert len(lines) == sum(len(claim["legs"]) for claim in claims)
    assert {line["properties"]["way_verdict"] for line in lines} == {claim["verdict"] for claim in claims}
    assert {row["note"].partition(":")[0] for row in rows(document) if row["kind"] == "mode"} == {"By plane", "By ship"}
    assert f"{PLANE}: Pyongyang → Vladivostok" in summaries(document)
    assert PLANE in [track.name for track in gpxpy.parse(build_export(document, "gpx")).tracks]
    assert len([p for p in read_kml(document) if p.style_url and p.style_url.url == "#way"]) == len(lines)
    assert any(
        text.startswith("Sheremetyevo") or "Vladivostok International" in text for text in read_markdown(document).texts
    )


def test_other_ways_are_rows_of_a_table() -> None:
    document = other_ways()
    table = [row for row in rows(document) if row["kind"] == "way"]
    assert [row["event"] for row in table] == ["leave", "pass", "arrive"]
    legs = document["ways"][1]["legs"]
    assert [float(row["leg_km"]) for row in table[1:]] == [leg["length_m"] / 1000 for leg in legs]
    assert {row["reading"] for row in table} == {"2"} and not any(row["utc"] for row in table)


def test_ways_with_times_show_them() -> None:
    document = json.loads(json.dumps(real("feasible")))
    claim = next(claim for claim in document["answer"]["claims"] if claim.get("legs"))
    codes = [claim["legs"][0]["from"], *(leg["to"] for leg in claim["legs"])]
    stamps = [event["time"] for event in document["itinerary"]["events"][: len(codes)]]
    claim["events"] = [
        {"station": code, "event": "pass", "at_m": n, "time": stamp, "early": stamp, "late": stamp}
        for n, (code, stamp) in enumerate(zip(codes, stamps, strict=True))
    ]
    claim["events"][0]["event"], claim["events"][-1]["event"] = "dep", "arr"
    table = [row for row in rows(document) if row["kind"] == "mode"][: len(codes)]
    assert [row["utc"] for row in table] == [stamp["utc"] for stamp in stamps]
    lines = features(document, "mode")
    assert lines[0]["properties"]["depart_utc"] == stamps[0]["utc"] and "depart_utc" not in lines[-1]["properties"]
    calendar = icalendar.Calendar.from_ical(build_export(document, "ics").encode("utf-8"))
    (entry,) = (e for e in calendar.walk("VEVENT") if str(e["SUMMARY"]).startswith(PLANE))
    assert "DTEND" in entry


@pytest.mark.parametrize("form", ["csv", "geojson", "kml", "gpx", "ics", "md"])
def test_what_was_told_is_text(form: str) -> None:
    document = json.loads(json.dumps(told()))
    for item in (*document["question"]["seen"], *document["question"]["windows"]):
        item |= {"text": "=1<script>\nBEGIN:VEVENT", "note": "=1", "origin": "]]><b>|"}
    assert build_export(document, form).count("BEGIN:VEVENT\r\n") == (
        build_export(told(), form).count("BEGIN:VEVENT\r\n")
    )
