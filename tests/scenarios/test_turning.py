"""Turning points: with the value the headline is another, just short of it the same."""

from __future__ import annotations

from typing import Any

import pytest

import routes
from routes.api import Routes
from tests.build import at, build_routes

Ask = dict[str, Any]
AS_OF = "2023-09-11 09:00 Asia/Seoul"
QUESTIONS: list[Ask] = [
    {"kind": "latest_departure", "ends": ("Pyongyang", "Vladivostok"), "arrive": "by Tuesday"},
    {"kind": "latest_departure", "ends": ("Khasan", "Vladivostok"), "arrive": "2023-09-12 07:00"},
    {"kind": "arrival", "ends": ("Khasan", "Vladivostok"), "depart": "2023-09-12 16:50"},
    {"kind": "arrival", "ends": ("Pyongyang", "Khasan"), "depart": "2023-09-11 11:40"},
    {"kind": "arrival", "ends": ("Khasan", "Moscow"), "depart": "2023-09-12 11:40"},
    {"kind": "latest_departure", "ends": ("Vladivostok", "Moscow"), "arrive": "2023-09-21", "train": "russian"},
    {"kind": "latest_departure", "ends": ("Pyongyang", "Khasan"), "arrive": "2023-09-14 12:00", "settings": ["pace=0"]},
]


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


def answer(data: Routes, asked: Ask, *extra: str, why: bool = False) -> dict[str, Any]:
    given = {k: v for k, v in asked.items() if k not in ("kind", "ends", "settings")}
    ask = data.latest_departure if asked["kind"] == "latest_departure" else data.arrival
    settings = [*asked.get("settings", ()), *extra]
    document: dict[str, Any] = ask(*asked["ends"], as_of=AS_OF, settings=settings, why=why, **given)
    found: dict[str, Any] = document["answer"]
    return found


def headline(found: dict[str, Any]) -> str:
    """Return the date that the reader takes home."""
    stamp = found["depart"] if "arrive_by" in found else found["arrive"]["expected"]
    return str(stamp["local"][:10])


def list_points(found: dict[str, Any], most: int = 5) -> list[dict[str, Any]]:
    """Return the points with a value: the nearest, and the farthest; all where they are few."""
    points = [point for point in found["turning_points"] if point["value"] is not None]
    return points if len(points) <= most else [*points[: most - 2], *points[-2:]]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda a: f"{a['kind']} {'-'.join(a['ends'])}")
def test_each_value_turns_the_headline_and_just_short_of_it_none_does(data: Routes, asked: Ask) -> None:
    found = answer(data, asked, why=True)
    assert list_points(found)
    for point in list_points(found):
        beyond, short = (1.01, 0.99) if point["direction"] == "above" else (0.99, 1.01)
        key, value = point["key"], point["value"]
        assert headline(answer(data, asked, f"{key}={value:.10g}")) == point["becomes"] != headline(found), key
        assert headline(answer(data, asked, f"{key}={value * beyond:.10g}")) != headline(found), key
        assert headline(answer(data, asked, f"{key}={value * short:.10g}")) == headline(found), key


def test_every_assumption_has_a_point_or_says_that_none_turns_it(data: Routes) -> None:
    document = data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, why=True)
    points = document["answer"]["turning_points"]
    assert {point["key"] for point in points} == {a["key"] for a in document["assumptions"]}
    assert all(point["direction"] is None and point["becomes"] is None for point in points if point["value"] is None)


def test_both_dates_where_both_can_come(data: Routes) -> None:
    points = list_points(answer(data, QUESTIONS[0], why=True), most=99)
    both = {(p["direction"], p["becomes"]) for p in points if p["key"] == "speed.KP"}
    assert both == {("below", "2023-09-10"), ("above", "2023-09-12")}


def test_nearest_comes_first(data: Routes) -> None:
    points = list_points(answer(data, QUESTIONS[0], why=True), most=99)
    changes = [abs(p["value"] - (n := p["now"])["likely"]) / (n["likely"] or n["high"]) for p in points]
    assert changes == sorted(changes)


CLAIMS: list[Ask] = [
    {"end": "Vladivostok", "left": "2023-09-11 12:00", "arrive": "by 2023-09-12"},
    {"end": "Vladivostok", "left": "2023-09-11", "arrive": "by 2023-09-12 20:00"},
    {"end": "Moscow", "left": "2023-09-11", "arrive": "by 2023-09-16", "via": ["Harbin"]},
    {"end": "Moscow", "left": "2023-09-11 12:00", "arrive": "2023-09-12 01:30", "mode": "air"},
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: f"{c['end']} {c['arrive']}")
def test_verdict_of_a_claim_turns_into_another(data: Routes, claim: Ask) -> None:
    def weigh(*settings: str, why: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = data.feasible("Pyongyang", as_of=AS_OF, settings=settings, why=why, **claim)["answer"]
        return found

    found = weigh(why=True)
    assert list_points(found)
    for point in list_points(found, most=3):
        beyond, short = (1.01, 0.99) if point["direction"] == "above" else (0.99, 1.01)
        key, value = point["key"], point["value"]
        assert weigh(f"{key}={value:.10g}")["verdict"] == point["becomes"] != found["verdict"], key
        assert weigh(f"{key}={value * beyond:.10g}")["verdict"] != found["verdict"], key
        assert weigh(f"{key}={value * short:.10g}")["verdict"] == found["verdict"], key


def test_chance_after_a_sighting_turns_at_even_odds(data: Routes) -> None:
    asked = {"arrive": "by 2023-09-13 02:00", "seen": ["arr Khasan 2023-09-12 17:40"]}
    given: Any = {**asked, "as_of": "2023-09-12 18:00 VLAT"}
    found = data.latest_departure("Pyongyang", "Vladivostok", why=True, **given)["answer"]
    likely = found["on_time"] >= 0.5
    for point in list_points(found, most=2):
        settings = [f"{point['key']}={point['value']:.10g}"]
        turned = data.latest_departure("Pyongyang", "Vladivostok", settings=settings, **given)["answer"]["on_time"]
        assert (turned >= 0.5) != likely
        assert ("or more" in point["becomes"]) == (turned >= 0.5)


def test_dear_answers_are_halved_to_the_same_values(data: Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = answer(data, QUESTIONS[3], why=True)["turning_points"]
    monkeypatch.setattr("routes.scenarios.turning.MOST_TRIALS", 1000)
    monkeypatch.setattr("routes.scenarios.turning.Retrial.is_plain", property(lambda _: False))
    assert answer(data, QUESTIONS[3], why=True)["turning_points"] == plain


def test_assumptions_that_matter_least_are_left_out_where_answers_are_dear(
    data: Routes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routes.scenarios.turning.Retrial.is_plain", property(lambda _: False))
    found = answer(data, QUESTIONS[0], why=True)
    keys = {point["key"] for point in found["turning_points"]}
    assert 0 < len(keys) < 14
    assert found["drivers"][0]["keys"][0] in keys


def test_path_that_changes_is_seen(tmp_path: Any) -> None:
    world = build_routes(
        tmp_path,
        """
        station aa KP Asia/Pyongyang 39.00,125.70
        station bb KP Asia/Pyongyang 39.10,125.80
        station cc KP Asia/Pyongyang 39.20,125.90
        track aa bb 100 1435 short
        track bb cc 100 1435 short
        track aa cc 260 1435 long
        speed.KP.short 40/50/60 km/h
        speed.KP.long 45/50/55 km/h
        """,
    )
    asked: Ask = {"kind": "arrival", "ends": ("aa", "cc"), "depart": "2023-09-11 19:30"}
    found = answer(world, asked, why=True)
    assert headline(found) == "2023-09-11"
    (point, *_) = list_points(found)
    assert (point["key"], point["direction"]) == ("speed.KP.short", "below")
    assert headline(answer(world, asked, f"speed.KP.short={point['value']}")) == "2023-09-12"


def test_without_why_none_is_worked_out(data: Routes) -> None:
    assert "turning_points" not in answer(data, QUESTIONS[1])


def test_flip_of_a_plane_lies_beyond_the_speed_of_trains(data: Routes) -> None:
    def ask(value: str = "") -> Any:
        settings = [f"speed.air={value}"] if value else []
        at_ = "2023-09-13 06:06"  # half an hour too early to leave on the 13th at 800 km/h
        return data.latest_departure(
            "Pyongyang", "Moscow", mode="air", arrive=f"by {at_}", as_of="2023-09-11", settings=settings, why=not value
        )["answer"]

    answer = ask()
    (point,) = [p for p in answer["turning_points"] if p["key"] == "speed.air" and p["direction"] == "above"]
    assert 500 < point["value"] < 1000
    assert ask(f"{point['value']}")["depart"]["local"][:10] == point["becomes"]
    assert ask(f"{point['value'] - 1}")["depart"]["local"][:10] == answer["depart"]["local"][:10] != point["becomes"]
