"""Calendars, read back by icalendar."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from routes import clock
from routes.errors import InfeasibleError, UsageError
from routes.report.exports.formats import build_export
from routes.report.exports.texts import clean_line
from tests.maps.documents import arrival, distance, latest_departure
from tests.report.exports.answers import JOURNEYS, PAYLOADS, hostile, list_events, two_readings


def read(document: Any) -> Any:
    return icalendar.Calendar.from_ical(build_export(document, "ics").encode("utf-8"))


def summaries(document: Any) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in read(document).walk("VEVENT")]


def instant(stamp: Any) -> datetime:
    return datetime.fromisoformat(stamp["utc"])


@pytest.mark.parametrize("name", [name for name in JOURNEYS if name != "distance"])
def test_entries_are_at_instants_of_the_document(name: str) -> None:
    document = JOURNEYS[name]()
    parts = (document, *document["alternatives"])
    rows = [row for part in parts for row in part["answer"].get("deadlines", ())]
    stamps = [event["time"] for event in list_events(document)]
    stamps += [
        item[key]
        for kind, key in (("seen", "time"), ("not_seen", "by"))
        for item in document["question"].get(kind) or ()
    ]
    stamps += [row[key] for row in rows for key in ("safe", "even", "too_late_after")]
    known = {(instant(stamp), stamp["zone"]) for stamp in stamps if stamp}
    calendar = read(document)
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    entries = calendar.walk("VEVENT")
    assert len(entries) > 1 and not calendar.errors
    for entry in entries:
        for key in ("DTSTART", "DTEND"):
            if key in entry:
                zone = entry[key].params["TZID"]
                assert (entry[key].dt.astimezone(UTC), zone) in known and zone in zones
        assert entry["DTSTAMP"].dt == instant(document["as_of"]), "the knowledge, not the present"
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)


def test_movements_end_on_the_clock_of_their_end() -> None:
    moves = read(arrival()).walk("VEVENT")
    assert [str(m["SUMMARY"]) for m in moves] == [
        "Pyongyang → Tumangang",
        "Tumangang → Ussuriysk",
        "Ussuriysk → Khasan",
    ]
    assert (moves[1]["DTSTART"].params["TZID"], moves[1]["DTEND"].params["TZID"]) == (
        "Asia/Pyongyang",
        "Asia/Vladivostok",
    )
    assert "Khasan: pass" in str(moves[1]["DESCRIPTION"]), "what is passed on the way is told"


def test_what_arrives_within_a_minute_is_told_by_its_end() -> None:
    document = arrival()
    events = document["itinerary"]["events"]
    last = next(event for event in reversed(events) if event["event"] == "arr")
    for key in ("early", "time", "late"):
        last[key] = last[key] | {"local": "2023-09-14T11:59:07+10:00", "utc": "2023-09-14T01:59:07Z"}
    told = str(read(document).walk("VEVENT")[2]["DESCRIPTION"])
    assert "Ends Thu 14 Sep 2023 12:00 UTC+10 Asia/Vladivostok (02:00 UTC)" in told
    assert "arrive Thu 14 Sep 2023 12:00 UTC+10 Asia/Vladivostok (02:00 UTC)" in told


def test_deadlines_are_instants() -> None:
    assert "Deadline: leave Pyongyang (safe 90%)" in summaries(latest_departure())
    entry = next(e for e in read(latest_departure()).walk("VEVENT") if "even odds" in str(e["SUMMARY"]))
    assert "DTEND" not in entry


def test_a_border_is_one_entry_with_all_its_readings() -> None:
    """Whatever way it is crossed: at a station on each side, or at two points on one spot."""
    document = copy.deepcopy(latest_departure())
    start, end = document["answer"]["deadlines"][0], document["answer"]["deadlines"][-1]
    (crossed,) = [leg for leg in document["itinerary"]["legs"] if leg["border"]]
    sides = [start | {"station": code, "event": "pass"} for code in (crossed["from"], crossed["to"])]
    document["answer"]["deadlines"] = [
        start,
        *sides,
        sides[1] | {"event": "dep"},
        end | {"station": "dd", "event": "arr"},
    ]
    entries = [e for e in read(document).walk("VEVENT") if "border" in str(e["SUMMARY"])]
    names = [document["stations"][row["station"]]["name"] for row in sides]
    assert [str(entry["SUMMARY"]) for entry in entries] == [f"Deadline: pass {names[0]}, border KP/RU (even odds)"]
    told = str(entries[0]["DESCRIPTION"])
    assert told.count("safe 90%") == told.count("too late after") == 3 and names[1] in told
    assert entries[0]["DTSTART"].dt == datetime.fromisoformat(start["even"]["local"])


def test_lines_are_folded_within_75_octets_and_end_in_crlf() -> None:
    text = build_export(hostile("Чхонджин 청진 " * 12), "ics")
    lines = text.encode("utf-8").split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") for line in lines[:-1]), "no character is parted"


def test_described_clocks_shift_when_the_zone_does() -> None:
    document = copy.deepcopy(arrival())
    start = datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
    for n, event in enumerate(document["itinerary"]["events"]):
        for key in ("time", "early", "late"):
            event[key] = clock.stamp(start + timedelta(minutes=20 * n), "Europe/Berlin")
    calendar = read(document)
    (zone,) = calendar.walk("VTIMEZONE")
    made = zone.to_tz(lookup_tzid=False)
    for hours in range(-20, 3):
        at = start + timedelta(hours=hours)
        assert at.astimezone(made).utcoffset() == timedelta(seconds=clock.offset_s(at, "Europe/Berlin"))


def test_a_reading_that_comes_twice_is_in_utc() -> None:
    document = copy.deepcopy(arrival())
    for event in document["itinerary"]["events"]:
        event["time"] = clock.stamp(datetime(2024, 10, 27, 1, 15, tzinfo=UTC), "Europe/Berlin")
    entry = read(document).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == datetime(2024, 10, 27, 1, 15, tzinfo=UTC)
    assert "Europe/Berlin" in str(entry["DESCRIPTION"])


@pytest.mark.parametrize("zone", ["UTC", "UTC+9"])
def test_zones_without_a_description_are_in_utc(zone: str) -> None:
    document = copy.deepcopy(arrival())
    for event in document["itinerary"]["events"]:
        event["time"] = event["time"] | {"zone": zone}
    calendar = read(document)
    assert all(entry["DTSTART"].dt.utcoffset() is not None for entry in calendar.walk("VEVENT"))
    assert len(calendar.walk("VEVENT")) == 3


def test_ids_stay_when_the_question_is_asked_again_later() -> None:
    later = latest_departure()
    later["as_of"] = clock.stamp(datetime(2023, 9, 11, 9, tzinfo=UTC), "Asia/Seoul") | {
        "whole_day": False,
        "today": True,
    }
    ids = [[str(e["UID"]) for e in read(document).walk("VEVENT")] for document in (latest_departure(), later)]
    assert ids[0] == ids[1]
    other = latest_departure()
    other["question"]["confidence"] = 0.8
    assert str(read(other).walk("VEVENT")[0]["UID"]) not in ids[0]


def test_what_is_never_expected_is_left_out() -> None:
    second = [text for text in summaries(two_readings()) if text.endswith("reading 2 of 2")]
    assert second and all(text.startswith("Deadline") for text in second)


def test_nothing_to_put_in_a_calendar_is_refused() -> None:
    with pytest.raises(UsageError, match="no time for a calendar"):
        build_export(distance() | {"schema": {"name": "routes/distance", "version": 1}}, "ics")
    document = arrival()
    for event in document["itinerary"]["events"]:
        event["time"] = None
    with pytest.raises(InfeasibleError, match="no time of this answer"):
        build_export(document, "ics")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_text(payload: str) -> None:
    calendar = read(hostile(payload))
    plain = read(latest_departure())
    assert [part.name for part in calendar.walk()] == [part.name for part in plain.walk()]
    first = calendar.walk("VEVENT")[0]
    assert set(first) == set(plain.walk("VEVENT")[0])
    assert str(first["LOCATION"]) == clean_line(payload)
