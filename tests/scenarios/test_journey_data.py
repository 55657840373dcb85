"""The documented journeys against their sources: clocks, hours, speeds, and since when each was known."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from routes.clock import elapsed_s, to_instant, to_local
from routes.folders import packaged_folder
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.network.graph import Network
from routes.network.reader import read_network
from routes.scenarios.journey_columns import GRADES, parse_reading
from routes.scenarios.journeys import (
    Forecast,
    Observation,
    find_outcome,
    read_forecasts,
    read_journeys,
    select_known,
)
from tests.network.test_corridors import go

FOLDERS = (packaged_folder(),)
OUT, RET, FAR = "2019_vladivostok_out", "2019_vladivostok_ret", "2023_vostochny"

Observations = dict[tuple[str, int], Observation]


@pytest.fixture(scope="module")
def rails(places: Gazetteer) -> Network:
    return read_network(FOLDERS, places.stations)[0]


@pytest.fixture(scope="module")
def seen(places: Gazetteer) -> Observations:
    observations, findings = read_journeys(FOLDERS, places)
    assert findings == []
    return {(o.journey, o.seq): o for o in observations}


@pytest.fixture(scope="module")
def foretold(places: Gazetteer, seen: Observations) -> dict[str, Forecast]:
    forecasts, findings = read_forecasts(FOLDERS, places)
    assert findings == []
    return {f.forecast: f for f in forecasts}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# What the journeys say: instants, in UTC, of every event.
INSTANTS = {
    OUT: "04-22T03:00 04-23T19:30 04-24T00:40 04-24T01:40 04-24T07:55",
    RET: "04-26T05:27 04-26T12:00 04-26T20:00",
    FAR: "09-10T08:00 09-11T20:00 09-12T02:15 09-12T03:10 09-13T03:40 09-13T11:00 09-14T02:18 09-14T22:50"
    " 09-15T04:00 09-15T22:30 09-17T07:40 09-17T17:00 09-19T10:00",
}


@pytest.mark.parametrize("journey", INSTANTS)
def test_every_event_is_there_at_its_instant(seen: Observations, journey: str) -> None:
    instants = [utc(f"{journey[:4]}-{text}") for text in INSTANTS[journey].split()]
    assert [(o.seq, o.at) for o in seen.values() if o.journey == journey] == list(enumerate(instants, 1))


# One event on several clocks: journey, seq, zone, reading.
@pytest.mark.parametrize(
    ("journey", "seq", "zone", "reading"),
    [
        (OUT, 3, "Asia/Vladivostok", "2019-04-24T10:40"),
        (OUT, 3, "Asia/Pyongyang", "2019-04-24T09:40"),
        (OUT, 3, "UTC", "2019-04-24T00:40"),
        (FAR, 3, "Europe/Moscow", "2023-09-12T05:15"),
        (FAR, 3, "Asia/Vladivostok", "2023-09-12T12:15"),
        (FAR, 8, "Asia/Vladivostok", "2023-09-15T08:50"),
        (FAR, 8, "Asia/Seoul", "2023-09-15T07:50"),
        (FAR, 8, "Europe/Moscow", "2023-09-15T01:50"),
        (FAR, 8, "UTC", "2023-09-14T22:50"),
        (RET, 1, "Asia/Vladivostok", "2019-04-26T15:27"),
        (RET, 1, "Asia/Seoul", "2019-04-26T14:27"),
    ],
)
def test_sources_in_several_clocks_agree(seen: Observations, journey: str, seq: int, zone: str, reading: str) -> None:
    assert f"{to_local(seen[journey, seq].at, zone):%Y-%m-%dT%H:%M}" == reading


def test_vostochny_meeting_is_at_13_09_and_not_14_09_on_the_stations_clock(
    seen: Observations, places: Gazetteer
) -> None:
    met_at = to_instant(parse_reading("2023-09-13T07:09"), "Europe/Moscow")
    arrival = seen[FAR, 5]
    assert f"{to_local(met_at, places.stations[arrival.station].zone):%H:%M}" == "13:09"
    assert arrival.latest < met_at


def test_bridge_is_kept_in_the_clock_of_its_source(seen: Observations, places: Gazetteer) -> None:
    bridge = seen[FAR, 3]
    assert bridge.local.zone == "Europe/Moscow" != places.stations[bridge.station].zone


# Of every leg: rail kilometres as published or added up, hours, and the speed they come to; then the route through
# the network. The published 1170 km are by Khabarovsk; 327 and 315 km reverse at Baranovsky, as no train is known to.
@pytest.mark.parametrize(
    ("journey", "first", "last", "km", "hours", "kmh", "route"),
    [
        (OUT, 2, 3, 175, 5.17, 34, "kyongsong khasan"),
        (OUT, 4, 5, 373, 6.25, 60, "khasan vladivostok"),
        (OUT, 4, 5, 327, 6.25, 52, "khasan baranovsky vladivostok"),
        (OUT, 3, 5, 373, 7.25, 51, "khasan vladivostok"),
        (RET, 1, 2, 373, 6.55, 57, "vladivostok khasan"),
        (FAR, 1, 2, 850, 36.00, 24, "pyongyang khasan"),
        (FAR, 2, 3, 233, 6.25, 37, "khasan razdolnaya_bridge"),
        (FAR, 3, 5, 1464, 25.42, 58, "razdolnaya_bridge vostochny"),
        (FAR, 4, 5, 1436, 24.50, 59, "ussuriysk vostochny"),
        (FAR, 6, 8, 1170, 35.83, 33, "vostochny khabarovsk1 komsomolsk"),
        (FAR, 9, 10, 1123, 18.50, 61, "komsomolsk artyom1"),
        (FAR, 11, 12, 315, 9.33, 34, "artyom1 tumangang"),
        (FAR, 12, 13, 845, 41.00, 21, "tumangang pyongyang"),
    ],
)
def test_legs_take_the_hours_and_have_the_speed_worked_out_apart(
    seen: Observations, rails: Network, journey: str, first: int, last: int, km: int, hours: float, kmh: int, route: str
) -> None:
    start, end = seen[journey, first], seen[journey, last]
    elapsed_h = elapsed_s(start.at, end.at) / 3600
    assert elapsed_h == pytest.approx(hours, abs=0.005)
    assert round(km / elapsed_h) == kmh
    assert {start.station, end.station} == {route.split(maxsplit=1)[0], route.rsplit(maxsplit=1)[-1]}
    turns = "possible" if km in (315, 327) else "regular"
    assert go(rails, route, turns).length_m / 1000 == pytest.approx(km, rel=0.02)


def test_clock_goes_back_from_vladivostok_to_vostochny(places: Gazetteer) -> None:
    noon = to_instant(parse_reading("2023-09-13T12:00"), "Asia/Vladivostok")
    assert to_local(noon, places.stations[StationCode("vostochny")].zone).hour == 11


def test_grades_rest_on_as_many_sources_as_they_say(seen: Observations) -> None:
    for o in seen.values():
        addresses = re.findall(r"https?://[^\s;]+", o.source)
        assert len(set(addresses)) == len(addresses) >= {"A": 2, "B": 1, "C": 1, "D": 0}[o.confidence]
        assert addresses or o.source == "assumed"
        assert "known from" in o.note


def test_nothing_is_known_before_it_was(seen: Observations) -> None:
    assert all(o.known_from >= o.at for o in seen.values())


def test_kyongsong_was_unknown_while_the_train_ran(seen: Observations) -> None:
    known = select_known(seen.values(), as_of=utc("2019-04-24T12:00"))
    assert [(o.journey, o.station, o.event) for o in known] == [
        (OUT, "khasan", "arr"),
        (OUT, "khasan", "dep"),
        (OUT, "vladivostok", "arr"),
    ]


def test_departure_of_2023_was_unknown_on_11_september(seen: Observations) -> None:
    assert not [o for o in select_known(seen.values(), as_of=utc("2023-09-11T23:59")) if o.journey == FAR]


# How many minutes after each forecast the event came; None where no time is documented.
ERRORS_MIN = {
    "primamedia_khasan": -20,
    "kommersant_khasan": -20,
    "kommersant_vladivostok": -5,
    "primamedia_vladivostok": 55,
    "interfax_vladivostok": 115,
    "tass_ussuriysk": None,
    "arirang_vladivostok": -165,
    "plan_vladivostok": -273,
    "imbc_komsomolsk": 722,
    "kbs_artyom": -210,
}


def lateness_s(forecast: Forecast, outcome: Observation) -> int:
    """Return by how many seconds the event came after the time foretold; below zero, before it."""
    return int((outcome.at - forecast.at).total_seconds())


def test_forecasts_missed_by_as_much_as_their_notes_say(seen: Observations, foretold: dict[str, Forecast]) -> None:
    outcomes = {name: find_outcome(forecast, seen.values()) for name, forecast in foretold.items()}
    errors_s = {name: outcome and lateness_s(foretold[name], outcome) for name, outcome in outcomes.items()}
    assert errors_s == {name: minutes and minutes * 60 for name, minutes in ERRORS_MIN.items()}


def test_range_of_primamedia_holds_the_outcome(seen: Observations, foretold: dict[str, Forecast]) -> None:
    forecast = foretold["primamedia_vladivostok"]
    assert abs(lateness_s(forecast, seen[OUT, 5])) <= forecast.precision_s == 3600


def test_forecast_for_ussuriysk_was_overtaken(seen: Observations, foretold: dict[str, Forecast]) -> None:
    assert lateness_s(foretold["tass_ussuriysk"], seen[OUT, 5]) < 0


@pytest.mark.parametrize("name", ["2019-vladivostok.csv", "2023-vostochny.csv"])
def test_files_explain_their_grades(name: str) -> None:
    text = (packaged_folder().path / "journeys" / name).read_text(encoding="utf-8")
    comments = " ".join(line[1:].strip() for line in text.splitlines() if line.startswith("#"))
    assert all(f"{grade}: {meaning}" in comments for grade, meaning in GRADES.items())
