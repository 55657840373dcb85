"""Where a journey can be at an instant."""

from __future__ import annotations

from datetime import timedelta

from routes.itinerary import Leg
from routes.scenarios.answers import build_answer
from routes.scenarios.positions import Position, find_positions
from tests.build import at, build_journey

LEAVES = at("2023-09-11T00:00Z")
JOURNEY = "a Asia/Pyongyang KP\nrun 2h\nb Asia/Pyongyang KP\nstop 1h\nrun 3h\nc Asia/Vladivostok RU"


def positions(hours: float, text: str = JOURNEY) -> list[Position]:
    itinerary, stations = build_journey(text)
    answer = build_answer(itinerary, stations, departs_at=LEAVES)
    return list(find_positions(itinerary, answer, LEAVES + timedelta(hours=hours)))


def test_certain_journey_is_in_one_place() -> None:
    itinerary, _ = build_journey(JOURNEY)
    first, second = (item.length_m for item in itinerary.items if isinstance(item, Leg))
    for hours, place in {
        0: (0, "a", None, 0.0),
        1: (round(first / 2), None, 0, 0.5),
        2.5: (first, "b", None, 0.0),
        4.5: (round(first + second / 2), None, 1, 0.5),
        6: (first + second, "c", None, 0.0),
        99: (first + second, "c", None, 0.0),
    }.items():
        assert [p[1:] for p in positions(hours)] == [place] * 3, hours
    assert positions(-1) == []


def test_the_surer_the_less_far() -> None:
    found = positions(4, JOURNEY.replace("2h", "1h/2h/5h"))
    assert [p.chance for p in found] == [0.9, 0.5, 0.1]
    assert [p.at_m for p in found] == sorted(p.at_m for p in found)
    assert found[0].at_m < found[2].at_m
