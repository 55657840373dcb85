"""Texts of windows, and the spans of absolute time that they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from routes.api import load
from routes.errors import RoutesError
from routes.gazetteer.station import Station
from routes.scenarios.evidence import Vantage
from routes.scenarios.phrases import AsOf
from routes.scenarios.window_phrases import ALWAYS_OPEN, Hours, find_daylight, read_window
from tests.build import at

LOADED = load(now=at("2026-11-27T00:00Z"))
FRAME = Vantage(LOADED.world.gazetteer, AsOf(at("2023-09-11T00:00Z"), "Asia/Seoul", None))


def read(text: str) -> Hours:
    return read_window(FRAME, text)


@pytest.mark.parametrize(
    "text", ["Khasan 06:00-22:00", "Khasan 6-22", "dep Khasan from 06:00 to 22:00", "Хасан 06:00–22:00"]
)
def test_hours_are_read(text: str) -> None:
    found = read(text)
    assert (found.station, found.event, found.rule) == ("khasan", "dep", "hours")
    assert found.opens is not None and found.shuts is not None
    assert (found.opens.hour, found.shuts.hour) == (6, 22)


def test_other_windows_are_read() -> None:
    assert read("arr Khasan 06:00-24:00").event == "arr"
    assert read("Tumangang daylight").rule == "daylight"
    until = read("Vladivostok not before 2023-09-12 16:00")
    assert (until.rule, until.bound) == ("from", at("2023-09-12T06:00Z"))
    assert read("Nizhny Novgorod until Tuesday 18:00").rule == "until"


@pytest.mark.parametrize(
    "text", ["", "Khasan", "Khasan open", "Khasan 25-26", "Khasan 06:00-06:00", "Khasn 06-22", "Khasan not before soon"]
)
def test_fault_of_a_window_is_told(text: str) -> None:
    with pytest.raises(RoutesError) as caught:
        read(text)
    assert caught.value.hint


@pytest.mark.parametrize("rule", ["00:00-24:00", "0-24", "from 00:00 to 24:00 daily", "24 hours", "always", "24/7"])
def test_window_that_is_always_open_is_read(rule: str) -> None:
    assert read(f"Khasan {rule}").rule == ALWAYS_OPEN


def test_daylight_is_that_of_the_place_and_day() -> None:
    station = LOADED.world.gazetteer.stations[read("Tumangang daylight").station]
    ((rises, sets),) = find_daylight(station, [date(2023, 9, 12)])
    assert abs(rises - at("2023-09-11T20:54Z").timestamp()) < 300
    assert abs(sets - at("2023-09-12T09:34Z").timestamp()) < 300


@pytest.mark.parametrize(("day", "hours"), [(date(2023, 6, 21), 24.0), (date(2023, 12, 21), 0.0)])
def test_polar_day_is_open_and_polar_night_shut(day: date, hours: float) -> None:
    station: Station = LOADED.world.gazetteer.stations[read("Khasan daylight").station]
    north = station._replace(coordinate=station.coordinate._replace(lat=70.0), zone="Asia/Vladivostok")
    spans = find_daylight(north, [day])
    assert sum(b - a for a, b in spans) == hours * 3600


def test_days_of_daylight_are_apart_and_in_order() -> None:
    station = LOADED.world.gazetteer.stations[read("Vladivostok daylight").station]
    window = find_daylight(station, [date(2023, 9, 1) + timedelta(days=n) for n in range(10)])
    edges = [edge for span in window for edge in span]
    assert len(window) == 10 and edges == sorted(edges)
