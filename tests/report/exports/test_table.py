"""CSV, read back by the standard library."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from routes.report.exports.formats import build_export
from routes.report.exports.texts import shield_cell
from tests.maps.documents import distance, latest_departure
from tests.report.exports.answers import JOURNEYS, PAYLOADS, hostile, list_events, real


def read(document: Any) -> list[dict[str, str]]:
    text = build_export(document, "csv")
    return list(csv.DictReader(StringIO(text.encode("utf-8").decode("utf-8"), newline=""), strict=True))


@pytest.mark.parametrize("name", JOURNEYS)
def test_each_event_is_a_row(name: str) -> None:
    document = JOURNEYS[name]()
    rows, events = [row for row in read(document) if row["kind"] == "stop"], list_events(document)
    assert [row["station"] for row in rows] == [event["station"] for event in events]
    assert [float(row["km"]) for row in rows] == [event["at_m"] / 1000 for event in events]
    assert [row["utc"] for row in rows] == [event["time"]["utc"] if event["time"] else "" for event in events]
    assert {row["basis"] for row in rows} == {leg["basis"] for leg in document["itinerary"]["legs"]}
    assert None not in {key for row in rows for key in row}


def test_a_row_has_its_clock_and_the_leg_that_ended_there() -> None:
    rows = read(latest_departure())
    said = {key: rows[0][key] for key in ("event", "local", "offset", "zone", "utc", "km", "basis")}
    assert said == {
        "event": "leave",
        "local": "2023-09-11 14:45:00",
        "offset": "UTC+9",
        "zone": "Asia/Pyongyang",
        "utc": "2023-09-11T05:45:00Z",
        "km": "0",
        "basis": "estimated",
    }
    assert [row["basis"] for row in rows] == ["estimated"] * 3 + ["official"] * 4


def test_a_distance_has_rows_without_times() -> None:
    rows = read(distance())
    assert rows and not any(row["local"] or row["utc"] or row["early_utc"] for row in rows)
    assert rows[0]["zone"] == "Asia/Pyongyang"


def test_rows_of_a_comparison_and_of_a_reach() -> None:
    compared, reached = read(real("compare")), read(real("reach"))
    assert [row["open"] for row in compared] == [row["open"] for row in real("compare")["answer"]["rows"]]
    assert compared[0]["leave_even_zone"] == "Asia/Pyongyang"
    assert [float(row["chance"]) for row in reached] == [r["chance"] for r in real("reach")["answer"]["stations"]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula(payload: str) -> None:
    rows = read(hostile(payload))
    assert len(rows) == len(read(latest_departure()))
    for row in rows:
        for key, value in row.items():
            if key not in ("lat", "lon"):
                assert value.lstrip()[:1] not in tuple("=+-@\uff1d\t\r") or not value, (key, value)


def test_a_cell_is_shielded_only_where_it_must_be() -> None:
    assert [shield_cell(text) for text in ("=1", "+1", "-1", "@a", "a=1", "a-b")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "a=1",
        "a-b",
    ]
