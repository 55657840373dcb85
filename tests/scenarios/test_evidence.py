"""Texts of sightings and absences: each part read, each fault told with what to write."""

from __future__ import annotations

from functools import cache

import pytest

from routes.api import Routes, load
from routes.errors import PlaceError, RoutesError, TimeError, UsageError
from routes.scenarios.evidence import Vantage, read_absence, read_sighting
from routes.scenarios.phrases import AsOf, read_as_of
from tests.build import at

NOW = at("2026-11-27T00:00Z")
SEEN_AT = at("2019-04-24T00:40Z")


@cache
def loaded() -> Routes:
    return load(now=NOW)


def frame(as_of: str = "2019-04-24 11:00 Asia/Vladivostok") -> Vantage:
    world = loaded().world
    found: AsOf = read_as_of(world, as_of, zone="Asia/Vladivostok", now=NOW)
    return Vantage(world.gazetteer, found)


@pytest.mark.parametrize(
    ("text", "event", "error_s", "assumed"),
    [
        ("arr Khasan 2019-04-24 10:40 Asia/Vladivostok +-10m", "arr", 600, set()),
        ("arr Khasan 10:40", "arr", 600, {"clock", "error"}),
        ("dep khasan 10:40 ±1h30", "dep", 5400, {"clock"}),
        ("pass Хасан 10:40 +/-10 min", "pass", 600, {"clock"}),
        ("arrived at Khasan, at 10:40 VLAT ±90 s", "arr", 90, set()),
        ("arr Khasan 09:40 Korean time +-10m", "arr", 600, set()),
        ("arr Khasan 03:40 MSK ±0", "arr", 0, set()),
        ("arr Khasan 2019-04-24T00:40Z +- 2 h", "arr", 7200, set()),
        ("arr Khasan 09:40 +09:00 +-5m", "arr", 300, set()),
        ("arr Khasan 10:40 ±10m Asia/Vladivostok", "arr", 600, set()),
        ("arr Khasan 10:40 Khasan time", "arr", 600, {"error"}),
        ("arr Khasan 20 minutes ago", "arr", 600, {"error"}),
        ("arr Khasan about 10:40", "arr", 1800, {"clock", "error"}),
        ("seen Khasan 10:40", "arr", 600, {"event", "clock", "error"}),
    ],
)
def test_sighting_is_read(text: str, event: str, error_s: int, assumed: set[str]) -> None:
    seen = read_sighting(frame(), text)
    assert (seen.event, seen.station, seen.at, seen.error_s) == (event, "khasan", SEEN_AT, error_s)
    assert seen.assumed == assumed


@pytest.mark.parametrize(
    ("text", "error_s", "assumed"),
    [
        ("arr Khasan between 10:30 and 10:50", 600, {"clock"}),
        ("arr Khasan from 10:25 to 10:55", 900, {"clock"}),
        ("arr Khasan 10:30-10:50 +-5m", 900, {"clock"}),
        ("arr Khasan 2019-04-24 10:38 to 10:42 VLAT", 120, set()),
        ("arr Khasan between about 10:30 and 10:50", 2400, {"clock"}),
        ("seen Khasan between 09:30 and 09:50 Korean time", 600, {"event"}),
        ("arr Khasan 10:20 to 12:20", 1200, {"clock"}),  # nothing after the as-of instant was seen
    ],
)
def test_span_of_time_is_its_middle_with_half_its_width(text: str, error_s: int, assumed: set[str]) -> None:
    seen = read_sighting(frame(), text)
    assert (seen.at, seen.error_s, bool(seen.span)) == (SEEN_AT, error_s, True)
    assert seen.assumed == assumed


def test_span_past_midnight_and_part_of_a_day_are_spans() -> None:
    assert read_sighting(frame(), "arr Khasan between Tuesday 23:50 and Wednesday 00:10").at == at("2019-04-23T14:00Z")
    assert read_sighting(frame(), "arr Khasan Tuesday evening").error_s == 3 * 3600


def test_place_of_several_words_is_read_whole() -> None:
    assert read_sighting(frame(), "pass Nizhny Novgorod 2019-04-23 10:40").station == "nizhny"
    assert read_sighting(frame(), "arr Khabarovsk-1 10:40").station == "khabarovsk1"


def test_date_is_the_as_of_day_else_the_last_gone() -> None:
    assert read_sighting(frame(), "arr Khasan 00:10").at == at("2019-04-23T14:10Z")
    assert read_sighting(frame(), "arr Khasan Tuesday 23:50").at == at("2019-04-23T13:50Z")
    with pytest.raises(TimeError, match="after the as-of instant"):
        read_sighting(frame("2023-09-11 10:00 VLAT"), "pass Ussuriysk 12 September 13:10")


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("Khasan 10:40", UsageError, "does not say what was seen"),
        ("", UsageError, "does not say what was seen"),
        ("arr", UsageError, "lacks a place and a time"),
        ("arr Khasan", UsageError, "lacks a time"),
        ("arr Khasn 10:40", PlaceError, "not in the gazetteer"),
        ("arr Kyongsong 04:30", PlaceError, "fits 2 places"),
        ("arr Khasan 10:40 +-10", UsageError, "has no unit"),
        ("arr Khasan 10:40 +-soon", UsageError, "cannot be read"),
        ("arr Khasan Tuesday", TimeError, "has no clock time"),
        ("arr Khasan by 10:40", TimeError, "is a bound"),
        ("arr Khasan 11:40", TimeError, "after the as-of instant"),
        ("arr Khasan 10:40 Moscow time", TimeError, "after the as-of instant"),
        ("arr Khasan 2020-01-01 10:40", TimeError, "after the as-of instant"),
    ],
)
def test_fault_of_a_sighting_is_told(text: str, error: type[RoutesError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read_sighting(frame(), text)
    assert caught.value.hint


def test_hint_names_the_day_before() -> None:
    with pytest.raises(TimeError) as caught:
        read_sighting(frame(), "arr Khasan 11:40")
    assert "2019-04-23 11:40" in caught.value.hint and "--as-of" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "event", "noticed", "assumed"),
    [
        ("Khasan by 10:40", "", 1.0, {"event", "clock", "chance"}),
        ("arr Khasan by 10:40 80%", "arr", 0.8, {"clock"}),
        ("dep Khasan by 03:40 Moscow time, 50 %", "dep", 0.5, set()),
        ("Khasan before 10:40", "", 1.0, {"event", "clock", "chance"}),
    ],
)
def test_absence_is_read(text: str, event: str, noticed: float, assumed: set[str]) -> None:
    found = read_absence(frame(), text)
    assert (found.event, found.station, found.by, found.noticed) == (event, "khasan", SEEN_AT, noticed)
    assert found.assumed == assumed


@pytest.mark.parametrize(
    "text", ["Khasan 10:40", "Khasan by 12:00", "Khasan by 10:40 0%", "Khasan by 10:40 150%", "by 10:40"]
)
def test_fault_of_an_absence_is_told(text: str) -> None:
    with pytest.raises(RoutesError) as caught:
        read_absence(frame(), text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("chance", "says"),
    [
        ("150%", "150% is more than certain"),
        ("1000 %", "1000% is more than certain"),
        ("-5%", "-5% is less than never"),
        ("0%", "tells nothing"),
        ("0.0 percent", "tells nothing"),
    ],
)
def test_chance_that_is_none_is_named(chance: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read_absence(frame(), f"Khasan by 10:40 {chance}")


@pytest.mark.parametrize("chance", ["80%", "with 80%", "80 percent", "at 80 %", ", 80,0%", "80 per cent chance"])
def test_chance_of_being_noticed_is_read(chance: str) -> None:
    assert read_absence(frame(), f"Khasan by 10:40 {chance}").noticed == 0.8


def test_absence_after_the_as_of_was_not_seen() -> None:
    with pytest.raises(TimeError, match=r"tells what was not seen by Wed 24 Apr 2019 12:00 .* after the as-of"):
        read_absence(frame(), "Khasan by 12:00")
