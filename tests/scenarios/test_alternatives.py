"""The line that is taken by default, and the others that are said beside it; on the packaged data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.document import Document
from routes.units import format_duration, format_km


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def countries(document: Document) -> set[str]:
    return {station["country"] for station in document["stations"].values()}


@pytest.mark.parametrize(
    ("start", "end", "within"),
    [
        ("Moscow", "Vladivostok", {"RU"}),
        ("Chita", "Vladivostok", {"RU"}),
        ("Pyongyang", "Namyang", {"KP"}),
        ("Pyongyang", "Moscow", {"KP", "RU"}),
        ("Pyongyang", "Beijing", {"KP", "CN"}),
        ("Ulan-Ude", "Ulaanbaatar", {"RU", "MN"}),
    ],
)
def test_journey_stays_in_the_countries_it_names(data: Routes, start: str, end: str, within: set[str]) -> None:
    assert countries(data.distance(start, end)) == within


def test_way_through_another_country_is_said_with_the_option_that_takes_it(data: Routes) -> None:
    document = data.distance("Moscow", "Vladivostok")
    note = next(n for n in document["notes"] if n.startswith("through CN"))
    via = note.rpartition("--via ")[2]
    assert document["answer"]["length_m"] == 9_259_000
    assert "CN" in countries(data.distance("Moscow", "Vladivostok", via=[via]))


def test_another_country_is_entered_where_there_is_no_other_way(data: Routes) -> None:
    assert "CN" in countries(data.distance("Vladivostok", "Dong Dang"))


def test_setting_never_moves_the_journey_abroad(data: Routes) -> None:
    for setting in ("speed.KP=30", "gauge.tumangang=3h", "border.khasan=5h", "speed.CN=90"):
        document = data.latest_departure(
            "Pyongyang", "Vladivostok", arrive="by Tuesday", as_of="2023-09-11", settings=[setting]
        )
        assert document["itinerary"]["length_m"] == 1_223_000, setting


def test_setting_that_moves_the_line_says_so(data: Routes) -> None:
    slow = data.distance("Chongjin", "Tumangang", settings=["speed.KP.p-yongra=5"])
    assert slow["itinerary"]["length_m"] != data.distance("Chongjin", "Tumangang")["itinerary"]["length_m"]
    assert any(note.startswith("what is set moves the journey to other track") for note in slow["notes"])


def test_possible_reversal_is_said_with_what_it_saves(data: Routes) -> None:
    notes = data.distance("Khasan", "Vladivostok")["notes"]
    assert any(note.startswith("327 km") and "Baranovsky" in note for note in notes)
    assert not data.distance("Khasan", "Vladivostok", turns="possible")["notes"]


def test_gauge_is_changed_before_the_border_wherever_the_journey_ends(data: Routes) -> None:
    """The bridge carries both gauges, but the journey goes on, in thought, on the gauge of the place."""
    for start, end in (("Pyongyang", "Khasan"), ("Khasan", "Pyongyang"), ("Pyongyang", "Vladivostok")):
        dwells = data.distance(start, end)["itinerary"]["dwells"]
        assert [d["station"] for d in dwells if d["kind"] == "gauge"] == ["tumangang"], (start, end)


def test_time_at_khasan_is_the_same_whether_the_journey_ends_there_or_goes_on(data: Routes) -> None:
    short = data.arrival("Pyongyang", "Khasan", depart="2023-09-10 17:00", as_of="2023-09-10 09:00")
    long = data.arrival("Pyongyang", "Vladivostok", depart="2023-09-10 17:00", as_of="2023-09-10 09:00")
    seen = next(e for e in long["itinerary"]["events"] if (e["station"], e["event"]) == ("khasan", "arr"))
    assert seen["time"] == short["answer"]["arrive"]["expected"]


def test_dead_end_named_as_via_is_left_again_by_reversing(data: Routes) -> None:
    document = data.distance("Vladivostok", "Grodekovo", via=["Khabarovsk-1"])
    assert document["answer"]["length_m"] == 1_517_000


def test_hours_from_a_bare_date_count_from_its_start_at_the_origin(data: Routes) -> None:
    counted = data.latest_departure("Moscow", "Vladivostok", arrive="in 20 hours", as_of="2023-09-11")
    assert counted["answer"]["arrive_by"]["utc"] == "2023-09-11T17:00:00Z"


def test_today_on_a_bare_date_is_that_date_at_either_end(data: Routes) -> None:
    for start, end in (("Moscow", "Vladivostok"), ("Vladivostok", "Moscow")):
        document = data.latest_departure(start, end, arrive="today", as_of="2023-09-11")
        assert document["question"]["arrive"]["readings"][0]["text"] == "Mon 11 Sep 2023"


def test_clock_that_shows_another_date_at_the_as_of_instant_is_said(data: Routes) -> None:
    late = data.latest_departure("Pyongyang", "Vladivostok", arrive="today", as_of="2023-09-11 23:30 KST")
    assert any("Tue 12 Sep in Vladivostok" in note for note in late["notes"])
    early = data.latest_departure("Pyongyang", "Vladivostok", arrive="today", as_of="2023-09-11 22:00 KST")
    assert not any("counts from that day" in note for note in early["notes"])


def likely_s(document: dict[str, Any]) -> int:
    """Return the sum of the likely times of all legs and works; what may not come counts by its chance."""
    itinerary, chances = document["itinerary"], {a["key"]: a["chance"] for a in document["assumptions"]}
    runs = [int(leg["run_s"]) for leg in itinerary["legs"]]
    stands = [int(d["likely_s"] * chances[d["keys"][0]] + 0.5) for d in itinerary["dwells"]]
    return sum(runs) + sum(stands)


def test_way_abroad_is_what_its_options_give(data: Routes) -> None:
    """The hold on the usual way counts: without it the two ways would look alike."""
    usual = data.distance("Pyongyang", "Vladivostok", as_of="2026-01-01")
    note = next(n for n in usual["notes"] if n.startswith("through CN"))
    taken = data.distance("Pyongyang", "Vladivostok", as_of="2026-01-01", via=[note.split('"')[1]])
    saved = likely_s(usual) - likely_s(taken)
    assert f"likely {format_duration(saved)} less" in note
    assert format_km(taken["itinerary"]["length_m"]) in note


def test_value_of_one_turn_goes_before_that_of_its_station(data: Routes) -> None:
    settings = ["reversal.ussuriysk=60", "reversal.ussuriysk.baranovsky-baranovsky=5"]
    dwells = data.distance("Khasan", "Vladivostok", settings=settings)["itinerary"]["dwells"]
    assert [d["likely_s"] for d in dwells if d["kind"] == "reversal"] == [300]
