"""The answer beside the map, as it reads with scripts off."""

from __future__ import annotations

from routes.maps.page import build_page
from tests.maps.documents import arrival, distance, feasible, latest_departure, never_safe, two_readings
from tests.maps.reading import Page


def test_latest_departure_reads_as_in_the_terminal() -> None:
    text = Page(build_page(latest_departure())).text
    for part in (
        "by Mon 11 Sep 2023 24:00 Vladivostok",
        "AS OF Mon 11 Sep 2023 09:45 Seoul (scenario vladivostok-2023), NOT TODAY",
        "Even odds: leave Pyongyang by Mon 11 Sep 14:45 local (05:45 UTC).",
        "safe 90% even odds too late after clock",
        "even odds mean leaving on Sunday, 10 Sep.",
        "Watch: not gone from Tumangang by Mon 11 Sep 18:45; not at Ussuriysk by Mon 11 Sep 23:45: "
        "then Mon 11 Sep 24:00 drops below even odds.",
        "10 h 00 (7 h 47 to 13 h 53) under way",
        "400 km ±1 km of track (estimated), geodesic 250 km, circuity 1.60;",
        "Readings: safe is in time with 90%, even odds with 50%; who leaves after too late is in time with less than 10%",
        "Note: as of 2023-09-11.",
        "speed.KP 33 (26 to 40) km/h",
        "Set by hand: speed.KP=30.",
        "tzdata 2025b",
        "“by Monday”",
        "© OpenStreetMap contributors (ODbL 1.0)",
        "not evidence of position",
    ):
        assert part in text, part


def test_past_readings_are_marked() -> None:
    text = build_page(latest_departure())
    assert '<td class="past">Mon\u00a011\u00a0Sep 09:45*</td>' in text
    assert "* already past" in text


def test_sources_are_links() -> None:
    links = Page(build_page(latest_departure())).attribute("href")
    assert {"http://example.org/a", "https://example.org/b", "https://example.org/herald"} <= set(links)


def test_arrival_has_expected_times_and_no_deadlines() -> None:
    text = Page(build_page(arrival())).text
    assert "Expected in Khasan: Tue 12 Sep 01:45 local" in text
    assert "leaving Mon 11 Sep 2023 14:45 Pyongyang" in text
    assert "too late after clock" not in text


def test_feasible_says_with_what_chance() -> None:
    document = feasible()
    assert '<div class="verdict missed"><p class="lead">In time with 4%.</p>' in build_page(document)
    document["answer"]["on_time"] = 0.7
    assert '<div class="verdict"><p class="lead">In time with 70%.</p>' in build_page(document)


def test_another_confidence_names_its_readings_and_what_is_too_late() -> None:
    text = Page(build_page(never_safe())).text
    assert "safe 80% even odds too late after clock" in text
    assert "Readings: safe is in time with 80%" in text and "in time with less than 20%" in text


def test_reading_that_no_instant_has_is_never() -> None:
    text = build_page(never_safe())
    assert "<td>never</td><td>Mon\u00a011\u00a0Sep 14:45</td>" in text
    assert "Tumangang leave</th><td>never</td><td>never</td><td>never</td>" in text
    assert "not gone from Tumangang" not in Page(text).text.partition("Watch: ")[2]
    late = arrival()
    late["answer"]["arrive"]["late"] = None
    assert "late never." in Page(build_page(late)).text


def test_distance_has_lengths_and_no_times() -> None:
    page = Page(build_page(distance()))
    assert "Lengths of track" in page.text
    assert "AS OF" not in page.text
    assert "UTC" not in page.text.replace("times in UTC", "")


def test_each_reading_has_its_own_tables() -> None:
    text = Page(build_page(two_readings())).text
    assert "by Mon 11 Sep 2023 24:00 Vladivostok or by Tue 12 Sep 2023 11:45 Vladivostok" in text
    assert text.count("Deadlines on the way") == 2


def test_legend_has_only_what_is_drawn() -> None:
    text = build_page(latest_departure())
    caption = text[text.index("<figcaption>") : text.index("</figcaption>")]
    assert "same track, run twice" in caption
    assert "change of locomotive" not in caption
    assert "routed" not in caption
