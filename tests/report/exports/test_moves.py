"""Rides by timetable in every format: each at its own times, with its train, and no column that runs backward."""

from __future__ import annotations

import csv
import json
import warnings
from datetime import datetime
from io import StringIO
from itertools import pairwise
from typing import Any

import geojson
import gpxpy
import icalendar
import pytest

from routes.report.exports.formats import build_export
from routes.report.exports.moves import list_own_moves, list_stops
from tests.report.exports.answers import joined, joined_on, scheduled
from tests.report.exports.test_kml import read as read_kml
from tests.report.exports.test_markdown import read as read_markdown

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import fastkml

DEPARTURES = [f"2023-09-{day:02d} {hour:02d}:00" for day, hour in ((11, 9), (11, 21), (12, 2), (12, 14), (13, 3))]


def rows(document: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(build_export(document, "csv"), newline="")))


def entries(document: Any) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(build_export(document, "ics").encode("utf-8"))
    return {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}


def rides(document: Any) -> list[Any]:
    return [leg for leg in document["itinerary"]["legs"] if "departs" in leg]


@pytest.mark.parametrize("build", [joined, scheduled])
def test_calendar_has_each_ride_at_its_own_times_under_its_name(build: Any) -> None:
    document, found = build(), entries(build())
    names = ["K1 Local to Ussuriysk", "S10 Suburban to Vladivostok"]
    for leg, name in zip(rides(document), names, strict=True):
        (entry,) = (entry for summary, entry in found.items() if summary.startswith(name))
        assert entry["DTSTART"].dt == datetime.fromisoformat(leg["departs"]["local"])
        assert entry["DTEND"].dt == datetime.fromisoformat(leg["arrives"]["local"])
        assert "Example Railway (invented)" in str(entry["DESCRIPTION"])


def test_calendar_tells_the_arrival_by_any_train_apart() -> None:
    document = joined()
    (entry,) = (entry for summary, entry in entries(document).items() if "counting any train" in summary)
    expected, ride = document["answer"]["arrive"]["expected"], rides(document)[-1]
    assert expected != ride["arrives"], "else nothing is told apart here"
    assert entry["DTSTART"].dt == datetime.fromisoformat(expected["local"]) and "DTEND" not in entry
    assert not any("counting any train" in summary for summary in entries(scheduled()))


@pytest.mark.parametrize("build", [joined, joined_on, lambda _: scheduled()])
@pytest.mark.parametrize("depart", ["", *DEPARTURES])
def test_no_column_runs_backward(build: Any, depart: str) -> None:
    document = build(depart)
    stops = [row for row in rows(document) if row["kind"] == "stop"]
    km = [float(row["km"]) for row in stops]
    assert km == sorted(km)
    for column in ("utc", "early_utc", "late_utc"):
        found = [row[column] for row in stops if row[column]]
        assert all(a <= b for a, b in pairwise(found)), column
    by_train = [row for row in stops if row["by"]]
    assert by_train and not any(row["early_utc"] or row["late_utc"] for row in by_train)


def test_a_last_leg_that_is_no_ride_ends_as_the_rides_lead_there() -> None:
    document = joined_on()
    *_, stop, arrival = rows(document)
    assert (stop["name"], stop["utc"], stop["late_utc"]) == (
        "Vladivostok",
        document["answer"]["planned"]["utc"],
        "",
    )
    assert arrival["late_utc"] == document["answer"]["arrive"]["late"]["utc"] > stop["utc"]
    found = entries(document)
    (move,) = (entry for summary, entry in found.items() if summary.endswith("→ Vladivostok"))
    assert move["DTEND"].dt == datetime.fromisoformat(document["answer"]["planned"]["local"])
    assert any("counting any train" in summary for summary in found)


def test_table_names_train_route_headsign_operator_and_platform() -> None:
    last, arrival = rows(joined())[-2:]
    said = {name: last[name] for name in ("trip_name", "route", "headsign", "agency", "platform", "utc")}
    assert said == {
        "trip_name": "S10",
        "route": "Suburban",
        "headsign": "Vladivostok",
        "agency": "Example Railway (invented)",
        "platform": "2",
        "utc": rides(joined())[-1]["arrives"]["utc"],
    }
    assert (arrival["kind"], arrival["utc"]) == (
        "arrival by any train",
        joined()["answer"]["arrive"]["expected"]["utc"],
    )
    assert [row["approximate"] for row in rows(joined()) if row["name"] == "Baranovsky"] == ["yes", "yes"]


def test_geojson_and_kml_have_the_rides_and_the_arrival_apart() -> None:
    document = joined()
    collection = geojson.loads(build_export(document, "geojson"))
    assert collection.is_valid
    of_kind = {kind: [f["properties"] for f in collection["features"] if f["properties"]["kind"] == kind] for kind in
               ("leg", "arrival_by_any_train")}  # fmt: skip
    last, (arrival,) = of_kind["leg"][-1], of_kind["arrival_by_any_train"]
    assert (last["trip_name"], last["headsign"], last["to_platform"]) == ("S10", "Vladivostok", "2")
    assert last["arrive_utc"] == rides(document)[-1]["arrives"]["utc"] and last["arrive_late_utc"] is None
    assert arrival["arrive_late_utc"] == document["answer"]["arrive"]["late"]["utc"]
    assert [leg["drawn"] for leg in of_kind["leg"][-2:]] == ["scheme", "ground"]
    placemarks = read_kml(document)
    names = [p.name for p in placemarks]
    assert "Vladivostok, arrival by any train" in names
    leg = next(p for p in placemarks if p.name.startswith("S10 Suburban to Vladivostok"))
    data = {item.name: item.value for item in leg.extended_data.elements}
    assert (data["agency"], data["arr_expected_utc"]) == ("Example Railway (invented)", last["arrive_utc"])
    assert isinstance(leg, fastkml.Placemark)


def test_gpx_has_the_times_of_the_rides_and_never_descends() -> None:
    gpx = gpxpy.parse(build_export(joined(), "gpx"))
    (track,) = gpx.tracks
    times = [p.time for segment in track.segments for p in segment.points if p.time]
    assert times == sorted(times)
    assert times[-1] == datetime.fromisoformat(rides(joined())[-1]["arrives"]["utc"])
    assert any("K1 Local to Ussuriysk" in (w.description or "") for w in gpx.waypoints)
    assert "arrival by any train" in str(gpx.waypoints[-1].name)


def test_markdown_lists_rides_changes_and_marks_what_is_not_exact() -> None:
    texts = read_markdown(joined()).texts
    for said in ("K1", "Local", "Ussuriysk", "Example Railway (invented)", "Vladivostok, platform 2", "50%"):
        assert said in texts, said
    assert "~Thu 14 Sep 2023 15:20 UTC+10" in texts and "Thu 14 Sep 2023 18:45 UTC+10" in texts
    assert "Thu 14 Sep 2023 19:45 UTC+10" not in texts, "the arrival by any train is no row of the stops"
    assert any("19:45" in text and "Counting late trains" in text for text in texts)
    assert any(text.startswith("Times marked ~") for text in texts)
    assert any(text.startswith("Most hangs on the change at Khasan") for text in texts)


@pytest.mark.parametrize("kind", ["latest-departure", "profile"])
def test_a_timetable_has_one_time_and_what_its_notes_speak_of(kind: str) -> None:
    document = scheduled(kind)
    page = read_markdown(document)
    assert "early" not in page.texts and "late" not in page.texts
    told = [text for text in page.texts if "marked ~" in text]
    assert bool(told) == any(text.startswith("~") for text in page.texts) and len(told) <= 1
    parts = [document, *document["alternatives"]]
    for leg in (leg for part in parts for leg in part["itinerary"]["legs"]):
        assert leg["trip_name"] in page.texts and leg["headsign"] in page.texts


def test_calls_stand_between_the_ends_of_their_ride() -> None:
    document = scheduled("profile")
    assert [(e["station"], e["event"]) for e in list_stops(document)] == [
        ("example:uss", "dep"),
        ("example:bar", "pass"),
        ("example:vvo", "arr"),
    ]
    (move,) = list_own_moves(document)
    assert [call["stop"]["approximate"] for call in move.calls] == [True]


def test_text_of_a_feed_is_harmless() -> None:
    document = json.loads(json.dumps(joined()))
    for leg in rides(document):
        for name in ("route", "headsign", "agency", "trip_name", "line"):
            leg[name] = "=1</td>\u202e\n|*x* BEGIN:VEVENT"
        leg["stops"][-1]["platform"] = "<b>\r\nEND:VEVENT"
    assert all(value[:1] not in ("=", "+", "-", "@") for row in rows(document) for value in row.values())
    assert len(entries(document)) == len(entries(joined()))
    page, plain = read_markdown(document), read_markdown(joined())
    assert page.tags.count("td") == plain.tags.count("td") and "b" not in page.tags
    for form in ("gpx", "kml", "geojson"):
        assert build_export(document, form)
