"""What single values of tags mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.osm_tags import RAILWAY, SERVICES, get_service, is_track, parse_gauges, parse_speed, read_track


@pytest.mark.parametrize(
    ("text", "gauges"),
    [
        ("1435", (1435,)),
        ("1435;1520", (1435, 1520)),
        ("1520; 1435 ;1435", (1435, 1520)),
        ("1435 mm", (1435,)),
        ("1435mm;1000", (1000, 1435)),
        ("1435/1520", (1435, 1520)),
        ("standard", ()),
        ("", ()),
        ("1435;broad", (1435,)),
        ("99", ()),
        ("9000", ()),
        ("१४३५", ()),
        ("-1435", ()),
        ("4 ft 8.5", ()),
    ],
)
def test_gauges(text: str, gauges: tuple[int, ...]) -> None:
    assert parse_gauges(text) == gauges


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("80", 80),
        ("62.5", 62),
        ("60 mph", 97),
        ("60mph", 97),
        ("100 km/h", 100),
        ("80;120", 120),
        ("80;signals", 80),
        ("none", 0),
        ("RU:rural", 0),
        ("DE:urban", 0),
        ("signals", 0),
        ("", 0),
        ("999", 0),
        ("-50", 0),
        ("1e3", 0),
        ("٨٠", 0),
    ],
)
def test_speeds(text: str, speed: int) -> None:
    assert parse_speed(text) == speed


def test_speed_of_either_direction_is_taken_where_there_is_no_other() -> None:
    assert read_track({"maxspeed:forward": "80", "maxspeed:backward": "100"})[0].speed_kmh == 100
    assert read_track({"maxspeed": "60", "maxspeed:forward": "80"})[0].speed_kmh == 60


@pytest.mark.parametrize(("value", "known"), [("none", True), ("RU:rural", True), ("", True), ("fast", False)])
def test_value_that_says_there_is_no_figure_is_no_fault(value: str, known: bool) -> None:
    assert ("maxspeed" not in read_track({"maxspeed": value})[1]) is known


@pytest.mark.parametrize(
    ("tags", "service"),
    [
        ({}, ""),
        ({"service": "no"}, ""),
        ({"service": "siding"}, "siding"),
        ({"service": "crossover"}, "crossover"),
        ({"service": "yes"}, "yard"),
        ({"service": "siding;yard"}, "yard"),
    ],
)
def test_service(tags: dict[str, str], service: str) -> None:
    assert get_service(tags) == service


@pytest.mark.parametrize(
    ("value", "electrified"),
    [("contact_line", 1), ("yes", 1), ("rail", 1), ("contact_line;rail", 1), ("no", 0), ("", -1), ("construction", -1)],
)
def test_electrification(value: str, electrified: int) -> None:
    assert read_track({"electrified": value})[0].electrified == electrified


def test_museum_line_is_for_tourists_unless_it_says_otherwise() -> None:
    assert read_track({"railway": "preserved"})[0] == read_track({"railway": "rail", "usage": "tourism"})[0]


def test_every_kind_of_railway_has_a_reason() -> None:
    assert all(reason for _, reason in RAILWAY.values())
    assert [value for value in RAILWAY if is_track({"railway": value})] == ["rail", "narrow_gauge", "preserved"]


@given(st.dictionaries(st.sampled_from(["railway", "gauge", "maxspeed", "electrified", "usage", "service"]), st.text()))
def test_no_value_breaks_the_reader(tags: dict[str, str]) -> None:
    track, _ = read_track(tags)
    assert 0 <= track.speed_kmh <= 600
    assert all(300 <= gauge <= 3000 for gauge in track.gauges_mm)
    assert get_service(tags) in ("", *SERVICES)
